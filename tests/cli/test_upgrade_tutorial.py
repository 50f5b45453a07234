"""The tutorial on upgrading, followed to the letter: each of its commands is run, and says what the page says."""

from __future__ import annotations

import difflib

from tools.write_tutorials import PINS, TUTORIALS, rendered

from levelground.change_package.adaptation.overlay_reading import read_overlay
from levelground.change_package.read import read

PAGE = TUTORIALS / "upgrade_an_adaptation.md"


def test_every_command_says_what_the_page_says() -> None:
    there, now = PAGE.read_text(encoding="utf-8"), rendered(PAGE)
    assert not list(difflib.unified_diff(there.splitlines(), now.splitlines(), "the page", "the commands", lineterm=""))


def test_the_page_shows_one_conflict_that_is_settled_and_a_second_overlay_without_any() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.count("To choose: 1\n") == 2
    assert text.count("To choose: 0\n") == 1
    assert text.count("(exit code ") == 1


def test_the_example_stands_on_the_shipped_core() -> None:
    folder = PAGE.with_suffix("")
    pins = [read_overlay((folder / name).read_bytes(), name).overlay.adapts for name, _ in PINS]
    assert pins == [read("core@1.0.0").pin, read(folder / "maternity.yaml").pin]
