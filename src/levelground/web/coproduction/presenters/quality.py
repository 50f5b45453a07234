"""The quality of co-production in words and as a table. A count of fewer than five people is never said."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from levelground.change_package.provenance import FEW
from levelground.reports.co_production import MeasuredRow
from levelground.web.coproduction.bands import SMALLEST
from levelground.web.coproduction.models import Series
from levelground.web.coproduction.money import pounds
from levelground.web.coproduction.presenters import series as series_pages
from levelground.web.coproduction.queries import payments, voices
from levelground.web.coproduction.queries import quality as found
from levelground.web.coproduction.queries import series as series_found
from levelground.web.coproduction.queries.quality import QualityOfCoProduction, ShareOf
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer

Page = dict[str, Any]
DAYS_TO_PAY, DISSENT, HOURS_A_DECISION = "Days to pay", "Times that somebody disagreed", "Hours together for each decision"
PAY_WAITS = "People who wait for pay"
TOO_FEW = f"Fewer than {SMALLEST}, so no number is shown"
MOST_OWED = 50


def of_series(viewer: Viewer, series: Series) -> Page:
    """The quality of one series."""
    return {**_page(viewer, [series]), "series": series, "breadcrumbs": series_pages.trail(viewer, series)}


def of_organisation(viewer: Viewer) -> Page:
    """The quality of all series that the organisation runs, together."""
    own = [each for each in series_found.of(viewer) if each.organisation_id == viewer.organisation.pk]
    return {**_page(viewer, own), "breadcrumbs": series_pages.trail(viewer), "every": own}


def _page(viewer: Viewer, series: list[Series]) -> Page:
    value = found.quality(series)
    shows_people = viewer.may(Permission.OFFER_PAY) or viewer.may(Permission.APPROVE_PAY)
    return {
        "page_title": "How well we work together",
        "heading": "How well we work together",
        "rows": rows(value),
        "promised": payments.desk_of(viewer.organisation).days_to_pay,
        "owed": owed_rows(value, labels=shows_people),
        "owed_count": len(value.owed),
        "at": {"organisation": viewer.organisation.slug},
    }


def rows(value: QualityOfCoProduction) -> list[MeasuredRow]:
    """Each thing that is looked at: what it is, how it stands, how it is counted and what is good."""
    return [
        ("People with lived experience", _people(value.people), "They came, said something, or had a part in a decision."),
        (
            "Told what became of what they said",
            _share(value.told),
            "They have an answer to all that they said, and no letter waits. Good is all of them.",
        ),
        (
            DAYS_TO_PAY,
            _days(value, of=str(value.claims_paid)),
            "The middle one of all paid claims. They count from the session, or from the claim where there was none. Good is few.",
        ),
        (
            "Decisions with lived experience behind them",
            _share(value.lived_experience, guarded=False),
            "People with lived experience had a part in them, or they rest on their words. Good is all of them.",
        ),
        (DISSENT, str(value.dissents), "In decisions that were taken. More is not worse: none at all can mean that it was hard to say."),
        (
            HOURS_A_DECISION,
            _hours(value.hours_a_decision),
            "Hours of people with lived experience in sessions. Good is time enough to understand what is decided.",
        ),
        (
            "Hours asked of one person",
            _asked(value),
            "Sessions, getting ready, writing and calls. Good is that nobody has far more than the one in the middle.",
        ),
        (
            "Who was missing",
            _missing(value),
            "As the calls were last counted, beside the people who are served. Good is no group, and a count that was made.",
        ),
        (
            PAY_WAITS,
            str(len(value.owed)) if value.owed else "Nobody",
            "Their work is done and they did not say no. Good is nobody.",
        ),
    ]


def for_a_board(package_id: str) -> list[MeasuredRow]:
    """The same for the report of a board, which everybody may read: of the series of a change package that are public; empty without."""
    public = voices.of_package(package_id)
    return board_rows(found.quality(public)) if public else []


def board_rows(value: QualityOfCoProduction) -> list[MeasuredRow]:
    """The rows that leave the organisation: no number from one to four, of whatever could be known of single people, is in them."""
    few = value.people < SMALLEST
    guarded = {
        PAY_WAITS: _at_least(len(value.owed)).capitalize() if value.owed else "Nobody",
        DISSENT: _at_least(value.dissents).capitalize(),
        DAYS_TO_PAY: _days(value, of=_at_least(value.claims_paid)),
        HOURS_A_DECISION: TOO_FEW if few and value.contact_hours else _hours(value.hours_a_decision),
    }
    return [(what, guarded.get(what, stands), means) for what, stands, means in rows(value)]


def owed_rows(value: QualityOfCoProduction, *, labels: bool) -> list[tuple[str, str, str, str]]:
    """Who waits for pay, longest first; who may not see the pay of single people sees no labels."""
    return [
        (
            f"{each.days}",
            each.series.title,
            each.waits_for,
            f"{each.label}: {pounds(each.pence) if each.pence else 'not known'}" if labels else "",
        )
        for each in value.owed[:MOST_OWED]
    ]


def _people(count: int) -> str:
    if count == 0:
        return "Nobody yet"
    return TOO_FEW if count < SMALLEST else str(count)


def _share(share: ShareOf, *, guarded: bool = True) -> str:
    """`8 of 10`. Of people: not where fewer than five are on either side of it."""
    if share.whole == 0:
        return "None yet"
    if guarded and (share.whole < SMALLEST or 0 < share.part < SMALLEST or 0 < share.whole - share.part < SMALLEST):
        return _guarded(share)
    return f"{share.part} of {share.whole}"


def _guarded(share: ShareOf) -> str:
    if share.part == share.whole:
        return "All of them"
    if share.part == 0:
        return "None of them"
    return "More than half" if 2 * share.part > share.whole else "Half or fewer"


def _days(value: QualityOfCoProduction, *, of: str) -> str:
    if value.days_to_pay is None:
        return "Nothing is paid yet"
    return f"{_number(Decimal(value.days_to_pay))} ({of} {'claim' if of == '1' else 'claims'})"


def _at_least(many: int) -> str:
    """A number that is told from five on, and is a word below; nothing at all is said as none."""
    return "none" if many == 0 else FEW if many < SMALLEST else str(many)


def _hours(hours: Decimal | None) -> str:
    return "No decision yet" if hours is None else f"{_number(hours)} hours"


def _asked(value: QualityOfCoProduction) -> str:
    if len(value.hours_asked) < SMALLEST:
        return TOO_FEW if value.hours_asked else "Nothing yet"
    middle = median(value.hours_asked)
    return f"{_number(Decimal(middle))} hours for the one in the middle, {_number(value.hours_asked[-1])} at most"


def _missing(value: QualityOfCoProduction) -> str:
    if value.missing is None:
        return "Not counted yet"
    return "; ".join(value.missing) or "No group that could be seen"


def _number(value: Decimal) -> str:
    """With one decimal, and none where it is whole."""
    rounded = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{rounded.normalize():f}" if rounded != rounded.to_integral_value() else f"{rounded.to_integral_value():f}"
