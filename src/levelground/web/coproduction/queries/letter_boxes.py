"""How often one way to reach somebody was given today: a public form is no means to fill a letter box or a phone that is not one's own."""

from __future__ import annotations

import datetime

from django.utils import timezone

from levelground.web.coproduction.models import Concern, ContactBy, ExpressionOfInterest

MOST_A_DAY = 10
"""Of one email address or phone number. Whoever helps a group gives their own for several people; more waits for a person to read."""
_DAY = datetime.timedelta(days=1)


def is_full(*, contact_by: str, email: str = "", phone: str = "") -> bool:
    """Whether this email address, or this phone number, was given so often today that one more waits for a person to read it.

    What waits already counts too: else every second one would go out.
    """
    since = timezone.now() - _DAY
    concerns = Concern.objects.filter(raised_at__gte=since, entered_by__isnull=True, contact_by=contact_by)
    interest = ExpressionOfInterest.objects.filter(sent_at__gte=since, entered_by__isnull=True, contact_by=contact_by)
    if contact_by == ContactBy.EMAIL and email:
        return sum(rows.filter(email__iexact=email).count() for rows in (concerns, interest)) >= MOST_A_DAY
    if contact_by == ContactBy.PHONE and phone:
        given = [*concerns.values_list("phone", flat=True), *interest.values_list("phone", flat=True)]
        return sum(_digits(each) == _digits(phone) for each in given) >= MOST_A_DAY
    return False


def _digits(phone: str) -> str:
    """The last nine figures: with or without the code of the country it is the same phone."""
    return "".join(sign for sign in phone if sign.isdecimal())[-9:]
