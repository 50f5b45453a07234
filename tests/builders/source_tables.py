"""Tables of data for any change package, made from the declarations of its sources and the conditions of its measures alone.

For each count of each measure there are rows for two broad groups (every detailed label that belongs to them) and for each kind of
unknown; for a share of unknown, which is one of everybody, for every group. Rows that a count is divided by have larger numbers than
those that it counts. Where the library ships a source's figures, these are used as they are.
"""

from __future__ import annotations

import csv
import itertools
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlglot import exp

from levelground import library
from levelground.change_package.change_package import ChangePackage
from levelground.change_package.measures import Count, Measure, Statistic
from levelground.ethnicity import classification as classifications
from levelground.measurement.conditions import literals_by_column, parse_condition
from levelground.measurement.readiness import counts_of
from levelground.measurement.sources import Column, DataSource, Role, load_source

Row = dict[str, str]
"""Declared column -> what stands in the file."""

Profile = tuple[tuple[str, str], ...]
"""What a row says apart from ethnicity and number."""

ORDINARY = {Role.PERIOD: "2025 Q1", Role.AREA_CODE: "ORG1", Role.AREA_NAME: "An organisation", Role.CATEGORY: "anything"}
GROUPS = 2
MOST_VALUES = 40


def holds(condition: exp.Expr | None, row: Mapping[str, str]) -> bool:
    """Whether a condition is true of a row, by walking its tree: nothing of the engine is used."""
    match condition:
        case None:
            return True
        case exp.Paren() | exp.Not():
            return holds(condition.this, row) == isinstance(condition, exp.Paren)
        case exp.And() | exp.Or():
            both = (holds(condition.left, row), holds(condition.right, row))
            return all(both) if isinstance(condition, exp.And) else any(both)
        case exp.EQ() | exp.NEQ():
            return (_value(condition.left, row) == _value(condition.right, row)) == isinstance(condition, exp.EQ)
        case exp.In():
            return _value(condition.this, row) in {_value(part, row) for part in condition.expressions}
    raise TypeError(f"teach `holds` what {type(condition).__name__} means: {condition.sql()}")


def condition_of(count: Count, source: DataSource) -> exp.Expr | None:
    """The tree of a count's condition."""
    return None if count.where is None else parse_condition(count.where, source.column_names())


@dataclass
class Tables:
    """The data of a package: source id -> its declaration and its rows; `shipped` are those that the library has."""

    sources: dict[str, DataSource] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    shipped: set[str] = field(default_factory=set)

    def write(self, folder: Path) -> None:
        """Each table as the file that its source's first layout names, with that layout's header."""
        for source_id, source in self.sources.items():
            layout = source.layouts[0]
            if source_id in self.shipped:
                shutil.copy(library.shelf("figures") / layout.file, folder / layout.file)
                continue
            with (folder / layout.file).open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(layout.columns.values())
                writer.writerows([row[name] for name in layout.columns] for row in self.rows[source_id])


def tables_for(package: ChangePackage) -> Tables:
    """Tables on which every measure of the package can be run."""
    made = Tables()
    wanted: dict[str, dict[Profile, dict[str, None]]] = {}
    divided: list[tuple[tuple[str, Profile], tuple[str, Profile]]] = []
    for measure in package.measures:
        profiles: dict[str, list[tuple[str, Profile]]] = {}
        for name, count in counts_of(measure):
            source = made.sources.setdefault(count.source, load_source(count.source))
            if _shipped(source).is_file():
                made.shipped.add(source.id)
                continue
            found = dict(_rows_wanted(count, source, measure))
            profiles[name] = [(source.id, profile) for profile in found]
            for profile, labels in found.items():
                wanted.setdefault(source.id, {}).setdefault(profile, {}).update(dict.fromkeys(labels))
        divided += itertools.product(profiles.get("numerator", ()), profiles.get("denominator", ()))
    larger = _ranks(divided)
    for source_id, source in made.sources.items():
        if source_id in made.shipped:
            made.rows[source_id] = _rows_of_file(_shipped(source), source)
        else:
            made.rows[source_id] = list(_numbered(source, wanted[source_id], larger))
    return made


def _rows_wanted(count: Count, source: DataSource, measure: Measure) -> Iterator[tuple[Profile, list[str]]]:
    """What a count's rows say, with the ethnicity labels that its condition takes: its own two groups and the unknown, or any."""
    condition = condition_of(count, source)
    everybody = list(source.ethnicity.labels)
    few = everybody if measure.statistic is Statistic.UNKNOWN_SHARE else _two_groups_and_unknown(source)
    for labels in (few, everybody):
        for widened in (False, True):
            there = False
            for profile in _profiles(condition, source, measure, widened):
                fitting = [label for label in labels if _fits(source, condition, profile, label)]
                if fitting:
                    there = True
                    yield profile, fitting
            if there:
                return
    raise ValueError(f"no row can be made for {measure.id}: {count.where}")


def _fits(source: DataSource, condition: exp.Expr | None, profile: Profile, label: str) -> bool:
    row = {**dict(profile), source.ethnicity.column: label}
    return holds(condition, row) and all(row[column.name] in _allowed(column, row) for column in source.columns if _is_limited(column))


def _profiles(condition: exp.Expr | None, source: DataSource, measure: Measure, widened: bool) -> Iterator[Profile]:
    """Every way to fill the columns with values that the condition names, or that the declaration allows where that is not enough."""
    literals = {} if condition is None else literals_by_column(condition)
    others = [column for column in source.columns if column.role not in (Role.ETHNICITY, Role.COUNT, Role.PUBLISHED_VALUE)]
    values = [_values(column, literals.get(column.name, set()), measure, widened) for column in others]
    for filled in itertools.product(*values):
        yield tuple(zip((column.name for column in others), filled, strict=True))


def _values(column: Column, named: set[str], measure: Measure, widened: bool) -> Sequence[str]:
    if column.role is Role.AREA_LEVEL:
        return [raw for raw, level in (column.values or {}).items() if level == measure.area_level]
    allowed = column.allowed or ()
    if named and not widened:
        return sorted(named)
    return (*sorted(named), *allowed[: MOST_VALUES if widened else 1]) or (ORDINARY[column.role],)


def _is_limited(column: Column) -> bool:
    return column.role not in (Role.COUNT, Role.PUBLISHED_VALUE) and (column.allowed is not None or column.allowed_by is not None)


def _allowed(column: Column, row: Mapping[str, str]) -> Sequence[str]:
    if column.allowed_by is not None:
        return column.allowed_by.values.get(row[column.allowed_by.column], (row[column.name],))
    return column.allowed or ()


def _two_groups_and_unknown(source: DataSource) -> list[str]:
    """The labels of two broad groups, of all that is part of them, and of each kind of unknown."""
    classification = classifications.load(source.ethnicity.classification)
    chosen = [group.code for group in classification.groups("broad")][:GROUPS]
    found = []
    for label, meaning in source.ethnicity.labels.items():
        broad = classification.parent(meaning.key) if meaning.breakdown == "detailed" else meaning.key
        if meaning.kind == "unknown" or (meaning.kind == "group" and broad in chosen):
            found.append(label)
    return found


def _ranks(divided: Iterable[tuple[tuple[str, Profile], tuple[str, Profile]]]) -> Mapping[tuple[str, Profile], int]:
    """How many steps of "is a part of" lead up to each profile: what is divided by has a higher rank than what is counted."""
    pairs = [(part, whole) for part, whole in divided if part != whole]
    ranks: dict[tuple[str, Profile], int] = {}
    for _ in pairs:
        for part, whole in pairs:
            ranks[whole] = max(ranks.get(whole, 0), ranks.get(part, 0) + 1)
        if all(ranks[whole] > ranks.get(part, 0) for part, whole in pairs):
            break
    return ranks


def _numbered(source: DataSource, wanted: Mapping[Profile, Iterable[str]], ranks: Mapping[tuple[str, Profile], int]) -> Iterator[Row]:
    for profile, labels in wanted.items():
        rank = ranks.get((source.id, profile), 0)
        for position, label in enumerate(source.ethnicity.labels):
            if label in set(labels):
                row = {column.name: "" for column in source.columns if column.role is Role.PUBLISHED_VALUE}
                number = str(100 * rank + 7 * position + 11)
                yield {**row, **dict(profile), source.ethnicity.column: label, source.count_column.name: number}


def _shipped(source: DataSource) -> Path:
    return library.shelf("figures") / source.layouts[0].file


def _rows_of_file(path: Path, source: DataSource) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: row[header] for name, header in source.layouts[0].columns.items()} for row in csv.DictReader(file)]


def _value(node: exp.Expr, row: Mapping[str, str]) -> str:
    return row[node.name] if isinstance(node, exp.Column) else node.name
