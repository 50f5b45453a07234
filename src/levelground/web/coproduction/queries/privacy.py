"""What this room holds of a person: as one who takes part, as one who answered a call, as one who raised a concern, in their work."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from levelground.web.coproduction.models import (
    Concern,
    ConcernDesk,
    ConcernReply,
    Contribution,
    ExpressionOfInterest,
    IdentityHolder,
    Opportunity,
    Participant,
    PaymentClaim,
    PaymentDesk,
)
from levelground.web.coproduction.queries import demographics
from levelground.web.people.models import User

NAMED_IN_THEIR_WORK: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
    (IdentityHolder, "user", ("named_as",)),
    (ConcernDesk, "answers", ("answers_as",)),
    (ConcernReply, "by", ("signed_as",)),
)
"""Where the name of somebody at work stands as everybody reads it: the table, the column of the person, the columns of the name."""
REACH = ("name", "contact_by", "email", "phone", "address", "language")
Row = TypeVar("Row", Participant, ExpressionOfInterest, Concern)


def participants_reached_by(address: str) -> list[Participant]:
    """Those who take part and are reached by this email address, or this phone number."""
    return _reached(Participant.objects.filter(purged_at__isnull=True).select_related("series__organisation"), address)


def expressions_reached_by(address: str) -> list[ExpressionOfInterest]:
    """The answers to calls of somebody with this email address, or this phone number."""
    rows = ExpressionOfInterest.objects.filter(purged_at__isnull=True).select_related("opportunity__series__organisation")
    return _reached(rows, address)


def concerns_reached_by(address: str) -> list[Concern]:
    """The concerns that somebody with this email address, or this phone number, raised."""
    return _reached(Concern.objects.filter(purged_at__isnull=True).select_related("organisation"), address)


def calls_with_contact(email: str) -> QuerySet[Opportunity]:
    """The calls whose contact this is."""
    return Opportunity.objects.filter(contact_email__iexact=email)


def desks_with_finance_contact(whose: User | str) -> QuerySet[PaymentDesk]:
    """The payment desks that say to reach finance through this address; or through this person, by name, where they have a role."""
    if isinstance(whose, User):
        named = Q(finance_contact__icontains=whose.name, organisation__memberships__user=whose) if whose.name else Q(pk__in=())
        found = PaymentDesk.objects.filter(named | Q(finance_contact__icontains=whose.email))
        return PaymentDesk.objects.filter(pk__in=found.values("pk"))
    if "@" in whose:
        return PaymentDesk.objects.filter(finance_contact__icontains=whose.strip())
    number = _digits(whose)
    desks = PaymentDesk.objects.exclude(finance_contact="").values_list("pk", "finance_contact")
    return PaymentDesk.objects.filter(pk__in=[pk for pk, said in desks if number and number in "".join(filter(str.isdigit, said))])


def open_holders(user: User) -> QuerySet[IdentityHolder]:
    """Where somebody is one of the named people who know names."""
    return IdentityHolder.objects.filter(user=user, ended_at__isnull=True)


def held(whose: User | str) -> list[dict[str, Any]]:
    """All that is held of somebody with an account, or of an address or a phone number without one, as values that JSON has."""
    address = whose.email if isinstance(whose, User) else whose
    people = {person.pk: person for person in participants_reached_by(address)}
    if isinstance(whose, User):
        people |= {person.pk: person for person in Participant.objects.filter(user=whose).select_related("series")}
    return [
        *map(of_participant, people.values()),
        *map(of_expression, expressions_reached_by(address)),
        *map(_of_concern, concerns_reached_by(address)),
        *({"kind": "contact of a call", "call": call.title, "email": call.contact_email} for call in calls_with_contact(address)),
        *({"kind": "contact of finance", "words": desk.finance_contact} for desk in desks_with_finance_contact(whose)),
    ]


def of_participant(person: Participant) -> dict[str, Any]:
    """What is held of one who takes part: for that person alone."""
    said = Contribution.objects.filter(participant=person).order_by("at")
    return {
        "kind": "takes part",
        "series": person.series.title,
        "number": person.number,
        **{column: getattr(person, column) for column in (*REACH, "pseudonym")},
        "joined": person.joined_at.isoformat(),
        "left": person.left_at.isoformat() if person.left_at else None,
        "needs": list(person.arrangements.values_list("need", flat=True)),
        "said": [{"at": each.at.isoformat(), "words": each.words, "id": each.public_id} for each in said],
        "disagreed": list(person.decision_parts.exclude(dissent="").values_list("dissent", flat=True)),
        "corrections": list(person.corrections.values_list("words", flat=True)),
        "sessions": [{"session": each.workshop.title, "came": each.came} for each in person.attendances.select_related("workshop")],
        "pay": [
            {"claim": claim.number, "pence": claim.pence, "state": claim.state} for claim in PaymentClaim.objects.filter(participant=person)
        ],
        "messages": list(person.notices.exclude(subject="").values_list("subject", flat=True)),
    }


def of_expression(expression: ExpressionOfInterest) -> dict[str, Any]:
    """What is held of one answer to a call: for the person who gave it alone."""
    columns = (*REACH, "sign_language", "access_needs", "lived_experience", "why", "consent_version")
    outcome = getattr(expression, "outcome", None)
    return {
        "kind": "answer to a call",
        "call": expression.opportunity.title,
        "reference": expression.reference,
        **{column: getattr(expression, column) for column in columns},
        "voice_note": bool(expression.voice_note),
        "sent": expression.sent_at.isoformat() if expression.sent_at else None,
        "about_you": dict(demographics.own(expression)),
        "outcome": {"result": outcome.get_result_display(), "reason": outcome.reason} if outcome else None,
    }


def _of_concern(concern: Concern) -> dict[str, Any]:
    return {
        "kind": "concern",
        "reference": concern.reference,
        "words": concern.words,
        "group": concern.group_name,
        **{column: getattr(concern, column) for column in REACH},
        "raised": concern.raised_at.isoformat(),
        "replies": list(concern.replies.values_list("words", flat=True)),
    }


def _reached(rows: QuerySet[Row], address: str) -> list[Row]:
    """By email, whichever way it is written; by phone, whichever way its digits are set."""
    if "@" in address:
        return list(rows.filter(email__iexact=address.strip()))
    digits = _digits(address)
    return [row for row in rows.exclude(Q(phone="")) if _digits(row.phone) == digits] if digits else []


def _digits(phone: str) -> str:
    """The last ten: with or without the number of the country it is one phone."""
    return "".join(filter(str.isdigit, phone))[-10:]
