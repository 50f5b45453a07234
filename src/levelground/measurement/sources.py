"""Declared data sources: which file, which columns, what each is for, and what its ethnicity labels mean.

A source is a document (`library/data_sources/<id>.yaml`, or `<id>.source.yaml` beside the data). Nothing about a file is
guessed: a column, a value or a label that the declaration does not know is a finding.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from levelground import library
from levelground.documents.reading import read_file, validated
from levelground.documents.value import Identifier, Text, Value
from levelground.documents.yaml_reader import read_yaml
from levelground.errors import DataUnreadable, Finding, Severity, UnknownElement, nearest_names

SHELF = "data_sources"
LOCAL_SUFFIX = ".source.yaml"


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
        for layout in self.layouts:
            if set(layout.columns) != declared:
                odd = ", ".join(f"`{name}`" for name in sorted(set(layout.columns) ^ declared))
                raise ValueError(f"layout `{layout.name}` must name a file column for each declared column and no other; look at {odd}")
        if self.ethnicity.column not in declared:
            raise ValueError(f"`ethnicity.column` must be one of the declared columns; found `{self.ethnicity.column}`")
        if len([column for column in self.columns if column.role is Role.COUNT]) != 1:
            raise ValueError("a source must have exactly one column with role count")
        return self

    def column_with(self, role: Role) -> Column | None:
        """The first column with this role, if there is one."""
        return next((column for column in self.columns if column.role is role), None)

    @property
    def count_column(self) -> Column:
        """The column that is summed."""
        return next(column for column in self.columns if column.role is Role.COUNT)

    def column_names(self) -> tuple[str, ...]:
        """The names that a condition may use."""
        return tuple(column.name for column in self.columns)


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
    return source


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
                    next_step=f"Declare it in a file {source_id}{LOCAL_SUFFIX} beside the data.",
                )
            ],
        )
    local = None if data_dir is None else data_dir / f"{source_id}{LOCAL_SUFFIX}"
    return local if local is not None and local.is_file() else library.shelf(SHELF) / f"{source_id}.yaml"
