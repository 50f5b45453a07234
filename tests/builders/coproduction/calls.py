"""What tests of all addresses need of this subject: who may open each, and what its parts stand for."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from tests.builders.coproduction.series import a_series
from tests.builders.web import person

from levelground.web.coproduction.actions import opportunities
from levelground.web.coproduction.models import Opportunity, Series

WHO: dict[str, str] = {
    **dict.fromkeys(("take_part", "call", "call_poster", "call_code", "call_text", "short_link"), "everybody"),
    **dict.fromkeys(("run_call", "preview_call"), "coproduction: see"),
    **dict.fromkeys(("draft_call", "change_call", "confirm_promise", "publish_call", "withdraw_call"), "coproduction: run"),
}


def parts(slug: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What stands for the parts of this subject's addresses: for every address, and by the name of one."""
    return {}, {}


def complete(**fields: Any) -> dict[str, Any]:
    """Everything that a call needs before it is published."""
    today = timezone.localdate()
    return {
        "title": "Help us make care fair",
        "purpose": "To change what makes care unfair.",
        "influence": "shared",
        "looking_for": "People whose care was made worse by racism.\n\nYou do not have to prove anything.",
        "rate_table": "nihr_2025",
        "rate_step": "hour",
        "sessions": 3,
        "session_minutes": 60,
        "preparation_minutes": 30,
        "expenses": ["travel", "childcare"],
        "benefits_warning": "Pay can change what you get in benefits.",
        "access_formats": ["video", "phone"],
        "closes_on": today + datetime.timedelta(days=20),
        "told_by": today + datetime.timedelta(days=30),
        "contact_name": "Ama Mensah",
        "contact_phone": "01632 960 001",
        "contact_email": "ama@northshire.example",
        "support": "Call 01632 960 002 at any time.",
        **fields,
    }


def a_draft_call(series: Series | None = None, criteria: tuple[str, ...] = ("Has been in hospital",), **fields: Any) -> Opportunity:
    """A call that could be published as it is."""
    series = series or a_series()
    by = person("facilitator", of=series.organisation.slug)
    return opportunities.draft(series=series, fields=complete(**fields), criteria=criteria, by=by)
