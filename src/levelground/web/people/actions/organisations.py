"""Making organisations, placing them under each other, and naming them and their roles."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db import transaction

from levelground.web.people.actions.audit import record
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.models import Organisation, OrganisationKind, RoleName, User
from levelground.web.people.roles import ROLES

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_SLUG = 30


@transaction.atomic
def create(*, slug: str, name: str, kind: str, parent: Organisation | None = None, by: User | None) -> Organisation:
    """Make an organisation; its slug stands in addresses and at the beginning of the ids of its change packages, and never changes.

    Raises
    ------
    ChangeRefused
        The slug is taken or is none, the name is empty, or the kind is not known.
    """
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        rule = f"A short name begins with a small letter, and has small letters, digits and single hyphens: at most {LONGEST_SLUG} in all."
        raise ChangeRefused(f"{rule} `{slug}` does not. Choose one such as `northshire-trust`.", "slug")
    if Organisation.objects.filter(slug=slug).exists():
        raise ChangeRefused(f"There is an organisation with the short name `{slug}` already. Choose another one.", "slug")
    if kind not in OrganisationKind.values:
        raise ChangeRefused(f"`{kind}` is no kind of organisation. Choose one of: {', '.join(OrganisationKind.values)}.", "kind")
    made = Organisation.objects.create(slug=slug, name=_name(name), kind=kind, parent=parent)
    record(
        by=by,
        action="people.create_organisation",
        subject=f"organisation:{made.pk}",
        organisation=made,
        kind=kind,
        parent=parent.pk if parent else None,
    )
    return made


@transaction.atomic
def place(*, organisation: Organisation, parent: Organisation | None, by: User | None) -> None:
    """Say under which organisation another one stands. It gives nobody a right to see drafts.

    Raises
    ------
    ChangeRefused
        The organisation would stand under itself, straight or by way of others.
    """
    list(Organisation.objects.select_for_update().order_by("pk"))  # two that are placed under each other at once: one waits
    above = parent
    while above is not None:
        if above.pk == organisation.pk:
            raise ChangeRefused(f"{organisation.name} would stand under itself. Choose an organisation that is not part of it.", "parent")
        above = Organisation.objects.get(pk=above.parent_id) if above.parent_id else None
    organisation.parent = parent
    organisation.save(update_fields=["parent"])
    record(
        by=by,
        action="people.place_organisation",
        subject=f"organisation:{organisation.pk}",
        organisation=organisation,
        parent=parent.pk if parent else None,
    )


@transaction.atomic
def change(*, organisation: Organisation, name: str, role_names: Mapping[str, str], by: User) -> None:
    """Change the organisation's name, and what it calls its roles; an empty name of a role is the usual one again."""
    changed = ["name"] if organisation.name != _name(name) else []
    organisation.name = _name(name)
    organisation.save(update_fields=["name"])
    for role, own in role_names.items():
        if _named(organisation, role, " ".join(own.split())):
            changed.append(f"role_names.{role}")
    record(
        by=by,
        action="people.change_organisation",
        subject=f"organisation:{organisation.pk}",
        organisation=organisation,
        fields=changed,
    )


def _named(organisation: Organisation, role: str, own: str) -> bool:
    """Keep what the organisation calls a role; whether anything changed."""
    if role not in ROLES:
        raise ChangeRefused(f"`{role}` is no role.")
    held = RoleName.objects.filter(organisation=organisation, role=role)
    if own in {"", ROLES[role].name}:
        return held.delete()[0] > 0
    if held.filter(name=own).exists():
        return False
    RoleName.objects.update_or_create(organisation=organisation, role=role, defaults={"name": own})
    return True


def _name(name: str) -> str:
    if not name.strip():
        raise ChangeRefused("An organisation has a name. Write it in full, as people know it.", "name")
    return " ".join(name.split())
