"""The thread and what a package rests on as pages: everything is on them, once in full, readable on a phone and without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.builders.change_packages import reading

from levelground.change_package.reliance import reliance
from levelground.change_package.theory import Kind
from levelground.change_package.trace import Step, trace
from levelground.reports.trace_page import DEEPEST, Branch, branches, page, reliance_page

VOICE = ("text: Community support", "contributions: [K1]\n    text: <b>Community</b> support")
PACKAGE = reading(VOICE).change_package


def threads() -> dict[str, str]:
    return {
        "idea": page(PACKAGE, trace(PACKAGE, "I1")),
        "aim": page(PACKAGE, trace(PACKAGE, "A1")),
        "voice": page(PACKAGE, trace(PACKAGE, "K1")),
        "rests": reliance_page(PACKAGE, reliance(PACKAGE)),
    }


def test_every_step_is_on_the_page_and_what_comes_again_leads_back() -> None:
    text = page(PACKAGE, trace(PACKAGE, "A1"))
    for step in trace(PACKAGE, "A1").downstream:
        assert f">{step.id}<" in text
    anchors = set(re.findall(r'id="([^"]+)"', text))
    assert {"down-S1", "down-I1"} <= anchors
    assert set(re.findall(r'href="#([^"]+)"', text)) <= anchors
    assert len(re.findall(r'id="([^"]+)"', text)) == len(anchors)


def test_words_of_a_package_are_words_on_the_page() -> None:
    text = page(PACKAGE, trace(PACKAGE, "S1"))
    assert "&lt;b&gt;Community&lt;/b&gt; support" in text
    assert "<script" not in text


def test_what_is_not_verified_is_said_in_words_and_so_is_the_assumption() -> None:
    text = page(PACKAGE, trace(PACKAGE, "I1"))
    assert '<span class="lg-mark">read about elsewhere</span>' in text
    assert "Assuming: Staff take part." in text
    assert "<b>not yet co-produced</b>" in text


def test_a_thread_with_nothing_in_one_direction_says_so() -> None:
    assert "<p>Nothing.</p>" in page(PACKAGE, trace(PACKAGE, "M1"))


def test_steps_become_a_tree_and_the_deepest_stay_on_the_page() -> None:
    steps = [Step(depth, "serves", f"E{number}", Kind.CHANGE_IDEA, "x") for number, depth in enumerate([0, 1, 2, 1, 0])]
    first, second = branches(steps)
    assert [branch.step.id for branch in first.children] == ["E1", "E3"]
    assert second.children == []
    deep = branches([Step(depth, "serves", f"E{depth}", Kind.CHANGE_IDEA, "x") for depth in range(2000)])
    assert _count(deep) == 2000
    assert _depth(deep) == DEEPEST + 1


def _count(tree: list[Branch]) -> int:
    return sum(1 + _count(branch.children) for branch in tree)


def _depth(tree: list[Branch]) -> int:
    return max((1 + _depth(branch.children) for branch in tree), default=0)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Callable[[str, int], Page]]:
    """A page of this module in a browser of some width."""
    folder = tmp_path_factory.mktemp("threads")
    for name, text in threads().items():
        (Path(folder) / f"{name}.html").write_text(text, encoding="utf-8")
    opened: list[Page] = []

    def show(name: str, width: int) -> Page:
        opened.append(browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True))
        opened[-1].goto((Path(folder) / f"{name}.html").as_uri())
        return opened[-1]

    yield show
    for each in opened:
        each.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["idea", "aim", "voice", "rests"])
def test_a_page_fits_its_screen_and_is_accessible(shown: Callable[[str, int], Page], name: str, width: int) -> None:
    sheet = shown(name, width)
    assert sheet.evaluate("document.documentElement.scrollWidth") <= width
    assert "heading-order" not in str(violations := Axe().run(sheet).response["violations"])
    assert violations == []
