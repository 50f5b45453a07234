"""`levelground compare` and `upgrade` as a person uses them: what is printed, what is written, and the code of exit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.builders.change_packages import small
from tests.change_package.adaptation.test_upgrade import P1_TEXT, REMOVE, REWORD, base, overlay

NEW = (("version: '0.1.0'", "version: '0.2.0'"), (P1_TEXT, "text: Theirs."))


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Path:
    """A folder with a base in two versions and an overlay on the first."""
    (tmp_path / "old.yaml").write_text(small(), encoding="utf-8")
    (tmp_path / "new.yaml").write_text(small(*NEW), encoding="utf-8")
    (tmp_path / "ours.yaml").write_bytes(overlay(REWORD, base()).data)
    return tmp_path


def test_compare_prints_text_or_json_or_writes_a_page(run, desk: Path) -> None:
    text = run("compare", "old.yaml", "new.yaml", cwd=desk)
    assert (text.returncode, text.stderr) == (0, "")
    assert "Primary driver P1: reworded" in text.stdout
    value = json.loads(run("compare", "old.yaml", "new.yaml", "--format", "json", cwd=desk).stdout)
    assert [element["id"] for element in value["elements"]] == ["P1"]
    done = run("compare", "old.yaml", "new.yaml", "--format", "html", "--out", "page.html", cwd=desk)
    assert done.stdout == "1 changed: page.html\n"
    assert (desk / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    "command",
    [
        ("compare", "old.yaml", "ours.yaml", "--out", "{file}"),
        ("trace", "ours.yaml", "P1", "--out", "{file}"),
        ("diagram", "ours.yaml", "--out", "{file}"),
    ],
)
@pytest.mark.parametrize("file", ["ours.yaml", "old.yaml", "linked.yaml"])
def test_nothing_is_written_over_the_change_package_that_it_was_made_from(run, desk: Path, command: tuple[str, ...], file: str) -> None:
    (desk / "linked.yaml").symlink_to("ours.yaml")
    before = {path.name: path.read_bytes() for path in desk.iterdir()}
    done = run(*(part.format(file=file) for part in command), cwd=desk)
    assert done.returncode == 32
    assert "[made-from-it]" in done.stderr
    assert {path.name: path.read_bytes() for path in desk.iterdir()} == before


def test_compare_knows_shipped_versions_and_says_when_nothing_differs(run) -> None:
    done = run("compare", "core@1.0.0", "core@1.0.0")
    assert (done.returncode, done.stdout) == (0, "core@1.0.0 and core@1.0.0 say the same.\ncore@1.0.0 is not yet co-produced.\n")
    assert run("compare", "core@0.0.9", "core").returncode == 10


def test_upgrade_writes_nothing_while_there_is_something_to_choose(run, desk: Path) -> None:
    before = sorted(desk.iterdir())
    done = run("upgrade", "ours.yaml", "--to", "new.yaml", "--out", "upgraded.yaml", cwd=desk)
    assert done.returncode == 11
    assert "1 conflict to settle" in done.stderr
    assert "choose P1.text=mine" in done.stdout
    assert sorted(desk.iterdir()) == before


@pytest.mark.parametrize(("side", "words"), [("mine", "Ours."), ("theirs", "Theirs.")])
def test_upgrade_writes_what_was_chosen(run, desk: Path, side: str, words: str) -> None:
    options = ("--choose", f"P1.text={side}", "--version", "1.1.0", "--out", "upgraded.yaml")
    done = run("upgrade", "ours.yaml", "--to", "new.yaml", *options, cwd=desk)
    assert done.returncode == 0, done.stderr
    shown = json.loads(run("compare", "new.yaml", "upgraded.yaml", "--format", "json", cwd=desk).stdout)
    assert [element["changes"][0]["new"] for element in shown["elements"]] == ([words] if side == "mine" else [])
    again = run("upgrade", "ours.yaml", "--to", "new.yaml", *options, cwd=desk)
    assert again.returncode == 32
    assert run("upgrade", "ours.yaml", "--to", "new.yaml", *options, "--overwrite", cwd=desk).returncode == 0


def test_upgrade_as_json_holds_every_list(run, desk: Path) -> None:
    done = run("upgrade", "ours.yaml", "--to", "new.yaml", "--format", "json", cwd=desk)
    assert done.returncode == 11
    value = json.loads(done.stdout)
    assert value["conflicts"][0]["key"] == "P1.text"
    assert value["conflicts"][0]["choices"].keys() == {"mine", "theirs"}
    assert value["about_the_base_itself_not_taken_over"] == ["version replaced: 0.2.0"]


def test_upgrade_takes_the_old_base_that_is_named(run, desk: Path) -> None:
    (desk / "elsewhere").mkdir()
    (desk / "old.yaml").rename(desk / "elsewhere" / "old.yaml")
    assert run("upgrade", "ours.yaml", "--to", "new.yaml", "--choose", "P1.text=mine", cwd=desk).returncode == 11
    done = run("upgrade", "ours.yaml", "--from", "elsewhere/old.yaml", "--to", "new.yaml", "--choose", "P1.text=mine", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert "--version" in done.stderr


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--choose", "P1.text"), 2, "KEY=mine"),
        (("--choose", "P1.text=ours"), 2, "KEY=mine"),
        (("--choose", "P1.text=mine", "--choose", "P1.text=theirs"), 2, "both"),
        (("--choose", "P1.txt=mine"), 11, "Did you mean `P1.text`?"),
        (("--version", "2"), 2, "three numbers"),
    ],
)
def test_a_wrong_option_is_told(run, desk: Path, options: tuple[str, ...], code: int, words: str) -> None:
    done = run("upgrade", "ours.yaml", "--to", "new.yaml", *options, cwd=desk)
    assert done.returncode == code
    assert words in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.stderr


def test_what_is_no_adaptation_cannot_be_upgraded(run, desk: Path) -> None:
    for options in ((), ("--from", "old.yaml")):
        done = run("upgrade", "old.yaml", *options, "--to", "new.yaml", cwd=desk)
        assert done.returncode == 11
        assert "overlay" in done.stderr or "no base to be carried over from" in done.stderr
    assert run("upgrade", "nowhere.yaml", "--from", "old.yaml", "--to", "new.yaml", cwd=desk).returncode == 10


def test_all_conflicts_are_listed_at_once(run, desk: Path) -> None:
    (desk / "new.yaml").write_text(small(*NEW, ("text: Supervision that looks", "text: Talk that looks")), encoding="utf-8")
    ours = (desk / "ours.yaml").read_text(encoding="utf-8")
    (desk / "ours.yaml").write_text(ours + REMOVE, encoding="utf-8")
    done = run("upgrade", "ours.yaml", "--to", "new.yaml", cwd=desk)
    assert "2 conflicts to settle" in done.stderr
    assert "P1.text, S2" in done.stderr
