"""What holds for every page, in a real browser, on a small and on a large screen."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.journeys.conftest import Visitor

PAGES = (
    "/",
    "/results/",
    "/results/diagram/",
    "/results/measures/",
    "/results/measures/M1/",
    "/results/measures/M5/",
    "/results/measures/M6/",
    "/results/measures/M7/",
    "/results/change-package/",
    "/results/measures/M111/",
    "/no-such-page/",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
FIRST_VIEW = 100 * 1024
EXPECTED = "Failed to load resource: the server responded with a status of 404 (Not Found)"


@pytest.mark.parametrize("path", PAGES)
def test_given_a_page_when_axe_looks_at_it_then_it_finds_no_violation(visitor: Visitor, path: str) -> None:
    visitor.goes_to(path)
    visitor.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found = Axe().run(visitor.page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert [complaint for complaint in visitor.complaints if complaint != EXPECTED] == []


@pytest.mark.parametrize("path", PAGES)
def test_given_a_page_when_it_is_shown_then_it_never_scrolls_sideways(visitor: Visitor, path: str) -> None:
    visitor.goes_to(path)
    for opened in ("false", "true"):
        visitor.page.evaluate(f"document.querySelectorAll('details').forEach(each => {{ each.open = {opened} }})")
        root = "document.documentElement"
        assert visitor.page.evaluate(f"{root}.scrollWidth") <= visitor.page.evaluate(f"{root}.clientWidth")


@pytest.mark.parametrize("path", PAGES)
def test_given_an_empty_cache_when_a_page_is_opened_then_it_costs_little_and_asks_nobody_else(visitor: Visitor, path: str) -> None:
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    response = visitor.goes_to(path)
    visitor.page.wait_for_load_state("load")
    assert 2_000 < sum(received) <= FIRST_VIEW
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert [complaint for complaint in visitor.complaints if complaint != EXPECTED] == []


@pytest.mark.parametrize("path", PAGES)
def test_given_a_keyboard_when_tab_is_pressed_then_the_skip_link_leads_past_the_menu(visitor: Visitor, path: str) -> None:
    visitor.goes_to(path)
    visitor.page.keyboard.press("Tab")
    skip = visitor.page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#maincontent")).to_be_focused()


@pytest.mark.parametrize("path", ["/results/", "/results/measures/M1/"])
def test_given_a_keyboard_on_a_phone_when_a_wide_box_is_reached_then_it_scrolls(phone: Visitor, path: str) -> None:
    phone.goes_to(path)
    phone.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    boxes = [box for box in phone.page.get_by_role("region").all() if box.get_attribute("tabindex") == "0" and box.is_visible()]
    wide = [box for box in boxes if box.evaluate("box => box.scrollWidth > box.clientWidth")]
    assert wide
    wide[0].focus()
    expect(wide[0]).to_be_focused()
    phone.page.keyboard.press("ArrowRight")
    phone.page.wait_for_function("box => box.scrollLeft > 0", arg=wide[0].element_handle())


BOXES = """() => [...document.querySelectorAll(".site-scroll, .lg-scroll")].map(box => {
  const caption = box.querySelector("caption");
  const words = document.createRange();
  if (caption) words.selectNodeContents(caption);
  return {
    name: box.getAttribute("aria-label"), table: Boolean(box.querySelector("table")),
    needed: box.scrollWidth - box.clientWidth, upwards: box.scrollHeight - box.clientHeight,
    cut: caption ? box.getBoundingClientRect().left - words.getBoundingClientRect().left : 0,
    hint: [...box.querySelectorAll("p")].some(words => words.checkVisibility() && words.textContent.includes("sideways")),
  };
})"""


@pytest.mark.parametrize("path", ["/results/", "/results/measures/M1/", "/results/measures/M5/", "/results/measures/M6/"])
def test_given_a_large_screen_when_a_page_is_shown_then_every_table_fits_its_box(visitor: Visitor, path: str) -> None:
    visitor.goes_to(path)
    visitor.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    tables = [box for box in visitor.page.evaluate(BOXES) if box["table"]]
    assert tables
    assert [box for box in tables if box["upwards"] > 0 or box["cut"] > 0] == []
    if visitor.page.viewport_size["width"] >= 1280:
        assert [box for box in tables if box["needed"] > 0] == []
    else:  # what scrolls does so for a column, never for a few pixels
        assert [box for box in tables if 0 < box["needed"] < 10] == []


@pytest.mark.parametrize("width", [320, 500, 800, 1280])
def test_given_a_picture_when_it_is_wider_than_its_box_then_a_line_says_so_and_only_then(phone: Visitor, width: int) -> None:
    phone.page.set_viewport_size({"width": width, "height": 900})
    phone.goes_to("/results/measures/M1/")
    pictures = [box for box in phone.page.evaluate(BOXES) if box["name"].startswith("Picture")]
    assert len(pictures) == 4
    assert [box["hint"] for box in pictures] == [box["needed"] > 0 for box in pictures]


def test_given_a_phone_when_a_measure_is_read_then_its_table_comes_before_its_picture(phone: Visitor) -> None:
    phone.goes_to("/results/measures/M1/")
    figure = phone.page.get_by_role("region", name="Levels: broad groups")
    assert figure.get_by_role("table").bounding_box()["y"] < figure.get_by_role("img").bounding_box()["y"]


def test_given_a_page_that_asks_elsewhere_when_it_is_open_then_the_policy_stops_it(phone: Visitor) -> None:
    phone.goes_to("/")
    phone.page.evaluate("document.body.append(Object.assign(new Image(), { src: 'https://elsewhere.example/x.png' }))")
    phone.page.evaluate("document.body.setAttribute('style', 'color: red')")
    phone.page.wait_for_timeout(300)
    assert any("img-src" in complaint for complaint in phone.complaints)
    assert any("style" in complaint for complaint in phone.complaints)
    phone.strayed.clear()
