"""A concern: raised on a phone without an account, answered by a named person by a day, taken up, seen by whoever raised it.

Everything by keyboard alone, with JavaScript and without, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import itertools
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser
from tests.journeys.person import Person
from tests.journeys.product import Product

TRIES = itertools.count(1)
FIRST_VIEW = 100 * 1024
SLOWER_THAN_A_MACHINE = 3_200
"""Milliseconds: what is filled in faster waits for a person to read it."""


def fits(person: Person) -> None:
    """Nothing scrolls sideways; the heading of the page is read out before any box; the box for machines is never heard of."""
    root = "document.documentElement"
    assert person.page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), person.page.url
    heard = person.page.locator("main").aria_snapshot()
    assert "Leave this box empty" not in heard
    boxes = [heard.index(role) for role in ("- textbox", "- radio") if role in heard]
    assert all(heard.index("[level=1]") < place for place in boxes)


def raises(person: Person, words: str) -> str:
    """From the list of those who take concerns to one's own page; its address."""
    person.opens("/concerns/")
    fits(person)
    person.sees("You do not have to give your name.")
    person.follows(re.compile("^Northshire Hospitals"))
    person.sees("This is not a complaint")
    person.sees(re.compile("Days until the first answer, at most: "))
    fits(person)
    person.presses("Send your concern")
    person.sees("There is a problem")
    fits(person)
    person.page.wait_for_timeout(SLOWER_THAN_A_MACHINE)
    person.fills("What should be looked at?", words)
    person.fills(re.compile("^Name of your group"), "Mothers of the old town")
    person.chooses(re.compile("^Not at all"))
    person.presses("Send your concern")
    person.sees_heading("Your concern")
    person.sees(re.compile("will answer you here by"))
    person.sees(words)
    fits(person)
    return urlsplit(person.page.url).path


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_given_something_unfair_when_a_group_says_so_on_a_phone_then_a_named_person_answers_and_they_see_what_becomes_of_it(
    browser: Browser, either_product: Product, scripts: bool
) -> None:
    number = next(TRIES)
    words = f"Nobody at the desk speaks Somali, for the {number}. time."
    group = either_product.visitor(browser, scripts=scripts, width=320)
    mine = raises(group, words)
    board = either_product.member(browser, "board_member", scripts=scripts)
    board.opens("/organisations/northshire/")
    board.sees(re.compile(r"concern", re.IGNORECASE))
    board.opens("/organisations/northshire/co-production/concerns/")
    nobody = board.page.get_by_role("region", name=re.compile("^Nobody has taken these up"))
    assert words in nobody.inner_text()
    board.does_not_see("Mothers of the old town")
    reference = nobody.locator("li", has_text=words).get_by_role("link").inner_text()
    lead = either_product.member(browser, "qi_lead", scripts=scripts)
    lead.opens("/organisations/northshire/co-production/concerns/")
    lead.follows(reference)
    lead.follows("Answer")
    lead.sees(words)
    lead.fills(re.compile("^Your answer"), f"Thank you. We look for an interpreter by Friday ({number}).")
    lead.presses("Send the answer")
    lead.sees("Your answer is on their page. They are told, if they left a way.")
    lead.follows("Take it up")
    series = lead.page.get_by_label(re.compile("Start a thread in")).locator("option").nth(1).inner_text()
    lead.picks(re.compile("Start a thread in"), series)
    lead.presses("Take it up")
    lead.sees("It is taken up. Whoever raised it is told.")
    lead.does_not_see("Mothers of the old town")
    group.opens(mine)
    group.sees(f"Thank you. We look for an interpreter by Friday ({number}).")
    group.sees(re.compile("^Quality Improvement lead of the journeys|^Qi lead of the journeys", re.IGNORECASE))
    group.sees(re.compile("Somebody has taken it up"))
    group.sees(series)
    fits(group)
    group.fills("What do you want to add?", "Friday is good.")
    group.presses("Add this")
    group.sees("Friday is good.")
    group.sees(re.compile("will answer you here by"))
    group.follows("Take it back")
    group.presses("Yes, take it back")
    group.sees(re.compile("You took it back on"))
    group.does_not_see(words)
    fits(group)
    board.opens("/organisations/northshire/co-production/concerns/")
    board.does_not_see(words)
    assert group.strayed == []
    for person in (group, board, lead):
        person.page.context.close()


def test_given_an_empty_cache_when_the_form_is_opened_then_it_is_light(browser: Browser, product: Product) -> None:
    person = product.visitor(browser, width=320)
    session = person.page.context.new_cdp_session(person.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    for address in ("/concerns/", "/concerns/northshire/"):
        received.clear()
        person.opens(address)
        person.page.wait_for_load_state("load")
        assert 2_000 < sum(received) <= FIRST_VIEW, address
    person.page.context.close()
