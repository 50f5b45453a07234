"""The register of evidence: findings of studies and evaluations, graded, with what may have distorted them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from levelground.change_package.elements import ElementId, Text, Value
from levelground.change_package.evidence import EvidenceEntry
from levelground.registers.recommendations import Discipline


class RegisteredEvidence(EvidenceEntry):
    """One finding, with the edition that it stands in. A change package copies the fields of an entry of `evidence`."""

    source: ElementId
    edition: Text = Field(description="The edition in which it stands: a number is true of its edition only.")
    disciplines: tuple[Discipline, ...] = Field(min_length=1)


class RegisterOfEvidence(Value):
    """What was found out, by whom, and how sure one may be of it."""

    format: Literal["levelground/register-of-evidence/1"]
    evidence: tuple[RegisteredEvidence, ...]
