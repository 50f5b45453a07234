"""The contributor's own page as its template needs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from levelground.web.coproduction.models import Contribution, Decision, DecisionOutcome, Participant, Quote, Stance
from levelground.web.coproduction.queries import mine as found
from levelground.web.coproduction.queries import voices
from levelground.web.coproduction.queries.voices import Shaped
from levelground.web.design_system.phrases import Phrase

PAGES = (
    ("mine_sessions", Phrase("Your sessions"), Phrase("When they are, how to come, and what to read before.")),
    ("mine_words", Phrase("Say something, or see your words"), Phrase("You can add to what you said, and take words back.")),
    ("mine_quotes", Phrase("Quotes"), Phrase("Nobody quotes you until you have seen it and said yes.")),
    ("mine_pay", Phrase("Your pay"), Phrase("What you are offered, what you can claim, and when it is paid.")),
    ("mine_details", Phrase("Your details"), Phrase("How we reach you, a new link, leaving, and having all of it removed.")),
)
"""Each page by its address: its name, and what is there."""


@dataclass(frozen=True)
class SaidByMe:
    """One thing that the person said, and what became of it."""

    said: Contribution
    themes: str
    quotes: tuple[str, ...]
    decisions: tuple[tuple[str, str, str], ...]
    answers: tuple[str, ...]
    shaped: tuple[Shaped, ...]

    @property
    def nothing_yet(self) -> bool:
        """Whether nothing has come of it so far."""
        return not (self.quotes or self.decisions or self.answers or self.shaped)


def page(participant: Participant, secret: str) -> dict[str, Any]:
    """What the page says to this person."""
    series = participant.series
    shaped = voices.shaped_by(voices.latest_version(series))
    decided = found.decided_on(participant)
    return {
        "page_title": Phrase("Your own page"),
        "series": series,
        "participant": participant,
        "secret": secret,
        "awaiting": list(_awaiting(found.awaiting(participant), secret)),
        "said": [_said(each, decided.get(each.pk, []), shaped.get(each.public_id, []), secret) for each in found.said_by(participant)],
        "parts": [
            (each.decision, Stance(each.stance).label, outcome(each.decision), bool(each.answer), _decision(each.decision, secret))
            for each in found.parts_of(participant)
        ],
        "pages": [(text, words, href) for name, text, words in PAGES if (href := _address(name, secret))],
        "public_page": reverse("you_said_series", kwargs={"code": series.code}) if series.public_at else "",
    }


def outcome(decision: Decision) -> str:
    """What came of a decision, in a word or two."""
    if decision.closed_at is not None:
        return DecisionOutcome(decision.outcome).label
    return Phrase("Decided. We are still answering people") if decision.decided_at else Phrase("Not decided yet")


def _awaiting(now: found.Awaiting, secret: str) -> Iterator[tuple[str, str, str]]:
    """What awaits the person: in words, the step, and its address ("" where the page is not there yet)."""
    for place in now.sessions:
        yield (
            Phrase("You are invited to session %(number)s: %(title)s.", number=place.workshop.number, title=place.workshop.title),
            Phrase("Say whether you come"),
            _address("mine_sessions", secret),
        )
    for decision in now.decisions:
        yield (
            Phrase("A decision is open: %(question)s", question=decision.question),
            Phrase("Say where you stand"),
            _decision(decision, secret),
        )
    if now.quotes:
        one, many = Phrase("One quote waits for your yes or no."), Phrase("%(number)s quotes wait for your yes or no.", number=now.quotes)
        yield one if now.quotes == 1 else many, Phrase("Look at it"), _address("mine_quotes", secret)
    if now.offers:
        one = Phrase("One offer of pay waits for your answer.")
        many = Phrase("%(number)s offers of pay wait for your answer.", number=now.offers)
        yield one if now.offers == 1 else many, Phrase("Answer"), _address("mine_pay", secret)
    for minutes in now.minutes:
        yield (
            Phrase("We wrote down what was said in session %(number)s.", number=minutes.workshop.number),
            Phrase("Say if something is wrong"),
            _address("mine_sessions", secret),
        )


def _said(said: Contribution, decisions: list[Decision], shaped: list[Shaped], secret: str) -> SaidByMe:
    if said.withdrawn_at is not None:
        return SaidByMe(said, "", (), (), (), ())
    return SaidByMe(
        said,
        ", ".join(theme.name for theme in said.themes.all()),
        tuple(dict.fromkeys(_quote(each) for each in said.quotes.all())),
        tuple((each.question, outcome(each), _decision(each, secret)) for each in decisions),
        tuple(each.words for each in said.responses.all()),
        tuple(shaped),
    )


def _quote(quote: Quote) -> str:
    if quote.refused_at is not None:
        return Phrase("We asked to quote you. You said no, and nobody sees it.")
    if quote.approved_at is None:
        return Phrase("We ask to quote you. Nobody sees it until you say yes.")
    return Phrase("You are quoted, as you agreed.") if quote.shown_at else Phrase("You agreed to a quote. It is not shown yet.")


def _decision(decision: Decision, secret: str) -> str:
    return reverse("take_part_in_decision", kwargs={"secret": secret, "decision": decision.pk})


def _address(name: str, secret: str) -> str:
    try:
        return reverse(name, kwargs={"secret": secret})
    except NoReverseMatch:
        return ""
