"""Attempts to get a small count out of what is released: by policy, by arithmetic, by bytes."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.attacks.attacker import small_counts_found
from tests.builders.data_folders import BROAD, DETAILED, NHS, UNKNOWN, counted, declaration, measure, package, put

from levelground.charts.gap_plot import gap_plot
from levelground.charts.level_plot import level_plot
from levelground.errors import NotReleasable, UnknownElement
from levelground.measurement import bundle, disclosure, exports, protection
from levelground.measurement.cells import Estimate, Suppressed, is_number
from levelground.measurement.disclosure import HES, PUBLISHED, hes_count
from levelground.measurement.results import RECORDED, ReleasedResults, UnreleasedResults
from levelground.measurement.run import run

COLUMNS = {"area": "area_code", "what": "category", "group": "ethnicity", "n": "count"}
LABELS = {**DETAILED, **UNKNOWN}
EVENTS, OTHERS, REST = "events", "others", "rest"
Table = Mapping[tuple[str, str, str], int]
"""(area, what, label) -> count."""

SHARE = measure(
    "M1",
    "proportion",
    counted("ev", f"what = '{EVENTS}'"),
    denominator=counted("ev", f"what IN ('{EVENTS}', '{OTHERS}')"),
    whole=counted("ev", f"what IN ('{EVENTS}', '{REST}')"),
    breakdowns=["broad", "detailed"],
    area_level="trust",
)
UNKNOWN_SHARE = measure("M2", "unknown_share", counted("ev", f"what = '{EVENTS}'"), per=100, area_level="trust")
PACKAGE = package(SHARE, UNKNOWN_SHARE)


def ran(folder: Path, table: Table, **changes) -> UnreleasedResults:
    rows = [{"area": area, "what": what, "group": label, "n": n} for (area, what, label), n in table.items()]
    put(folder, declaration("ev", COLUMNS, labels=LABELS, **changes), rows)
    return run(PACKAGE, folder)


def released(results: UnreleasedResults, folder: Path) -> tuple[ReleasedResults, Path]:
    found = disclosure.release(results, HES, bundle_digest=bundle.write_bundle(results, folder / "bundle"))
    bundle.write_release(found, folder / "release")
    return found, folder / "release"


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - made-up tables, to be made again


def random_table(chance: random.Random, largest: int, areas: int) -> Table:
    """Many zeros, many small counts, ties: what small places have."""
    keys = [(f"E{area}", what, label) for area in range(areas) for label in LABELS for what in (EVENTS, OTHERS)]
    table = {key: chance.choice([0, chance.randint(0, largest), chance.randint(1, 7)]) for key in keys}
    return table | {(f"E{area}", REST, next(iter(LABELS))): chance.randint(0, largest) for area in range(areas)}


def slow_hes(count: int) -> int | str:
    """The rule as it is written down."""
    if count == 0:
        return 0
    return "*" if count <= 7 else next(near for near in range(0, count + 6, 5) if abs(near - count) <= 2)


class TestPolicies:
    def test_only_published_sources_need_none(self, tmp_path: Path) -> None:
        private = ran(tmp_path, random_table(seeded(1), 9, 1))
        with pytest.raises(NotReleasable) as refused:
            disclosure.release(private, PUBLISHED)
        (finding,) = refused.value.findings
        assert finding.rule == "not-published" and "`ev`" in finding.message and HES in finding.next_step

    def test_one_private_source_among_published_ones_is_enough(self, tmp_path: Path) -> None:
        columns = {"group": "ethnicity", "n": "count"}
        put(tmp_path, declaration("events", columns, already_published=True), "group,n\nWhite,12\n")
        put(tmp_path, declaration("people", columns), "group,n\nWhite,300\n")
        results = run(package(measure("M1", "rate", counted("events"), denominator=counted("people"))), tmp_path)
        with pytest.raises(NotReleasable, match="`people`"):
            disclosure.release(results, PUBLISHED)

    @pytest.mark.parametrize(
        ("name", "near"), [("hess", HES), ("HES", HES), ("none_needed_already_publised", PUBLISHED), ("already_published", PUBLISHED)]
    )
    def test_an_unknown_policy(self, tmp_path: Path, name: str, near: str) -> None:
        with pytest.raises(UnknownElement) as refused:
            disclosure.release(ran(tmp_path, random_table(seeded(1), 9, 1)), name)
        (finding,) = refused.value.findings
        assert finding.did_you_mean[0] == near and HES in finding.next_step

    def test_what_is_released_is_not_released_again(self, tmp_path: Path) -> None:
        found, _ = released(ran(tmp_path, random_table(seeded(1), 9, 1)), tmp_path)
        with pytest.raises(TypeError):
            disclosure.release(found, HES)

    def test_nothing_else_takes_unreleased_results(self, tmp_path: Path) -> None:
        results = ran(tmp_path, random_table(seeded(1), 9, 1))
        for taking in (
            exports.as_json,
            exports.as_csv,
            lambda one: gap_plot(one, "M1", "broad"),
            lambda one: level_plot(one, "M1", "broad"),
            lambda one: bundle.write_release(one, tmp_path / "out"),
        ):
            with pytest.raises(TypeError):
                taking(results)
        assert not (tmp_path / "out").exists()

    def test_a_release_is_no_bundle(self, tmp_path: Path) -> None:
        found, _ = released(ran(tmp_path, random_table(seeded(1), 9, 1)), tmp_path)
        with pytest.raises(TypeError):
            bundle.write_bundle(found, tmp_path / "out")


class TestHES:
    @given(st.integers(0, 10_000))
    def test_the_rule(self, count: int) -> None:
        expected = slow_hes(count)
        assert str(hes_count(count)) == ("suppressed" if expected == "*" else str(expected))

    def test_by_hand(self, tmp_path: Path) -> None:
        """Totals come from exact counts and are rounded after: 3 + 4 + 8 + 12 is 27, and shown as 25."""
        by_hand = {"British": 3, "Irish": 4, "Any other White background": 8, "Chinese": 0, "Indian": 12}
        labels = {label.removesuffix(" (detailed)"): label for label in DETAILED}
        table = dict.fromkeys(((("E1"), EVENTS, label) for label in LABELS), 0)
        for name, count in by_hand.items():
            table["E1", EVENTS, labels[name]] = count
        table |= {("E1", OTHERS, label): 100 for label in DETAILED} | {("E1", REST, next(iter(LABELS))): 2}
        found, _ = released(ran(tmp_path, table), tmp_path)
        shown = {level.group.label: str(level.numerator) for level in found.levels_of("M1") if level.group.breakdown == "detailed"}
        assert {name: shown[name] for name in by_hand} == {
            "British": "suppressed", "Irish": "suppressed", "Any other White background": "10", "Chinese": "0", "Indian": "10",
        }  # fmt: skip
        broad = {level.group.code: str(level.numerator) for level in found.levels_of("M1") if level.group.breakdown == "broad"}
        assert broad == {"white": "15", "mixed": "0", "asian": "10", "black": "0", "other": "0"}
        (row,) = found.recording_of("M1")
        assert (row.known, row.unknown, row.total) == (25, 0, 25)
        assert (row.whole, str(row.not_broken_down)) == (30, "suppressed")

    @settings(max_examples=6, deadline=None)
    @given(st.integers(0, 10**6), st.sampled_from([6, 15, 60, 400]))
    def test_every_value_comes_from_rounded_counts(self, tmp_path_factory: pytest.TempPathFactory, seed: int, largest: int) -> None:
        """Numerator = value x denominator gives the rounded count and nothing finer; a withheld count has no value at all."""
        folder = tmp_path_factory.mktemp("data")
        exact = ran(folder, random_table(seeded(seed), largest, 2))
        found, _ = released(exact, folder)
        for before, after in zip(exact.levels, found.levels, strict=True):
            assert (before.area, before.group) == (after.area, after.group)
            for name in ("numerator", "denominator"):
                cell, rounded = getattr(after, name), slow_hes(getattr(before, name))
                assert isinstance(cell, Suppressed) if rounded == "*" else (cell == rounded or isinstance(cell, Suppressed))
            if isinstance(after.estimate, Estimate):
                assert after.estimate.value == after.numerator / after.denominator * 100
            else:
                assert not (is_number(after.numerator) and is_number(after.denominator) and after.denominator)
        values = {(one.area.code, one.group.code): one.estimate for one in found.levels}
        for gap in found.gaps:
            mine, theirs = values[gap.area.code, gap.group.code], values.get((gap.area.code, gap.comparator.code))
            if isinstance(gap.absolute, Estimate) and theirs is not None:
                assert gap.absolute.value == pytest.approx(mine.value - theirs.value, abs=1e-9)
            if isinstance(gap.absolute, Estimate):
                assert isinstance(mine, Estimate)
        for row in found.recording:
            counts = [getattr(row, name) for name in RECORDED if is_number(getattr(row, name))]
            assert all(count >= 0 and count % 5 == 0 and count != 5 for count in counts)
            if isinstance(row.unknown_share, Estimate):
                assert row.unknown_share.value == row.unknown / row.total * 100

    def test_a_value_that_its_source_computed_from_exact_counts_is_withheld(self, tmp_path: Path) -> None:
        columns = {"group": "ethnicity", "n": "count", "rate": "published_value"}
        people = declaration("people", {"group": "ethnicity", "n": "count"}, already_published=True)
        put(tmp_path, people, "group,n\nWhite,1000\nMixed,1000\n")
        put(tmp_path, declaration("events", columns), "group,n,rate\nWhite,13,1300.25\nMixed,3,300.75\n")
        results = run(package(measure("M1", "rate", counted("events"), denominator=counted("people"))), tmp_path)
        found, folder = released(results, tmp_path)
        assert [str(level.published) for level in found.levels[:2]] == ["suppressed", "suppressed"]
        assert [level.denominator for level in found.levels[:2]] == [1000, 1000]
        everything = everything_readable(found, folder)
        assert "1300.25" not in everything and "300.75" not in everything and "1500" in everything

    def test_people_of_a_private_source_are_in_no_finding(self, tmp_path: Path) -> None:
        """What a crosswalk loses is told with a number of people: 3 Roma are a small count too."""
        labels = {"Roma": {"breakdown": "detailed", "code": "roma"}, "African": {"breakdown": "detailed", "code": "african"}}
        columns = {"group": "ethnicity", "n": "count"}
        put(tmp_path, declaration("people", columns, classification="census_2021", labels=labels), "group,n\nRoma,3\nAfrican,81738291\n")
        put(tmp_path, declaration("events", columns), "group,n\nBlack or Black British,13\n")
        rate = measure("M1", "rate", counted("events"), denominator=counted("people", crosswalk="nhse_mha_2023_24"))
        results = run(package(rate), tmp_path)
        assert any("(3 people)" in finding.message for finding in results.findings)
        found, folder = released(results, tmp_path)
        assert [finding.rule for finding in found.findings] == [finding.rule for finding in results.findings]
        everything = everything_readable(found, folder)
        assert "(3 people)" not in everything and "81738291" not in everything

    def test_a_cell_in_the_wrong_column_is_in_no_finding(self, tmp_path: Path) -> None:
        """A row shifted by one column has a count for a label."""
        columns = {"kind": "category", "group": "ethnicity", "n": "count"}
        details = {"kind": {"allowed": ["x"]}, "group": {"allowed": list(BROAD)}}
        put(tmp_path, declaration("ev", columns, details=details), "kind,group,n\nx,White,20\nWhite,61738291,x\n")
        results = run(package(measure("M1", "count", counted("ev", "kind = 'x'")), measure("M2", "count", counted("ev"))), tmp_path)
        assert any("61738291" in finding.message for finding in results.findings)
        found, folder = released(results, tmp_path)
        assert "61738291" not in everything_readable(found, folder)
        assert len(found.findings) == len(results.findings)


def everything_readable(results: ReleasedResults, folder: Path) -> str:
    """All that a release and its exports say, Parquet cells included; digests of published things aside."""
    texts = [json.dumps(exports.as_json(results), ensure_ascii=False), exports.as_csv(results), repr(results)]
    for path in folder.rglob("*"):
        if path.suffix == ".parquet":
            texts.append(json.dumps(pq.read_table(path).to_pylist()))
        elif path.is_file():
            texts.append(path.read_text(encoding="utf-8"))
    return "\n".join(texts)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def view(table: Table) -> list[object]:
    """All that the rule lets anybody see of a table: each count and each sum, rounded."""
    seen: list[object] = []
    for area in sorted({area for area, _, _ in table}):
        events = {label: n for (where, what, label), n in table.items() if (where, what) == (area, EVENTS)}
        everyone = {label: events[label] + table[area, OTHERS, label] for label in events}
        for counts in (events, everyone):
            by_broad: dict[str, int] = {}
            for label, meaning in DETAILED.items():
                broad = NHS.parent(meaning["code"])
                by_broad[broad] = by_broad.get(broad, 0) + counts[label]
            seen.append({label: slow_hes(n) for label, n in (counts | by_broad).items()})
        known, unknown = sum(events[label] for label in DETAILED), sum(events[label] for label in UNKNOWN)
        rest = sum(n for (where, what, _), n in table.items() if (where, what) == (area, REST))
        seen += [slow_hes(n) for n in (known, unknown, known + unknown, known + unknown + rest, rest)]
    return seen


def alike(chance: random.Random, table: Table) -> Table:
    """Another table that looks the same under the rule: each change is kept if nobody can see it."""
    other = dict(table)
    for key in chance.sample(sorted(table), k=len(table)):
        before = other[key]
        near = range(max(0, before - 4), before + 5)
        for tried in chance.sample(near, k=len(near)):
            other[key] = tried
            if tried != before and view(other) == view(table):
                break
            other[key] = before
    return other


class TestBytes:
    @settings(max_examples=6, deadline=None)
    @given(st.integers(0, 10**6), st.sampled_from([4, 9, 20, 200]))
    def test_a_release_is_made_of_rounded_counts_and_nothing_else(
        self, tmp_path_factory: pytest.TempPathFactory, seed: int, largest: int
    ) -> None:
        """Two tables of different people that look the same under the rule: every byte of their releases is the same.

        So nothing finer is in a log, a digest, a finding, a statement or the metadata of a file.
        """
        chance = seeded(seed)
        table = random_table(chance, largest, 1)
        other = alike(chance, table)
        assume(other != table)
        folders = []
        for counts in (table, other):
            folder = tmp_path_factory.mktemp("data")
            folders.append(released(ran(folder, counts), folder)[1])
        assert bytes_of(folders[0]) == bytes_of(folders[1])

    def test_nor_of_how_many_lines_the_counts_stand_in(self, tmp_path: Path) -> None:
        """Where each line is one person, the number of lines is the exact total."""
        folders = []
        for number, parts in enumerate(([13], [1] * 13, [6, 7])):
            folder = tmp_path / str(number)
            folder.mkdir()
            rows = [{"area": "E1", "what": EVENTS, "group": next(iter(DETAILED)), "n": n} for n in parts]
            rows += [{"area": "E1", "what": what, "group": next(iter(DETAILED)), "n": 20} for what in (OTHERS, REST)]
            put(folder, declaration("ev", COLUMNS, labels=LABELS), rows)
            folders.append(released(run(PACKAGE, folder), folder)[1])
        assert bytes_of(folders[0]) == bytes_of(folders[1]) == bytes_of(folders[2])

    def test_a_published_source_keeps_its_digest(self, tmp_path: Path) -> None:
        results = ran(tmp_path, random_table(seeded(3), 30, 1), already_published=True)
        found, _ = released(results, tmp_path)
        assert found.run_log["sources"] == results.run_log["sources"]
        assert len(found.run_log["sources"][0]["sha256"]) == 64


GIVEN_AWAY = {
    "twelve single people make a total of 10": [1] * 12,
    "three sevens and a twelve are 33, shown as 35": [0, 0, 0, 7, 7, 7, 12],
}


class TestArithmetic:
    @pytest.mark.parametrize(("seed", "largest"), [(1, 3), (2, 8), (3, 12), (4, 40)])
    def test_no_small_count_can_be_worked_out(self, tmp_path: Path, seed: int, largest: int) -> None:
        table = random_table(seeded(seed), largest, 6)
        _, folder = released(ran(tmp_path, table), tmp_path)
        assert list(small_counts_found(folder)) == []

    @pytest.mark.parametrize("counts", GIVEN_AWAY.values(), ids=GIVEN_AWAY.keys())
    def test_cases_in_which_the_rule_alone_gives_a_count_away(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counts: list[int]
    ) -> None:
        """The attack is a real one: without the withheld totals it gets there, with them it does not."""
        table = {("E1", what, label): 0 for what in (EVENTS, OTHERS) for label in LABELS} | {("E1", REST, next(iter(LABELS))): 0}
        for label, n in zip(DETAILED, counts, strict=False):
            table["E1", EVENTS, label] = n
        found, folder = released(ran(tmp_path, table), tmp_path)
        assert list(small_counts_found(folder)) == []
        assert found.certificate.withheld_by_policy > sum(0 < n < 8 for n in counts)
        monkeypatch.setattr(protection, "to_withhold_too", lambda *_: frozenset())
        _, folder = released(ran(tmp_path, table), tmp_path)
        assert {number for _, number in small_counts_found(folder)} & set(counts)

    def test_a_total_withheld_in_one_measure_is_withheld_in_the_other(self, tmp_path: Path) -> None:
        table = {("E1", what, label): 0 for what in (EVENTS, OTHERS) for label in LABELS} | {("E1", REST, next(iter(LABELS))): 0}
        table |= {("E1", EVENTS, label): 1 for label in list(DETAILED)[:12]}
        found, _ = released(ran(tmp_path, table), tmp_path)
        first, second = found.recording
        assert (first.measure_id, second.measure_id) == ("M1", "M2")
        assert [getattr(first, name) for name in ("known", "total", "unknown")] == [
            getattr(second, name) for name in ("known", "total", "unknown")
        ]

    def test_large_counts_are_not_withheld(self, tmp_path: Path) -> None:
        table = {key: 1_000 + n for key, n in random_table(seeded(1), 100, 2).items()}
        found, _ = released(ran(tmp_path, table), tmp_path)
        assert found.certificate.withheld_by_policy == 0
        assert all(is_number(level.numerator) for level in found.levels)


class TestCertificate:
    def test_counts_what_was_withheld(self, tmp_path: Path) -> None:
        columns = {"group": "ethnicity", "n": "count"}
        details = {"n": {"suppressed_when": "blank"}}
        put(tmp_path, declaration("ev", columns, details=details), "group,n\nWhite,\nMixed,3\nAsian or Asian British,80\n")
        results = run(package(measure("M1", "count", counted("ev"))), tmp_path)
        certificate = disclosure.release(results, HES).certificate
        assert (certificate.policy, certificate.withheld_by_source, certificate.withheld_by_policy) == (HES, 1, 1)

    def test_it_does_not_hold_the_digest_of_exact_counts(self, tmp_path: Path) -> None:
        results = ran(tmp_path, random_table(seeded(3), 30, 1))
        digest = bundle.write_bundle(results, tmp_path / "bundle")
        assert digest not in everything_readable(*released(results, tmp_path))
        published = replace(results, run_log={**results.run_log, "sources": []})
        assert disclosure.release(published, PUBLISHED, bundle_digest=digest).certificate.bundle_digest == digest
