"""What tests of all addresses need of this subject: who may open each, and what its parts stand for."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from tests.builders.coproduction.series import a_participant, a_series
from tests.builders.web import organisation

from levelground.web.coproduction.models import Concern, Notice

WHO: dict[str, str] = {
    "notices": "coproduction: see",
    **dict.fromkeys(["notice_letter", "notice_told", "notice_again"], "names: see"),
    **dict.fromkeys(["concern_letter", "concern_told", "concern_again"], "concerns: answer"),
}


def parts(slug: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What stands for the parts of this subject's addresses: for every address, and by the name of one."""
    where, today = organisation(slug), timezone.localdate()
    person = a_participant(a_series(slug), contact_by="phone", phone="01632 960 010")
    concern = Concern.objects.create(
        organisation=where, reference=f"N{where.pk}", form_key=f"notices-{slug}", token_digest=f"notices-{slug}", words="Too long.",
        name="Somebody", contact_by="phone", phone="01632 960 011", reply_by=today,
    )  # fmt: skip
    about = {"organisation": where, "kind": "outcome", "channel": "phone", "subject": "What came of it", "words": "Thank you."}
    told, raised = Notice.objects.create(participant=person, **about), Notice.objects.create(concern=concern, **about)
    of_concern = {name: {"notice": raised.pk} for name in ("concern_letter", "concern_told", "concern_again")}
    return {"notice": told.pk}, of_concern
