"""Starts a series, names who knows names in it, says who is served there, and opens its public page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from levelground.web.coproduction.codes import short_code
from levelground.web.coproduction.models import IdentityHolder, Series, ServedGroup
from levelground.web.coproduction.queries import series as found
from levelground.web.coproduction.refusals import CallRefused
from levelground.web.coproduction.served_counts import ServedCount
from levelground.web.people.actions import audit
from levelground.web.people.models import Organisation, User
from levelground.web.publishing.models import HeldPackage

MOST_HOLDERS = 2
TRIES = 5


@transaction.atomic
def start(
    *,
    organisation: Organisation,
    title: str,
    purpose: str,
    influence: str,
    package: HeldPackage | None = None,
    identities_held_by: Organisation | None = None,
    by: User,
) -> Series:
    """Begin a series of meetings about one change package of the organisation, or about none yet.

    Raises
    ------
    CallRefused
        The change package is another organisation's.
    """
    if package is not None and package.organisation_id != organisation.pk:
        raise CallRefused({"package": "Choose a change package of your own organisation."})
    if identities_held_by is not None and identities_held_by.pk == organisation.pk:
        identities_held_by = None
    made = Series.objects.create(
        organisation=organisation,
        code=free_code(Series.objects.all()),
        title=title,
        purpose=purpose,
        influence=influence,
        package=package,
        identities_held_by=identities_held_by,
        created_by=by,
    )
    _told("start_series", made, by, influence=influence, identities_held_by=identities_held_by.slug if identities_held_by else "")
    return made


@transaction.atomic
def name_holder(*, series: Series, user: User, named_as: str, confirmed_independent: bool, by: User) -> IdentityHolder:
    """Name somebody who may know who takes part: at most two, each neither a line manager nor in a care team of those who come.

    Raises
    ------
    CallRefused
        It was not confirmed that they are neither; two are named already; or they may not see names in the organisation that holds them.
    """
    locked = Series.objects.select_for_update(of=("self",)).select_related("organisation", "identities_held_by").get(pk=series.pk)
    problems: dict[str, str] = {}
    if not confirmed_independent:
        problems["confirmed_independent"] = (
            "Say that this person is no line manager and in no care team of those who come. If you cannot, choose somebody else."
        )
    named = list(found.holders(locked))
    if user.pk in {holder.user_id for holder in named}:
        problems["user"] = "This person is named already."
    elif len(named) >= MOST_HOLDERS:
        problems["user"] = "Two people know the names already. End one of them first."
    elif user.pk not in {one.pk for one in found.may_be_named(locked)}:
        problems["user"] = f"Choose somebody of {found.holding(locked).name} with a role that may see names."
    if problems:
        raise CallRefused(problems)
    made = IdentityHolder.objects.create(series=locked, user=user, named_as=named_as, confirmed_independent=True, named_by=by)
    _told("name_holder", locked, by, holder=made.pk, user=user.pk)
    return made


@transaction.atomic
def end_holder(*, holder: IdentityHolder, by: User) -> IdentityHolder:
    """Somebody knows names no more, from this moment."""
    row = IdentityHolder.objects.select_for_update(of=("self",)).select_related("series__organisation").get(pk=holder.pk)
    if row.ended_at is None:
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        _told("end_holder", row.series, by, holder=row.pk, user=row.user_id)
    return row


@transaction.atomic
def set_served_group(*, series: Series, characteristic: str, group: str, people: int, source: str, by: User) -> ServedGroup:
    """Say how many people of one group are served; what was said of it before is replaced."""
    made, _ = ServedGroup.objects.update_or_create(
        series=series, characteristic=characteristic, group=group, defaults={"people": people, "source": source}
    )
    _told("set_served_group", series, by, group=made.pk)
    return made


@transaction.atomic
def set_served_groups(*, series: Series, counts: Sequence[ServedCount], by: User) -> None:
    """Put these counts in the place of all that stood there: what was typed or pasted is the whole table."""
    ServedGroup.objects.filter(series=series).delete()
    ServedGroup.objects.bulk_create(
        ServedGroup(series=series, characteristic=one.characteristic, group=one.group, people=one.people, source=one.source)
        for one in counts
    )
    _told("set_served_groups", series, by, groups=len(counts))


@transaction.atomic
def open_public_page(*, series: Series, by: User) -> Series:
    """Open the page on which everybody reads what was said and what was done."""
    locked = Series.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=series.pk)
    if locked.public_at is None:
        locked.public_at = timezone.now()
        locked.save(update_fields=["public_at"])
        _told("open_public_page", locked, by)
    return locked


def free_code(taken: QuerySet[Any]) -> str:
    """A short code that none of these rows has."""
    for _ in range(TRIES):
        code = short_code()
        if not taken.filter(code=code).exists():
            return code
    raise IntegrityError("no free code was found")


def _told(verb: str, series: Series, by: User, **details: object) -> None:
    audit.record(by=by, action=f"coproduction.{verb}", subject=f"series:{series.pk}", organisation=series.organisation, **details)
