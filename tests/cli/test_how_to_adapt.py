"""The how-to page on adapting, followed to the letter: its commands and its operations are cut out of the page and used."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from levelground.change_package.adaptation.overlay import LINK_FIELDS
from levelground.change_package.read import read

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "adapt_a_change_package.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line)[1:] for line in PAGE.splitlines() if line.startswith("    levelground ")]
WITHOUT_COUNTS, WITH_COUNTS = COMMANDS[:4], COMMANDS[4:]


def _yaml(start: str) -> str:
    """The example of the page that begins so."""
    found = re.search(rf"```yaml\n({re.escape(start)}.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def _begun(run, folder: Path, operations: str) -> Path:
    """The adaptation that the page begins, with these operations."""
    begun = run(*COMMANDS[0], cwd=folder)
    assert begun.returncode == 0, begun.stderr
    path = folder / "my_adaptation.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("operations: []\n") == 1
    path.write_text(text.replace("operations: []\n", operations), encoding="utf-8")
    return path


def test_the_page_is_followed_step_by_step(run, tmp_path: Path) -> None:
    assert [command[0] for command in WITHOUT_COUNTS] == ["adapt", "check", "diagram", "resolve"]
    path = _begun(run, tmp_path, _yaml("operations:\n"))
    for command in WITHOUT_COUNTS[1:]:
        done = run(*command, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    drivers = [driver.id for driver in read(path).change_package.secondary_drivers]
    assert drivers[drivers.index("S9") + 1] == "TU-S1"
    whole = read(tmp_path / "my_whole.yaml").change_package
    assert "C15" not in {idea.id for idea in whole.change_ideas}
    origin = whole.primary_drivers[1].origin
    assert origin is not None
    assert origin.changed[0].decision == "D-2026-04"


def test_an_idea_with_a_measure_on_own_counts_and_a_baseline_as_the_page_says(run, tmp_path: Path) -> None:
    (command,) = WITH_COUNTS
    assert command == ["check", "my_adaptation.yaml", "--data", "my_counts"]
    path = _begun(run, tmp_path, _yaml("operations:\n") + _yaml("  - op: add\n    to: change_ideas\n"))
    (tmp_path / "my_counts").mkdir()
    (tmp_path / "my_counts" / "our_counts.source.yaml").write_text(_yaml("id: our_counts\n"), encoding="utf-8")
    done = run(*command, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "our_counts" not in done.stderr
    assert "aim-without-baseline" not in done.stderr
    assert "aim-without-target" in done.stderr
    undeclared = run(*command[:2], cwd=tmp_path)
    assert undeclared.returncode == 0, undeclared.stderr
    assert "note: the data source `our_counts` is declared nowhere" in " ".join(undeclared.stderr.split())
    package = read(path).change_package
    assert next(idea for idea in package.change_ideas if idea.id == "TU-C1").measures == ("TU-M1",)
    assert package.aim.baseline is not None
    assert (package.aim.baseline.value, package.aim.baseline.lower, package.aim.baseline.upper) == (50, 37.7, 62.3)
    path.write_text(path.read_text(encoding="utf-8").replace("kind = 'had one'", "kind = 'had won'"), encoding="utf-8")
    wrong = run(*command, cwd=tmp_path)
    assert wrong.returncode == 11
    assert "value-not-declared" in " ".join(wrong.stderr.split())


def test_every_operation_of_the_language_is_on_the_page() -> None:
    assert set(re.findall(r"op: (\w+)", PAGE)) == {"add", "replace", "reword", "remove", "link", "unlink"}
    named = re.search(r"adds an id to a list of ids or takes one out: (.*) \|", PAGE)
    assert named is not None
    assert set(re.findall(r"`(\w+)`", named[1])) <= set(LINK_FIELDS)
