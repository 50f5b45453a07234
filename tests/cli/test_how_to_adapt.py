"""The how-to page on adapting, followed to the letter: its commands and its operations are cut out of the page and used."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from levelground.change_package.adaptation.overlay import LINK_FIELDS
from levelground.change_package.read import read

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "adapt_a_change_package.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line)[1:] for line in PAGE.splitlines() if line.startswith("    levelground ")]


def test_the_page_is_followed_step_by_step(run, tmp_path: Path) -> None:
    assert [command[0] for command in COMMANDS] == ["adapt", "check", "diagram", "resolve"]
    begun = run(*COMMANDS[0], cwd=tmp_path)
    assert begun.returncode == 0, begun.stderr
    path = tmp_path / "my_adaptation.yaml"
    operations = re.search(r"```yaml\n(operations:\n.*?)```", PAGE, re.DOTALL)
    assert operations is not None
    text = path.read_text(encoding="utf-8")
    assert text.count("operations: []\n") == 1
    path.write_text(text.replace("operations: []\n", operations[1]), encoding="utf-8")
    for command in COMMANDS[1:]:
        done = run(*command, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    drivers = [driver.id for driver in read(path).change_package.secondary_drivers]
    assert drivers[drivers.index("S9") + 1] == "TU-S1"
    whole = read(tmp_path / "my_whole.yaml").change_package
    assert "C15" not in {idea.id for idea in whole.change_ideas}
    origin = whole.primary_drivers[1].origin
    assert origin is not None
    assert origin.changed[0].decision == "D-2026-04"


def test_every_operation_of_the_language_is_on_the_page() -> None:
    assert set(re.findall(r"op: (\w+)", PAGE)) == {"add", "replace", "reword", "remove", "link", "unlink"}
    named = re.search(r"adds an id to a list of ids or takes one out: (.*) \|", PAGE)
    assert named is not None
    assert set(re.findall(r"`(\w+)`", named[1])) <= set(LINK_FIELDS)
