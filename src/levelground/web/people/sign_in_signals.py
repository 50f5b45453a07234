"""Tells the audit trail what allauth does: signing in and out, factors, passwords. Connected when the room is ready."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.socialaccount import signals as provider
from django.contrib.auth import signals as auth
from django.core.management import call_command
from django.dispatch import Signal

from levelground.web.people import oidc, second_factor, session_limits
from levelground.web.people.actions import sign_in
from levelground.web.people.models import User

FACTORS = {"totp": "app", "webauthn": "passkey", "recovery_codes": "recovery_codes"}


def on_sign_in(sender: Any, request: Any, user: User, **more: Any) -> None:
    """Django's signal: whichever way somebody signed in."""
    session_limits.begin(request)
    sign_in.record_step(by=user, step="signed_in")


def on_sign_out(sender: Any, request: Any, user: User | None, **more: Any) -> None:
    if user is not None:
        sign_in.record_step(by=user, step="signed_out")


def on_provider(sender: Any, request: Any, user: User, sociallogin: Any = None, **more: Any) -> None:
    """allauth's signal, after the sign-in: the provider's second step counts in this session, and when it asked is known."""
    if sociallogin is not None and sociallogin.state.get(second_factor.AT_PROVIDER):
        request.session[second_factor.AT_PROVIDER] = True
    if sociallogin is not None:
        request.session[oidc.ASKED_AT] = sociallogin.state.get(oidc.ASKED_AT, 0)


def on_connected(sender: Any, sociallogin: Any, **more: Any) -> None:
    sign_in.record_step(by=sociallogin.user, step="provider_connected")


def on_factor(step: str) -> Any:
    """A receiver that tells of a factor by its kind."""

    def tell(sender: Any, user: User, authenticator: Any, **more: Any) -> None:
        sign_in.record_step(by=user, step=step, factor=FACTORS.get(authenticator.type, "other"))

    return tell


def on_password(step: str) -> Any:
    """A receiver that tells of a password."""

    def tell(sender: Any, user: User, **more: Any) -> None:
        sign_in.record_step(by=user, step=step)

    return tell


def make_cache(sender: Any, using: str, **more: Any) -> None:
    """After `migrate`: the table of the cache that limits and used codes are kept in, shared by all processes."""
    call_command("createcachetable", database=using, verbosity=0)


def connect() -> None:
    """Connect each receiver, once."""
    receivers: list[tuple[Signal, Any]] = [
        (auth.user_logged_in, on_sign_in),
        (auth.user_logged_out, on_sign_out),
        (account.user_logged_in, on_provider),
        (provider.social_account_added, on_connected),
        (mfa.authenticator_added, on_factor("second_factor_added")),
        (mfa.authenticator_removed, on_factor("second_factor_removed")),
        (mfa.authenticator_reset, on_factor("recovery_codes_made")),
        (mfa.authentication_failed, on_factor("second_factor_failed")),
        (account.password_changed, on_password("password_changed")),
        (account.password_set, on_password("password_set")),
        (account.password_reset, on_password("password_reset")),
    ]
    for number, (signal, receiver) in enumerate(receivers):
        signal.connect(receiver, weak=False, dispatch_uid=f"levelground.sign_in.{number}")
