"""The how-to page, followed to the letter: its examples are cut out of the page and run, command by command."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from levelground.change_package.read import read
from levelground.measurement.sources import load_source

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / "docs" / "how-to"
PAGE = (FOLDER / "measure_your_own_data.md").read_text(encoding="utf-8")
FORM_PART, OWN_PART = PAGE.split("## 2. With a file of your own shape")


def _yaml(start: str) -> str:
    found = re.search(rf"```yaml\n({re.escape(start)}.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def _indented(start: str, part: str) -> str:
    found = re.search(rf"^    ({re.escape(start)}.*?)\n\n", part, re.DOTALL | re.MULTILINE)
    assert found is not None
    return "".join(f"{line.strip()}\n" for line in found[1].splitlines())


def _commands(part: str) -> list[list[str]]:
    return [shlex.split(line)[1:] for line in part.splitlines() if line.startswith("    levelground ")]


@pytest.fixture(name="clone")
def _clone(tmp_path: Path) -> Path:
    """A folder in which the relative paths of the page hold."""
    for name in ("src", "docs"):
        (tmp_path / name).symlink_to(REPOSITORY / name)
    return tmp_path


def _levels(run, release: str, clone: Path) -> dict[str, dict]:
    measures = json.loads(run("show", release, "--format", "json", cwd=clone).stdout)["measures"]
    return {level["group"]: level for level in measures["M7"]["levels"]}


def test_the_shipped_form_is_measured_as_the_page_says(run, clone: Path) -> None:
    commands = _commands(FORM_PART)
    assert [command[0] for command in commands] == ["measure", "release", "show", "report"]
    done = {command[0]: run(*command, cwd=clone) for command in commands}
    assert {name: one.returncode for name, one in done.items()} == dict.fromkeys(done, 0), [one.stderr for one in done.values()]
    assert "1 of 23 measures counted" in done["measure"].stdout
    assert "M8 was not run: the data have no rows for it yet" in done["measure"].stderr
    levels = _levels(run, "demo/my_release", clone)
    said = re.search(r"gives ([\d.]+)% for White and ([\d.]+)% for Mixed", FORM_PART)
    assert said is not None
    assert (levels["white"]["display"], levels["mixed"]["display"]) == said.groups()
    bundle = clone / "demo" / "my_bundle"
    assert run("release", bundle, "--policy", "none_needed_already_published", "--out", bundle.parent / "r").returncode == 31


def test_the_form_on_the_page_is_the_form_in_the_folder() -> None:
    form = (FOLDER / "example_organisation" / "local_records.csv").read_text(encoding="utf-8")
    assert form.startswith(_indented("period,organisation_code", FORM_PART))
    assert all("made-up" in row for row in form.splitlines()[1:])


def test_the_words_of_the_form_are_those_of_the_package_and_its_source() -> None:
    rows = re.findall(r"^\| (M\d+) \| `(.+?)` \| `(.+?)` \|$", PAGE, re.MULTILINE)
    asked = [
        (measure.id, measure.numerator.where, measure.denominator.where)
        for measure in read("mental_health").change_package.measures
        if measure.numerator.source == "local_records"
    ]
    assert [(name, f"measure = '{part}'", f"measure = '{whole}'") for name, part, whole in rows] == sorted(asked, key=_number)
    column = next(column for column in load_source("local_records").columns if column.name == "measure")
    of_core = {word for word in column.allowed if any(f"'{word}'" in condition for condition in _conditions("core"))}
    assert {word for _, *words in rows for word in words} | of_core == set(column.allowed)


def _number(row: tuple[str, str, str]) -> int:
    return int(row[0].removeprefix("M"))


def _conditions(package_id: str) -> list[str]:
    """The conditions of every count of a package's measures."""
    measures = read(package_id).change_package.measures
    return [count.where for measure in measures for count in (measure.numerator, measure.denominator) if count is not None]


@pytest.fixture(name="own")
def _own(clone: Path) -> Path:
    """What section 2 of the page says to write."""
    folder = clone / "my_folder"
    folder.mkdir()
    (folder / "clinic.csv").write_text(_indented("Type,Ethnicity,N", OWN_PART), encoding="utf-8")
    (folder / "clinic_counts.source.yaml").write_text(_yaml("id: clinic_counts"), encoding="utf-8")
    copied = re.search(r"^    cp (\S+) (\S+)$", OWN_PART, re.MULTILINE)
    assert copied is not None
    text = (clone / copied[1]).read_text(encoding="utf-8")
    begin = text.index("- id: M7")
    start, end = text.index("    numerator:", begin), text.index("    unit:", begin)
    rest = text[end:].replace("area_level: organisation", "area_level: country", 1)
    (clone / copied[2]).write_text(text[:start] + _yaml("    numerator:") + rest, encoding="utf-8")
    return clone


def test_a_file_of_your_own_shape_is_measured_as_the_page_says(run, own: Path) -> None:
    commands = _commands(OWN_PART)
    assert [command[0] for command in commands] == ["check", "measure", "release", "show"]
    for command in commands:
        done = run(*command, cwd=own)
        assert done.returncode == 0, done.stderr
    levels = _levels(run, "demo/clinic_release", own)
    assert (levels["white"]["numerator"], levels["white"]["display"]) == (150, "75.0")
    assert levels["other"]["numerator"] == levels["other"]["value"] == "suppressed"
    shown = json.loads(run("show", "demo/clinic_release", "--format", "json", cwd=own).stdout)["measures"]["M7"]
    (recording,) = shown["recording"]
    assert (recording["not_stated"], recording["missing"]) == ("suppressed", "suppressed")
