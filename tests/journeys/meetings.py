"""Sessions, what is said in them, what is decided, and pay: the acts of a journey, each through the pages of the product."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal

from tests.journeys.call import PLACES, ROOM, typed
from tests.journeys.posts import Forms, Sender

SESSIONS = (
    ("What has to change", "8 September 2023", "16:00", "Friday 8 September 2023, 4pm to 5pm, UK time"),
    ("What needs to be different", "23 October 2023", "13:00", "Monday 23 October 2023, 1pm to 2pm, UK time"),
    ("How we will know", "24 November 2023", "14:30", "Friday 24 November 2023, 2:30pm to 3:30pm, UK time"),
)
"""The series of the announcement: three sessions of one hour, entered after they took place."""


@dataclass(frozen=True)
class Change:
    """What a decision changes: an element of the draft, the field, and its new words; whose words it rests on."""

    subject: str
    question: str
    element: str
    field: str
    words: str
    said: str


def plans_sessions(sender: Sender, series: str) -> list[str]:
    """Three sessions; their addresses in the order of their days."""
    given = {}
    for row, (title, on, time, _) in enumerate(SESSIONS, start=1):
        given |= {f"title_{row}": title, f"on_{row}": on, f"time_{row}": time, f"minutes_{row}": "60", f"place_{row}": "By video"}
    sender.sends(f"{series}sessions/plan/", timezone="Europe/London", **given)
    sender.opens(f"{series}sessions/")
    found = sorted(set(re.findall(rf"{ROOM}sessions/(\d+)/", sender.page)), key=int)
    assert len(found) == len(SESSIONS), sender.reads()
    for _, _, _, when in SESSIONS:
        assert when in sender.reads(), sender.reads()
    return [f"{ROOM}sessions/{one}/" for one in found]


def holds_a_session(sender: Sender, session: str) -> int:
    """Prepared, everybody invited, a note of somebody in the room, held, and everybody who came written down; how many they are."""
    sender.sends(
        f"{session}prepare/",
        agenda="Hello, talk, rest, decide.",
        power_note="All are paid. We decide together.",
        distress_route="Ama is there, in the session and after it: 01632 960 002.",
    )
    sender.sends(f"{session}invite/")
    assert "invited" in sender.reads(), sender.reads()
    sender.sends(session, button="It took place")
    sender.opens(f"{session}people/")
    came = {name: "yes" for form in Forms(sender.page).found for name in form.names if name.startswith("came_")}
    sender.sends(f"{session}people/", **came)
    sender.sends(
        f"{session.replace('/sessions/', '/workshops/')}live/enter/",
        medium="Said in the room",
        when="during",
        words="Be plain with us.\n\nAnd be kind.",
    )
    return len(came)


def says(site: str, mine: str, words: str) -> str:
    """Somebody says something by their own page; the number of it."""
    person = Sender(site)
    person.sends(f"{mine}words/", button="Send", words=words)
    assert "We have your words" in person.reads(), person.reads()
    return re.findall(rf"{re.escape(mine)}words/(\d+)/", person.page)[0]


def takes_back(site: str, mine: str, number: str) -> None:
    """They take it back."""
    person = Sender(site)
    person.opens(f"{mine}words/{number}/")
    person.sends(f"{mine}words/{number}/take-back/", button="Take my words back")
    assert "Your words are gone" in person.reads()


def puts_under_a_theme(sender: Sender, series: str, name: str, words: str) -> None:
    """A new theme, and the note with these words under it."""
    sender.sends(f"{series}board/", button="Add", name=name)
    sender.opens(f"{series}board/")
    sender.sends(f"{series}words/{number_of(sender, words)}/", themes=[name])


def number_of(sender: Sender, words: str) -> str:
    """The number of the note with these words on the board that is open."""
    after = sender.page[sender.page.index(words) :]
    found = re.search(r"words/(\d+)/", after)
    assert found, words
    return found[1]


def asks(sender: Sender, series: str, subject: str, question: str, *said: str) -> str:
    """A decision is opened and rests on what people said; its address."""
    sender.sends(f"{series}decisions/open/", subject=subject, question=question, options="Yes, write it so")
    decision = sender.at
    sender.sends(f"{decision}rests-on/", contributions=list(said), side="for")
    return decision


def stands(site: str, mine: str, decision: str, stance: str, dissent: str = "") -> None:
    """Somebody says where they stand, by their own page."""
    number = decision.rstrip("/").rpartition("/")[2]
    person = Sender(site)
    more = {"dissent": dissent, "may_be_shown": "on"} if dissent else {}
    person.sends(f"{mine}decisions/{number}/", stance=stance, **more)


def writes_it_down(sender: Sender, decision: str, method: str = "consent") -> None:
    """What was decided, how, and why."""
    sender.sends(f"{decision}decide/", chosen="Yes", method=method, reasons="We heard everybody first.")


def answers_and_closes(sender: Sender, decision: str, outcome: str, words: str) -> None:
    """Everybody who spoke gets an answer; before that it is not closed."""
    sender.opens(decision)
    for one in sorted(set(re.findall(r"answers/\?to=([\w-]+)", sender.page))):
        sender.sends(f"{decision}answers/?to={one}", words=f"Thank you. {words}")
    sender.sends(f"{decision}close/", outcome=outcome, words=words)
    assert "Everybody who had a part in it is told" in sender.reads(), sender.reads()


def changes_the_draft(lead: Sender, draft: str, change: Change) -> None:
    """One change of one element, with its reason."""
    lead.sends(
        f"{draft}elements/{change.element}/edit/",
        reason=f"Because people said so: {change.question}",
        meaning="The meaning changes",
        **{change.field: change.words},
    )


def points_to_the_change(lead: Sender, decision: str, question: str) -> None:
    """The decision and the change point to each other."""
    lead.sends(f"{decision}changes/", edits=[f"Because people said so: {question}"])
    assert "point to each other" in lead.reads(), lead.reads()


def everybody_is_offered_pay(facilitator: Sender, sessions: list[str]) -> None:
    """Everybody who was invited is offered pay for each session, and for the time to get ready."""
    for session in sessions:
        facilitator.sends(f"{session.replace('/sessions/', '/workshops/')}pay/")
        assert f"Offered to {PLACES} people" in facilitator.reads(), facilitator.reads()


def claims(site: str, mine: str, payee: str) -> None:
    """Somebody reads of benefits first, says yes, and claims all of it with the reference that finance gave them."""
    person = Sender(site)
    person.sends(f"{mine}pay/offers/", button="I have read this")
    person.sends(f"{mine}pay/offers/", button="Send my answer", answer="accepted")
    person.sends(f"{mine}pay/claim/", button="Send", payee_reference=payee)
    assert "We have your claim" in person.reads(), person.reads()


def approves(finance: Sender, payees: set[str]) -> dict[str, Decimal]:
    """A second person approves the claims of these people; number of the claim -> pounds."""
    finance.opens(f"{ROOM}finance/")
    approved = {}
    for one in sorted(set(re.findall(rf"{ROOM}finance/claims/(\d+)/", finance.page)), key=int):
        finance.opens(f"{ROOM}finance/claims/{one}/")
        amount, number = re.search(r"Approve £([\d,]+\.\d\d)", finance.reads()), re.search(r"P-[A-Z0-9]+", finance.reads())
        if amount and number and any(payee in finance.reads() for payee in payees):
            finance.sends(button="Approve")
            assert "is approved" in finance.reads(), finance.reads()
            approved[number[0]] = Decimal(amount[1].replace(",", ""))
    return approved


def hands_to_finance(finance: Sender) -> dict[str, Decimal]:
    """The file for finance, then all of it paid; number of the claim -> pounds, as the file has them."""
    finance.sends(f"{ROOM}finance/export/", button="Make the file")
    file = finance.at
    rows = list(csv.DictReader(io.StringIO(finance.bytes_of(f"{file}claims.csv").decode())))
    finance.sends(file, paid_on=typed(0), finance_reference="RUN-1")
    assert "Marked as paid" in finance.reads(), finance.reads()
    return {row["claim_number"]: Decimal(row["amount_pounds"]) for row in rows}


def writes_what_is_missing(lead: Sender, draft: str) -> None:
    """The page of the draft names what is still to write; now it is written."""
    lead.sends(
        f"{draft}about/",
        summary="Made up. We want births without harm for everyone. We look at what we do, and change it.",
        why_adapted="To fit what people in Northshire said.",
        provenance__statement="Written by Northshire, with people who know it from their own lives.",
        provenance__not_claimed="Nobody outside Northshire has seen it.",
        reason="What the check named.",
    )
    lead.opens(draft)
    assert "still to write" not in lead.reads()


def is_published(lead: Sender, second: Sender, draft: str) -> str:
    """Reviewed by somebody else, then published; the address of the version."""
    lead.sends(f"{draft}review/ask/", button="Ask for a review")
    second.sends(f"{draft}review/", verdict="It can be published", words="Read to the end.")
    lead.sends(f"{draft}publish/", button="Publish version")
    return lead.at
