"""Days and moments as pages write them: one way over the whole site, in this country's time."""

from __future__ import annotations

import datetime

from babel.dates import format_date, format_datetime
from django.utils.timezone import localtime
from markupsafe import Markup

from levelground.web.design_system.translations import ENGLISH, speech


def day(at: datetime.date | None) -> str:
    """`22 November 2026`, of a day or of a moment; nothing for none."""
    if at is None:
        return ""
    here = localtime(at) if isinstance(at, datetime.datetime) else at
    return f"{here.day} {here:%B %Y}"


def moment(at: datetime.datetime | None) -> str:
    """`22 November 2026, 9:05am`; nothing for none."""
    return f"{day(at)}, {localtime(at):%I:%M%p}".replace(", 0", ", ").replace("AM", "am").replace("PM", "pm") if at else ""


def moment_to_the_second(at: datetime.datetime) -> str:
    """`3 March 2026, 09:05:07`, for the audit trail."""
    return f"{day(at)}, {localtime(at):%H:%M:%S}"


def shown_day(at: datetime.date | None) -> str:
    """`day` on a page: in the language of the page where its words are, and set apart, so that no number turns round in it."""
    here = localtime(at) if isinstance(at, datetime.datetime) else at
    return _apart(day(at), format_date(here, "long", locale=_writes()) if here and _writes() else "")


def shown_moment(at: datetime.datetime | None) -> str:
    """`moment` on a page, likewise."""
    return _apart(moment(at), format_datetime(localtime(at), "long", tzinfo=None, locale=_writes()) if at and _writes() else "")


def _writes() -> str:
    """The language whose way of writing days is used: that of the page, once its words are checked or in a preview of them."""
    now = speech()
    return now.language.code.replace("-", "_") if now.language and (now.language.offered or now.preview) else ""


def _apart(english: str, other: str) -> str:
    if speech().language is None or not english:
        return english
    return Markup("<bdi>{}</bdi>").format(other) if other else Markup('<bdi lang="{}" dir="ltr">{}</bdi>').format(ENGLISH, english)
