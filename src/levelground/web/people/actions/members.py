"""Inviting people into an organisation, changing their roles, and ending them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from levelground.web import notifications
from levelground.web.people.actions.audit import record
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.models import Invitation, Membership, Organisation, RoleName, User
from levelground.web.people.roles import ROLES
from levelground.web.people.signals import person_left

OPEN_FOR = timedelta(days=14)
ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Invited:
    """An invitation, and the secret of its link: it is known now and never again."""

    invitation: Invitation
    token: str

    @property
    def address(self) -> str:
        """The link, on this site."""
        return reverse("accept_invitation", kwargs={"token": self.token})


@transaction.atomic
def invite(*, organisation: Organisation, email: str, role: str, by: User | None, tell: bool = True) -> Invited:
    """Ask somebody to join with a role, by a link that is sent to their address and works for 14 days.

    `by` is None where the operator of the site does it from a terminal; with `tell=False` no message is sent, and the operator
    hands the link over.

    Raises
    ------
    ChangeRefused
        The role is not known, they have it already, they have an open invitation to it, or they would invite themselves.
    """
    email = email.strip().lower()
    _must_be_new(organisation, email, role, by)
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        organisation=organisation,
        email=email,
        role=role,
        token_digest=hashlib.sha256(token.encode()).hexdigest(),
        invited_by=by,
        expires_at=timezone.now() + OPEN_FOR,
    )
    record(by=by, action="people.invite", subject=f"invitation:{made.pk}", organisation=organisation, role=role)
    invited = Invited(made, token)
    if tell:
        message = _message(organisation, role, by, invited.address)
        transaction.on_commit(lambda: notifications.send(email, message))
    return invited


def _must_be_new(organisation: Organisation, email: str, role: str, by: User | None) -> None:
    if role not in ROLES:
        raise ChangeRefused(f"`{role}` is no role. Choose one of: {', '.join(ROLES)}.", "role")
    if by is not None and by.email.lower() == email:
        raise ChangeRefused("You cannot invite yourself. Ask another administrator to give you the role.", "email")
    current = Membership.objects.filter(organisation=organisation, role=role, ended_at__isnull=True)
    if current.filter(user__email__iexact=email).exists():
        raise ChangeRefused("This person has this role already. Choose another role, or another address.", "email")
    waiting = Invitation.objects.filter(
        organisation=organisation, role=role, email__iexact=email, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )
    if waiting.exists():
        raise ChangeRefused("This address has an open invitation to this role. Withdraw it first to send a new one.", "email")


def _message(organisation: Organisation, role: str, by: User | None, address: str) -> notifications.Message:
    own = RoleName.objects.filter(organisation=organisation, role=role).first()
    asks = f"{by.name} asks you" if by else "You are asked"
    return notifications.Message(
        f"Join {organisation.name} on Levelground",
        [
            f"{asks} to join {organisation.name} on Levelground. Your role would be: {own.name if own else ROLES[role].name}.",
            ROLES[role].description,
            f"The link works once, for {OPEN_FOR.days} days. If you do not know why you got this message, you can leave it.",
        ],
        links=[notifications.MessageLink("Join", address)],
    )


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User | None) -> None:
    """Make the link of an open invitation worthless.

    Raises
    ------
    ChangeRefused
        Somebody took it up already, or it was withdrawn.
    """
    held = Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation.pk)
    if held.accepted_at is not None or held.withdrawn_at is not None:
        raise ChangeRefused("This invitation is not open any more. Look at the list of people to see who joined.")
    held.withdrawn_at = timezone.now()
    held.save(update_fields=["withdrawn_at"])
    record(by=by, action="people.withdraw_invitation", subject=f"invitation:{held.pk}", organisation=held.organisation)


@transaction.atomic
def withdraw_invitations_of(*, organisation: Organisation, person: User, by: User) -> None:
    """Make every open invitation worthless that somebody sent who looks after the people no more: none is a way back in."""
    held = Invitation.objects.select_for_update(of=("self",)).filter(
        organisation=organisation, invited_by=person, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )
    for each in held.select_related("organisation").order_by("pk"):
        withdraw_invitation(invitation=each, by=by)


@transaction.atomic
def change_roles(*, organisation: Organisation, person: User, roles: Iterable[str], by: User) -> None:
    """Give a member exactly these roles; with none, their place in the organisation ends.

    When they look after its people no more, the invitations that they sent and nobody took up end with it.

    Raises
    ------
    ChangeRefused
        A role is not known, the person is no member, gives themselves a role, or is the last administrator and would not be.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)  # two administrators who end each other: one waits
    held = {one.role: one for one in Membership.objects.filter(organisation=organisation, user=person, ended_at__isnull=True)}
    wanted = set(roles)
    given, taken = sorted(wanted - held.keys()), sorted(held.keys() - wanted)
    _must_hold(organisation, person, held=held, given=given, taken=taken, by=by)
    for role in given:
        made = Membership.objects.create(user=person, organisation=organisation, role=role)
        record(by=by, action="people.give_role", subject=f"user:{person.pk}", organisation=organisation, role=role, membership=made.pk)
    for role in taken:
        held[role].ended_at = timezone.now()
        held[role].save(update_fields=["ended_at"])
        record(by=by, action="people.end_role", subject=f"user:{person.pk}", organisation=organisation, role=role, membership=held[role].pk)
    if ADMINISTRATOR in taken:
        withdraw_invitations_of(organisation=organisation, person=person, by=by)
    if not wanted:
        person_left.send(sender=User, user=person, organisation=organisation, by=by)


def _must_hold(organisation: Organisation, person: User, *, held: Collection[str], given: list[str], taken: list[str], by: User) -> None:
    unknown = [role for role in given if role not in ROLES]
    if unknown:
        raise ChangeRefused(f"`{unknown[0]}` is no role. Choose one of: {', '.join(ROLES)}.", "roles")
    if not held:
        raise ChangeRefused("This person is not in the organisation. Invite them first.", "roles")
    if given and person.pk == by.pk:
        raise ChangeRefused("You cannot give yourself a role. Ask another administrator.", "roles")
    if ADMINISTRATOR in taken and is_last_administrator(organisation, person):
        raise ChangeRefused(
            "An organisation needs an administrator, and this is the last one. Give the role to somebody else first.", "roles"
        )


def is_last_administrator(organisation: Organisation, person: User) -> bool:
    """Whether nobody else looks after the people of the organisation."""
    administrators = Membership.objects.filter(organisation=organisation, role=ADMINISTRATOR, ended_at__isnull=True, user__is_active=True)
    return administrators.filter(user=person).exists() and not administrators.exclude(user=person).exists()
