"""Every measure of every shipped change package runs: on tables made from its declared sources, the engine gives what a loop gives.

No package and no measure is left out. A package's measures are run together, on one folder of data, as an organisation would.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.builders.source_tables import Tables, condition_of, holds, tables_for
from tests.twins import slow_counts as slow

from levelground import library
from levelground.change_package.measures import Count, Measure, Statistic
from levelground.change_package.read import Reading, read
from levelground.errors import Finding
from levelground.ethnicity import classification as classifications
from levelground.ethnicity import crosswalk as crosswalks
from levelground.measurement.cells import Estimate, Suppressed
from levelground.measurement.results import Area, Level, Recording, UnreleasedResults
from levelground.measurement.run import run
from levelground.measurement.sources import DataSource, Role

PACKAGES = library.names("change_packages")
Cells = Mapping[tuple[str, str, str], slow.Cell]


class Case:
    """A package, the tables made for it and what the engine made of them."""

    def __init__(self, package_id: str, folder: Path) -> None:
        self.reading: Reading = read(package_id)
        self.tables: Tables = tables_for(self.reading.change_package)
        self.tables.write(folder)
        self.results: UnreleasedResults = run(self.reading, folder)
        self._everywhere: dict[tuple[str, str | None], Mapping[tuple[str, str], Cells]] = {}

    def counted(self, count: Count, period: str, area: Area) -> Cells:
        """What a loop over the rows counts for a place and a time; a source without a column for either is the same everywhere."""
        source = self.tables.sources[count.source]
        if (count.source, count.where) not in self._everywhere:
            condition = condition_of(count, source)
            found = slow.counted(_slow(source, self.tables), lambda row: holds(condition, row), _parents(source))
            self._everywhere[count.source, count.where] = found
        has_period, has_area = (source.column_with(role) is not None for role in (Role.PERIOD, Role.AREA_CODE))
        return self._everywhere[count.source, count.where].get((period if has_period else "", area.code if has_area else ""), {})

    def denominator(self, measure: Measure, period: str, area: Area) -> Cells:
        """What a measure is divided by, through its crosswalk where it names one."""
        assert measure.denominator is not None
        people = self.counted(measure.denominator, period, area)
        if measure.denominator.crosswalk is None:
            return people
        walk = crosswalks.load(measure.denominator.crosswalk)
        gathered: dict[tuple[str, str, str], list[slow.Cell]] = {}
        for breakdown in ("broad", "detailed"):
            for code, becomes in walk.codes(breakdown).items():
                if becomes is not None:
                    gathered.setdefault(("group", breakdown, becomes), []).append(people.get(("group", "detailed", code), slow.ABSENT))
        return {key: slow.added(parts) for key, parts in gathered.items()}


def _slow(source: DataSource, tables: Tables) -> slow.SlowSource:
    names = [column.name for column in source.columns]
    lines = [names, *([row[name] for name in names] for row in tables.rows[source.id])]
    quoted = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    period, area = source.column_with(Role.PERIOD), source.column_with(Role.AREA_CODE)
    meanings = {label: (meaning.kind, meaning.breakdown or "", meaning.key) for label, meaning in source.ethnicity.meanings.items()}
    return slow.SlowSource(
        quoted + "\n",
        {**{row[source.ethnicity.column]: ("damaged", "", "") for row in tables.rows[source.id]}, **meanings},
        period.name if period else None,
        area.name if area else None,
        source.ethnicity.column,
        source.count_column.name,
    )


def _parents(source: DataSource) -> dict[str, str]:
    return {category.code: category.parent for category in classifications.load(source.ethnicity.classification).detailed}


@pytest.fixture(scope="module", params=PACKAGES)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    return Case(request.param, tmp_path_factory.mktemp(request.param))


def same(cell: object, twin: slow.Cell) -> bool:
    if isinstance(twin, int):
        return cell == twin
    return isinstance(cell, Suppressed) if twin == slow.WITHHELD else not isinstance(cell, int | float)


def levels_of(case: Case, measure: Measure) -> list[Level]:
    return [level for level in case.results.levels if level.measure_id == measure.id]


def recording_of(case: Case, measure: Measure) -> list[Recording]:
    return [row for row in case.results.recording if row.measure_id == measure.id]


def test_every_measure_is_run(case: Case) -> None:
    assert [(entry.measure_id, entry.reason, _about(case, entry.measure_id)) for entry in case.results.not_run] == []
    assert set(case.results.queries) == {measure.id for measure in case.reading.change_package.measures}


def _about(case: Case, measure_id: str) -> list[Finding]:
    return [finding for finding in case.results.findings if finding.element == measure_id]


def test_numerators_and_denominators_are_those_of_a_loop(case: Case) -> None:
    for measure in case.reading.change_package.measures:
        for level in levels_of(case, measure):
            key = ("group", level.group.breakdown, level.group.code)
            events = case.counted(measure.numerator, level.period, level.area).get(key, slow.ABSENT)
            assert same(level.numerator, events), (measure.id, level.group.label, level.numerator, events)
            if measure.denominator is not None:
                people = case.denominator(measure, level.period, level.area).get(key, slow.ABSENT)
                assert same(level.denominator, people), (measure.id, level.group.label, level.denominator, people)


def test_levels_are_the_quotient_times_per(case: Case) -> None:
    for measure in case.reading.change_package.measures:
        numbers = 0
        for level in levels_of(case, measure):
            if measure.statistic is Statistic.COUNT:
                numbers += isinstance(level.numerator, int)
            elif isinstance(level.numerator, int) and isinstance(level.denominator, int):
                assert isinstance(level.estimate, Estimate), (measure.id, level.group.label, level.estimate)
                expected = level.numerator / level.denominator * (measure.per or 1)
                assert level.estimate.value == pytest.approx(expected), (measure.id, level.group.label)
                assert level.estimate.lower <= level.estimate.value <= level.estimate.upper
                numbers += 1
        if measure.statistic is not Statistic.UNKNOWN_SHARE:
            assert numbers >= 2 * len(measure.breakdowns), f"{measure.id} has a number for {numbers} groups only"


def test_the_unknown_share_is_that_of_a_loop(case: Case) -> None:
    for measure in case.reading.change_package.measures:
        rows = recording_of(case, measure)
        assert rows, measure.id
        codes = classifications.load(measure.classification).codes("broad")
        for row in rows:
            cells = case.counted(measure.numerator, row.period, row.area)
            known = slow.added([cells.get(("group", "broad", code), slow.ABSENT) for code in codes])
            kinds = {kind: cells.get(("unknown", "", kind), slow.ABSENT) for kind in ("not_stated", "not_known", "missing", "unknown")}
            together = kinds["unknown"] if kinds["unknown"] != slow.ABSENT else _there(kinds)
            assert all(same(getattr(row, kind), kinds[kind]) for kind in ("not_stated", "not_known", "missing")), measure.id
            if measure.statistic is Statistic.UNKNOWN_SHARE:
                assert isinstance(together, int), f"{measure.id}: the table has no row of unknown ethnicity"
                assert isinstance(known, int), f"{measure.id}: the table has no row for some group"
                assert isinstance(row.unknown_share, Estimate), (measure.id, row)
                assert row.unknown_share.value == pytest.approx(100 * together / (known + together)), measure.id


def _there(kinds: Mapping[str, slow.Cell]) -> slow.Cell:
    return slow.added([cell for cell in kinds.values() if cell != slow.ABSENT])
