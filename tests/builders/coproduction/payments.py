"""Offers and claims for tests; and what tests of all addresses need of this subject."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from tests.builders.coproduction.series import a_participant, a_series, secret_of
from tests.builders.web import person

from levelground.web.coproduction.actions import claims, finance, offers
from levelground.web.coproduction.claim_parts import ClaimPart, ExpenseGiven
from levelground.web.coproduction.models import Attendance, Participant, PaymentClaim, PaymentOffer, Series, Workshop

PNG = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
    "0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)
"""A picture of one dot."""

_OFFER = ("offer_pay", "offer_workshop_pay", "payments", "answer_offers_for", "enter_claim", "withdraw_offer", "claim_question")
_APPROVE = ("finance", "finance_claim", "claim_receipt", "finance_export", "finance_file", "finance_file_csv", "payment_desk")
MINE = ("mine_pay", "mine_offers", "mine_claim", "mine_claim_question", "mine_receipt", "mine_statement", "mine_statement_text")

WHO: dict[str, str] = {
    **dict.fromkeys(_OFFER, "pay: offer"),
    **dict.fromkeys(_APPROVE, "pay: approve"),
    **dict.fromkeys(MINE, "everybody"),
}


def parts(slug: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What stands for the parts of this subject's addresses: for every address, and by the name of one."""
    series = a_series(slug)
    someone = a_participant(series)
    made = a_claim(someone, costs=(a_cost(),))
    other = a_participant(series)
    an_offer(other)
    approved = claims.approve(claim=a_claim(other), by=person("finance_approver", of=slug))
    export, _ = finance.export(organisation=series.organisation, by=person("finance_approver", of=slug))
    assert approved.pk
    every = {
        "participant": other.pk,
        "claim": made.pk,
        "line": made.lines.exclude(receipt="").get().pk,
        "export": export.pk,
        "offer": an_offer(other).pk,
        "workshop": a_held_session(series, (someone,)).pk,
        "series": series.pk,
    }
    return {}, {**dict.fromkeys((*_OFFER, *_APPROVE), every), **{name: {**every, "secret": secret_of(someone)} for name in MINE}}


def an_offer(someone: Participant, *, answer: str = "", **fields: Any) -> PaymentOffer:
    """An offer for an hour of writing at the hourly step (£27.50), answered with `answer`."""
    given = {"what": "written", "words": "Comments on the draft aim", "rate_table": "nihr_2025", "rate_step": "hour", "minutes": 60}
    by = person("facilitator", of=someone.series.organisation.slug)
    made = offers.offer(participant=someone, **{**given, "by": by, **fields})
    return answered(made, answer) if answer else made


def answered(offer: PaymentOffer, answer: str = "accepted") -> PaymentOffer:
    """The offer with an answer that the person gave under their own link."""
    offers.advice_shown(participant=offer.participant)
    return offers.answer(offer=offer, answer=answer)


def a_cost(pence: int = 420, kind: str = "travel", **fields: Any) -> ExpenseGiven:
    """A cost with a receipt."""
    return ExpenseGiven(**{"kind": kind, "words": "Bus there and back", "pence": pence, "receipt": PNG, **fields})


def a_claim(
    someone: Participant, work: tuple[PaymentOffer, ...] | None = None, *, costs: tuple[ExpenseGiven, ...] = (), **fields: Any
) -> PaymentClaim:
    """A claim that the person made themselves, for an hour of writing where nothing else is given."""
    done = (an_offer(someone, answer="accepted"),) if work is None else work
    lines: list[ClaimPart] = [*done, *costs]
    return claims.make(participant=someone, lines=lines, **{"method": "payment", "payee_reference": "SUP-0042", **fields})


def a_held_session(series: Series, came: tuple[Participant, ...] = (), *, days_ago: int = 10, **fields: Any) -> Workshop:
    """A session of an hour that has taken place, at noon of a day before this one, and who came."""
    number = series.workshops.count() + 1
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    made = Workshop.objects.create(
        **{
            "series": series,
            "number": number,
            "title": f"Session {number}",
            "starts_at": noon - datetime.timedelta(days=days_ago),
            "code": f"W{series.pk}X{number}",
            "state": "held",
            "created_by": series.created_by,
            **fields,
        }
    )
    for someone in came:
        Attendance.objects.create(workshop=made, participant=someone, came=True, minutes=made.minutes)
    return made
