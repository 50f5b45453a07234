"""What holds for every page of the URL configuration, signed out and for each role, in a real browser on a phone-sized screen.

Each page is seen by the first role that may open it, and each role sees a seeded sample of all besides; with
LEVELGROUND_EVERY_PAGE=1 every role sees every page.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page
from tests.journeys.addresses import Address, addresses
from tests.journeys.person import Person
from tests.journeys.product import Product
from tests.web.test_permissions import MAY, WHO

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
FIRST_VIEW = 100 * 1024
SAMPLED = 6
ROLES = (
    "qi_lead", "curator", "analyst", "facilitator", "finance_approver", "board_member", "subject_expert", "partner",
    "expert_by_lived_experience", "administrator",
)  # fmt: skip
SEED = 20261122


def first_to_open(address: Address) -> str:
    """The first of the roles that may open it."""
    return next((role for role in ROLES if WHO.get(address.name) in MAY[role]), ROLES[0])


def faults(visitor: Person, address: Address) -> list[str]:
    """What is wrong with a page; nothing where the address gives no page (a file, or something that is only sent to)."""
    try:
        response = visitor.page.goto(visitor.site + address.path, wait_until="load")
    except Error as refused:
        assert "Download is starting" in str(refused), refused
        return []
    assert response is not None
    if response.status == 405 or "text/html" not in response.headers.get("content-type", ""):
        return []
    found = [f"answers {response.status}"] if response.status >= 500 else []
    visitor.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    root = "document.documentElement"
    wide = visitor.page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
    found += [f"scrolls sideways by {wide} px"] if wide > 0 else []
    seen = Axe().run(visitor.page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]})
    found += [f"axe: {each['id']}: {each['nodes'][0]['html'][:160]}" for each in seen.response["violations"]]
    return [f"{address.name} {address.path}: {fault}" for fault in found]


def faults_of(visitor: Person, wanted: list[Address]) -> list[str]:
    """What is wrong with any of these pages, and whether one of them asked another site for something."""
    found = [fault for address in wanted for fault in faults(visitor, address)]
    visitor.page.context.close()
    return [*found, *(f"asked {address}" for address in visitor.strayed)]


def test_given_anybody_when_any_address_is_opened_then_its_page_has_no_barrier(browser: Browser, product: Product) -> None:
    public = [each for each in addresses(product.addresses()) if not each.of_an_organisation and each.name != "account_logout"]
    assert faults_of(product.visitor(browser, width=320), public) == []


@pytest.mark.parametrize("role", ROLES)
def test_given_a_role_when_any_page_of_their_organisation_is_opened_then_it_has_no_barrier(
    browser: Browser, product: Product, role: str
) -> None:
    theirs = [each for each in addresses(product.addresses()) if each.of_an_organisation or each.path.startswith("/account/")]
    theirs = [each for each in theirs if each.name != "account_logout"]
    if os.environ.get("LEVELGROUND_EVERY_PAGE") != "1":
        some = Random(f"{SEED}/{role}").sample(theirs, SAMPLED)  # noqa: S311 - a sample, not a secret
        theirs = [each for each in theirs if first_to_open(each) == role or each in some]
    assert faults_of(product.member(browser, role, width=320), theirs) == []


def test_given_an_empty_cache_when_a_page_is_opened_then_its_first_view_costs_little(browser: Browser, product: Product) -> None:
    heavy = []
    for address in addresses(product.addresses()):
        if address.of_an_organisation:
            continue
        visitor = product.visitor(browser, width=320)
        size = _received(visitor.page, product.site + address.path)
        heavy += [f"{address.path}: {size / 1024:.0f} KiB"] if size > FIRST_VIEW else []
        visitor.page.context.close()
    assert heavy == []


def _received(page: Page, address: str) -> float:
    """How many bytes come over the wire for a page and what it needs; 0 for an address that gives a file."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    asked = page.request.head(address)
    if "text/html" not in asked.headers.get("content-type", ""):
        return 0
    page.goto(address, wait_until="load")
    return sum(received)
