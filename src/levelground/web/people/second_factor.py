"""The second step of signing in: who has one, when another organisation's counts, how its secrets are kept."""

from __future__ import annotations

import base64
import hashlib

import qrcode
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from markupsafe import Markup

from levelground.web.people.models import User

AT_PROVIDER = "second_factor_at_provider"
"""In a session: the provider that the person signed in with asked for two steps itself."""
PASSWORD_THEN = "password_then"  # noqa: S105 - the name of a digest
"""While somebody waits at the second step: what Django keeps in sessions to know the password again with which they came."""


def count(user: User, kind: str) -> int:
    """How many factors of one kind a person has."""
    held: int = Authenticator.objects.filter(user_id=user.pk, type=kind).count()
    return held


def has_one(user: User) -> bool:
    """Whether a person has a second factor: an app or a passkey. Recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]).exists())


def is_missing(request: HttpRequest) -> bool:
    """Whether somebody who is signed in has yet to set up a second step before they may see an organisation's pages."""
    if settings.DEMONSTRATION:  # made-up people on this machine only
        return False
    return not request.session.get(AT_PROVIDER) and not has_one(request.user)  # type: ignore[arg-type]


def is_enough(acr: str) -> bool:
    """Whether a provider's `acr` says that it asked for two steps: only values that the environment names."""
    return bool(acr) and acr in settings.OIDC_ACR


def keeper() -> Fernet:
    """What encrypts the secrets of apps and recovery codes where they are kept."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.SECOND_FACTOR_KEY.encode()).digest()))


def picture(text: str) -> Markup:
    """A QR code as inline SVG, by attributes alone: the site's policy allows no inline style."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    size = len(rows)
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return Markup(  # noqa: S704 - made of numbers only: nothing that a person wrote
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="240" height="240" role="img" '
        'aria-label="QR code for your authenticator app. The key below says the same.">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{dark}"/></svg>'
    )


class SecondStep(AuthenticateStage):  # type: ignore[misc]  # allauth has no types
    """allauth's second step, left out when a provider that counts asked for one. A new password ends it half-way, as it ends sessions."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        answer, goes_on = super().handle()
        if answer is not None:
            self.state[PASSWORD_THEN] = self.login.user.get_session_auth_hash()
        return answer, goes_on

    def exit(self) -> HttpResponse:
        still = constant_time_compare(self.state.get(PASSWORD_THEN, ""), self.login.user.get_session_auth_hash())
        answer: HttpResponse = super().exit() if still else self.abort()
        return answer

    def _should_handle(self, request: HttpRequest) -> bool:
        by_provider = (self.login.signal_kwargs or {}).get("sociallogin")
        if by_provider is not None and by_provider.state.get(AT_PROVIDER):
            return False
        return bool(super()._should_handle(request))
