"""The pages of an expression of interest as their templates need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from levelground.web.coproduction import interest_questions as asked
from levelground.web.coproduction.consents import CONSENT
from levelground.web.coproduction.interest_questions import DEMOGRAPHIC_NAMES, PREFER_NOT_TO_SAY, QUESTIONS
from levelground.web.coproduction.models import ContactBy, ExpressionOfInterest, ExpressionState, Opportunity
from levelground.web.coproduction.presenters.opportunities import closing
from levelground.web.coproduction.queries import demographics, interest, opportunities
from levelground.web.design_system.phrases import Phrase

Context = dict[str, Any]
KEEP_UNSENT = "levelground/keep_unsent.js"
MARKS = {ContactBy.EMAIL: Phrase("By email"), ContactBy.PHONE: Phrase("By phone"), ContactBy.POST: Phrase("By post")}


@dataclass(frozen=True)
class CheckRow:
    """One question on the page to check: what was answered, and where to change it."""

    name: str
    heading: str
    said: str
    change: str


def question_address(secret: str, name: str) -> str:
    """The page of one question."""
    return reverse("interest_question", kwargs={"secret": secret, "question": name})


def wants_about_you(expression: ExpressionOfInterest) -> bool:
    """Whether they said yes to the questions about themselves: then these are among the pages."""
    if "about_you" not in expression.answered:
        return False
    return not set(DEMOGRAPHIC_NAMES) <= set(expression.answered) or bool(demographics.own(expression))


def next_address(expression: ExpressionOfInterest, secret: str) -> str:
    """Where to go on: the first question that is open, then the page to check, then their own page."""
    name = asked.first_open(expression.answered)
    if name:
        return question_address(secret, name)
    return reverse("interest" if expression.state == ExpressionState.SENT else "check_interest", kwargs={"secret": secret})


def may_change(expression: ExpressionOfInterest, name: str) -> bool:
    """Whether the answer to this question can be changed now."""
    if expression.state == ExpressionState.WITHDRAWN:
        return False
    late = expression.state == ExpressionState.SENT and QUESTIONS[name].late
    return late or opportunities.is_open(expression.opportunity)


def _about(expression: ExpressionOfInterest, secret: str) -> Context:
    call = expression.opportunity
    return {
        "expression": expression,
        "secret": secret,
        "call": call,
        "organisation": call.series.organisation,
        "closes": closing(call),
        "is_open": opportunities.is_open(call),
        "sent": expression.state == ExpressionState.SENT,
    }


def start_page(call: Opportunity) -> Context:
    """What comes, and how long it takes."""
    return {
        "page_title": Phrase("Say that you are interested"),
        "call": call,
        "organisation": call.series.organisation,
        "closes": closing(call),
        "breadcrumbs": [{"text": call.title, "href": reverse("call", kwargs={"code": call.code})}],
    }


def question_page(expression: ExpressionOfInterest, secret: str, name: str) -> Context:
    """One question."""
    about = wants_about_you(expression)
    order = [one for one in QUESTIONS if about or one not in DEMOGRAPHIC_NAMES]
    before = asked.before(name, about_you=about)
    return {
        **_about(expression, secret),
        "page_title": QUESTIONS[name].heading,
        "question": QUESTIONS[name],
        "place": order.index(name) + 1 if name in order else 0,
        "of": len(order),
        "back": question_address(secret, before) if before else "",
        "demographic": name in DEMOGRAPHIC_NAMES,
        "purge_day": demographics.purge_day(expression.opportunity),
        "consent": CONSENT,
        "scripts": [KEEP_UNSENT],
        "most": asked.MOST_CHARACTERS,
    }


def check_page(expression: ExpressionOfInterest, secret: str) -> Context:
    """All answers, to read once more before they are sent."""
    return {
        **_about(expression, secret),
        "page_title": Phrase("Check your answers"),
        "rows": rows(expression, secret),
        "missing": [QUESTIONS[name] for name in asked.NEEDED if name not in expression.answered],
    }


def rows(expression: ExpressionOfInterest, secret: str) -> list[CheckRow]:
    """What was answered, question by question; those that only told something are left out."""
    about = wants_about_you(expression)
    left_out = {"support", "consent", *(() if about else DEMOGRAPHIC_NAMES)}
    said = _said(expression, about_you=about)
    return [
        CheckRow(
            name,
            question.heading,
            said[name] or Phrase("You said nothing here"),
            question_address(secret, name) if may_change(expression, name) else "",
        )
        for name, question in QUESTIONS.items()
        if name not in left_out and (name in expression.answered or expression.state == ExpressionState.STARTED)
    ]


def _said(expression: ExpressionOfInterest, *, about_you: bool) -> dict[str, str]:
    own = demographics.own(expression) if about_you else {}
    call_back = interest.asked_to_be_called(expression)
    language = [
        Phrase.own(expression.language) if expression.language else ("" if expression.sign_language else Phrase("English")),
        Phrase("British Sign Language") if expression.sign_language else "",
        Phrase("Please call me: %(phone)s. %(when)s", phone=expression.phone, when=call_back.when) if call_back else "",
    ]
    return {
        "name": expression.name,
        "contact": MARKS[ContactBy(expression.contact_by)] if expression.contact_by else "",
        "reach": reached_at(expression),
        "language": Phrase.joined(*language),
        "access": expression.access_needs,
        "experience": expression.lived_experience,
        "why": expression.why,
        "voice": Phrase("You sent a voice note") if expression.voice_note else "",
        "about_you": Phrase("Yes") if about_you else Phrase("No"),
        **{name: Phrase("I prefer not to say") if own.get(name) == PREFER_NOT_TO_SAY else own.get(name, "") for name in DEMOGRAPHIC_NAMES},
    }


def reached_at(expression: ExpressionOfInterest) -> str:
    """Where they can be reached, in the way that they chose."""
    ways = {ContactBy.EMAIL: expression.email, ContactBy.PHONE: expression.phone, ContactBy.POST: expression.address}
    return ways[ContactBy(expression.contact_by)] if expression.contact_by else ""


def own_page(expression: ExpressionOfInterest, secret: str) -> Context:
    """Where it stands, for whoever holds the private link."""
    titles = {
        ExpressionState.STARTED: Phrase("You have begun"),
        ExpressionState.SENT: Phrase("Thank you: we have your answers"),
        ExpressionState.WITHDRAWN: Phrase("You took this back"),
    }
    sent = expression.state == ExpressionState.SENT
    return {
        **_about(expression, secret),
        "page_title": titles[ExpressionState(expression.state)],
        "rows": rows(expression, secret) if sent else [],
        "go_on": next_address(expression, secret),
        "call_asked": interest.asked_to_be_called(expression) if not sent else None,
        "withdrawn": expression.state == ExpressionState.WITHDRAWN,
    }


def closed_page(call: Opportunity, typed: list[tuple[str, str]]) -> Context:
    """That the call has closed, with what they had typed, and whom they can ask."""
    return {
        "page_title": Phrase("This call is closed"),
        "call": call,
        "organisation": call.series.organisation,
        "closes": closing(call),
        "typed": typed,
    }
