"""Crosswalks: how the codes of one ethnicity classification become those of another, with what is lost on the way."""

from __future__ import annotations

from functools import cache

from levelground import library
from levelground.documents.yaml_reader import Document
from levelground.errors import Finding, Severity, SourceMismatch
from levelground.ethnicity.crosswalk_findings import crosswalk_findings
from levelground.ethnicity.crosswalk_values import Crosswalk
from levelground.ethnicity.library_document import library_document, read_valid

__all__ = ["Crosswalk", "between", "can_be_divided", "ids", "load", "read", "require_divisible"]


def ids() -> tuple[str, ...]:
    """The ids of the crosswalks that the library has.

    >>> ids()
    ('census_2021_to_nhs_2001', 'nhse_mha_2023_24')
    """
    return library.names("ethnicity/crosswalks")


@cache
def load(crosswalk_id: str) -> Crosswalk:
    """The library's crosswalk with this id.

    Raises
    ------
    UnknownElement
        When the library has none with this id.
    EthnicityDocumentInvalid
        When its document breaks rules, with every finding: a code that is not mapped at all among them.

    Examples
    --------
    >>> load("nhse_mha_2023_24").codes("broad")["chinese"]
    'other'
    """
    return read(library_document("crosswalks", crosswalk_id))


def read(document: Document) -> Crosswalk:
    """The crosswalk that a document holds; refused with every finding at once when it breaks rules."""
    return read_valid(document, Crosswalk, crosswalk_findings)


def between(one: str, other: str) -> tuple[str, ...]:
    """The ids of the library's crosswalks from one of these classifications to the other, in either direction."""
    pairs = {crosswalk_id: load(crosswalk_id) for crosswalk_id in ids()}
    return tuple(name for name, walk in pairs.items() if {walk.from_classification, walk.to_classification} == {one, other})


def can_be_divided(numerator: str, denominator: str, crosswalk: Crosswalk | None = None) -> bool:
    """Whether counts on classification `numerator` may be divided by counts on `denominator`, `crosswalk` being applied.

    True when the ids are equal, or the crosswalk goes from one to the other.
    """
    return numerator == denominator or (
        crosswalk is not None and {crosswalk.from_classification, crosswalk.to_classification} == {numerator, denominator}
    )


def require_divisible(numerator: str, denominator: str, crosswalk: Crosswalk | None = None) -> None:
    """Refuse to divide counts on one classification by counts on another, unless a crosswalk between them is named.

    Raises
    ------
    SourceMismatch
        Naming both classifications, and the crosswalks that exist between them.

    Examples
    --------
    >>> require_divisible("nhs_2001", "census_2021")
    Traceback (most recent call last):
    levelground.errors.SourceMismatch: The numerator is on nhs_2001 and the denominator on census_2021: they cannot be divided.
    """
    if can_be_divided(numerator, denominator, crosswalk):
        return
    named = f", which the crosswalk {crosswalk.id} does not join" if crosswalk else ""
    message = f"The numerator is on {numerator} and the denominator on {denominator}{named}: they cannot be divided."
    exist = between(numerator, denominator)
    step = f"Name a crosswalk between them: {', '.join(exist)}." if exist else "The library has no crosswalk between them."
    raise SourceMismatch(message, [Finding(Severity.ERROR, "classifications-differ", message, did_you_mean=exist, next_step=step)])
