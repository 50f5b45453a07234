"""Declared data sources: which file, which columns, what each is for, and what its ethnicity labels mean.

A source is a document (`library/data_sources/<id>.yaml`, or `<id>.source.yaml` beside the data). Nothing about a file is
guessed: a column, a value or a label that the declaration does not know is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from levelground import library
from levelground.documents.reading import read_file, validated
from levelground.documents.value import Identifier, Text, Value
from levelground.documents.yaml_reader import Document, read_yaml
from levelground.errors import DataUnreadable, Finding, Severity, UnknownElement, UserFacingError, nearest_names
from levelground.ethnicity import classification as classifications
from levelground.ethnicity.library_document import BREAKDOWNS

SHELF = "data_sources"
LOCAL_SUFFIX = ".source.yaml"
RESERVED_IDS = ("areas", "denominator", "numerator", "whole")
"""Names that the statement of a measure gives to its parts."""


class Role(StrEnum):
    """What a column is for."""

    PERIOD = "period"
    ETHNICITY = "ethnicity"
    AREA_LEVEL = "area_level"
    AREA_CODE = "area_code"
    AREA_NAME = "area_name"
    CATEGORY = "category"
    """Anything else that a condition may select on."""
    COUNT = "count"
    """A number of events or people: a whole number, not negative."""
    PUBLISHED_VALUE = "published_value"
    """A value that the source itself publishes, kept beside ours for comparison."""


class AllowedBy(Value):
    """The values that a column may have, depending on another column."""

    column: str
    values: dict[str, tuple[str, ...]]


class RoundedTo(Value):
    """To what the source rounds its counts, depending on another column."""

    column: str
    values: dict[str, int]


class Column(Value):
    """One column of a source, under the name that conditions use."""

    name: Identifier
    role: Role
    allowed: tuple[str, ...] | None = None
    allowed_by: AllowedBy | None = None
    values: dict[str, str] | None = Field(default=None, description="Raw value -> the product's word for it (area levels).")
    suppressed_when: str | None = Field(default=None, pattern="^blank$", description="How the source shows a withheld count.")
    absent_is: str | None = Field(
        default=None, pattern="^zero$", description="What it means that a group has no row: nothing, unless said."
    )
    repeated_rows: str | None = Field(
        default=None, pattern="^added$", description="What is done with rows that differ in their numbers only: refused, unless said."
    )
    rounded_to: RoundedTo | None = None
    unit: Text | None = None
    note: Text | None = None


class Layout(Value):
    """One way in which the source comes as a file: declared name -> name in the file's header."""

    name: Identifier
    file: str = Field(pattern=r"^[^/\\]+\.csv$")
    columns: dict[str, str]


class LabelMeaning(Value):
    """What one ethnicity label of the source stands for: a group, a kind of unknown, or an aggregate."""

    breakdown: str | None = None
    code: str | None = None
    unknown: str | None = Field(default=None, pattern="^(not_stated|not_known|missing|unknown)$")
    aggregate: str | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        meanings = [self.code is not None, self.unknown is not None, self.aggregate is not None]
        if sum(meanings) != 1 or (self.code is None) != (self.breakdown is None):
            raise ValueError("a label must have one meaning: `breakdown` with `code`, or `unknown`, or `aggregate`")
        return self

    @property
    def kind(self) -> str:
        """group, unknown or aggregate."""
        if self.code is not None:
            return "group"
        return "unknown" if self.unknown is not None else "aggregate"

    @property
    def key(self) -> str:
        """The group's code, the kind of unknown, or the aggregate's name."""
        return self.code or self.unknown or self.aggregate or ""


class EthnicityColumn(Value):
    """Which column holds ethnicity, in which classification, and what each label means."""

    column: Identifier
    classification: Identifier
    labels: dict[str, LabelMeaning]
    blank_is: str | None = Field(
        default=None, pattern="^missing$", description="What a blank stands for; without it, a blank is a label of no group."
    )

    @property
    def meanings(self) -> dict[str, LabelMeaning]:
        """What each label stands for, a blank among them where it is declared."""
        blank = {} if self.blank_is is None else {"": LabelMeaning(unknown=self.blank_is)}
        return self.labels | blank


class DataSource(Value):
    """A declared source of counts that are already added up."""

    id: Identifier
    title: Text
    publisher: Text
    edition: Text
    licence: Text
    address: Text | None = None
    already_published: bool = Field(description="Whether anyone may already read these figures.")
    verification: str = Field(pattern="^(verified|secondary|unverified)$")
    period: Text
    population: Text
    country: Text | None = Field(default=None, description="The name of the country that country-level rows are for.")
    note: Text | None = None
    layouts: tuple[Layout, ...] = Field(min_length=1)
    columns: tuple[Column, ...] = Field(min_length=1)
    ethnicity: EthnicityColumn

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        declared = {column.name for column in self.columns}
        self._names_are_free()
        for role in Role:
            most = len(self.columns) if role in (Role.CATEGORY, Role.PUBLISHED_VALUE) else 1
            if len([column for column in self.columns if column.role is role]) > most:
                raise ValueError(f"only one column can have the role {role}")
        named = {by.column for column in self.columns for by in (column.allowed_by, column.rounded_to) if by is not None}
        if named - declared:
            raise ValueError(f"{', '.join(f'`{name}`' for name in sorted(named - declared))} is not a declared column")
        for layout in self.layouts:
            if set(layout.columns) != declared:
                odd = ", ".join(f"`{name}`" for name in sorted(set(layout.columns) ^ declared))
                raise ValueError(f"layout `{layout.name}` must name a file column for each declared column and no other; look at {odd}")
        if self.ethnicity.column not in declared:
            raise ValueError(f"`ethnicity.column` must be one of the declared columns; found `{self.ethnicity.column}`")
        if self.column_with(Role.COUNT) is None:
            raise ValueError("a source must have exactly one column with role count")
        return self

    def _names_are_free(self) -> None:
        """The engine keeps some names for itself, and takes small and capital letters for the same."""
        if "__" in self.id or self.id != self.id.lower() or self.id in RESERVED_IDS:
            raise ValueError(
                f"the id of a source is in small letters, without `__`, and none of {', '.join(RESERVED_IDS)}; found `{self.id}`"
            )
        names = [column.name.lower() for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError("each column must have a name of its own (small and capital letters are the same)")
        taken = sorted({"line", *(f"{name}_{kind}" for name in names for kind in ("status", "as_written"))} & set(names))
        if taken:
            raise ValueError(f"a column cannot be named {', '.join(f'`{name}`' for name in taken)}: the engine uses that name")

    def column_with(self, role: Role) -> Column | None:
        """The first column with this role, if there is one."""
        return next((column for column in self.columns if column.role is role), None)

    @property
    def count_column(self) -> Column:
        """The column that is summed."""
        return next(column for column in self.columns if column.role is Role.COUNT)

    @property
    def absent_is_zero(self) -> bool:
        """Whether a group without a row has no events: true only where the source says so."""
        return self.count_column.absent_is == "zero"

    @property
    def adds_up_to_broad(self) -> bool:
        """Whether broad groups are the sums of detailed ones: the source has no rows for them."""
        return not any(meaning.breakdown == "broad" for meaning in self.ethnicity.labels.values())

    def declared_groups(self) -> frozenset[tuple[str, str]]:
        """(breakdown, code) of each group that a label stands for; kinds of unknown stand under the breakdown ``""``."""
        return frozenset((meaning.breakdown or "", meaning.key) for meaning in self.ethnicity.meanings.values())

    def column_names(self) -> tuple[str, ...]:
        """The names that a condition may use: not the count, so that no condition can leave out what is withheld."""
        return tuple(column.name for column in self.columns if column.role not in (Role.COUNT, Role.PUBLISHED_VALUE))


def load_source(source_id: str, data_dir: Path | None = None) -> DataSource:
    """The declaration of a source: `<id>.source.yaml` beside the data if there is one, else the shipped one.

    Raises
    ------
    UnknownElement
        when neither exists; DataUnreadable when the declaration breaks its model.
    """
    path = _declaration(source_id, data_dir)
    document = read_yaml(read_file(path), path.name)
    source, findings = validated(document, DataSource)
    if source is None:
        raise DataUnreadable(f"The declaration of data source `{source_id}` cannot be used.", findings)
    odd = [*_other_id(source, source_id, document), *_labels_in_no_group(source, document)]
    if odd:
        raise DataUnreadable(f"The declaration of data source `{source_id}` cannot be used.", odd)
    return source


def _other_id(source: DataSource, source_id: str, document: Document) -> Iterable[Finding]:
    if source.id != source_id:
        message = f"the file of the data source `{source_id}` must declare that id; found `{source.id}`."
        yield Finding(Severity.ERROR, "other-id", message, document.place(("id",)), next_step="Rename the file, or correct the id.")


def _labels_in_no_group(source: DataSource, document: Document) -> Iterable[Finding]:
    """Labels said to mean a group that the classification does not have: what they count would be lost."""
    if source.ethnicity.classification not in classifications.ids():
        near = nearest_names(source.ethnicity.classification, classifications.ids())
        message = f"there is no classification `{source.ethnicity.classification}`."
        yield Finding(Severity.ERROR, "unknown-classification", message, document.place(("ethnicity", "classification")), did_you_mean=near)
        return
    groups: dict[str, tuple[str, ...]] = {name: classifications.load(source.ethnicity.classification).codes(name) for name in BREAKDOWNS}
    for label, meaning in source.ethnicity.labels.items():
        codes = groups.get(meaning.breakdown or "", ())
        if meaning.code is not None and meaning.code not in codes:
            message = f"`{label}` is said to mean the {meaning.breakdown} group `{meaning.code}`, which the classification does not have."
            place = document.place(("ethnicity", "labels", label))
            yield Finding(Severity.ERROR, "unknown-group", message, place, did_you_mean=nearest_names(meaning.code, codes))


def declared_source_ids(data_dir: Path | None = None) -> tuple[str, ...]:
    """All sources that can be named: shipped ones and those declared beside the data."""
    local = () if data_dir is None else (path.name.removesuffix(LOCAL_SUFFIX) for path in data_dir.glob(f"*{LOCAL_SUFFIX}"))
    return tuple(sorted({*library.names(SHELF), *local}))


def _declaration(source_id: str, data_dir: Path | None) -> Path:
    known = declared_source_ids(data_dir)
    if source_id not in known:
        raise UnknownElement(
            f"There is no declaration of a data source `{source_id}`.",
            [
                Finding(
                    Severity.ERROR,
                    "unknown-data-source",
                    f"the data source `{source_id}` is declared nowhere.",
                    did_you_mean=nearest_names(source_id, known),
                    next_step=_misnamed(source_id, data_dir) or f"Declare it in a file {source_id}{LOCAL_SUFFIX} beside the data.",
                )
            ],
        )
    local = None if data_dir is None else data_dir / f"{source_id}{LOCAL_SUFFIX}"
    return local if local is not None and local.is_file() else library.shelf(SHELF) / f"{source_id}.yaml"


def _misnamed(source_id: str, data_dir: Path | None) -> str | None:
    """What to do when a file beside the data declares the source and is not named for it."""
    for path in sorted(data_dir.glob("*.y*ml")) if data_dir is not None else ():
        try:
            value = read_yaml(read_file(path), path.name).value
        except UserFacingError:
            continue
        if isinstance(value, dict) and value.get("id") == source_id:
            return f"`{path.name}` declares it: rename that file to {source_id}{LOCAL_SUFFIX}."
    return None
