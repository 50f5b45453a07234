"""The examples of the README, cut out of it and run in order, as by somebody who has just cloned the house."""

from __future__ import annotations

import os
import pty
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
PAGES = (REPOSITORY / "README.md", REPOSITORY / "docs" / "how-to" / "measure_your_own_data.md")
SERVES_UNTIL_STOPPED = "serve"


def _section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)^## ", README, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def _commands(text: str) -> list[list[str]]:
    """Each indented line as a shell would split it, without its comment."""
    return [shlex.split(line, comments=True) for line in text.splitlines() if line.startswith("    ")]


EXAMPLES = _commands(_section("The command line by example"))
SERVED = next(words[2] for words in EXAMPLES if words[1] == SERVES_UNTIL_STOPPED)


@pytest.fixture(name="clone", scope="module")
def _clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the relative paths of the examples hold."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("src", "docs"):
        (folder / name).symlink_to(REPOSITORY / name)
    return folder


def _on_a_terminal(arguments: list[str], cwd: Path) -> tuple[int, str]:
    """Exit code and output of a command whose output is a terminal."""
    screen, terminal = pty.openpty()
    command = [sys.executable, "-W", "error", "-m", "levelground", *arguments]
    with subprocess.Popen(command, cwd=cwd, stdout=terminal, stderr=terminal, stdin=subprocess.DEVNULL) as child:
        os.close(terminal)
        shown = b""
        while True:
            try:
                part = os.read(screen, 65536)
            except OSError:
                part = b""
            if not part:
                break
            shown += part
    os.close(screen)
    return child.returncode, shown.decode("utf-8", errors="replace")


def test_every_line_of_the_readme_works_in_order(clone: Path) -> None:
    assert EXAMPLES[0] == ["source", ".venv/bin/activate"]
    ran = []
    for program, *arguments in EXAMPLES[1:]:
        assert program == "levelground"
        if arguments[0] != SERVES_UNTIL_STOPPED:
            code, shown = _on_a_terminal(arguments, clone)
            assert code == 0, f"{' '.join(arguments)}\n{shown}"
            ran.append(arguments[0])
    with_results = ["diagram", "measure", "release", "show", "show", "report"]
    assert ran == ["check", "trace", "trace", "list", *with_results, "adapt", "check", "compare", "upgrade"]
    assert (clone / SERVED / "contents.json").is_file()


def test_what_the_readme_says_that_is_shown_is_shown(clone: Path) -> None:
    code, shown = _on_a_terminal(["show", SERVED, "--measure", "M1"], clone)
    assert code == 0
    said = _section("See it run")
    for number in ("69.5", "79.9", "115.9", "130.6", "239.0", "3.44", "3.34 to 3.54", "3,726 of 49,251 (7.6%)"):
        assert number in said
        assert number in shown


def test_the_readme_counts_the_elements_that_are_unverified(run) -> None:
    counted = re.search(r"(\d+) of (\d+) elements are unverified", run("check", "mental_health").stderr)
    assert counted is not None
    assert f"**{counted[1]} of the {counted[2]} elements" in README


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_the_examples_write_is_not_taken_for_a_part_of_the_product(page: Path) -> None:
    commands = _commands(page.read_text(encoding="utf-8"))
    written = [command[command.index("--out") + 1] for command in commands if "--out" in command]
    written += [command[-1] for command in commands if command and command[0] == "cp"]
    assert len(written) > 3
    ignored = subprocess.run(["git", "check-ignore", *written], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ignored.stdout.splitlines() == written


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", *(path.relative_to(REPOSITORY) for path in REPOSITORY.glob("docs/**/*.md"))], ids=str
)
def test_every_link_to_a_file_leads_somewhere(name: str | Path) -> None:
    page = REPOSITORY / name
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if "://" not in target and not (page.parent / target).exists()] == []
