"""`levelground list` as a person uses it."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

import pytest

from levelground.cli.listing import laid_out
from levelground.registers.catalogue import Listed, catalogue


def test_the_overview_says_what_there_is_and_that_it_is_proposals(run) -> None:
    done = run("list")
    assert done.returncode == 0, done.stderr
    for word in ("packages", "measures", "recommendations", "evidence", "resources", "frameworks", "ambitions", "sources", "principles"):
        assert word in done.stdout
    assert "proposals, not results" in done.stdout


def test_the_unverified_recommendations_are_shown_with_their_mark(run) -> None:
    done = run("list", "recommendations", "--unverified")
    assert done.returncode == 0, done.stderr
    for name in ("R04-causes", "R13-trust", "MEQ-leadership"):
        [line] = [line for line in done.stdout.splitlines() if line.strip().startswith(name)]
        assert "unverified" in line
    assert "R02-chain" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (("list", "recomendations"), "`recommendations`"),
        (("list", "recommendations", "R02-chian"), "`R02-chain`"),
        (("list", "recommendations", "--addressee", "Comissioners"), "`Commissioners`"),
        (("list", "recommendations", "--ambition", "A24-maternl"), "`A24-maternal`"),
        (("list", "ambitions", "A24-workfroce"), "`A24-workforce`"),
        (("list", "frameworks", "WRES-22"), "`WRES-2`"),
        (("list", "ideas", "--package", "cores"), "`core`"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest_and_ends_with_12(run, arguments, near) -> None:
    done = run(*arguments)
    assert done.returncode == 12
    assert f"Did you mean {near}" in done.stderr.replace("\n", " ") or near in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1, "said once"
    assert done.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--unverified"),
        ("list", "evidence", "--addressee", "Providers"),
        ("list", "sources", "--ambition", "A24-maternal"),
        ("list", "sources", "--package", "core"),
        ("list", "--package", "core"),
        ("list", "recommendations", "R02-chain", "--unverified"),
    ],
)
def test_an_option_that_does_not_fit_is_refused(run, arguments) -> None:
    assert run(*arguments).returncode == 2


def test_json_and_csv_hold_the_same_rows(run) -> None:
    as_json = json.loads(run("list", "recommendations", "--addressee", "Commissioners", "--format", "json").stdout)
    as_csv = list(csv.DictReader(io.StringIO(run("list", "recommendations", "--addressee", "Commissioners", "--format", "csv").stdout)))
    assert [row["id"] for row in as_json] == [row["id"] for row in as_csv]
    assert all("Commissioners" in row["addressees"] for row in as_json)
    assert {row["mark"] for row in as_json} <= {"verified", "secondary", "unverified"}


def test_what_there_is_for_an_ambition(run) -> None:
    done = run("list", "ambitions", "A24-maternal")
    assert done.returncode == 0, done.stderr
    assert "proposals, not results" in done.stdout
    assert "Maternal Medicine Networks:" in done.stdout
    assert "not yet co-produced" in done.stdout
    found = json.loads(run("list", "ambitions", "A24-maternal", "--format", "json").stdout)
    assert found["ambition"] == "A24-maternal"
    assert {entry["id"] for entry in found["recommendations"]} >= {"R05-portal", "MEQ-equity", "STR-maternal"}


def test_an_entry_shows_its_response_from_outside_and_what_takes_it_up(run) -> None:
    done = run("list", "recommendations", "R01-devices")
    assert "announced a review of bias" in done.stdout
    assert "taken up by" in done.stdout


def test_what_is_not_known_of_an_image_set_is_said(run) -> None:
    assert "not known: pictures; skin_tones; consent; licence" in run("list", "resources", "RES-image-library").stdout


def test_a_package_of_ones_own_is_counted_in(run, tmp_path) -> None:
    from tests.builders.change_packages import small

    path = tmp_path / "small.yaml"
    path.write_text(small(), encoding="utf-8")
    rows = json.loads(run("list", "packages", "--with", path, "--format", "json").stdout)
    assert rows[-1]["id"] == "small"


@pytest.fixture(scope="module")
def held():
    return catalogue()


@pytest.mark.parametrize(("width", "terminal"), [(60, True), (80, True), (120, True), (160, True), (60, False), (80, False)])
@pytest.mark.parametrize("listed", Listed)
def test_no_word_is_cut_off_at_any_width(held, listed, width, terminal) -> None:
    rows = held.rows(listed)
    shown = laid_out(rows, width, terminal=terminal)
    needed = Counter(
        word for row in rows for name in ("id", "mark", "title", "name", "text", "statement", "words") for word in row.get(name, "").split()
    )
    assert not needed - Counter(shown.split())
    assert max(map(len, shown.splitlines())) <= width


def test_a_wide_terminal_shows_a_table_with_whole_headers(held) -> None:
    head = laid_out(held.rows(Listed.PACKAGES), 160, terminal=True).splitlines()[1]
    assert head.split() == ["id", "version", "mark", "status", "drivers", "ideas", "measures", "unverified", "title"]


def test_a_pipe_gets_every_word(run) -> None:
    shown = run("list", "ambitions").stdout
    for row in json.loads(run("list", "ambitions", "--format", "json").stdout):
        assert row["id"] in shown
        assert row["text"] in " ".join(shown.split())


def test_what_there_is_to_change_in_a_package(run) -> None:
    done = run("list", "ideas", "--package", "core")
    assert "C2  unverified" in done.stdout
    assert "13 of 13 ideas" in done.stdout
    assert "drivers" in run("list").stdout
    assert "change packages: " in run("list", "ideas", "C2", "--package", "core").stdout


def test_the_measures_for_an_ambition_are_those_that_its_page_shows(run) -> None:
    rows = json.loads(run("list", "measures", "--ambition", "A24-maternal", "--format", "json").stdout)
    assert sum(row["package"] == "maternity_neonatal" for row in rows) == 17
