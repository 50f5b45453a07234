"""A series, who knows names in it, a published call, and people who take part, for tests."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django.utils import timezone
from tests.builders.web import organisation, person

from levelground.web.coproduction.models import IdentityHolder, Opportunity, OpportunityState, Participant, Series
from levelground.web.publishing.models import HeldPackage

WHO: dict[str, str] = {
    **dict.fromkeys(("coproduction", "series"), "coproduction: see"),
    **dict.fromkeys(("start_series", "name_holder", "end_holder", "served_groups", "open_public_page"), "coproduction: run"),
}
"""Who may open which address of this subject, as in tests/web/test_permissions.py."""


def parts(slug: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What stands for the parts of this subject's addresses: for every address, and by the name of one."""
    call = a_call(slug=slug)
    holder = call.series.identity_holders.order_by("pk")[0]
    secret = secret_of(a_participant(call.series))
    return {"series": call.series_id, "opportunity": call.pk, "code": call.code, "holder": holder.pk, "secret": secret}, {}


def a_series(slug: str = "northshire", *, package: HeldPackage | None = None, code: str = "") -> Series:
    """A series of the organisation; its facilitator and its partner know names."""
    where, by = organisation(slug), person("facilitator", of=slug)
    made, new = Series.objects.get_or_create(
        code=code or f"S{where.pk}",
        defaults={
            "organisation": where,
            "package": package,
            "title": "Fair care for everybody",
            "purpose": "To change what makes care unfair.",
            "influence": "shared",
            "created_by": by,
            "public_at": timezone.now(),
        },
    )
    if new:
        for user in (by, person("partner", of=slug)):
            IdentityHolder.objects.create(series=made, user=user, named_as=user.name, confirmed_independent=True, named_by=by)
    return made


def a_call(series: Series | None = None, *, slug: str = "northshire", **fields: Any) -> Opportunity:
    """A published open call that closes in thirty days."""
    series = series or a_series(slug)
    number = series.opportunities.count()
    return Opportunity.objects.create(
        **{
            "series": series,
            "code": f"{series.code}X{number}",
            "state": OpportunityState.PUBLISHED,
            "title": "Help us make care fair",
            "purpose": "To change what makes care unfair.",
            "influence": series.influence,
            "looking_for": "People whose care was made worse by racism.",
            "closes_on": timezone.localdate() + datetime.timedelta(days=30),
            "told_by": timezone.localdate() + datetime.timedelta(days=40),
            "contact_name": "Ama Mensah",
            "contact_email": "ama@northshire.example",
            "contact_phone": "01632 960 001",
            "support": "Call 01632 960 002 at any time.",
            "created_by": series.created_by,
            "published_at": timezone.now(),
            "published_by": series.created_by,
            **fields,
        }
    )


def secret_of(participant: Participant) -> str:
    """What the private link of a participant of these tests ends with."""
    return f"secret-of-{participant.series.code}-{participant.number}"


def a_participant(series: Series | None = None, **fields: Any) -> Participant:
    """Somebody who takes part, reached by email."""
    series = series or a_series()
    number = series.participants.count() + 1
    return Participant.objects.create(
        **{
            "series": series,
            "number": number,
            "token_digest": hashlib.sha256(f"secret-of-{series.code}-{number}".encode()).hexdigest(),
            "name": f"Ngozi Example {number}",
            "contact_by": "email",
            "email": f"ngozi{number}@{series.code.lower()}.example",
            **fields,
        }
    )
