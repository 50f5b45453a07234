"""What this room holds of a person: how it is given out, and how it is erased."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from levelground.web.people import personal_data
from levelground.web.people.digests import keyed_digest
from levelground.web.people.models import ConsentRecord, Invitation, Membership, User
from levelground.web.people.personal_data import DataHolder
from levelground.web.people.queries import audit_events

INVITATION = ("organisation__name", "role", "created_at", "expires_at", "accepted_at", "withdrawn_at")


def speak_for_this_room() -> None:
    """Called once, when the site starts."""
    stays = "Stays, with a number in place of your name."
    for holder in (
        DataHolder("account", "Name, address and password are overwritten.", _account, _erase_account),
        DataHolder("ways_to_sign_in", "Deleted.", _ways_in, _erase_ways_in),
        DataHolder("sessions", "You are signed out everywhere, and the list is deleted.", _sessions, _end_sessions),
        DataHolder("memberships", "All end. That you had them stays, with a number in place of your name.", _roles, _end_roles),
        DataHolder("invitations", "Your address is taken out.", _invitations, _erase_invitations, _sent_to, _erase_address),
        DataHolder("consents", stays, _consents, _nothing),
        DataHolder("audit_events", stays, _events, _nothing),
    ):
        personal_data.hold(holder)


def _account(user: User) -> dict[str, Any]:
    return {
        "number": user.pk,
        "email": user.email,
        "name": user.name,
        "joined": user.date_joined,
        "last_signed_in": user.last_login,
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
    }


def _erase_account(user: User, words: bool) -> None:
    EmailAddress.objects.filter(user=user).delete()
    user.email, user.name = f"erased-{user.pk}@erased.invalid", "Erased person"
    user.set_unusable_password()
    user.is_active, user.last_login, user.erased_at = False, None, timezone.now()
    user.save()


def _ways_in(user: User) -> dict[str, Any]:
    return {
        "password": user.has_usable_password(),
        "second_steps": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "providers": list(SocialAccount.objects.filter(user=user).values("provider", "uid", "extra_data", "date_joined", "last_login")),
        "wrong_passwords_lately": AccessAttempt.objects.filter(username=keyed_digest(user.email)).count(),
    }


def _erase_ways_in(user: User, words: bool) -> None:
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    AccessAttempt.objects.filter(username=keyed_digest(user.email)).delete()


def _sessions(user: User) -> list[dict[str, Any]]:
    return list(UserSession.objects.filter(user=user).values("created_at", "last_seen_at", "ip", "user_agent"))


def _end_sessions(user: User, words: bool) -> None:
    UserSession.objects.filter(user=user).delete()
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _roles(user: User) -> list[Any]:
    return list(Membership.objects.filter(user=user).order_by("since").values("organisation__name", "role", "since", "ended_at"))


def _end_roles(user: User, words: bool) -> None:
    Membership.objects.filter(user=user, ended_at__isnull=True).update(ended_at=timezone.now())
    sent = Invitation.objects.filter(invited_by=user, accepted_at=None, withdrawn_at=None)
    sent.update(withdrawn_at=timezone.now())  # none is a way back in


def _invitations(user: User) -> dict[str, Any]:
    return {"to_you": _sent_to(user.email), "by_you": list(Invitation.objects.filter(invited_by=user).values(*INVITATION))}


def _sent_to(email: str) -> list[Any]:
    return list(Invitation.objects.filter(email__iexact=email).values("email", *INVITATION))


def _erase_invitations(user: User, words: bool) -> None:
    held = Invitation.objects.filter(email__iexact=user.email) | Invitation.objects.filter(accepted_by=user)
    _take_out(held)


def _erase_address(email: str, words: bool) -> None:
    _take_out(Invitation.objects.filter(email__iexact=email))


def _take_out(held: QuerySet[Invitation]) -> None:
    held.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
    held.update(email="erased@erased.invalid")


def _consents(user: User) -> list[Any]:
    return list(
        ConsentRecord.objects.filter(user=user)
        .order_by("given_at")
        .values("subject", "version", "words_digest", "given_at", "withdrawn_at")
    )


def _events(user: User) -> list[dict[str, Any]]:
    return [
        {"number": event.number, "at": event.at, "by_you": event.by == user.pk, "action": event.action, "subject": event.subject}
        for event in audit_events.about(user)
    ]


def _nothing(user: User, words: bool) -> None:
    """What is kept names nobody: ids, dates and digests."""
