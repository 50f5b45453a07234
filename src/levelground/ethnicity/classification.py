"""Ethnicity classifications: a code set with its broad groups, detailed categories and codes for what is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Literal

from pydantic import Field

from levelground import library
from levelground.documents.value import Identifier, Text, Value
from levelground.documents.yaml_reader import Document
from levelground.errors import Finding
from levelground.ethnicity.library_document import (
    Breakdown,
    Code,
    DocumentSource,
    VerificationMark,
    error,
    library_document,
    read_valid,
)
from levelground.ethnicity.spelling import folded
from levelground.ethnicity.unknown import UnknownKind


class CodedLabel(Value):
    """A code, the label that the code set gives it, its place in the published order, and other spellings that were met."""

    code: Code
    label: Text
    position: int = Field(ge=1)
    spellings: tuple[Text, ...] = ()
    note: Text | None = None


class BroadGroup(CodedLabel):
    """A broad ethnic group: White, Mixed ..."""


class DetailedCategory(CodedLabel):
    """A detailed ethnic category; `parent` is the code of its broad group."""

    parent: Code


class UnknownCode(CodedLabel):
    """A code that says that no ethnic group is recorded, and why."""

    kind: Literal[UnknownKind.NOT_STATED, UnknownKind.NOT_KNOWN, UnknownKind.MISSING]


class Classification(Value):
    """An ethnicity classification, in one edition.

    Broad codes are the same short words in every classification (`white`, `mixed`, `asian`, `black`, `other`), so that moves between
    broad groups can be seen. They do not promise that the groups hold the same people: that is what a crosswalk says.
    """

    id: Identifier
    title: Text
    edition: Text
    source: DocumentSource
    verification: VerificationMark
    note: Text | None = None
    broad: tuple[BroadGroup, ...] = Field(min_length=1)
    detailed: tuple[DetailedCategory, ...] = Field(min_length=1)
    unknown: tuple[UnknownCode, ...] = ()

    def groups(self, breakdown: Breakdown) -> tuple[BroadGroup, ...] | tuple[DetailedCategory, ...]:
        """The groups of one breakdown, in published order."""
        groups = self.broad if breakdown == "broad" else self.detailed
        return tuple(sorted(groups, key=lambda group: group.position))  # type: ignore[return-value]

    def codes(self, breakdown: Breakdown) -> tuple[str, ...]:
        """The codes of one breakdown, in published order."""
        return tuple(group.code for group in self.groups(breakdown))

    def label(self, breakdown: Breakdown, code: str) -> str:
        """The label of a code, as the code set spells it. `KeyError` when there is no such code."""
        return {group.code: group.label for group in self.groups(breakdown)}[code]

    def parent(self, code: str) -> str:
        """The code of the broad group that a detailed category belongs to. `KeyError` when there is no such category."""
        return {category.code: category.parent for category in self.detailed}[code]

    def spellings(self) -> Iterator[tuple[str, str, CodedLabel]]:
        """Every declared spelling with the part it stands in (broad, detailed, unknown) and what it means.

        A broad group's code is not a spelling: `other` alone is too often something else (a gender, a reason).
        """
        for part, entries in (("broad", self.broad), ("detailed", self.detailed), ("unknown", self.unknown)):
            for entry in entries:
                yield from ((spelling, part, entry) for spelling in (entry.label, *entry.spellings))
                if part != "broad":
                    yield entry.code, part, entry


def ids() -> tuple[str, ...]:
    """The ids of the classifications that the library has.

    >>> ids()
    ('census_2021', 'nhs_2001')
    """
    return library.names("ethnicity/classifications")


@cache
def load(classification_id: str) -> Classification:
    """The library's classification with this id.

    Raises
    ------
    UnknownElement
        When the library has none with this id.
    EthnicityDocumentInvalid
        When its document breaks rules, with every finding.

    Examples
    --------
    >>> nhs = load("nhs_2001")
    >>> len(nhs.detailed), nhs.label("detailed", "R"), nhs.parent("R")
    (16, 'Chinese', 'other')
    """
    return read(library_document("classifications", classification_id))


def read(document: Document) -> Classification:
    """The classification that a document holds; refused with every finding at once when it breaks rules."""
    return read_valid(document, Classification, _check)


def _check(classification: Classification, document: Document) -> Iterator[Finding]:
    yield from _repeated(classification, document)
    yield from _parents(classification, document)
    yield from _claimed_twice(classification, document)


def _repeated(classification: Classification, document: Document) -> Iterator[Finding]:
    for part in ("broad", "detailed", "unknown"):
        entries: tuple[CodedLabel, ...] = getattr(classification, part)
        for name in ("code", "position"):
            counted = Counter(getattr(entry, name) for entry in entries)
            for index, entry in enumerate(entries):
                if counted[getattr(entry, name)] > 1:
                    yield error(
                        f"repeated-{name}",
                        f"{part}: the {name} `{getattr(entry, name)}` is given more than once.",
                        document,
                        (part, index, name),
                    )


def _parents(classification: Classification, document: Document) -> Iterator[Finding]:
    codes = [group.code for group in classification.broad]
    for index, category in enumerate(classification.detailed):
        if category.parent not in codes:
            message = f"`{category.code}` belongs to `{category.parent}`, which is not one of the broad groups: {', '.join(codes)}."
            yield error("unknown-parent", message, document, ("detailed", index, "parent"), valid=codes, name=category.parent)
    for index, group in enumerate(classification.broad):
        if group.code not in {category.parent for category in classification.detailed}:
            yield error("empty-broad-group", f"No detailed category belongs to `{group.code}`.", document, ("broad", index, "code"))


def _claimed_twice(classification: Classification, document: Document) -> Iterator[Finding]:
    owner: dict[str, tuple[str, str]] = {}
    for spelling, part, entry in classification.spellings():
        first = owner.setdefault(folded(spelling), (part, entry.code))
        if first != (part, entry.code):
            index = [each.code for each in getattr(classification, part)].index(entry.code)
            message = f"The spelling `{spelling}` stands for both {first[0]} `{first[1]}` and {part} `{entry.code}`: it can stand for one."
            yield error("spelling-claimed-twice", message, document, (part, index))
