"""A person's data: a copy of all of it, and its end."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from levelground.web.people import personal_data
from levelground.web.people.actions import members
from levelground.web.people.actions.audit import record
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.models import Organisation, User
from levelground.web.people.signals import person_erased

FORMAT = 1
"""The version of the form of the copy."""


@transaction.atomic
def export(*, person: User, by: User | None) -> dict[str, Any]:
    """All that the site holds of a person, as values that JSON has: one entry a kind. `by` is None for the operator of the site."""
    record(by=by, action="people.export", subject=f"user:{person.pk}")
    return {"format": FORMAT, "made_at": timezone.now().astimezone(UTC), **held_of(person)}


def held_of(person: User) -> dict[str, Any]:
    """The same, to be looked at."""
    return {holder.name: holder.export(person) for holder in personal_data.holders()}


@transaction.atomic
def erase(*, person: User, by: User | None, words: bool = False, even_last: bool = False) -> None:
    """Take a person out of the site: who they are, how they sign in, where they are. Their account's number stays, and says nothing.

    With `words`, what they wrote in comments goes too; without, it stays without a name. The audit trail stays as it is: it never
    held more than the number. With `even_last`, the last administrator of an organisation goes too (the operator then invites another).

    Raises
    ------
    ChangeRefused
        They were erased before, or an organisation would have no administrator.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.erased_at is not None:
        raise ChangeRefused("This person's data were erased already.")
    if not even_last and (left := left_without_administrator(person)):
        raise ChangeRefused(f"{left[0].name} would have no administrator. Give the role to somebody else there first.")
    for holder in reversed(personal_data.holders()):  # what is found by the address goes before the address
        holder.erase(person, words)
    person_erased.send(sender=User, user_id=person.pk)
    record(by=by, action="people.erase", subject=f"user:{person.pk}", words=words)
    transaction.on_commit(out_of_the_file)


def held_of_address(email: str) -> dict[str, Any]:
    """What is held of an address whose owner has no account; nothing where nobody ever wrote it here."""
    found = {holder.name: holder.of_address(email) for holder in personal_data.holders() if holder.of_address}
    return {name: held for name, held in found.items() if held}


@transaction.atomic
def erase_address(*, email: str, words: bool = False) -> None:
    """Take out an address whose owner has no account: the operator does it, at their wish.

    Raises
    ------
    ChangeRefused
        The address is nowhere here.
    """
    if not held_of_address(email):
        raise ChangeRefused("There is no account with this address, and nobody was invited by it. Look at its spelling.")
    for holder in personal_data.holders():
        if holder.erase_address:
            holder.erase_address(email, words)
    record(by=None, action="people.erase_address", subject="address", words=words)
    transaction.on_commit(out_of_the_file)


def left_without_administrator(person: User) -> list[Organisation]:
    """The organisations that only this person looks after."""
    held = Organisation.objects.select_for_update(of=("self",)).filter(
        memberships__user=person, memberships__role=members.ADMINISTRATOR, memberships__ended_at__isnull=True
    )
    return [organisation for organisation in held if members.is_last_administrator(organisation, person)]


def out_of_the_file() -> None:
    """SQLite keeps what was overwritten in its journal until that is written back."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
