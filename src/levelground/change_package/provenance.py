"""Where a package comes from, and how far people with lived experience have shaped it."""

from __future__ import annotations

import datetime
from enum import StrEnum

from pydantic import Field

from levelground.change_package.elements import ElementId, Text, Value, Version


class CoProductionStatus(StrEnum):
    """Said on every page of a package."""

    NOT_YET_CO_PRODUCED = "not_yet_co_produced"
    IN_CO_PRODUCTION = "in_co_production"
    AGREED = "agreed"


CO_PRODUCTION_WORDS = {
    CoProductionStatus.NOT_YET_CO_PRODUCED: "not yet co-produced",
    CoProductionStatus.IN_CO_PRODUCTION: "in co-production",
    CoProductionStatus.AGREED: "agreed",
}


class Provenance(Value):
    """Who wrote the package, from what, and what it is not."""

    statement: Text
    not_claimed: Text


class Ancestor(Value):
    """A version of a change package or of an overlay, pinned to its bytes."""

    id: ElementId
    version: Version
    digest: str = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the document's bytes, in hexadecimal.")

    def __str__(self) -> str:
        return f"{self.id}@{self.version}"


class Release(Value):
    """An entry of the changelog: what a version changed, and who asked for it."""

    version: Version
    date: datetime.date
    changes: Text
    decisions: tuple[ElementId, ...] = ()


class Accepted(Value):
    """A warning that is known and stays, with the reason. It is shown all the same."""

    rule: Text = Field(description="The name of the rule, as `check` prints it in brackets.")
    element: ElementId | None = Field(default=None, description="The element that it is about; absent: the whole package.")
    reason: Text
