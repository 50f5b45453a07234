"""The side-by-side page: both wordings whole, what differs marked by more than colour, for every reader and every width."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.builders.change_packages import reading, small
from tests.builders.patience import patiently
from tests.change_package.adaptation.test_upgrade import ADD, REMOVE, REWORD, base, overlay

from levelground.change_package.adaptation.adapt import resolve
from levelground.change_package.adaptation.compare import compare
from levelground.change_package.read import read, read_text
from levelground.reports.comparison_page import page
from levelground.reports.words_that_differ import words_that_differ

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
EDITS = (
    ("version: '0.1.0'", "version: '0.2.0'"),
    ("text: People get help before a crisis.", "text: People get help <b>long</b> before a crisis & in time."),
    ("    per: 100000\n", "    per: 1000\n"),
    ("    serves: [P2]\nchange_ideas", "    serves: [P1]\nchange_ideas"),
    ("    recommendations: [R1]\n    measures: [M2]", "    measures: [M2]"),
    ("summary: Made for tests.", f"summary: {'averyverylongwordwithoutanyblank' * 6}"),
)


def edited_page() -> str:
    """A page on some edits of the small change package."""
    return page(compare(reading(), read_text(small(*EDITS), "new.yaml")))


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[list[Page]]:
    """Pages from their files: a made-up comparison, and that of the shipped core's two versions."""
    folder = tmp_path_factory.mktemp("compared")
    opened = []
    for name, text in (("edited", edited_page()), ("core", page(compare(read("core@1.0.0"), read("core@1.1.0"))))):
        file = Path(folder) / f"{name}.html"
        file.write_text(text, encoding="utf-8")
        sheet = browser.new_page()
        sheet.goto(file.as_uri())
        opened.append(sheet)
    yield opened
    for sheet in opened:
        sheet.close()


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_the_page_never_scrolls_sideways(sheets: list[Page], width: int) -> None:
    for sheet in sheets:
        sheet.set_viewport_size({"width": width, "height": 900})
        assert sheet.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_no_violation(sheets: list[Page], width: int) -> None:
    for sheet in sheets:
        sheet.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(sheet, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()


def test_the_two_wordings_stand_beside_each_other_on_a_desk_and_below_each_other_on_a_phone(sheets: list[Page]) -> None:
    boxes = "[...document.querySelector('.lg-pair').querySelectorAll(':scope > div')].map(box => box.getBoundingClientRect().toJSON())"
    sheets[0].set_viewport_size({"width": 1280, "height": 900})
    old, new = sheets[0].evaluate(boxes)
    assert old["top"] == new["top"]
    assert old["right"] < new["left"]
    sheets[0].set_viewport_size({"width": 320, "height": 900})
    old, new = sheets[0].evaluate(boxes)
    assert old["left"] == new["left"]
    assert old["bottom"] < new["top"]


def test_what_differs_is_marked_by_lines_and_by_words_to_be_heard(sheets: list[Page]) -> None:
    lines = "name => getComputedStyle(document.querySelector(name)).textDecorationLine"
    assert (sheets[0].evaluate(lines, "del"), sheets[0].evaluate(lines, "ins")) == ("line-through", "underline")
    assert "(put in:" in sheets[0].locator("ins").first.inner_text()
    assert "(taken out:" in sheets[0].locator("del").first.inner_text()


def test_the_page_needs_nothing_from_outside_and_escapes_what_it_shows() -> None:
    text = edited_page()
    assert "<script" not in text
    assert " style=" not in text
    assert "src=" not in text
    assert "<b>long</b>" not in text
    assert "&lt;b&gt;" in text or "&lt;" in text
    assert "<title>What changed in small: version 0.1.0 to 0.2.0 - Levelground</title>" in text
    assert "must not be drawn as one line" in text
    assert "numbers not comparable" in text


def test_what_was_added_or_removed_shows_its_main_fields_and_why() -> None:
    text = page(compare(base(), resolve(base(), overlay(ADD.replace("after: S2", "after: S1") + REMOVE + REWORD, base()))))
    words = " ".join(html.unescape(re.sub("<[^>]*>", " ", text)).split())
    assert "added Our own. Only in ours@1.0.0 Why it matters It is. Serves P2 Why: Missing here." in words
    assert "Only in small@0.1.0 Why it matters" in words
    for reason in ("Missing here.", "Not here.", "Clearer here."):
        assert f"Why: {reason}" in words


def test_an_added_measure_shows_what_is_counted() -> None:
    text = page(compare(read("core@1.1.0"), read("mental_health@1.0.0")))
    assert re.search(r"<dt>Numerator</dt>\s*<dd>[^<]+ \(source: \w+", text)


def test_the_aim_comes_first_and_the_change_package_itself_last() -> None:
    text = page(compare(reading(), read_text(small(*EDITS, ("deadline: 2030-03-31", "deadline: 2031-03-31")), "new.yaml")))
    headings = re.findall("<h2[^>]*>(.*?)</h2>", text)
    assert (headings[0], headings[-1]) == ("The aim", "The change package itself")
    assert re.findall("<h3>(.*?)</h3>", text)[-1] == "Version"


def test_two_that_say_the_same_say_so() -> None:
    assert "The two say the same." in page(compare(reading(), reading()))


@pytest.mark.parametrize(
    ("old", "new", "taken_out", "put_in"),
    [
        ("a b c", "a b c", [], []),
        ("a b c", "a c", ["b "], []),
        ("Decisions about people are examined", "Decisions about people, and rules, are examined", [], [", and rules,"]),
        ("one", "two", ["one"], ["two"]),
        ("", "two", [], ["two"]),
    ],
)
def test_words_that_differ_are_cut_out_and_each_wording_stays_whole(old: str, new: str, taken_out: list[str], put_in: list[str]) -> None:
    before, after = words_that_differ(old, new)
    assert ("".join(each.words for each in before), "".join(each.words for each in after)) == (old, new)
    assert ([each.words for each in before if not each.same], [each.words for each in after if not each.same]) == (taken_out, put_in)


@pytest.mark.parametrize(("old", "new"), [("a " * 1999, "a b " * 999), ("a b " * 20_000, "b a a " * 20_000)])
def test_words_that_come_again_and_again_take_no_time(old: str, new: str) -> None:
    with patiently():
        before, after = words_that_differ(f"First {old}last.", f"First {new}last.")
    assert (before[0], before[-1].same, after[-1].same) == (after[0], True, True)
    assert ("".join(each.words for each in before), "".join(each.words for each in after)) == (f"First {old}last.", f"First {new}last.")
