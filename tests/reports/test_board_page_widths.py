"""The board page in a real browser, on a phone and on a desk: what scrolls does so because it is much wider than its box."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.builders.results import released_results

from levelground.reports.board_page import page

WIDTHS = "[...document.querySelectorAll('.lg-scroll')].map(box => [box.getAttribute('aria-label'), box.scrollWidth - box.clientWidth])"
SLIVER = 24
"""A box that is wider by less than this looks as if it fitted, and has a scrollbar all the same."""


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Page]:
    """The page from its file, with everything that can be opened open."""
    file = tmp_path_factory.mktemp("board") / "board_page.html"
    Path(file).write_text(page(released_results()), encoding="utf-8")
    opened = browser.new_page()
    opened.goto(file.as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    yield opened
    opened.close()


@pytest.mark.parametrize("width", [320, 500, 1280])
def test_no_box_scrolls_by_a_sliver_and_the_page_never_sideways(sheet: Page, width: int) -> None:
    sheet.set_viewport_size({"width": width, "height": 900})
    assert sheet.evaluate("document.documentElement.scrollWidth") <= width
    assert not [box for box in sheet.evaluate(WIDTHS) if 0 < box[1] < SLIVER]


def test_on_a_desk_no_table_of_numbers_scrolls(sheet: Page) -> None:
    sheet.set_viewport_size({"width": 1280, "height": 900})
    assert not [label for label, over in sheet.evaluate(WIDTHS) if over and label.endswith(", table")]


def test_on_a_phone_a_picture_says_that_there_is_more_of_it(sheet: Page) -> None:
    sheet.set_viewport_size({"width": 320, "height": 900})
    hints = sheet.evaluate("[...document.querySelectorAll('.lg-picture')].map(box => getComputedStyle(box, '::before').content)")
    assert set(hints) == {'"Wider than the screen: scroll sideways"'}
    captions = "[...document.querySelectorAll('.lg-table caption span')].every(words => words.getBoundingClientRect().right <= 320)"
    assert sheet.evaluate(captions)
