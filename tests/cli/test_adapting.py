"""`new`, `adapt`, `resolve` and `check --base` as a person uses them: what is written, what is said, and when nothing is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.builders.change_packages import SMALL
from tests.builders.overlays import digest, overlay_text, reword

from levelground.change_package.read import read
from levelground.documents.yaml_reader import read_yaml
from levelground.errors import ChangePackageInvalid


@pytest.fixture(name="shared")
def _shared(tmp_path: Path) -> Path:
    """A folder with a base that was taken from a shipped package, and an overlay in a folder of its own."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "mine").mkdir()
    return tmp_path


def _adapted(run, folder: Path) -> Path:
    path = folder / "mine" / "trust.yaml"
    done = run("adapt", "core", "--id", "trust", "--title", "Our own: an inequality", "--out", path)
    assert done.returncode == 0, done.stderr
    return path


def test_a_new_change_package_can_be_checked_and_written_on(run, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    done = run("new", "mine", "--title", 'Inequality in "waiting": ours', "--out", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"levelground check {path}" in done.stdout
    package = read(path).change_package
    assert (package.id, package.title, package.status) == ("mine", 'Inequality in "waiting": ours', "not_yet_co_produced")
    checked = run("check", path)
    assert checked.returncode == 0, checked.stderr
    assert "error" not in checked.stdout
    assert "warning" in checked.stdout
    lines = path.read_text(encoding="utf-8").splitlines()
    assert max(map(len, lines)) < 130
    assert sum(line.lstrip().startswith("#") for line in lines) > 15


def test_a_new_adaptation_changes_nothing_yet_and_shows_how(run, shared: Path) -> None:
    path = _adapted(run, shared)
    reading, core = read(path), read("core")
    assert [element.id for element in reading.change_package.elements()] == [element.id for element in core.change_package.elements()]
    assert reading.change_package.adapts == (core.pin,)
    assert reading.change_package.title == "Our own: an inequality"
    checked = run("check", path)
    assert checked.returncode == 0, checked.stderr


def test_the_examples_of_operations_work_when_they_are_used(run, shared: Path) -> None:
    """Each example is taken out of its comment and tried on the base, whose real ids it names."""
    path = _adapted(run, shared)
    text = path.read_text(encoding="utf-8")
    head, examples = text.split("operations: []\n")
    used = re.sub(r"^  # ", "  ", examples, flags=re.MULTILINE)
    operations = "\n".join(line for line in used.splitlines() if re.match(r"  (-|  )", line))
    assert set(re.findall(r"op: (\w+)", operations)) == {"add", "replace", "reword", "remove", "link", "unlink"}
    path.write_text(f"{head}operations:\n{operations}\n", encoding="utf-8")
    package = read(path).change_package
    assert "MY-S1" in {driver.id for driver in package.secondary_drivers}


def test_a_base_in_another_folder_is_named(run, shared: Path) -> None:
    base, path = shared / "theirs" / "small.yaml", shared / "mine" / "local.yaml"
    base.write_text(SMALL)
    done = run("adapt", base, "--id", "local", "--title", "Local", "--out", path)
    assert f"levelground check {path} --base {base}" in done.stdout
    refused = run("check", path)
    assert (refused.returncode, refused.stdout) == (11, "")
    assert "missing-base" in refused.stderr
    assert "--base FILE" in refused.stderr
    for given in (base, base.parent):
        assert "missing-base" not in run("check", path, "--base", given).stderr
    drawn = run("diagram", path, "--out", shared / "x.svg", "--base", base)
    assert drawn.returncode == 0, drawn.stderr


def test_the_whole_of_an_adaptation_is_written(run, shared: Path) -> None:
    path, whole, as_json = _adapted(run, shared), shared / "whole.yaml", shared / "whole.json"
    done = run("resolve", path, "--out", whole)
    assert done.returncode == 0, done.stderr
    assert "trust 0.1.0" in done.stdout
    assert read(whole).change_package == read(path).change_package
    assert read(whole).overlay is None
    assert run("resolve", path, "--out", as_json, "--format", "json").returncode == 0
    assert json.loads(as_json.read_text(encoding="utf-8")) == read_yaml(whole.read_bytes(), "whole").value


def test_a_full_package_resolves_to_its_own_bytes(run, tmp_path: Path) -> None:
    assert run("resolve", "core", "--out", tmp_path / "core.yaml").returncode == 0
    assert (tmp_path / "core.yaml").read_bytes() == read("core").data


@pytest.mark.parametrize(
    "command",
    [
        ("new", "mine", "--title", "Mine"),
        ("adapt", "core", "--id", "mine", "--title", "Mine"),
        ("resolve", "core"),
    ],
)
def test_nothing_is_written_over_unless_told(run, tmp_path: Path, command: tuple[str, ...]) -> None:
    path = tmp_path / "there.yaml"
    path.write_bytes(b"mine")
    done = run(*command, "--out", path)
    assert (done.returncode, done.stdout) == (32, "")
    assert "already-there" in done.stderr
    assert "`--overwrite`" in done.stderr
    assert path.read_bytes() == b"mine"
    assert run(*command, "--out", path, "--overwrite").returncode == 0
    assert path.read_bytes() != b"mine"


def test_nothing_is_written_where_something_is_wrong(run, shared: Path) -> None:
    bad = shared / "mine" / "bad.yaml"
    (shared / "mine" / "small.yaml").write_text(SMALL)
    bad.write_text(overlay_text(reword("P11", "text", "x"), {"op": "remove", "element": "A1"}, digest_="0" * 64))
    out = shared / "out.yaml"
    for command, code, words in (
        (("resolve", bad), 11, ("base-changed", "unknown-element", "aim-removed", "Did you mean `P1`", digest(SMALL))),
        (("check", bad), 11, ("base-changed", "unknown-element", "aim-removed")),
        (("trace", bad, "P1"), 11, ("base-changed",)),
        (("resolve", shared / "no.yaml"), 10, ("missing-file",)),
        (("resolve", "cor"), 10, ("Did you mean `core`",)),
        (("adapt", "cor", "--id", "x", "--title", "x"), 10, ("Did you mean `core`",)),
        (("adapt", bad, "--id", "x", "--title", "x"), 11, ("base-changed",)),
        (("adapt", "core", "--id", "core", "--title", "x"), 11, ("circle-of-overlays",)),
        (("adapt", "core", "--id", "9 x", "--title", "x"), 2, ("an id begins with a letter",)),
        (("new", "a b", "--title", "x"), 2, ("an id begins with a letter",)),
        (("new", "ab", "--title", " "), 2, ("it must have words",)),
    ):
        done = run(*command, *(() if command[0] in ("check", "trace") else ("--out", out)))
        said = re.sub(r"[│\s]+", " ", done.stderr)
        assert (done.returncode, done.stdout) == (code, ""), (command, done.stderr)
        assert all(word in said for word in words), (command, done.stderr)
        assert "Traceback" not in done.stderr
        assert not out.exists()


def test_errors_of_the_whole_keep_it_from_being_written(run, shared: Path) -> None:
    """What only `check` finds (a link to nothing) stops `resolve` too, at the overlay's line."""
    (shared / "mine" / "small.yaml").write_text(SMALL)
    path = shared / "mine" / "local.yaml"
    path.write_text(overlay_text({"op": "link", "element": "S2", "field": "serves", "target": "P9"}))
    done = run("resolve", path, "--out", shared / "out.yaml")
    assert done.returncode == ChangePackageInvalid.exit_code
    assert "link-to-nothing" in done.stderr
    assert re.search(r"local\.yaml:\d+:\d+: error: `serves` of `S2` names `P9`", done.stderr)
    assert not (shared / "out.yaml").exists()
