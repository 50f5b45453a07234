"""What the audit trail tells of signing in, and giving somebody a new start when their second step is lost."""

from __future__ import annotations

from functools import partial
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from levelground.web import notifications
from levelground.web.people.actions.audit import record
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.models import Organisation, User
from levelground.web.people.roles import Permission, permissions_of


@transaction.atomic
def record_failure(*, account: str) -> None:
    """Somebody gave a wrong password. `account` is the keyed digest of the address that they gave."""
    record(by=None, action="people.sign_in_failed", subject="account", account=account)


@transaction.atomic
def record_lock_out(*, account: str) -> None:
    """An account or a network address is closed for a while."""
    record(by=None, action="people.locked_out", subject="account", account=account)


@transaction.atomic
def record_step(*, by: User, step: str, factor: str = "") -> None:
    """Something about how a person signs in: `signed_in`, `second_factor_added`, `password_changed` and the like."""
    details: dict[str, Any] = {"factor": factor} if factor else {}
    record(by=by, action=f"people.{step}", subject=f"user:{by.pk}", **details)


@transaction.atomic
def reset_second_factor(*, person: User, organisation: Organisation, by: User) -> None:
    """Take away every second factor of a person who lost theirs, and sign them out; they set up a new one when they sign in.

    The person is told by email, so that nobody does this unseen. It gives nobody a way in: the password stays what it is.
    Where they are in other organisations too, it touches their work there: it stands in the audit trail of each, and its
    administrators are told.

    Raises
    ------
    ChangeRefused
        `by` does not look after the people of the organisation, or the person is not in it, or is `by`.
    """
    held = frozenset(by.memberships.filter(organisation=organisation, ended_at=None).values_list("role", flat=True))
    member = person.memberships.filter(organisation=organisation, ended_at=None).exists()
    if Permission.MANAGE_PEOPLE not in permissions_of(held) or not member or person.pk == by.pk:
        raise ChangeRefused("An administrator resets the second step of somebody else in their organisation, never their own.")
    taken, _ = Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    record(by=by, action="people.second_factor_reset", subject=f"user:{person.pk}", organisation=organisation, taken=taken)
    transaction.on_commit(lambda: notifications.send(person.email, _told(organisation)))
    others = Organisation.objects.filter(memberships__user=person, memberships__ended_at=None).exclude(pk=organisation.pk).distinct()
    for other in others.order_by("pk"):
        record(by=by, action="people.second_factor_reset", subject=f"user:{person.pk}", organisation=other, taken=taken)
        _tell_administrators(other, person)


def _tell_administrators(organisation: Organisation, person: User) -> None:
    """Which organisation did it is not said: whom it knows is its own."""
    held = {"memberships__organisation": organisation, "memberships__role": "administrator", "memberships__ended_at": None}
    told = User.objects.filter(**held, is_active=True).exclude(pk=person.pk).distinct()
    message = notifications.Message(
        "A second step was taken away",
        [
            f"{person.name} is in {organisation.name} and in another organisation.",
            "An administrator there took away their second step, because they were told it was lost.",
            "They must set up a new one to sign in.",
            f"Do you doubt it? Ask {person.name}. Until you know, you can end their place in {organisation.name}.",
        ],
        [notifications.MessageLink("People", reverse("members", kwargs={"organisation": organisation.slug}))],
    )
    for address in told.values_list("email", flat=True):
        transaction.on_commit(partial(notifications.send, address, message))


@transaction.atomic
def forget_what_is_over() -> dict[str, int]:
    """Delete what signing in left behind and nothing needs any more; how many rows of each kind.

    Sessions that ended, with the browser and network address that their list shows; counts of lock-outs that lock nothing.
    """
    ended = Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
    lists = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()[0]
    counts = AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - settings.AXES_COOLOFF_TIME).delete()[0]
    forgotten = {"sessions": ended, "lists_of_sessions": lists, "counts_of_failures": counts}
    record(by=None, action="people.forget_what_is_over", subject="sign_in", **forgotten)
    return forgotten


def _told(organisation: Organisation) -> notifications.Message:
    return notifications.Message(
        "Set up your second step again",
        [
            f"An administrator of {organisation.name} took away the second step of your account, because they were told you had lost it.",
            "Sign in with your password. We will ask you to set up a new second step.",
            "Did you not ask for this? Change your password now and tell the administrator.",
        ],
        [notifications.MessageLink("Sign in", "/account/login/")],
    )
