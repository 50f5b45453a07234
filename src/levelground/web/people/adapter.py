"""What allauth asks of this site: who may join, what is said, where mail goes, how secrets are kept."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from levelground.web import notifications
from levelground.web.people import oidc, second_factor, sign_in_words
from levelground.web.people.models import User
from levelground.web.people.queries import invitations
from levelground.web.people.queries.people import with_address
from levelground.web.people.queries.viewers import organisations_of

JUST_NOW = 600
"""Seconds: whoever signed in so lately need not say again who they are before something that matters."""
CLOCKS_APART = 60
"""Seconds by which a provider's clock may be ahead of this one."""


def signed_in_lately(request: HttpRequest) -> bool:
    """Whether the person said who they are just now: by a password, a second step, or at their organisation's provider."""
    return any(_lately(step["at"]) for step in get_authentication_records(request, request.user))


def proved_lately(request: HttpRequest) -> bool:
    """The same, where nobody may do it at a screen that was left open: a provider counts only if it says that it asked just now."""
    asked = _lately(request.session.get(oidc.ASKED_AT, 0))
    recorded = get_authentication_records(request, request.user)
    return any(_lately(step["at"]) and (step["method"] != "socialaccount" or asked) for step in recorded)


def _lately(at: object) -> bool:
    return isinstance(at, int | float) and -CLOCKS_APART <= time.time() - at < JUST_NOW


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts: by invitation only, and every message in this site's words."""

    error_messages = DefaultAccountAdapter.error_messages | sign_in_words.ERRORS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """axes counts wrong passwords (`lock_out`); a second count would only make two different answers."""

    def reauthenticate(self, user: User, password: str) -> bool:
        again = self.authenticate(context.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk

    def get_login_stages(self) -> list[str]:
        return ["levelground.web.people.second_factor.SecondStep"]

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not for somebody who signed in just now."""
        return not signed_in_lately(context.request) and bool(super().is_reauthentication_required(app=app, **more))

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **more: Any) -> None:
        said = more.get("message") or sign_in_words.DONE.get(message_template or "")
        if said:
            messages.add_message(request, messages.SUCCESS if message_template else level, said)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = sign_in_words.message(template_prefix, context)
        if message is not None:
            notifications.send(email, message)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **more: Any) -> None:
        self.send_mail(template_prefix, user.email, {})

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who is in one organisation goes to work in it; who is in none or in several chooses on their own page."""
        at_work = organisations_of(request.user) if isinstance(request.user, User) else []
        return reverse("workspace", kwargs={"organisation": at_work[0].slug}) if len(at_work) == 1 else reverse("account")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: secrets are kept encrypted, and the picture to scan needs no style."""

    error_messages = DefaultMFAAdapter.error_messages | sign_in_words.ERRORS

    def encrypt(self, text: str) -> str:
        return second_factor.keeper().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return second_factor.keeper().decrypt(encrypted_text.encode("ascii")).decode()

    def build_totp_svg(self, url: str) -> str:
        return second_factor.picture(url)

    def generate_authenticator_name(self, user: User, type: str) -> str:
        return f"Passkey {second_factor.count(user, type) + 1}"


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Other organisations' sign-in: for people who have an account here or an invitation, known by a verified address only."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.state.get("process") not in {None, "login"}:
            raise ImmediateHttpResponse(_no_account(request))
        if second_factor.is_enough(getattr(sociallogin, "acr", "")):
            sociallogin.state[second_factor.AT_PROVIDER] = True
        sociallogin.state[oidc.ASKED_AT] = getattr(sociallogin, "asked_at", 0)
        if sociallogin.is_existing:
            return
        address = next((address.email for address in sociallogin.email_addresses if address.verified), "")
        user = with_address(address)
        if user is not None and user.is_active:
            sociallogin.connect(request, user)
        elif user is not None or invitations.open_for(request.session.get(invitations.KEPT, ""), address) is None:
            raise ImmediateHttpResponse(_no_account(request))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Only `pre_social_login` lets a new person come as far as this: the one whose open invitation they hold."""
        return True

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        parts = [data.get("first_name") or "", data.get("last_name") or ""]
        user.name = (data.get("name") or " ".join(parts).strip() or user.email)[:200]
        return user

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **more: Any) -> None:
        AccountAdapter(context.request).send_notification_mail(template_prefix, user)


def _no_account(request: HttpRequest) -> HttpResponse:
    return render(request, "account/signup_closed.jinja", {"page_title": "You do not have an account here yet"}, status=403)
