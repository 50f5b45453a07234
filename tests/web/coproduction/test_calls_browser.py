"""The pages of a call in a real browser: on a small phone without scripts, looked over by axe, light at first view, and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Page
from tests.builders.coproduction.calls import a_draft_call
from tests.builders.coproduction.series import a_call
from tests.builders.web import browser as signed_in
from tests.builders.web import person

from levelground.web.coproduction.actions import opportunities
from levelground.web.coproduction.models import Opportunity
from levelground.web.coproduction.promises import PROMISES
from levelground.web.design_system.environment import VENDOR

pytestmark = pytest.mark.django_db(transaction=True)
FIRST_VIEW = 100 * 1024
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
LONG = "Help us make pain relief fair and fast in all our hospitals, with those who wait the longest and are believed the least often, " * 2


@pytest.fixture
def site(live_server: Any) -> Iterator[str]:
    """Where the site answers."""
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        yield live_server.url.replace("127.0.0.1", "localhost")


def page_of(browser: Browser, site: str, width: int = 320, *, scripts: bool = True, role: str = "") -> Page:
    """A page of this width; with `role`, of a member."""
    context = browser.new_context(viewport={"width": width, "height": 640}, java_script_enabled=scripts, base_url=site)
    if role:
        cookie = signed_in(person(role)).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    return context.new_page()


def an_open_call(**fields: Any) -> Opportunity:
    """A call with every promise, published."""
    own = {"passed_on": "We tell the lead.", "complaints": "Call 01632 960 003.", "staff_named": "The head of care reads it."}
    call, by = a_draft_call(**own, **fields), person("facilitator")
    for promise in PROMISES:
        opportunities.confirm_promise(opportunity=call, promise=promise, by=by)
    return opportunities.publish(opportunity=call, by=by)


def sent(address: str, size: int) -> int:
    """What travels of a file: the server of these tests does not know the compressed one that lies beside it."""
    packed = VENDOR / f"{address.partition('/static/vendor/')[2]}.gz"
    return packed.stat().st_size if packed.is_file() else size


def test_on_a_small_phone_without_scripts_the_pay_and_the_button_come_first(browser: Browser, site: str) -> None:
    call = an_open_call()
    page = page_of(browser, site, scripts=False)
    for address in ("/take-part/", f"/j/{call.code}"):
        page.goto(address)
        assert page.url.endswith(("/take-part/", f"/take-part/{call.code}/"))
        box = page.locator("html").bounding_box()
        assert box is not None and box["width"] <= 320
    heard = page.locator("main").aria_snapshot()
    order = ["[level=1]", "We pay you £41.25", "Say that you are interested", "01632 960 001", "What you get", "Your care"]
    places = [heard.index(words) for words in order]
    assert places == sorted(places)
    button = page.get_by_role("link", name="Say that you are interested").first
    place = button.bounding_box()
    assert place is not None and place["height"] >= 44 and place["y"] < 2 * 640
    assert page.get_by_role("link", name="01632 960 001").first.get_attribute("href") == "tel:01632960001"


def test_a_first_view_is_light_and_asks_no_other_site(browser: Browser, site: str) -> None:
    call = an_open_call()
    page = page_of(browser, site)
    got: list[tuple[str, int]] = []
    page.on("requestfinished", lambda request: got.append((request.url, request.sizes()["responseBodySize"])))
    page.goto(f"/take-part/{call.code}/", wait_until="networkidle")
    assert all(address.startswith(site) for address, _ in got)
    assert sum(sent(address, size) for address, size in got) <= FIRST_VIEW, got


def test_axe_finds_nothing(browser: Browser, site: str) -> None:
    call, draft = an_open_call(), a_draft_call(support="")
    closed = a_call(title="Closed", closes_on=call.created_at.date(), closes_time="00:01")
    room = "/organisations/northshire/co-production/"
    public = ["/take-part/", *(f"/take-part/{call.code}/{end}" for end in ("", "poster/")), f"/take-part/{closed.code}/"]
    series = f"{room}series/{call.series_id}/"
    ours = [room, series, f"{series}served/", f"{series}calls/new/", f"{room}calls/{draft.pk}/", f"{room}calls/{call.pk}/", f"{room}start/"]
    page = page_of(browser, site, role="facilitator")
    for address in [*public, *ours]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        assert found.violations_count == 0, (address, found.generate_report())


@pytest.mark.parametrize(
    "fields",
    [{}, {"title": LONG[:200], "looking_for": "Words " * 80, "contact_name": "Dr Wilhelmina Featherstonehaugh-Abernathy", "sessions": 12}],
    ids=["short", "long"],
)
def test_the_poster_is_one_sheet_of_a4(browser: Browser, site: str, tmp_path: Path, fields: dict[str, Any]) -> None:
    call = an_open_call(**fields)
    page = page_of(browser, site, 1280)
    page.goto(f"/take-part/{call.code}/poster/", wait_until="networkidle")
    code = page.locator(".site-poster__code")
    assert code.evaluate("image => image.complete && image.naturalWidth > 0")
    page.pdf(path=tmp_path / "poster.pdf", format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "12mm"))
    assert len(re.findall(rb"/Type\s*/Page[^s]", (tmp_path / "poster.pdf").read_bytes())) == 1
