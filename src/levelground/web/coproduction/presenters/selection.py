"""The pages of readings and of choosing, as their templates need them. No name, no way to reach anybody, no answer about a person."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from levelground.web.coproduction import outcome_letters
from levelground.web.coproduction.models import BlindReading, ExpressionOfInterest, Opportunity, SelectionOutcome, SelectionResult
from levelground.web.coproduction.offered import pounds
from levelground.web.coproduction.queries import missing_people, opportunities
from levelground.web.coproduction.queries import selection as found
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer

Context = dict[str, Any]
HIDDEN = {
    "conflict": "You have a conflict here.",
    "own": "This one is yours.",
    "read": "Read it yourself first. Then you see what others made of it.",
}


def _page(viewer: Viewer, call: Opportunity, title: str, *trail: tuple[str, str]) -> Context:
    at = {"organisation": viewer.organisation.slug, "opportunity": call.pk}
    before = [("Co-production", reverse("coproduction", kwargs={"organisation": viewer.organisation.slug}))]
    if viewer.may(Permission.RUN_COPRODUCTION):
        before.append((call.title, reverse("run_call", kwargs=at)))
    return {
        "page_title": title,
        "breadcrumbs": [{"text": text, "href": href} for text, href in (*before, *trail)],
        "call": call,
        "at": at,
        "may_run": viewer.may(Permission.RUN_COPRODUCTION),
    }


def _way_to(name: str, viewer: Viewer, call: Opportunity) -> str:
    return reverse(name, kwargs={"organisation": viewer.organisation.slug, "opportunity": call.pk})


def readings(viewer: Viewer, call: Opportunity) -> Context:
    """What there is to read, and what this reader has read."""
    reader = found.reader(call, viewer.user)
    rows = [(each, _done(reader, each)) for each in found.of_call(call)]
    waiting = [each for each, done in rows if not done]
    return {**_page(viewer, call, "First reading"), "rows": rows, "waiting": len(waiting), "next": waiting[0] if waiting else None}


def _done(reader: found.Reader, expression: ExpressionOfInterest) -> str:
    if found.has_conflict(expression, reader.user.pk, reader.declared):
        return "You have a conflict"
    if expression.pk in reader.has_read:
        return "You have read it"
    if reader.barred(expression):
        return "Not for you to read"
    return "Decided already" if hasattr(expression, "outcome") else ""


def reading(viewer: Viewer, expression: ExpressionOfInterest) -> Context:
    """One answer, without any name, to be read by this reader; or why they do not read it."""
    call = expression.opportunity
    reader = found.reader(call, viewer.user)
    return {
        **_page(viewer, call, f"Answer {expression.reference}", ("First reading", _way_to("readings", viewer, call))),
        "expression": expression,
        "conflict": found.has_conflict(expression, viewer.user.pk, reader.declared),
        "barred": reader.barred(expression),
        "given": _reading(found.reading_by(expression, viewer.user), call),
        "decided": hasattr(expression, "outcome"),
    }


def _reading(given: BlindReading | None, call: Opportunity) -> Context | None:
    if given is None or given.conflict:
        return None
    lines = [(each.words, found.ANSWERS.get(given.met.get(str(each.number), ""), "Nothing said")) for each in call.criteria.all()]
    return {"lines": lines, "words": given.words, "reader": given.reader.name}


def selection(viewer: Viewer, call: Opportunity) -> Context:
    """All answers side by side, what comes of each, and how the group stands."""
    reader, made = found.reader(call, viewer.user), found.readings(call)
    rows = [_row(each, made.get(each.pk, []), reader) for each in found.of_call(call).prefetch_related("notices")]
    return {
        **_page(viewer, call, "Who takes part"),
        "rows": rows,
        "places": found.places(call),
        "held_back": found.held_back(call),
        "is_open": opportunities.is_open(call),
        "to_tell": len(found.to_tell(call)),
        "reserve": found.reserve(call),
        "told": any(row["told"] for row in rows),
    }


def _row(expression: ExpressionOfInterest, made: list[BlindReading], reader: found.Reader) -> Context:
    outcome: SelectionOutcome | None = getattr(expression, "outcome", None)
    return {
        "expression": expression,
        "hidden": HIDDEN.get(reader.kept_from(expression), ""),
        "read_first": reader.kept_from(expression) == "read",
        "counts": _counts(made),
        "outcome": outcome,
        "result": outcome_words(outcome) if outcome else "",
        "told": any(notice.kind == "outcome" for notice in expression.notices.all()),
    }


def _counts(made: list[BlindReading]) -> str:
    if not made:
        return "Nobody has read it"
    said = [answer for each in made for answer in each.met.values()]
    readers = "1 reading" if len(made) == 1 else f"{len(made)} readings"
    return f"{readers}: " + ", ".join(f"{words.lower()} {said.count(answer)}" for answer, words in found.ANSWERS.items() if answer in said)


def outcome_words(outcome: SelectionOutcome) -> str:
    """What was decided, in few words."""
    if outcome.result == SelectionResult.RESERVE:
        return f"Reserve list, number {outcome.place_in_reserve}"
    if outcome.result == SelectionResult.SELECTED:
        return "In the group"
    return f"Another paid way, {outcome_letters.IN_WORDS.get(outcome.other_way, outcome.other_way)}"


def choosing(viewer: Viewer, expression: ExpressionOfInterest) -> Context:
    """One answer with all readings of it, side by side, and what is decided."""
    call = expression.opportunity
    reader = found.reader(call, viewer.user)
    kept_from = reader.kept_from(expression)
    outcome: SelectionOutcome | None = getattr(expression, "outcome", None)
    return {
        **_page(viewer, call, f"Answer {expression.reference}", ("Who takes part", _way_to("selection", viewer, call))),
        "expression": expression,
        "hidden": HIDDEN.get(kept_from, ""),
        "read_first": kept_from == "read",
        "readings": [] if kept_from else [_reading(each, call) for each in found.counted(expression)],
        "criteria": list(call.criteria.all()),
        "places": found.places(call),
        "outcome": outcome,
        "result": outcome_words(outcome) if outcome else "",
        "told": found.was_told(expression),
        "is_open": opportunities.is_open(call),
    }


def as_chosen(outcome: SelectionOutcome | None) -> Context:
    """What was decided, as it stands in the form."""
    if outcome is None:
        return {}
    return {"result": outcome.result, "reason": outcome.reason, "other_way": outcome.other_way, "place": outcome.place_in_reserve}


def telling(viewer: Viewer, call: Opportunity) -> Context:
    """Who is told now, and what they are told."""
    waiting = found.to_tell(call)
    results = [each.outcome.result for each in waiting]
    return {
        **_page(viewer, call, "Tell everybody", ("Who takes part", _way_to("selection", viewer, call))),
        "waiting": len(waiting),
        "counts": [(label, results.count(value)) for value, label in SelectionResult.choices],
        "places": found.places(call),
        "held_back": found.held_back(call),
        "paid": pounds(outcome_letters.other_way_pence(call)) if outcome_letters.other_way_pence(call) else "",
    }


def drawing(viewer: Viewer, call: Opportunity) -> Context:
    """Whether a place is free, and who is asked next."""
    trail = ("Who takes part", _way_to("selection", viewer, call))
    return {**_page(viewer, call, "Reserve list", trail), "places": found.places(call), "reserve": found.reserve(call)}


def missing(viewer: Viewer, call: Opportunity) -> Context:
    """Who is missing, as it was counted last."""
    trail = ("Who takes part", _way_to("selection", viewer, call))
    count, serves = missing_people.latest(call), missing_people.says_whom_it_serves(call)
    return {**_page(viewer, call, "Who is missing", trail), "count": count, "serves": serves}


def not_told(viewer: Viewer) -> Context:
    """Everybody who has not heard what came of their answer."""
    rows = found.not_told(viewer)
    return {
        "page_title": "Who has not been told",
        "breadcrumbs": [{"text": "Co-production", "href": reverse("coproduction", kwargs={"organisation": viewer.organisation.slug})}],
        "late": [row for row in rows if row.days_late > 0],
        "in_time": [row for row in rows if row.days_late <= 0],
        "at": {"organisation": viewer.organisation.slug},
    }


def mine(outcome: SelectionOutcome) -> Context:
    """What came of it, for the person themselves."""
    call = outcome.expression.opportunity
    pence = outcome_letters.other_way_pence(call)
    return {
        "page_title": Phrase("What came of your answer"),
        "call": call,
        "outcome": outcome,
        "ways": outcome_letters.IN_WORDS,
        "paid": pounds(pence) if pence else "",
        "takes_part": hasattr(outcome.expression, "participant"),
    }
