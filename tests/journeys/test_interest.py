"""Somebody says that they are interested: on a small phone, by keyboard alone, with JavaScript and without, as it is read out."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from tests.builders.interest_load import asked
from tests.journeys.person import Person
from tests.journeys.product import Product

FIRST_VIEW = 100 * 1024
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
QUESTION = re.compile(r"Question \d+ of \d+")


def looks_right(person: Person, *, form: bool = True) -> None:
    """Nothing scrolls sideways; read out, the heading comes first, then what is asked, then the button; the trap is not there."""
    root = "document.documentElement"
    assert person.page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), person.page.url
    heard = person.page.locator("main").aria_snapshot()
    assert "Leave this box empty" not in heard
    heading = heard.index('heading "')  # in quotes of its own where it has a colon
    assert "[level=1]" in heard[heading:].splitlines()[0]
    if form:
        button = heard.index('- button "Continue"')
        asked_for = [heard.index(role) for role in ("- textbox", "- radio", "- checkbox", "- combobox") if role in heard]
        assert all(heading < place < button for place in asked_for)


def answers_everything(person: Person) -> None:
    """From the first button to the page to check."""
    person.presses("Start")
    person.sees("This is your private link.")
    looks_right(person)
    person.fills(re.compile("^Your name"), "Nasreen")
    person.presses("Continue")
    looks_right(person)
    person.presses("Continue")
    person.sees("There is a problem")
    person.chooses("By phone")
    person.presses("Continue")
    person.fills("Your phone number", "01632 960 001")
    person.presses("Continue")
    looks_right(person)
    person.fills(re.compile("^Language"), "Urdu")
    person.presses("Continue")
    person.fills(re.compile("^What do you need"), "A lift")
    person.presses("Continue")
    person.sees(re.compile("Samaritans"))
    person.sees("Call 01632 960 002 at any time.")
    person.presses("Continue")
    looks_right(person)
    person.fills(re.compile("^In your own words"), "I had two babies here.")
    person.presses("Continue")
    person.fills(re.compile("^Why would you like to join"), "x" * 310)
    person.presses("Count my characters")
    person.sees(re.compile("You have used 310 of 300 characters. Take out 10."))
    person.fills(re.compile("^Why would you like to join"), "So that it is better.")
    person.presses("Continue")
    looks_right(person)
    person.presses("Continue")
    person.sees(re.compile("^Why we ask"))
    person.chooses("Yes")
    person.presses("Continue")
    looks_right(person)
    person.fills(re.compile("in your own words"), "Black Welsh")
    person.presses("Continue")
    for _ in range(3):
        person.sees(QUESTION)
        person.presses("Continue")
    looks_right(person)
    person.ticks(re.compile("^I have read this"))
    person.presses("Continue")
    looks_right(person, form=False)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_given_an_open_call_when_somebody_answers_it_on_a_phone_then_it_is_kept_and_can_be_taken_back(
    browser: Browser, either_product: Product, scripts: bool
) -> None:
    code = asked(either_product.environment, "call")["code"]
    person = either_product.visitor(browser, scripts=scripts, width=320)
    person.opens(f"/take-part/{code}/interest/")
    looks_right(person, form=False)
    answers_everything(person)
    for said in ("Nasreen", "01632 960 001", "Urdu", "A lift", "I had two babies here.", "So that it is better.", "Black Welsh"):
        person.sees(said)
    person.follows(re.compile("the answer to: What should we call you"))
    person.fills(re.compile("^Your name"), "Zarqa")
    person.presses("Continue")
    person.presses("Send")
    person.sees_heading("Thank you: we have your answers")
    looks_right(person, form=False)
    reference = person.page.locator("main strong").first.inner_text()
    assert re.fullmatch(r"[2-9A-Z]{7}", reference)
    person.follows("Take it all back")
    person.presses("Yes, take it all back")
    person.sees_heading("You took this back")
    person.does_not_see("Zarqa")
    assert person.strayed == []
    person.page.context.close()


def test_given_an_empty_cache_when_the_form_is_opened_then_each_page_is_light_and_axe_finds_nothing(
    browser: Browser, product: Product
) -> None:
    code = asked(product.environment, "call")["code"]
    person = product.visitor(browser, width=320)
    session = person.page.context.new_cdp_session(person.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    person.opens(f"/take-part/{code}/interest/")
    person.page.wait_for_load_state("load")
    assert 2_000 < sum(received) <= FIRST_VIEW
    person.presses("Start")
    base = person.page.url.split("/question/")[0]
    for question in ("name", "contact", "language", "support", "experience", "why", "voice", "about_you", "ethnic_group", "consent"):
        received.clear()
        person.page.goto(f"{base}/question/{question}/")
        person.page.wait_for_load_state("load")
        assert 2_000 < sum(received) <= FIRST_VIEW, question
        person.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        found = Axe().run(person.page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]})
        assert found.violations_count == 0, f"{question}: {found.generate_report()}"
    person.page.context.close()


def test_given_a_phone_when_somebody_asks_then_unsent_words_are_kept_on_it_until_they_clear_or_send_them(
    browser: Browser, product: Product
) -> None:
    code = asked(product.environment, "call")["code"]
    person = product.visitor(browser, width=320)
    person.opens(f"/take-part/{code}/interest/")
    person.presses("Start")
    base = person.page.url.split("/question/")[0]
    why, box, keep = f"{base}/question/why/", person.page.locator("textarea[name=why]"), re.compile("^Keep on this phone")
    kept = "Object.values(localStorage).join()"
    person.page.goto(why)
    person.fills(re.compile("^Why would you like"), "Not asked for")
    person.page.goto(why)
    expect(box).to_have_value("")
    assert person.page.evaluate("localStorage.length") == 0, "nothing is kept unless they ask"
    person.ticks(keep)
    person.fills(re.compile("^Why would you like"), "A line that the train cut off")
    person.page.goto(why)
    expect(box).to_have_value("A line that the train cut off")
    person.sees("We put back what you had typed on this phone.")
    person.reaches(person.page.get_by_role("button", name="Clear it from this phone"))
    person.page.keyboard.press("Enter")
    person.sees("It is cleared. Nothing is kept on this phone.")
    assert person.page.evaluate("localStorage.length") == 0
    person.page.goto(why)
    expect(box).to_have_value("")
    person.ticks(keep)
    person.fills(re.compile("^Why would you like"), "Sent at last")
    person.presses("Continue")
    assert "Sent at last" not in person.page.evaluate(kept), "what was sent is kept no longer"
    person.page.goto(why)
    expect(box).to_have_value("Sent at last")
    person.fills(re.compile("^Why would you like"), "y" * 310)
    person.presses("Continue")
    person.sees("There is a problem")
    person.page.goto(f"{base}/question/access/")
    person.page.goto(why)
    expect(box).to_have_value("y" * 310)
    person.page.context.close()
