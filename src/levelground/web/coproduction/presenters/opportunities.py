"""An open call in words: the same parts for the page, for the text that goes into letters, and for the poster."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

from levelground.registers.payment_rates import rate_tables
from levelground.web.coproduction.models import Opportunity, OpportunityState, Workshop, WorkshopState
from levelground.web.coproduction.offered import ACCESS_FORMATS, EXPENSES, pounds, words_of
from levelground.web.coproduction.promises import PROMISES, Promise, confirmed
from levelground.web.coproduction.queries import opportunities as found
from levelground.web.coproduction.queries import series as all_series
from levelground.web.coproduction.session_times import WEEKDAYS, clock, lasts, when, zone_words
from levelground.web.design_system.phrases import Phrase

LONG_POSTER = 180
"""With more letters than this the type of the poster is smaller, so that it stays one sheet."""
WIDTH = 72
"""Letters in a line of the plain text."""
FROM_HERE = "Or answer on the web:"


@dataclass(frozen=True)
class CallPart:
    """One part of a call: a heading, paragraphs, and points under them. `name` is its anchor."""

    name: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class CallState:
    """Where a call stands at this moment, in words."""

    open: bool
    tag: str
    words: str


def state(call: Opportunity) -> CallState:
    """Whether people can answer now, and until when they can or could."""
    if call.state == OpportunityState.WITHDRAWN:
        return CallState(
            False,
            Phrase("Ended"),
            Phrase("We ended this call on %(day)s. Why: %(words)s", day=call.withdrawn_at, words=call.withdrawn_because),
        )
    if call.state == OpportunityState.DRAFT:
        return CallState(False, "Draft", "Nobody but your organisation can see it yet.")
    if found.is_open(call):
        return CallState(True, Phrase("Open"), Phrase("You can answer until %(when)s.", when=closing(call)))
    return CallState(False, Phrase("Closed"), Phrase("This call closed at %(when)s.", when=closing(call)))


def closing(call: Opportunity) -> str:
    """`5pm on Friday 8 September 2023, UK time`; empty where no day is set."""
    closes = call.closes_at
    if closes is None:
        return ""
    return Phrase(
        "%(time)s on %(weekday)s %(day)s, %(zone)s",
        time=clock(closes),
        weekday=WEEKDAYS[closes.weekday()],
        day=closes.date(),
        zone=zone_words(call.timezone),
    )


def told(call: Opportunity) -> str:
    """By when everybody hears."""
    if not call.told_by:
        return ""
    weekday = WEEKDAYS[call.told_by.weekday()]
    return Phrase("We tell everybody who answers by %(weekday)s %(day)s, whatever the answer is.", weekday=weekday, day=call.told_by)


def pay(call: Opportunity) -> str:
    """What is paid, in one line: what a session brings, and what all of them bring."""
    step, total = found.step_of(call), found.total_pence(call)
    if step is None or total is None:
        return ""
    if call.sessions == 1:
        return Phrase("We pay you %(total)s for your time.", total=pounds(total))
    return Phrase(
        "We pay you %(each)s for each session, %(total)s for all %(number)s.",
        each=pounds(total // call.sessions),
        total=pounds(total),
        number=call.sessions,
    )


def _of_pay(call: Opportunity) -> CallPart:
    step = found.step_of(call)
    if step is None:
        why = Phrase("The pay is not set yet.")
        if call.unpaid_because:
            why = Phrase("There is no pay. Those who come chose that. %(words)s", words=call.unpaid_because)
        return CallPart("pay", Phrase("What you get"), (why,), tuple(words_of(call.expenses, EXPENSES)))
    time = Phrase("%(time)s in the session", time=lasts(call.session_minutes))
    if call.preparation_minutes:
        ready = lasts(call.preparation_minutes)
        time = Phrase("%(time)s in the session, and %(ready)s to get ready for it", time=lasts(call.session_minutes), ready=ready)
    count = Phrase("%(number)s sessions", number=call.sessions) if call.sessions > 1 else Phrase("one session")
    table = rate_tables()[call.rate_table]
    rate = f"{pounds(step.pence)} ({_lower(step.words)}; {table.title})"
    lines = [
        Phrase("The pay is for %(count)s: %(time)s. The rate is %(rate)s.", count=count, time=time, rate=rate),
        Phrase("It is an offer. You can take it, ask for a voucher, or say no. You can take part in each case."),
    ]
    costs = words_of(call.expenses, EXPENSES)
    if costs:
        lines.append(Phrase("We pay these costs as well:"))
    return CallPart("pay", Phrase("What you get"), tuple(lines), tuple(costs))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _of_sessions(call: Opportunity, sessions: list[Workshop]) -> CallPart:
    time = lasts(call.session_minutes)
    count = Phrase("One session of %(time)s.", time=time)
    if call.sessions > 1:
        count = Phrase("%(number)s sessions of %(time)s each.", number=call.sessions, time=time)
    days = [when(one) for one in sessions if one.state != WorkshopState.CANCELLED]
    lines = [count]
    if days:
        lines.append(Phrase("They are on:") if len(days) > 1 else Phrase("It is on:"))
    else:
        lines.append(Phrase("The days are not set yet. We choose them with those who come."))
    return CallPart("sessions", Phrase("What you would do"), tuple(lines), tuple(days))


def _of_names(call: Opportunity) -> CallPart | None:
    """Who knows names: those who are named, each confirmed to be no line manager and in no care team; the promise, where confirmed."""
    holders = list(all_series.holders(call.series))
    if not holders:
        return None
    promised = "two_people" in call.promises
    paragraphs = [PROMISES["two_people"].words] if promised else []
    paragraphs.append(
        Phrase("Nobody named here is a line manager or in a care team of those who take part.")
        if len(holders) > 1
        else Phrase("The person named here is no line manager and in no care team of those who take part.")
    )
    keeper = call.series.identities_held_by
    if keeper:
        paragraphs.append(
            Phrase(
                "%(name)s keeps the names. %(organisation)s asked them to, and does not see the names.",
                name=keeper.name,
                organisation=call.series.organisation.name,
            )
        )
    return CallPart("names", PROMISES["two_people"].heading, tuple(paragraphs), tuple(holder.named_as for holder in holders))


def _of_promise(call: Opportunity, promise: Promise) -> CallPart:
    own = getattr(call, promise.field) if promise.field else ""
    return CallPart(promise.name, promise.heading, tuple(filter(None, (promise.words, own))))


def _of_contact(call: Opportunity) -> CallPart:
    ways = [
        Phrase("Phone: %(phone)s", phone=call.contact_phone) if call.contact_phone else "",
        Phrase("Email: %(email)s", email=call.contact_email) if call.contact_email else "",
        Phrase("Post: %(address)s", address=" ".join(call.contact_post.split())) if call.contact_post else "",
    ]
    words = Phrase.joined(
        Phrase("Ask %(name)s.", name=call.contact_name) if call.contact_name else Phrase("Ask us."),
        Phrase("You can also say that you are interested by phone or by letter. We write it down for you, and read it back."),
    )
    return CallPart("ask", Phrase("Ask us, or answer in another way"), (words,), tuple(filter(None, ways)))


def parts(call: Opportunity) -> list[CallPart]:
    """The call, part by part, in the order in which it matters to whoever reads it. A promise stands here only where it is confirmed."""
    last = (told(call), Phrase("We have places for %(number)s people.", number=call.group_size))
    criteria = tuple(call.criteria.values_list("words", flat=True))
    chosen = Phrase("We read all answers without names. This is what we look for:") if criteria else ""
    made = [
        _of_pay(call),
        CallPart("benefits", Phrase("If you get benefits"), _paragraphs(call.benefits_warning)) if found.step_of(call) else None,
        CallPart("purpose", Phrase("What it is for"), _paragraphs(call.purpose)),
        CallPart("influence", Phrase("How much you decide"), (Phrase("%(influence)s.", influence=Phrase(call.get_influence_display())),)),
        CallPart("who", Phrase("Whom we want to hear from"), _paragraphs(call.looking_for)),
        _of_sessions(call, found.sessions(call.series)),
        CallPart("ways", Phrase("How you can take part"), (), tuple(words_of(call.access_formats, ACCESS_FORMATS))),
        CallPart("chosen", Phrase("How people are chosen"), tuple(filter(None, (*last, chosen))), criteria),
        _of_names(call),
        *(_of_promise(call, promise) for promise in confirmed(call.promises) if promise.name != "two_people"),
        CallPart("support", Phrase("If you want to talk to somebody"), _paragraphs(call.support)),
        _of_contact(call),
    ]
    return [part for part in made if part and (part.paragraphs or part.points)]


def _paragraphs(words: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in words.split("\n\n") if part.strip())


def preview_words(call: Opportunity) -> str:
    """What a message shows of the page behind a link: what is offered, and until when."""
    now = state(call)
    said = [pay(call), f"{call.series.organisation.name} asks: {_lower(call.title)}.", now.words]
    return " ".join(filter(None, said))[:300]


def listed() -> dict[str, Any]:
    """What is open now, everywhere, and what has closed."""
    rows = [{"call": call, "pay": pay(call), "until": closing(call), "who": _paragraphs(call.looking_for)[:1]} for call in found.public()]
    return {
        "page_title": "Take part",
        "open": rows,
        "closed": [{"call": call, "at": closing(call)} for call in found.closed_public()],
    }


def page(call: Opportunity) -> dict[str, Any]:
    """The public page of a call: open, closed or ended."""
    now = state(call)
    everything = parts(call)
    others = [] if now.open else [one for one in found.public() if one.pk != call.pk]
    return {
        "page_title": call.title,
        "breadcrumbs": [{"text": "Take part", "href": "/take-part/"}],
        "call": call,
        "host": call.series.organisation,
        "state": now,
        "pay": pay(call),
        "told": told(call),
        "dialled": "".join(filter(lambda sign: sign.isdigit() or sign == "+", call.contact_phone)),
        "parts": everything,
        "others": others,
        "description": preview_words(call),
    }


def as_text(call: Opportunity, address: str) -> str:
    """The whole call as plain text, for a letter; `address` is its short link."""
    now = state(call)
    blocks = [call.title.upper(), call.series.organisation.name, *filter(None, [pay(call)]), now.words]
    for part in parts(call):
        blocks.append("\n".join([part.heading, "-" * len(part.heading)]))
        blocks.extend(part.paragraphs)
        if part.points:
            blocks.append("\n".join(textwrap.fill(point, WIDTH, initial_indent="- ", subsequent_indent="  ") for point in part.points))
    blocks.append(f"{FROM_HERE} {address}")
    wrapped = (block if "\n" in block else textwrap.fill(block, WIDTH, break_long_words=False, break_on_hyphens=False) for block in blocks)
    return "\n\n".join(wrapped) + "\n"


def poster(call: Opportunity) -> dict[str, Any]:
    """What fits on one sheet: what it is, what is paid, until when, whom to phone."""
    who = _paragraphs(call.looking_for)
    shown = textwrap.shorten(who[0], 260, placeholder=" …") if who else ""
    return {
        "page_title": Phrase("Poster: %(call)s", call=call.title),
        "call": call,
        "host": call.series.organisation,
        "state": state(call),
        "pay": pay(call),
        "who": shown,
        "long": len(call.title) + len(shown) + len(call.contact_name) > LONG_POSTER,
        "closing": closing(call),
    }
