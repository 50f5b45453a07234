"""The days by which a text says that something is to be reached. What could mean anything else is left alone."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = "|".join(_MONTHS)
_YEAR = r"(?P<year>20\d\d)\b(?![/–-]\d|[,.]\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_LEAD = r"(?P<lead>(?:\bby|\b(?:no|not) later than)(?: the)?(?: end of)?(?: the)?(?: year)? )"
_FULL = re.compile(rf"{_LEAD}?\b{_DAY} (?:of )?(?P<month>{_MONTH}),? {_YEAR}", re.IGNORECASE)
_ISO = re.compile(rf"{_LEAD}?\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b", re.IGNORECASE)
_SHORT = re.compile(rf"{_LEAD}(?:(?P<month>{_MONTH}) )?{_YEAR}(?! (?:people|per|\w+s)\b)", re.IGNORECASE)
_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class DateSaid:
    """A day, month or year that a text names: its words, its first and last day, and whether the words say `by`."""

    words: str
    first: datetime.date
    last: datetime.date
    by: bool

    def agrees(self, day: datetime.date) -> bool:
        """Whether a day can be the one that is meant; `by 2029` may mean before that year begins."""
        return self.first - (_ONE_DAY if self.first < self.last else datetime.timedelta()) <= day <= self.last


def dates_said(text: str) -> Iterator[DateSaid]:
    """Every whole date of a text, and every month or year that stands behind `by` or `no later than`."""
    for pattern in (_FULL, _ISO, _SHORT):
        for match in pattern.finditer(" ".join(text.split())):
            parts = match.groupdict()
            month = parts["month"] or "0"
            span = _span(int(parts["year"]), _MONTHS.get(month.casefold()) or int(month), int(parts.get("day") or 0))
            if span:
                yield DateSaid(match.group().removeprefix(parts["lead"] or ""), *span, by=parts["lead"] is not None)


def _span(year: int, month: int, day: int) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day, where 0 is a month or a day that is not named; None where there is no such day."""
    try:
        first = datetime.date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    last_month = month or 12
    return first, datetime.date(year, last_month, calendar.monthrange(year, last_month)[1])
