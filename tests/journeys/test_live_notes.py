"""A note typed on a phone is not lost when the network drops, and never arrives twice: real Chromium, whose network is cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from tests.builders.coproduction.capture import an_open_session
from tests.builders.coproduction.series import a_participant, secret_of

from levelground.web.coproduction.actions import contributions, prompts
from levelground.web.coproduction.models import Contribution, Workshop

pytestmark = pytest.mark.django_db(transaction=True)
SMALL = {"width": 320, "height": 640}
KEPT = "Object.keys(localStorage).map(key => localStorage.getItem(key))"


@pytest.fixture
def session() -> Workshop:
    return an_open_session()


@pytest.fixture
def phone(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A small screen; a page that complains of anything but the network fails the test."""
    context = browser.new_context(viewport=SMALL, base_url=live_server.url)
    page = context.new_page()
    page.set_default_timeout(20_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def writes(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Your note").fill(words)
    page.get_by_role("button", name="Send the note").press("Enter")


def waits(page: Page, many: int) -> None:
    expect(page.get_by_role("status")).to_contain_text(f"Waiting to be sent: {many}.")
    expect(page.get_by_role("status")).to_contain_text("when the network is back")


def is_sent(page: Page, many: int) -> None:
    expect(page.get_by_role("status")).to_contain_text(f"Sent: {many}.")


def words_kept() -> list[str]:
    return sorted(Contribution.objects.values_list("words", flat=True))


def test_given_no_network_when_notes_are_sent_then_they_wait_and_arrive_once_when_it_is_back(phone: Page, session: Workshop) -> None:
    phone.goto(reverse("live_session", kwargs={"code": session.code}))
    writes(phone, "With a network.")
    is_sent(phone, 1)
    phone.context.set_offline(True)
    writes(phone, "First without one.")
    waits(phone, 1)
    phone.get_by_label("This is sensitive").check()
    writes(phone, "Second without one.")
    waits(phone, 2)
    expect(phone.get_by_role("textbox", name="Your note")).to_have_value("")
    assert words_kept() == ["With a network."]
    phone.context.set_offline(False)
    is_sent(phone, 3)
    assert words_kept() == ["First without one.", "Second without one.", "With a network."]
    assert {each.words for each in Contribution.objects.filter(sensitive=True)} == {"Second without one."}
    assert phone.evaluate(KEPT) == []


def test_given_a_note_that_waits_when_the_page_is_closed_and_opened_again_then_it_is_sent(phone: Page, session: Workshop) -> None:
    somebody = a_participant(session.series)
    address = reverse("mine_live", kwargs={"secret": secret_of(somebody), "workshop": session.pk})
    phone.goto(address)
    phone.context.set_offline(True)
    writes(phone, "Before I closed the page.")
    waits(phone, 1)
    [kept] = phone.evaluate(KEPT)
    for whose in (secret_of(somebody), somebody.name, somebody.email):
        assert whose not in kept, "what waits does not say whose it is"
    prompts.stop_capture(workshop=session, by=session.created_by)
    phone.goto("about:blank")
    phone.context.set_offline(False)
    phone.goto(address)
    is_sent(phone, 1)
    note = Contribution.objects.get()
    assert (note.words, note.participant) == ("Before I closed the page.", somebody)


def test_given_an_answer_that_is_lost_when_the_note_is_sent_again_then_it_is_one(phone: Page, session: Workshop) -> None:
    address = reverse("live_session", kwargs={"code": session.code})
    phone.goto(address)
    lost: list[int] = []

    def lose_the_first_answer(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)  # the site has it; the phone never hears of it
            route.abort("connectionreset")
        else:
            route.continue_()

    phone.route(f"**{address}", lose_the_first_answer)
    writes(phone, "Sent twice.")
    waits(phone, 1)
    assert (lost, words_kept()) == ([200], ["Sent twice."])
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    is_sent(phone, 1)
    assert words_kept() == ["Sent twice."]


@pytest.mark.parametrize("reopened", [False, True], ids=["the page stays open", "the page is opened again"])
def test_given_a_note_that_waits_when_the_session_closes_its_notes_then_it_still_arrives(
    phone: Page, session: Workshop, reopened: bool
) -> None:
    address = reverse("live_session", kwargs={"code": session.code})
    phone.goto(address)
    phone.context.set_offline(True)
    writes(phone, "Begun in time.")
    waits(phone, 1)
    prompts.stop_capture(workshop=session, by=session.created_by)
    if reopened:
        phone.goto("about:blank")
    phone.context.set_offline(False)
    if reopened:
        phone.goto(address)
        expect(phone.get_by_text("Notes are not open now")).to_be_visible()
    is_sent(phone, 1)
    assert words_kept() == ["Begun in time."]


def test_given_what_waits_when_it_is_thrown_away_then_nothing_is_sent_or_kept(phone: Page, session: Workshop) -> None:
    phone.goto(reverse("live_session", kwargs={"code": session.code}))
    phone.context.set_offline(True)
    writes(phone, "Not after all.")
    waits(phone, 1)
    phone.get_by_role("button", name="Throw away what waits").press("Enter")
    assert phone.evaluate(KEPT) == []
    phone.context.set_offline(False)
    writes(phone, "This one.")
    is_sent(phone, 1)
    assert words_kept() == ["This one."]


def test_given_words_that_the_site_does_not_take_then_they_come_back_into_the_form(phone: Page, session: Workshop) -> None:
    phone.goto(reverse("live_session", kwargs={"code": session.code}))
    writes(phone, "a" * 4001)
    expect(phone.get_by_role("status")).to_contain_text("longer than 4,000 characters")
    expect(phone.get_by_role("textbox", name="Your note")).to_have_value("a" * 4001)
    assert phone.evaluate(KEPT) == []


def test_given_no_scripts_when_a_note_is_sent_then_it_arrives(browser: Browser, live_server: Any, session: Workshop) -> None:
    context = browser.new_context(viewport=SMALL, base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(reverse("live_session", kwargs={"code": session.code}))
    writes(page, "Without scripts.")
    expect(page.get_by_text("Thank you. Your note is here.")).to_be_visible()
    assert words_kept() == ["Without scripts."]
    context.close()


def test_given_the_page_of_who_runs_it_when_a_note_comes_in_then_it_shows_without_a_press(
    browser: Browser, live_server: Any, session: Workshop
) -> None:
    from tests.builders.web import browser as signed_in
    from tests.builders.web import person

    cookie = signed_in(person("facilitator")).cookies["sessionid"].value
    context = browser.new_context(base_url=live_server.url)
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(reverse("run_live", kwargs={"organisation": "northshire", "workshop": session.pk}))
    expect(page.get_by_text("Notes so far: 0")).to_be_visible()
    contributions.contribute(series=session.series, workshop=session, words="It just came in.", when="during", form_key="k" * 32)
    expect(page.get_by_text("It just came in.")).to_be_visible(timeout=25_000)
    context.close()
