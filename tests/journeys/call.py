"""An open call from its first word to the letters that tell everybody: the acts of a journey, each through the pages of the product."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.journeys.person import Person
from tests.journeys.posts import Sender

ROOM = "/organisations/northshire/co-production/"
ONLINE, BY_PHONE, ON_PAPER, CALLED_BACK = 30, 5, 3, 2
PLACES, RESERVE = 12, 4
AT_ONCE = 4


@dataclass
class Applicant:
    """Somebody who answers the call; `link` is their own page of the answer, `way` how they want to hear."""

    name: str
    way: str
    reach: str
    link: str = ""
    mine: str = ""

    @property
    def given(self) -> dict[str, str]:
        """What they say of how to reach them, as the forms have it."""
        return {"contact_by": self.way, {"email": "email", "phone": "phone", "post": "address"}[self.way]: self.reach}


@dataclass
class OpenCall:
    """A call, where it is run, and all who answered it."""

    series: str
    run: str
    code: str
    everybody: list[Applicant] = field(default_factory=list)


def typed(days_from_now: int) -> str:
    """A day as people type it."""
    on = datetime.now(ZoneInfo("Europe/London")).date() + timedelta(days=days_from_now)
    return f"{on.day} {on:%B} {on.year}"


def starts_a_series(facilitator: Person, title: str, package: str) -> str:
    """The series, and the two who know names; its address."""
    facilitator.opens(ROOM)
    facilitator.follows(re.compile("^Start a series"))
    facilitator.fills("Title", title)
    facilitator.fills("What is it for?", "To help design a model that organisations can use to be fair to everybody.")
    facilitator.chooses("We decide together")
    facilitator.picks(re.compile("Which change package is it about"), package)
    facilitator.presses("Start the series")
    facilitator.sees_heading(title)
    return facilitator.page.url.removeprefix(facilitator.site)


def names_who_knows_names(sender: Sender, series: str) -> None:
    """The facilitator and a partner, each with a role that everybody reads."""
    for who, role in (("Facilitator of the journeys", "facilitator"), ("Partner of the journeys", "partner")):
        sender.sends(f"{series}names/", user=who, named_as=f"{who}, {role}", confirmed_independent="on")


def writes_the_call(sender: Sender, series: str, title: str) -> OpenCall:
    """A call with all that people need to know, each promise confirmed, published."""
    sender.sends(
        f"{series}calls/new/",
        title=title,
        purpose="To write a change package: an aim, what needs to be different, and how we will know.",
        influence="We decide together",
        looking_for="People whose care for a physical condition was made worse by racism. Nobody has to prove anything.",
        rate="hour",
        sessions="3",
        session_minutes="60",
        preparation_minutes="30",
        group_size=str(PLACES),
        access_formats=["video", "phone", "interpreter", "breaks"],
        criteria="Has sought care for a physical condition\nBrings something that others of the group do not",
        closes_on=typed(7),
        closes_time="17:00",
        timezone="Europe/London",
        told_by=typed(14),
        contact_name="Ama Mensah",
        contact_phone="01632 960 001",
        contact_email="ama@northshire.example",
        support="Call 01632 960 002 at any time.",
        passed_on="If somebody may come to harm, the safeguarding lead is told.",
        complaints="Write to the complaints team. Healthwatch helps for free.",
        staff_named="The medical director hears of it.",
    )
    run = sender.at
    for promise in (
        "two_people",
        "passed_on",
        "not_a_complaint",
        "staff_named",
        "care",
        "job",
        "immigration",
        "another_way",
        "cancelled_late",
    ):
        _confirms(sender, run, promise)
    sender.sends(run, button="Publish")
    found = re.search(r"/j/([A-Z0-9]+)", sender.page)
    assert found, sender.reads()
    return OpenCall(series, run, found[1])


def _confirms(sender: Sender, run: str, promise: str) -> None:
    sender.opens(run)
    sender.posts_hidden(f"{run}promises/", "promise", promise)


def answers_on_a_phone(person: Person, call: OpenCall, name: str, email: str) -> Applicant:
    """The form by keyboard on a small screen, up to the page to check: what must be answered, and why they would like to join."""
    person.opens(f"/j/{call.code}")
    person.opens(f"/take-part/{call.code}/interest/")
    person.presses("Start")
    person.fills(re.compile("^Your name"), name)
    person.presses("Continue")
    person.chooses("By email")
    person.presses("Continue")
    person.fills("Your email address", email)
    person.presses("Continue")
    link = "/".join(person.page.url.removeprefix(person.site).split("/")[:3]) + "/"
    for question, label, said in (
        ("experience", re.compile("^In your own words"), "I waited in pain, and nobody believed me."),
        ("why", re.compile("^Why would you like to join"), "So that the next person is believed."),
    ):
        person.opens(f"{link}question/{question}/")
        person.fills(label, said)
        person.presses("Continue")
    person.opens(f"{link}question/consent/")
    person.ticks(re.compile("^I have read this"))
    person.presses("Continue")
    person.opens(f"{link}check/")
    return Applicant(name, "email", email, link)


def begin_online(site: str, call: OpenCall, people: list[Applicant]) -> list[Sender]:
    """Many open the form; they answer it once they have had time to think, as no machine does."""

    def begin(who: Applicant) -> Sender:
        sender = Sender(site)
        sender.sends(f"/take-part/{call.code}/interest/", button="Start")
        who.link = "/".join(sender.at.split("/")[:3]) + "/"
        return sender

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(begin, people))


def answer_online(senders: list[Sender], people: list[Applicant]) -> None:
    """They all answer, then they all send."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(_answers, senders, people))
        list(pool.map(_sends, senders, people))


def _answers(sender: Sender, who: Applicant) -> None:
    given = who.given
    sender.sends(f"{who.link}question/name/", button="Continue", name=who.name)
    sender.sends(f"{who.link}question/contact/", button="Continue", contact_by=given.pop("contact_by"))
    sender.sends(f"{who.link}question/reach/", button="Continue", **given)
    sender.sends(f"{who.link}question/why/", button="Continue", why="I know what it is like.")
    sender.sends(f"{who.link}question/consent/", button="Continue", agree="on")


def _sends(sender: Sender, who: Applicant) -> None:
    sender.sends(f"{who.link}check/", button="Send")
    assert "Thank you: we have your answers" in sender.reads(), sender.reads()


def asks_to_be_called(site: str, call: OpenCall, who: Applicant) -> None:
    """Somebody begins, asks to be called in Urdu, and stops there."""
    sender = Sender(site)
    sender.sends(f"/take-part/{call.code}/interest/", button="Start")
    who.link = "/".join(sender.at.split("/")[:3]) + "/"
    sender.sends(f"{who.link}question/language/", button="Continue", language="Urdu", call_me="on", phone=who.reach, when="After 6pm")


def calls_back(sender: Sender, call: OpenCall, who: Applicant, number: int) -> None:
    """One of the named people calls, with an interpreter, and writes down what was said."""
    sender.opens(f"{call.run}call-backs/")
    waiting = sorted(set(re.findall(rf"{ROOM}call-backs/(\d+)/", sender.page)), key=int)
    one = waiting[number]
    sender.sends(f"{ROOM}call-backs/{one}/", interpreter="booked", outcome="done")
    writes_down(sender, call, who, "call_back", f"?call_back={one}", language="Urdu")


def writes_down(sender: Sender, call: OpenCall, who: Applicant, channel: str, query: str = "", **more: str) -> None:
    """An answer by phone or on paper, for somebody."""
    said = {"name": who.name, "why": "I know what it is like.", "agree": "on", **who.given, **more}
    sender.sends(f"{call.run}interest/enter/{query}", channel=channel, **said)
    assert "It is written down" in sender.reads(), sender.reads()[:800]


def everybody_answers(facilitator: Sender, phone: Person, call: OpenCall, mark: str) -> None:
    """Forty people: one by keyboard on a small phone, others through the same pages, by phone, on paper, and called back in Urdu."""
    call.everybody.append(answers_on_a_phone(phone, call, "Nasreen", f"nasreen.{mark}@journeys.example"))
    reach = ("email", "online{n}.{mark}@journeys.example"), ("phone", "01632 960 1{n:02}"), ("post", "{n} High Street")
    online = [
        Applicant(f"Online{n:02}", way, words.format(n=n, mark=mark)) for n in range(1, ONLINE) for way, words in [reach[max(0, n % 5 - 2)]]
    ]
    urdu = [Applicant(f"Urdu{n}", "phone", f"01632 960 2{n:02}") for n in range(CALLED_BACK)]
    by_phone = [Applicant(f"Phone{n}", "phone", f"01632 960 3{n:02}") for n in range(BY_PHONE)]
    on_paper = [Applicant(f"Paper{n}", "post", f"{n} Low Street") for n in range(ON_PAPER)]
    senders = begin_online(phone.site, call, online)
    for who in urdu:
        asks_to_be_called(phone.site, call, who)
    for number, who in enumerate(urdu):
        calls_back(facilitator, call, who, number)
    for who in (*by_phone, *on_paper):
        writes_down(facilitator, call, who, "phone" if who in by_phone else "paper")
    answer_online(senders, online)
    phone.presses("Send")
    phone.sees_heading("Thank you: we have your answers")
    call.everybody += [*online, *urdu, *by_phone, *on_paper]
    facilitator.opens(f"{call.run}interest/")
    assert "40 people have answered." in facilitator.reads(), facilitator.reads()


def reads_without_names(sender: Sender, call: OpenCall, most: int = 100) -> int:
    """Answers, criterion by criterion; how many were read. No name stands on any of the pages."""
    sender.opens(f"{call.run}readings/")
    waiting = sorted(set(re.findall(rf"{call.run}readings/(\d+)/", sender.page)), key=int)[:most]
    names = {who.name for who in call.everybody} | {who.reach for who in call.everybody}
    for one in waiting:
        sender.opens(f"{call.run}readings/{one}/")
        assert not [said for said in names if said in sender.reads()]
        sender.sends(criterion_1="yes", criterion_2="partly", words="Clear.")
    return len(waiting)


def chooses(sender: Sender, call: OpenCall) -> None:
    """Twelve places, for people who came by each way; four on the reserve list; all others are offered another paid way."""
    sender.opens(f"{call.run}selection/")
    every = sorted(set(re.findall(rf"{call.run}selection/(\d+)/", sender.page)), key=int)
    assert len(every) == len(call.everybody) == ONLINE + BY_PHONE + ON_PAPER + CALLED_BACK
    group = [*every[:27:3], every[ONLINE], every[ONLINE + CALLED_BACK], every[-1]]
    assert len(group) == PLACES
    others = [one for one in every if one not in group]
    for one in every:
        more = {} if one in group else {"other_way": "written" if int(one) % 2 else "phone"}
        result = "selected" if one in group else "reserve" if one in others[:RESERVE] else "other_way"
        sender.sends(f"{call.run}selection/{one}/", result=result, reason="We looked for a group that knows many things.", **more)
        assert "Nobody is told yet" in sender.reads(), sender.reads()[:800]


def tells_everybody(sender: Sender, call: OpenCall) -> list[str]:
    """Emails at once; then each who wanted a call or a letter gets it, and is marked as told. The letters."""
    sender.sends(f"{call.run}selection/tell/")
    return tells_those_who_wait(sender)


def tells_those_who_wait(sender: Sender) -> list[str]:
    """Everybody on the list of people to tell is told; the words of the letters and calls."""
    sender.opens(f"{ROOM}people-to-tell/")
    letters = []
    for one in sorted(set(re.findall(rf"{ROOM}people-to-tell/(\d+)/", sender.page)), key=int):
        letters.append(sender.opens(f"{ROOM}people-to-tell/{one}/"))
        sender.sends(button="They were told")
    sender.opens(f"{ROOM}people-to-tell/")
    assert not re.search(rf"{ROOM}people-to-tell/\d+/", sender.page), "somebody still waits"
    return letters


def own_pages(letters: list[str]) -> list[str]:
    """The addresses of people's own pages that stand in letters, each once."""
    return list(dict.fromkeys(found for letter in letters for found in re.findall(r"/mine/[^/\s\"<]+/", letter)))
