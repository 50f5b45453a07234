"""Data and declarations as they come, and as they come from somebody who means harm: told with their place, and no row lost."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.data_folders import BROAD, DETAILED, as_yaml, counted, csv_text, declaration, measure, package, put, told

from levelground.errors import DataUnreadable, Finding, MissingColumn, SourceMismatch, UserFacingError
from levelground.measurement import disclosure, exports
from levelground.measurement.results import UnreleasedResults
from levelground.measurement.run import run

COLUMNS = {"kind": "category", "group": "ethnicity", "n": "count"}
HEADER = "kind,group,n\n"
COUNT = measure("M1", "count", counted("ev"))


def source(**changes):
    return declaration("ev", {**COLUMNS}, **changes)


def ran(folder: Path, data: str | bytes, **changes) -> UnreleasedResults:
    put(folder, source(**changes), data)
    return run(package(COUNT), folder)


def refused(folder: Path, data: str | bytes, kind: type[UserFacingError] = DataUnreadable, **changes) -> tuple[Finding, ...]:
    with pytest.raises(kind) as problem:
        ran(folder, data, **changes)
    assert problem.value.findings
    assert all(finding.place is not None and finding.place.file.startswith("ev.") for finding in problem.value.findings)
    return problem.value.findings


def numbers(results: UnreleasedResults) -> dict[str, int]:
    return {level.group.code: level.numerator for level in results.levels if isinstance(level.numerator, int)}


def lines(findings: tuple[Finding, ...]) -> list[int | None]:
    return [finding.place.line for finding in findings if finding.place is not None]


class TestFiles:
    """What is refused as a whole, with its line."""

    @pytest.mark.parametrize(
        ("data", "rule", "line"),
        [
            pytest.param("kind,group,n,n\nx,White,1,2\n", "column-twice", 1, id="duplicate column"),
            pytest.param(HEADER.encode() + b"x,White,1\nx,Wh\xefte,5\n", "not-utf-8", 3, id="a byte of another encoding"),
            pytest.param(HEADER.encode() + b"x,White,1\nx,Mixed,5\xc3", "not-utf-8", 3, id="a character cut off at the end"),
            pytest.param((HEADER + "x,White,1\n").encode("utf-16"), "not-utf-8", 1, id="UTF-16"),
            pytest.param(HEADER + "x,White,1\nx,Mi\x00xed,5\n", "not-text", 3, id="NUL"),
            pytest.param(HEADER + 'x,White,1\nx,"Mixed,2\nx,Asian,3\n', "rows-do-not-add-up", 4, id="a quote never closed"),
            pytest.param(HEADER + 'x,"White,1\nx,Mixed,2\nx,Asian",3\n', "rows-do-not-add-up", 2, id="a quote that swallows two lines"),
            pytest.param(HEADER + 'x,White,1\nx,"Mi\nxed",2\n', "rows-do-not-add-up", 3, id="a line break in a cell"),
            pytest.param(HEADER + "x,White,1\nx,Mixed\n", "not-csv", 3, id="short row"),
            pytest.param(HEADER + "x,White,1\nx,Mixed,2,3\n", "not-csv", 3, id="long row"),
            pytest.param(HEADER + "\nx,White,1\n   \nx,Mixed,2\n", "not-csv", 4, id="a line of spaces"),
            pytest.param(HEADER + 'x,"White"ish,1\n', "not-csv", 2, id="text after a quote"),
            pytest.param("", "missing-column", 1, id="empty file"),
            pytest.param("\n\n", "missing-column", 1, id="empty lines"),
            pytest.param(HEADER, "no-rows", 1, id="header only"),
            pytest.param(HEADER.strip(), "no-rows", 1, id="header without end of line"),
            pytest.param(HEADER + "\n \n\n", "no-rows", 1, id="header and empty lines"),
            pytest.param(HEADER.replace("\n", "\r") + "x,White,1\rx,Mixed,2\r", "not-csv", 1, id="old Macintosh lines"),
            pytest.param("k" * 200_000 + ",group,n\nx,White,1\n", "not-csv", 1, id="a column name of 200,000 characters"),
            pytest.param(HEADER + "x," + "W" * 2_000_000 + ",1\n", "not-csv", 2, id="a line of two million characters"),
            pytest.param("\n" * 3 + HEADER + "x,White,1\n", "missing-column", 1, id="header not in the first line"),
            pytest.param(HEADER.replace(",", ";") + "x;White;1\n", "missing-column", 1, id="semicolons"),
            pytest.param(HEADER + "x,White,1\n" + "\n" * 2_000 + "x,Mixed,2\n", "blank-lines", 3, id="thousands of empty lines"),
        ],
    )
    def test_refused(self, tmp_path: Path, data: str | bytes, rule: str, line: int) -> None:
        findings = refused(tmp_path, data)
        assert {finding.rule for finding in findings} == {rule}
        assert set(lines(findings)) == {line}
        assert all(finding.next_step for finding in findings)

    def test_a_byte_of_another_encoding_after_a_megabyte(self, tmp_path: Path) -> None:
        row = b"x,White,1\n"
        data = HEADER.encode() + row * ((1 << 20) // len(row)) + row[: (1 << 20) % len(row)]
        at = HEADER.encode() + row * 120_000 + b"x,Wh\xefte,5\n"
        (finding,) = refused(tmp_path, at)
        assert (finding.place.line, "0xef" in finding.message) == (120_002, True)
        split = data[: (1 << 20) - 1] + b"\xc3\x28" + b"\n"
        (finding,) = refused(tmp_path, split)
        assert (finding.place.line, "0xc3" in finding.message) == (split[: (1 << 20) - 1].count(b"\n") + 1, True)

    def test_missing_column_and_the_nearest(self, tmp_path: Path) -> None:
        with pytest.raises(MissingColumn) as problem:
            ran(tmp_path, "kind,Gruop,n\nx,White,1\n")
        (finding,) = problem.value.findings
        assert (finding.place.line, finding.did_you_mean) == (1, ("Gruop",))

    def test_every_missing_column_at_once(self, tmp_path: Path) -> None:
        assert len(refused(tmp_path, "a,b\n1,2\n", MissingColumn)) == 3

    def test_two_layouts(self, tmp_path: Path) -> None:
        declared = source()
        declared["layouts"].append({"name": "other", "file": "ev_other.csv", "columns": {name: name for name in COLUMNS}})
        put(tmp_path, declared, HEADER + "x,White,1\n")
        (tmp_path / "ev_other.csv").write_text(HEADER + "x,White,1\n")
        with pytest.raises(DataUnreadable) as problem:
            run(package(COUNT), tmp_path)
        (finding,) = problem.value.findings
        assert finding.rule == "ambiguous-file" and "`ev.csv`" in finding.message and "`ev_other.csv`" in finding.message

    def test_a_directory_as_file(self, tmp_path: Path) -> None:
        put(tmp_path, source(), HEADER).unlink()
        (tmp_path / "ev.csv").mkdir()
        with pytest.raises(DataUnreadable) as problem:
            run(package(COUNT), tmp_path)
        assert [finding.rule for finding in problem.value.findings] == ["no-data"]

    def test_a_pipe_as_file_does_not_wait(self, tmp_path: Path) -> None:
        put(tmp_path, source(), HEADER).unlink()
        os.mkfifo(tmp_path / "ev.csv")
        with pytest.raises(DataUnreadable):
            run(package(COUNT), tmp_path)

    def test_no_folder_and_a_file_as_folder(self, tmp_path: Path) -> None:
        for folder in (tmp_path / "none", put(tmp_path, source(), HEADER)):
            with pytest.raises(DataUnreadable, match="is not a folder"):
                run(package(COUNT), folder)


class TestRead:
    """What is odd and can be read all the same, nothing lost."""

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param((HEADER + "x,White,5\nx,Mixed,3\n").replace("\n", "\r\n"), id="CRLF"),
            pytest.param("\ufeff" + HEADER + "x,White,5\nx,Mixed,3\n", id="byte order mark"),
            pytest.param(HEADER + "x,White,5\nx,Mixed,3", id="no end of line at the end"),
            pytest.param(HEADER + "x,White,5\n\n\nx,Mixed,3\n\n\n", id="empty lines"),
            pytest.param(HEADER + "x,\u00a0White\u00a0,5\nx, Mixed\t,\u202f3 \n", id="no-break spaces, a tab"),
            pytest.param(HEADER + '"x","White","5"\n"x, y",Mixed,3\n', id="quoted commas"),
            pytest.param(HEADER + "x,White,5.0\nx,Mixed,3.\n", id="whole numbers with a point"),
            pytest.param(
                "n,kind,line,group,\n5,x,foo,White,\n3,x,bar,Mixed,\n", id="other order, more columns, one called line, one without a name"
            ),
            pytest.param("kind,group,n,N,Kind\nx,White,5,77,b\nx,Mixed,3,88,b\n", id="columns that differ by case"),
            pytest.param(HEADER + "x,White,2\nx,Mixed,3\nx,White,3\n", id="a group in two rows"),
        ],
    )
    def test_read(self, tmp_path: Path, data: str) -> None:
        results = ran(tmp_path, data)
        assert numbers(results) == {"white": 5, "mixed": 3}
        assert told(results) == () and results.not_run == ()

    def test_quoted_commas_in_labels(self, tmp_path: Path) -> None:
        label = 'White, "other"'
        results = ran(tmp_path, csv_text(["kind", "group", "n"], [{"kind": "a,b", "group": label, "n": 5}]), labels={label: BROAD["White"]})
        assert numbers(results) == {"white": 5}

    @settings(max_examples=25, deadline=None)
    @given(st.data())
    def test_lines_are_those_of_the_file(self, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
        """Whatever empty lines stand between: each damaged label is named by the line that an editor shows."""
        rows = data.draw(st.lists(st.sampled_from(["x,White,5", "x,Wihte,5", "", "y,,7"]), min_size=1, max_size=12))
        text = HEADER + "x,White,1\n" + "\n".join(rows) + data.draw(st.sampled_from(["", "\n", "\n\n"]))
        expected = [number for number, line in enumerate(text.split("\n"), start=1) if line.startswith(("x,Wihte", "y,,"))]
        details = {"group": {"allowed": list(BROAD)}}
        results = ran(tmp_path_factory.mktemp("data"), text, details=details)
        damaged = tuple(finding for finding in told(results) if finding.rule == "damaged-label")
        assert lines(damaged) == expected
        assert all("column `group`" in finding.message for finding in damaged)


class TestCounts:
    """A count is a whole number that is not negative, or withheld where the source says so; anything else stops the measure."""

    @pytest.mark.parametrize(
        "written",
        [
            "-5",
            "5.5",
            "five",
            "1,000",
            "5 people",
            "nan",
            "inf",
            "-inf",
            "1e400",
            "0x10",
            "5-7",
            "<5",
            "*",
            "99999999999999999999",
            "٥",
            "=2+3",
            "None",
            "NULL",
            "true",
            "5e-1",
            "--5",
            "()",
            "'5'",
        ],
    )
    def test_not_a_count(self, tmp_path: Path, written: str) -> None:
        text = csv_text(["kind", "group", "n"], [{"kind": "x", "group": "White", "n": 12}, {"kind": "x", "group": "Mixed", "n": written}])
        results = ran(tmp_path, text, details={"n": {"suppressed_when": "blank"}})
        assert results.levels == () and results.recording == ()
        assert [entry.measure_id for entry in results.not_run] == ["M1"]
        wrong = [finding for finding in told(results) if finding.rule == "count-not-a-number"]
        assert set(lines(tuple(wrong))) == {3}
        assert any(f"`{written}`" in finding.message and "column `n`" in finding.message for finding in wrong)

    def test_a_blank_is_withheld_only_where_the_source_says_so(self, tmp_path: Path) -> None:
        data = HEADER + "x,White,\nx,Mixed,3\n"
        withheld = ran(tmp_path, data, details={"n": {"suppressed_when": "blank"}})
        assert [str(level.numerator) for level in withheld.levels][:2] == ["suppressed", "3"]
        results = ran(tmp_path, data)
        assert results.levels == () and [finding.rule for finding in told(results)] == ["count-not-a-number", "count-not-a-number"]

    def test_a_bad_count_elsewhere_does_not_stop_a_measure(self, tmp_path: Path) -> None:
        put(tmp_path, source(), HEADER + "x,White,5\ny,White,many\n")
        results = run(package(measure("M1", "count", counted("ev", "kind = 'x'"))), tmp_path)
        assert numbers(results) == {"white": 5}
        assert [(finding.rule, finding.place.line) for finding in told(results)] == [("count-not-a-number", 3)]

    def test_a_published_value_that_is_no_number_is_none(self, tmp_path: Path) -> None:
        declared = declaration("ev", {**COLUMNS, "rate": "published_value"})
        put(
            tmp_path,
            declared,
            "kind,group,n,rate\nx,White,5,nan\nx,Mixed,5,inf\nx,Asian or Asian British,5,n/a\nx,Black or Black British,5,1.5\n",
        )
        results = run(package(COUNT), tmp_path)
        assert [level.published for level in results.levels if isinstance(level.published, float)] == [1.5]


class TestLabels:
    """A label that the declaration does not know: the measure is not run, the lines are named."""

    def test_unknown_label(self, tmp_path: Path) -> None:
        results = ran(tmp_path, HEADER + "x,White,5\nx,Wihte,6\nx,Mixed,7\nx,Wihte,8\n")
        assert results.levels == () and results.recording == ()
        (finding,) = told(results)
        assert (finding.rule, finding.element, finding.place.line) == ("label-without-meaning", "M1", 3)
        assert "(lines 3, 5)" in finding.message and finding.did_you_mean == ("White",)
        (not_run,) = results.not_run
        assert not_run.measure_id == "M1"

    @pytest.mark.parametrize("label", ["", "white", "WHITE", "White ish", "\u200bWhite", "Whi te", "\x1b[2JWhite", "<script>", "a\u2028b"])
    def test_no_label_is_guessed_at_and_none_can_write_on_a_terminal(self, tmp_path: Path, label: str) -> None:
        results = ran(tmp_path, csv_text(["kind", "group", "n"], [{"kind": "x", "group": label, "n": 5}]))
        assert results.levels == ()
        assert [finding.rule for finding in told(results)] == ["label-without-meaning"]
        assert all(character.isprintable() for character in str(told(results)[0]))

    @pytest.mark.parametrize(
        ("meaning", "near"),
        [
            ({"breakdown": "broad", "code": "whte"}, ("white",)),
            ({"breakdown": "broad", "code": "A"}, ()),
            ({"breakdown": "odd", "code": "white"}, ()),
        ],
    )
    def test_a_label_of_a_group_that_there_is_not(self, tmp_path: Path, meaning: dict[str, str], near: tuple[str, ...]) -> None:
        """Its events would be counted and then shown in no group."""
        (finding,) = refused(tmp_path, HEADER + "x,White,5\nx,Odd,7\n", labels={**BROAD, "Odd": meaning})
        assert finding.rule == "unknown-group" and finding.place.line and finding.did_you_mean[:1] == near[:1]

    def test_a_detailed_label_of_a_group_that_there_is_not(self, tmp_path: Path) -> None:
        labels = {**DETAILED, "Odd": {"breakdown": "detailed", "code": "Q"}}
        (finding,) = refused(tmp_path, HEADER + "x,Odd,7\n", labels=labels)
        assert finding.rule == "unknown-group"

    def test_a_value_of_a_condition_that_no_row_has(self, tmp_path: Path) -> None:
        put(tmp_path, source(), HEADER + "emergency,White,5\n")
        results = run(package(measure("M1", "count", counted("ev", "kind = 'emergancy'"))), tmp_path)
        (finding,) = told(results)
        assert (finding.rule, finding.element, finding.did_you_mean) == ("value-not-in-data", "M1", ("emergency",))
        assert results.levels == () and len(results.not_run) == 1


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("formula", FORMULAS)
def test_formula_text_is_harmless_in_what_is_exported(tmp_path: Path, formula: str) -> None:
    columns = {"code": "area_code", "name": "area_name", "when": "period", "group": "ethnicity", "n": "count"}
    put(
        tmp_path,
        declaration("ev", columns, already_published=True),
        [{"code": formula, "name": formula, "when": formula, "group": "White", "n": 5}],
    )
    hostile = {**measure("M1", "count", counted("ev"), area_level="icb"), "unit": formula.strip() or "x", "name": formula.strip() or "x"}
    released = disclosure.release(run(package(hostile), tmp_path), disclosure.PUBLISHED)
    cells = [cell for row in csv.reader(exports.as_csv(released).splitlines()[1:]) for cell in row]
    assert any(formula.strip() in cell for cell in cells)
    for cell in cells:
        assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
        assert not cell.startswith("-") or float(cell) <= 0


@settings(max_examples=200)
@given(st.text(max_size=20))
def test_no_text_is_exported_as_a_formula(text: str) -> None:
    shown = exports.neutralised(text)
    assert isinstance(shown, str) and shown.endswith(text)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))


def columns(**roles: str) -> list[dict[str, str]]:
    return [{"name": name, "role": role} for name, role in roles.items()]


def layout(file: str, *names: str) -> list[dict[str, object]]:
    return [{"name": "csv", "file": file, "columns": {name: name for name in names}}]


def ethnicity(column: str, classification: str, **labels: dict[str, str]) -> dict[str, object]:
    return {"column": column, "classification": classification, "labels": labels}


NOT_DECLARATIONS = {
    "another id than its file": {"id": "other"},
    "a key that there is not": {"verified": True},
    "text for a truth value": {"already_published": "yes"},
    "no layout": {"layouts": []},
    "a file elsewhere": {"layouts": layout("../ev.csv", *COLUMNS)},
    "a file of the system": {"layouts": layout("/etc/passwd", *COLUMNS)},
    "a file of another kind": {"layouts": layout("ev.parquet", *COLUMNS)},
    "a column without its place": {"layouts": layout("ev.csv", "kind")},
    "no count": {"columns": columns(kind="category", group="ethnicity", n="category")},
    "two counts": {"columns": columns(kind="count", group="ethnicity", n="count")},
    "two periods": {"columns": columns(kind="period", group="period", n="count")},
    "allowed by a column that there is not": {
        "columns": [
            *columns(group="ethnicity", n="count"),
            {"name": "kind", "role": "category", "allowed_by": {"column": "type", "values": {}}},
        ]
    },
    "rounded by a column that there is not": {
        "columns": [
            *columns(group="ethnicity", kind="category"),
            {"name": "n", "role": "count", "rounded_to": {"column": "type", "values": {}}},
        ]
    },
    "ethnicity nowhere": {"ethnicity": ethnicity("ethnos", "nhs_2001", White=BROAD["White"])},
    "unknown classification": {"ethnicity": ethnicity("group", "nhs_2002", White=BROAD["White"])},
    "a label without meaning": {"ethnicity": ethnicity("group", "nhs_2001", White={})},
    "a label with two meanings": {"ethnicity": ethnicity("group", "nhs_2001", White={**BROAD["White"], "unknown": "missing"})},
}


class TestSources:
    """Declarations and pairs of sources that do not fit."""

    def test_an_undeclared_source_names_the_nearest(self, tmp_path: Path) -> None:
        put(tmp_path, declaration("detentions", COLUMNS), HEADER + "x,White,5\n")
        results = run(package(measure("M1", "count", counted("detentions")), measure("M2", "count", counted("detention"))), tmp_path)
        assert [entry.measure_id for entry in results.not_run] == ["M2"]
        assert "`detention` is declared nowhere (did you mean `detentions`?)" in results.not_run[0].reason

    def test_no_source_at_all(self, tmp_path: Path) -> None:
        with pytest.raises(DataUnreadable) as problem:
            run(package(COUNT), tmp_path)
        assert [(finding.rule, finding.element) for finding in problem.value.findings] == [("no-data", "M1")]

    def divided(self, folder: Path, denominator: dict[str, str], numerator: str = "ev", **changes) -> tuple[Finding, ...]:
        put(folder, source(), HEADER + "x,White,5\n")
        census = declaration(
            "people",
            {"group": "ethnicity", "n": "count"},
            classification="census_2021",
            labels={"Roma": {"breakdown": "detailed", "code": "roma"}},
        )
        put(folder, census, "group,n\nRoma,100\n")
        with pytest.raises(SourceMismatch) as problem:
            top = counted(numerator) if numerator == "ev" else counted(numerator, crosswalk="nhse_mha_2023_24")
            run(package(measure("M1", "rate", top, denominator=denominator, **changes)), folder)
        assert all(
            finding.place is not None and finding.place.file == "small.yaml" and finding.element == "M1"
            for finding in problem.value.findings
        )
        return problem.value.findings

    def test_classifications_that_differ_name_the_crosswalks(self, tmp_path: Path) -> None:
        (finding,) = self.divided(tmp_path, counted("people"))
        assert finding.rule == "classifications-differ"
        assert set(finding.did_you_mean) == {"census_2021_to_nhs_2001", "nhse_mha_2023_24"}
        assert "census_2021_to_nhs_2001" in finding.next_step

    def test_a_crosswalk_that_does_not_join(self, tmp_path: Path) -> None:
        (finding,) = self.divided(tmp_path, counted("ev", crosswalk="nhse_mha_2023_24"))
        assert finding.rule == "crosswalk-does-not-join"

    def test_an_unknown_crosswalk(self, tmp_path: Path) -> None:
        (finding,) = self.divided(tmp_path, counted("people", crosswalk="nhse_mha_2023_25"))
        assert finding.rule == "unknown-crosswalk" and "nhse_mha_2023_24" in finding.next_step

    def test_a_crosswalk_on_the_numerator(self, tmp_path: Path) -> None:
        findings = self.divided(tmp_path, counted("ev"), numerator="people")
        assert [finding.rule for finding in findings] == ["crosswalk-on-numerator"]

    def test_an_unknown_classification(self, tmp_path: Path) -> None:
        assert {finding.rule for finding in self.divided(tmp_path, counted("ev"), classification="nhs_2002")} == {"unknown-classification"}

    @pytest.mark.parametrize("breakdowns", [[], ["broads"], ["broad", "fine"]])
    def test_an_unknown_breakdown(self, tmp_path: Path, breakdowns: list[str]) -> None:
        findings = self.divided(tmp_path, counted("ev"), breakdowns=breakdowns)
        assert [finding.rule for finding in findings] == ["unknown-breakdown"]

    def test_areas_without_people(self, tmp_path: Path) -> None:
        findings = self.divided(tmp_path, counted("ev"), area_level="icb")
        assert [finding.rule for finding in findings] == ["no-population-for-areas"]

    @pytest.mark.parametrize("changes", NOT_DECLARATIONS.values(), ids=NOT_DECLARATIONS.keys())
    def test_a_declaration_that_does_not_hold(self, tmp_path: Path, changes: dict[str, object]) -> None:
        put(tmp_path, source(), HEADER + "x,White,5\n")
        (tmp_path / "ev.source.yaml").write_text(as_yaml({**source(), **changes}), encoding="utf-8")
        with pytest.raises(UserFacingError) as problem:
            run(package(COUNT), tmp_path)
        assert problem.value.findings
        assert all(finding.place is not None and finding.place.file == "ev.source.yaml" for finding in problem.value.findings)

    @pytest.mark.parametrize("name", ["line", "n_status", "n_as_written", "N", "KIND"])
    def test_a_column_that_takes_a_name_of_the_engine(self, tmp_path: Path, name: str) -> None:
        declared = declaration("ev", {**COLUMNS, name: "category"})
        put(tmp_path, declared, csv_text([*COLUMNS, name], [{"kind": "x", "group": "White", "n": 5, name: "7"}]))
        with pytest.raises(DataUnreadable):
            run(package(COUNT), tmp_path)

    @pytest.mark.parametrize("source_id", ["numerator", "denominator", "areas", "whole", "ev__labels", "Ev"])
    def test_a_source_that_takes_a_name_of_the_engine(self, tmp_path: Path, source_id: str) -> None:
        put(tmp_path, declaration(source_id, COLUMNS), HEADER + "x,White,5\n")
        with pytest.raises(DataUnreadable):
            run(package(measure("M1", "count", counted(source_id))), tmp_path)

    @pytest.mark.parametrize("name", ["select", "order", "group_by", "labels", "counted", "period", "breakdown", "code", "events", "a-b"])
    def test_words_of_sql_are_names_like_others(self, tmp_path: Path, name: str) -> None:
        declared = declaration(name, {name: "category", "group": "ethnicity", "n": "count"})
        put(
            tmp_path,
            declared,
            csv_text([name, "group", "n"], [{name: "x", "group": "White", "n": 5}, {name: "y", "group": "White", "n": 7}]),
        )
        rate = measure("M1", "rate", counted(name, f"\"{name}\" = 'x'"), denominator=counted(name), whole=counted(name))
        (level, *_) = run(package(rate), tmp_path).levels
        assert (level.numerator, level.denominator) == (5, 12)

    def test_a_declaration_is_not_run_as_sql(self, tmp_path: Path) -> None:
        hostile = "x'); DROP TABLE ev; --"
        declared = declaration(
            "ev", COLUMNS, labels={hostile: BROAD["White"], 'a"b': BROAD["Mixed"]}, period=hostile, details={"kind": {"allowed": [hostile]}}
        )
        declared["layouts"][0]["columns"]["kind"] = hostile
        put(
            tmp_path,
            declared,
            csv_text([hostile, "group", "n"], [{hostile: hostile, "group": hostile, "n": 5}, {hostile: hostile, "group": 'a"b', "n": 3}]),
        )
        results = run(package(measure("M1", "count", counted("ev", "kind = 'x''); DROP TABLE ev; --'"))), tmp_path)
        assert numbers(results) == {"white": 5, "mixed": 3}
        assert {level.period for level in results.levels} == {hostile}


class TestAreas:
    """Levels of area, names of areas and periods."""

    def test_two_levels_of_area_are_not_added_up(self, tmp_path: Path) -> None:
        columns = {"level": "area_level", "code": "area_code", "group": "ethnicity", "n": "count"}
        declared = declaration("ev", columns, details={"level": {"values": {"England": "country", "ICB": "icb"}}})
        put(tmp_path, declared, "level,code,group,n\nEngland,all,White,30\nICB,all,White,20\nICB,all,White,10\nh,all,White,1\n")
        results = run(package(COUNT, measure("M2", "count", counted("ev", "level = 'England'"))), tmp_path)
        assert [(level.measure_id, level.numerator) for level in results.levels if isinstance(level.numerator, int)] == [("M2", 30)]
        assert [(finding.rule, finding.element, finding.place.line) for finding in told(results)] == [
            ("other-area-level", "M1", 3),
            ("other-area-level", "M1", 5),
        ]

    def test_an_area_with_two_names_is_one_area(self, tmp_path: Path) -> None:
        columns = {"code": "area_code", "name": "area_name", "group": "ethnicity", "n": "count"}
        put(tmp_path, declaration("ev", columns), "code,name,group,n\nE1,NORTH,White,10\nE1,North,White,20\nE1,North,Not stated,4\n")
        results = run(package(measure("M1", "count", counted("ev"), area_level="icb")), tmp_path)
        assert [(level.area.code, level.group.code, level.numerator) for level in results.levels if isinstance(level.numerator, int)] == [
            ("E1", "white", 30)
        ]
        (row,) = results.recording
        assert row.not_stated == 4

    def test_people_of_one_period_are_not_those_of_all(self, tmp_path: Path) -> None:
        columns = {"quarter": "period", "kind": "category", "group": "ethnicity", "n": "count"}
        rows = "Q1,offered,White,5\nQ1,all,White,10\nQ2,offered,White,20\nQ2,all,White,40\nQ3,offered,White,1\n"
        put(tmp_path, declaration("ev", columns), "quarter,kind,group,n\n" + rows)
        share = measure("M1", "proportion", counted("ev", "kind = 'offered'"), denominator=counted("ev", "kind = 'all'"))
        results = run(package(share), tmp_path)
        found = {level.period: (level.numerator, level.denominator) for level in results.levels if level.group.code == "white"}
        assert (found["Q1"], found["Q2"]) == ((5, 10), (20, 40))
        assert found["Q3"][0] == 1 and not isinstance(found["Q3"][1], int)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80) | st.text("kindgroup,\n\r\"'xWhite0123456789-. ", max_size=80).map(str.encode), st.booleans())
def test_any_bytes_are_read_whole_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, with_header: bool) -> None:
    """Nothing but an error for people comes out, and where there are results, every row of the file is in them."""
    folder = tmp_path_factory.mktemp("data")
    content = (HEADER.encode() if with_header else b"") + data
    try:
        results = ran(folder, content)
    except UserFacingError as problem:
        assert problem.findings
        return
    rows = [row for row in csv.reader(content.decode("utf-8-sig").splitlines()) if row]
    (log,) = results.run_log["sources"]
    assert log["rows"] == log["lines"] == len(rows) - 1
