"""Names who answers for an element, by when, and says when it is done."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from levelground.web.people.actions import audit
from levelground.web.people.models import Membership, Organisation, User
from levelground.web.people.signals import person_left
from levelground.web.publishing.consultation_refusals import ConsultationRefused
from levelground.web.publishing.models import HeldPackage, Ownership


@transaction.atomic
def name(*, package: HeldPackage, element: str, owner: User, due: datetime.date | None, by: User) -> Ownership:
    """Name the owner of an element over all versions of its change package; the one before ends, and is kept."""
    held = HeldPackage.objects.select_for_update().select_related("organisation").get(pk=package.pk)
    if not Membership.objects.filter(user=owner, organisation=held.organisation, ended_at__isnull=True).exists():
        raise ConsultationRefused("The owner must be somebody in your organisation. Choose one from the list.")
    Ownership.objects.filter(package=held, element=element, ended_at__isnull=True).update(ended_at=timezone.now())
    made = Ownership.objects.create(package=held, element=element, owner=owner, due=due, named_by=by)
    _told("name", made, by, owner=owner.pk, due=due.isoformat() if due else None)
    return made


@transaction.atomic
def done(*, ownership: Ownership, by: User) -> None:
    """Say that what was due is done: it is not overdue any more."""
    ownership.done_at = timezone.now()
    ownership.save(update_fields=["done_at"])
    _told("done", ownership, by)


@transaction.atomic
def end(*, ownership: Ownership, by: User) -> None:
    """End an ownership with nobody after it: the element is among those without an owner."""
    ownership.ended_at = timezone.now()
    ownership.save(update_fields=["ended_at"])
    _told("end", ownership, by)


@transaction.atomic
def end_all(*, owner: User, organisation: Organisation, by: User) -> None:
    """End every ownership of somebody who leaves the organisation: what they owned is among what has no owner."""
    held = Ownership.objects.filter(owner=owner, package__organisation=organisation, ended_at__isnull=True)
    for ownership in held.select_related("package__organisation").order_by("pk"):
        end(ownership=ownership, by=by)


def end_for_those_who_leave() -> None:
    """Called once, when Django is ready."""
    person_left.connect(_left, dispatch_uid="ownership.person_left")


def _left(user: User, organisation: Organisation, by: User, **_: Any) -> None:
    end_all(owner=user, organisation=organisation, by=by)


def _told(what: str, ownership: Ownership, by: User, **details: object) -> None:
    audit.record(
        by=by,
        action=f"publishing.owner_{what}",
        subject=f"package:{ownership.package_id}",
        organisation=ownership.package.organisation,
        element=ownership.element,
        **details,
    )
