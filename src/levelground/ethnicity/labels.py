"""Recognising a label met in data: exact matches to declared spellings only, never a guess.

Case and spaces (no-break spaces among them) are folded; nothing else is. What is not recognised is a finding with the nearest
declared names, for a person to decide on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from levelground.errors import Finding, Place, Severity, nearest_names
from levelground.ethnicity.classification import Classification
from levelground.ethnicity.spelling import folded
from levelground.ethnicity.unknown import UnknownKind

__all__ = ["MISSING_LABEL", "RecognisedLabel", "folded", "recognise", "recognise_all"]


@dataclass(frozen=True)
class RecognisedLabel:
    """What a label stands for: a group (`breakdown` and `code`), or why there is none (`unknown`; `code` None when it was blank)."""

    breakdown: str | None
    code: str | None
    unknown: UnknownKind | None = None


MISSING_LABEL = RecognisedLabel(None, None, UnknownKind.MISSING)
"""What a blank stands for."""


def recognise(label: str | None, classification: Classification, place: Place | None = None) -> RecognisedLabel | Finding:
    """What a raw label stands for in a classification, or a finding when no declared spelling is equal to it.

    A blank label is `missing`, which is not the same as not stated or not known.

    Examples
    --------
    >>> from levelground.ethnicity.classification import load
    >>> recognise("Any Other Black background", load("nhs_2001"))
    RecognisedLabel(breakdown='detailed', code='P', unknown=None)
    >>> recognise("Z", load("nhs_2001")).unknown.value
    'not_stated'
    >>> recognise("Any Othr Black background", load("nhs_2001")).did_you_mean[0]
    'Any other Black background'
    """
    return _answer(label, _declared(classification), classification, place)


def recognise_all(
    labels: Iterable[str | None], classification: Classification
) -> tuple[Mapping[str | None, RecognisedLabel], tuple[Finding, ...]]:
    """Each distinct label with what it stands for, and a finding for each that no declared spelling is equal to."""
    declared = _declared(classification)
    answers = {label: _answer(label, declared, classification, None) for label in dict.fromkeys(labels)}
    known = {label: answer for label, answer in answers.items() if isinstance(answer, RecognisedLabel)}
    return MappingProxyType(known), tuple(answer for answer in answers.values() if isinstance(answer, Finding))


def _declared(classification: Classification) -> Mapping[str, RecognisedLabel]:
    kinds = {code.code: UnknownKind(code.kind) for code in classification.unknown}
    return {
        folded(spelling): RecognisedLabel(None if part == "unknown" else part, entry.code, kinds[entry.code] if part == "unknown" else None)
        for spelling, part, entry in classification.spellings()
    }


def _answer(
    label: str | None, declared: Mapping[str, RecognisedLabel], classification: Classification, place: Place | None
) -> RecognisedLabel | Finding:
    if label is None or not folded(label):
        return MISSING_LABEL
    if folded(label) in declared:
        return declared[folded(label)]
    return Finding(
        Severity.ERROR,
        "unrecognised-ethnicity-label",
        f"`{label}` is not a declared spelling of an ethnic group in {classification.id}.",
        place=place,
        did_you_mean=nearest_names(label, [spelling for spelling, _, _ in classification.spellings()]),
        next_step="Correct the label in the data, or declare it as a spelling of the group that it stands for.",
    )
