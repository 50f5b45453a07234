"""Rules about where the package's content comes from: how well it is known, at whose hand, and whether it may be out of date."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import notes, warnings
from levelground.change_package.elements import Element, Verification
from levelground.change_package.recommendations import Source
from levelground.errors import Finding, Severity

MOST_IDS = 12
"""How many ids a finding about the whole package spells out."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@notes("unverified-elements")
def unverified_elements_are_counted(case: Case) -> Iterator[Finding]:
    """A reader is told how much of the package was not looked up at its source."""
    elements = tuple(case.package.elements())
    unverified = [element.id for element in elements if element.verification is Verification.UNVERIFIED]
    if unverified:
        message = f"{len(unverified)} of {len(elements)} elements are unverified: {some_of(unverified)}."
        yield case.about_all(Severity.NOTE, "unverified-elements", message, "Look them up at their sources, then change `verification`.")


@warnings("known-without-source")
def what_is_known_names_its_source(case: Case) -> Iterator[Finding]:
    """An element that is marked verified or secondary names the source that it was read in."""
    for element in case.package.elements():
        if element.verification is not Verification.UNVERIFIED and not _sources(element):
            message = f"`{element.id}` is marked {element.verification}, and names no source."
            step = "Name it in `source`, or mark the element unverified."
            yield case.warning("known-without-source", element.id, message, step, "verification")


@warnings("verified-at-second-hand")
def what_is_verified_was_read_at_its_owner(case: Case) -> Iterator[Finding]:
    """An element that is marked verified rests on a source that was itself read."""
    for element in case.package.elements():
        named = [source for name in _sources(element) if isinstance(source := case.theory.elements.get(name), Source)]
        if element.verification is Verification.VERIFIED and named and all(source.verification != "verified" for source in named):
            said = ", ".join(f"`{source.id}` ({source.verification})" for source in named)
            message = f"`{element.id}` is marked verified, and its source was not read at its owner's: {said}."
            step = "Mark the element as its source is marked, or look the source up."
            yield case.warning("verified-at-second-hand", element.id, message, step, "verification")


@warnings("source-past-review")
def sources_are_looked_up_again(case: Case) -> Iterator[Finding]:
    """No source is past the day by which it was to be looked up again."""
    for source in case.package.sources:
        if source.review_by is not None and source.review_by < case.today:
            users = sorted({reference.owner for reference in case.theory.by_target.get(source.id, ())})
            rests = f"; on it rest: {some_of(users)}" if users else ""
            message = f"the source `{source.id}` ({source.edition}) was to be looked up again by {source.review_by.isoformat()}{rests}."
            step = "See whether there is a newer edition, then change `edition`, `read_on` and `review_by`."
            yield case.warning("source-past-review", source.id, message, step, "review_by")


@warnings("measure-past-review")
def measures_are_reviewed(case: Case) -> Iterator[Finding]:
    """No measure is past its review date, where that is given as a day."""
    for measure in case.package.measures:
        day = _day(measure.review_date)
        if day is not None and day < case.today:
            message = f"the measure `{measure.id}` was to be reviewed by {day.isoformat()}."
            step = "Review its definition, and give it a new `review_date`."
            yield case.warning("measure-past-review", measure.id, message, step, "review_date")


def some_of(ids: list[str]) -> str:
    """The first few ids, and a sign that there are more."""
    return ", ".join(ids[:MOST_IDS]) + (", …" if len(ids) > MOST_IDS else "")


def _sources(element: Element) -> list[str]:
    """The ids of the sources that an element rests on: its own and that of its graded evidence."""
    graded = getattr(element, "evidence", None)
    return [name for name in (element.source, getattr(graded, "source", None)) if name is not None]


def _day(text: str | None) -> datetime.date | None:
    found = _DAY.search(text or "")
    try:
        return datetime.date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


RULES = (
    unverified_elements_are_counted,
    what_is_known_names_its_source,
    what_is_verified_was_read_at_its_owner,
    sources_are_looked_up_again,
    measures_are_reviewed,
)
