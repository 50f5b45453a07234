"""The series of the first announcement, from the open call to "you said, we did", and paid; on SQLite and on PostgreSQL.

What people do first and last is done by keyboard in a real browser: the series is started, the call is answered on a small phone, and
the thread is followed from somebody's own page to the published element and back. What is done forty or twelve times goes through the
same pages and forms of the same server without a browser. Only the closing time of the call is moved by a program beside the site:
people were told that they have until then, so no page moves it. The sessions took place in 2023, and are entered afterwards.
"""

from __future__ import annotations

import itertools
import re

from playwright.sync_api import Browser
from tests.journeys import call as calling
from tests.journeys import meetings
from tests.journeys.call import PLACES, OpenCall
from tests.journeys.meetings import Change
from tests.journeys.person import Person
from tests.journeys.posts import Sender
from tests.journeys.product import Product

TRIES = itertools.count(1)
OUTCOMES = ("You are invited to take part", "You are on the reserve list", "Another way to take part")
NOBODY_ELSE = "Only my cousin knows this of me"
CHANGES = (
    Change(
        "aim", "Shall the aim name pain?", "aim", "statement", "By 31 March 2030, nobody waits in pain unheard.", "Our pain is not in it"
    ),
    Change("driver", "Shall we say who listens?", "P1", "text", "People who are in pain are listened to", "Nobody listened to me"),
    Change("driver", "Shall we name interpreters?", "P2", "text", "Nobody waits for an interpreter", "I waited for an interpreter"),
    Change("measure", "Shall we count the waiting?", "M9", "name", "Minutes until somebody came", "Count how long we wait"),
)
NOT_POSSIBLE = "Build a new ward for us"
NOT_THIS_YEAR = "There is no money for it this year."
DISSENT = "It takes money from those who wait now."


def staff(browser: Browser, product: Product, role: str) -> Sender:
    """A member with this role who signed in with both steps, for what is done many times."""
    product.member(browser, role).page.context.close()
    return Sender.signed_in(product.site, product.sessions[f"{role}@northshire"])


def everybody_is_told(product: Product, call: OpenCall, letters: list[str]) -> list[str]:
    """Each of the forty has heard what came of it, in one way each; the own pages of those who are chosen."""
    mails = {who.name: product.letters_to(who.reach) for who in call.everybody if who.way == "email"}
    assert all(any("We would like you" in one or "More people answered" in one for one in got) for got in mails.values()), mails
    outcomes = [letter for letter in letters if any(words in letter for words in OUTCOMES)]
    assert len(outcomes) == len(call.everybody) - len(mails)
    mine = calling.own_pages([*itertools.chain(*mails.values()), *letters])
    assert len(mine) == PLACES, mine
    return mine


def people_decide(facilitator: Sender, lead: Sender, series: str, draft: str, mine: list[str]) -> None:
    """What was said changes an aim, two drivers and a measure; one thing could not be done; one disagrees, and one takes words back."""
    for person, change in zip(mine, CHANGES, strict=False):
        meetings.says(facilitator.site, person, change.said)
    meetings.says(facilitator.site, mine[4], NOT_POSSIBLE)
    secret = meetings.says(facilitator.site, mine[6], NOBODY_ELSE)
    meetings.puts_under_a_theme(facilitator, series, "Being heard", CHANGES[1].said)
    for number, change in enumerate(CHANGES):
        more = [NOBODY_ELSE] if number == 0 else []
        decision = meetings.asks(facilitator, series, change.subject, change.question, change.said, *more)
        for person in mine:
            meetings.stands(facilitator.site, person, decision, "for")
        meetings.writes_it_down(facilitator, decision)
        if number == 0:
            meetings.takes_back(facilitator.site, mine[6], secret)
        meetings.changes_the_draft(lead, draft, change)
        meetings.points_to_the_change(lead, decision, change.question)
        meetings.answers_and_closes(facilitator, decision, "we_did", "It is written so now.")
    refused = meetings.asks(facilitator, series, "other", "Shall we build a ward?", NOT_POSSIBLE)
    for person in mine[:3]:
        meetings.stands(facilitator.site, person, refused, "for")
    meetings.stands(facilitator.site, mine[5], refused, "against", DISSENT)
    meetings.writes_it_down(facilitator, refused, "vote")
    meetings.answers_and_closes(facilitator, refused, "we_could_not", NOT_THIS_YEAR)


def everybody_is_paid(product: Product, facilitator: Sender, finance: Sender, sessions: list[str], mine: list[str]) -> None:
    """Twelve people, the same for each; the file for finance holds what was approved, to the penny, and each hears that it is paid."""
    meetings.everybody_is_offered_pay(facilitator, sessions)
    payees = [f"LISTENS-{number:02}" for number in range(len(mine))]
    for person, payee in zip(mine, payees, strict=True):
        meetings.claims(product.site, person, payee)
    approved = meetings.approves(finance, set(payees))
    assert len(approved) == PLACES
    assert len(set(approved.values())) == 1
    in_file = meetings.hands_to_finance(finance)
    assert {number: in_file.get(number) for number in approved} == approved
    assert sum(in_file[number] for number in approved) == PLACES * next(iter(approved.values())) > 0
    calling.tells_those_who_wait(facilitator)


def follows_the_thread(person: Person, mine: str, change: Change) -> None:
    """From somebody's own words to the published element that they shaped, and from the element back to the voice."""
    person.opens(mine)
    person.sees(change.said)
    person.sees(re.compile("It is written so now"))
    said = person.page.locator("article.site-voice").filter(has_text=change.said).first.get_attribute("id")
    assert said
    person.follows(change.element)
    person.sees(change.words)
    person.follows("The voices behind it, on one page")
    person.sees(change.question)
    person.follows(said)
    person.sees_heading(f"What became of {said}")
    person.follows(change.element)
    person.sees(change.words)


def is_nowhere(words: str, facilitator: Sender, call: OpenCall, package: str, mine: str) -> None:
    """Words that were taken back stand on no page of the site, in no search and not in the file."""
    public = Sender(facilitator.site)
    told = re.search(r"/you-said/[A-Z0-9]+/", facilitator.opens(call.series))
    assert told, "the series has no public page"
    public.opens(told[0])
    for shown in (*(change.question for change in CHANGES), NOT_THIS_YEAR, DISSENT):
        assert shown in public.reads(), public.reads()
    public.opens(f"/packages/{package}/")
    file = re.search(r'href="([^"]+\.yaml)"', public.page)
    assert file, "the page has no file"
    assert words.encode() not in public.bytes_of(file[1])
    element = f"/packages/{package}/0.1.0/elements/{CHANGES[0].element}/"
    voices = f"/you-said/packages/{package}/"
    for path in (
        f"/packages/{package}/",
        element,
        voices,
        f"{voices}elements/{CHANGES[0].element}/",
        "/you-said/",
        "/search/?q=cousin",
        mine,
    ):
        assert words not in public.opens(path), path
    for path in (f"{call.series}board/", f"{call.series}decisions/", call.series):
        assert words not in facilitator.opens(path), path


def test_given_the_first_announcement_when_its_series_runs_then_what_people_said_is_in_the_package_and_they_are_paid(
    browser: Browser, either_product: Product
) -> None:
    product = either_product
    mark = f"{next(TRIES)}"
    lead, expert, board, finance = (
        staff(browser, product, role) for role in ("qi_lead", "subject_expert", "board_member", "finance_approver")
    )
    facilitator, _ = staff(browser, product, "facilitator"), staff(browser, product, "partner")
    title = f"Northshire: care that listens {mark}"
    lead.sends("/organisations/northshire/drafts/adapt/?base=maternity_neonatal", title=title, short_name=f"listens_{mark}")
    draft = lead.at
    by_keyboard, phone = product.member(browser, "facilitator"), product.visitor(browser, width=320)

    series = calling.starts_a_series(by_keyboard, f"Care that listens {mark}", title)
    calling.names_who_knows_names(facilitator, series)
    call = calling.writes_the_call(facilitator, series, f"Help us listen {mark}")
    calling.everybody_answers(facilitator, phone, call, mark)
    product.asked("closes", call.code)
    assert calling.reads_without_names(lead, call) == len(call.everybody)
    assert calling.reads_without_names(expert, call, most=3) == 3
    calling.chooses(lead, call)
    mine = everybody_is_told(product, call, calling.tells_everybody(facilitator, call))

    sessions = meetings.plans_sessions(facilitator, series)
    for session in sessions:
        assert meetings.holds_a_session(facilitator, session) == PLACES
    people_decide(facilitator, lead, series, draft, mine)
    everybody_is_paid(product, facilitator, finance, sessions, mine)

    meetings.writes_what_is_missing(lead, draft)
    meetings.is_published(lead, board, draft)
    facilitator.sends(series, button="Open the public page")
    for own_page, change in zip(mine, CHANGES, strict=False):
        follows_the_thread(phone, own_page, change)
    is_nowhere(NOBODY_ELSE, facilitator, call, f"northshire_listens_{mark}", mine[6])
    for each in (by_keyboard, phone):
        assert each.strayed == []
        each.page.context.close()
