"""Who takes part in a series: joining, how they are reached, a new private link, leaving."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from levelground.web.coproduction.actions import arrangements
from levelground.web.coproduction.codes import digest_of, new_secret
from levelground.web.coproduction.models import (
    ClaimState,
    ContactBy,
    ExpressionOfInterest,
    Participant,
    ParticipantRole,
    PaymentClaim,
    Series,
)
from levelground.web.people.actions import audit
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.models import User

REACH = ("name", "pseudonym", "contact_by", "email", "phone", "address", "language")
"""What a person, or somebody who knows their name, may change of how they are known and reached."""
_NEEDED = {
    ContactBy.EMAIL.value: ("email", "Give an email address, or choose another way to hear from us."),
    ContactBy.PHONE.value: ("phone", "Give a phone number, or choose another way to hear from us."),
    ContactBy.POST.value: ("address", "Give an address, or choose another way to hear from us."),
}


@transaction.atomic
def join(
    *,
    series: Series,
    expression: ExpressionOfInterest | None = None,
    role: str = ParticipantRole.LIVED_EXPERIENCE,
    name: str = "",
    contact_by: str = "",
    email: str = "",
    phone: str = "",
    address: str = "",
    language: str = "",
    way: str = "workshops",
    by: User | None,
) -> tuple[Participant, str]:
    """Make somebody one of those who take part; with it, what their private link ends with, which is kept nowhere.

    With an expression of interest, name, ways to be reached and needs are the ones that it gives.

    Raises
    ------
    ChangeRefused
        They joined before, the series is over, or there is no way to reach them in the way that was chosen.
    """
    _must_go_on(series)
    if expression is not None and Participant.objects.filter(expression=expression).exists():
        raise ChangeRefused("This person takes part already. Look at the list of people first.")
    given = {"name": name, "contact_by": contact_by, "email": email, "phone": phone, "address": address, "language": language}
    if expression is not None:
        given = {column: getattr(expression, column) for column in given}
    elif contact_by:
        _must_be_reachable(given)
    secret = new_secret()
    made = Participant.objects.create(
        series=series,
        expression=expression,
        role=role,
        number=_next_number(series),
        token_digest=digest_of(secret),
        way=way,
        consent_version=expression.consent_version if expression else "",
        **given,
    )
    _told("join", made, by, role=str(role), way=way)
    arrangements.carry_over(participant=made, by=by)
    return made, secret


@transaction.atomic
def change(*, participant: Participant, fields: dict[str, Any], by: User | None = None) -> Participant:
    """Change how somebody is known and reached (`REACH`). What they are not reached by any more is forgotten where it is left empty.

    Raises
    ------
    ChangeRefused
        There would be no way to reach them in the way that was chosen.
    """
    row = Participant.objects.select_for_update().select_related("series__organisation").get(pk=participant.pk)
    for column in REACH:
        setattr(row, column, fields.get(column, getattr(row, column)))
    if row.contact_by:
        _must_be_reachable({column: getattr(row, column) for column in REACH})
    row.save(update_fields=list(REACH))
    _told("change_reach", row, by, fields=sorted(set(fields) & set(REACH)))
    return row


@transaction.atomic
def take_part_in(*, participant: Participant, way: str, by: User | None) -> Participant:
    """Change how somebody takes part: who wrote for us comes to the workshops now."""
    row = Participant.objects.select_for_update().select_related("series__organisation").get(pk=participant.pk)
    row.way = way
    row.save(update_fields=["way"])
    _told("change_way", row, by, way=way)
    return row


@transaction.atomic
def leave(*, participant: Participant, by: User | None = None) -> Participant:
    """Somebody takes part no more. What they said stays theirs, their link still works, and what they are owed is still paid."""
    row = Participant.objects.select_for_update().select_related("series__organisation").get(pk=participant.pk)
    if row.left_at is None:
        row.left_at = timezone.now()
        row.save(update_fields=["left_at"])
        _told("leave", row, by)
    return row


@transaction.atomic
def new_link(*, participant: Participant, by: User | None) -> str:
    """A new private link: what it ends with. Every link that they had before ends, those in letters too.

    Raises
    ------
    ChangeRefused
        Their data were erased: there is nothing to link to.
    """
    row = Participant.objects.select_for_update().select_related("series__organisation").get(pk=participant.pk)
    if row.purged_at is not None:
        raise ChangeRefused("This person's data are gone, so there is no page to link to.")
    secret = new_secret()
    row.token_digest = digest_of(secret)
    row.save(update_fields=["token_digest"])
    _told("new_link", row, by)
    return secret


@transaction.atomic
def end_series(*, series: Series, by: User) -> Series:
    """Say that a series is over. From then the days are counted after which names and ways to reach people go.

    Raises
    ------
    ChangeRefused
        Somebody has not been paid yet.
    """
    row = Series.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=series.pk)
    unpaid = PaymentClaim.objects.filter(series=row).exclude(state=ClaimState.PAID).count()
    if unpaid:
        raise ChangeRefused(f"{unpaid} claims are not paid yet. See that everybody is paid. Then end the series.")
    if row.ended_at is None:
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        audit.record(by=by, action="coproduction.end_series", subject=f"series:{row.pk}", organisation=row.organisation)
    return row


def _must_go_on(series: Series) -> None:
    locked = Series.objects.select_for_update().get(pk=series.pk)
    if locked.ended_at is not None:
        raise ChangeRefused("This series is over, so nobody can join it. Start a new one.")


def _must_be_reachable(given: dict[str, Any]) -> None:
    column, said = _NEEDED[str(given["contact_by"])]
    if not str(given[column]).strip():
        raise ChangeRefused(said, field=column)


def _next_number(series: Series) -> int:
    """Numbers are never given twice: `Person 4` stays Person 4, also once they have left."""
    return (Participant.objects.filter(series=series).aggregate(highest=Max("number"))["highest"] or 0) + 1


def _told(verb: str, participant: Participant, by: User | None, **details: object) -> None:
    audit.record(
        by=by,
        action=f"coproduction.{verb}",
        subject=f"participant:{participant.pk}",
        organisation=participant.series.organisation,
        series=participant.series_id,
        **details,
    )
