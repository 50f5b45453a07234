"""Joining by an invitation: with a new account, or with the one that a person has."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from levelground.web.people.actions.audit import record
from levelground.web.people.invitation_refused import InvitationRefused
from levelground.web.people.models import Invitation, Membership, User
from levelground.web.people.queries.invitations import InvitationState, state_of


@transaction.atomic
def accept(*, invitation: Invitation, by: User) -> Membership:
    """The invited person takes the role.

    Raises
    ------
    InvitationRefused
        The invitation opens nothing any more, or was sent to somebody else.
    """
    held = Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation.pk)
    if state_of(held) is not InvitationState.OPEN:
        raise InvitationRefused(f"This invitation is {state_of(held)}.")
    if held.email.casefold() != by.email.casefold():
        raise InvitationRefused("This invitation was sent to another email address.")
    held.accepted_at, held.accepted_by = timezone.now(), by
    held.save()
    membership, _ = Membership.objects.get_or_create(user=by, organisation=held.organisation, role=held.role, ended_at=None)
    record(
        by=by,
        action="people.accept_invitation",
        subject=f"invitation:{held.pk}",
        organisation=held.organisation,
        membership=membership.pk,
        role=held.role,
    )
    return membership


@transaction.atomic
def accept_with_new_account(*, invitation: Invitation, name: str, password: str) -> User:
    """Make the invited person's account and give them the role. The link came to their address, so the address is theirs.

    Raises
    ------
    InvitationRefused
        The invitation opens nothing any more, or its address has an account already.
    """
    Invitation.objects.select_for_update().get(pk=invitation.pk)  # of two who press at once, one waits
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise InvitationRefused("There is an account with this address already. Sign in to take up the invitation.")
    user = User(email=invitation.email.lower(), name=" ".join(name.split()))
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(by=user, action="people.start_account", subject=f"user:{user.pk}")
    accept(invitation=invitation, by=user)
    return user
