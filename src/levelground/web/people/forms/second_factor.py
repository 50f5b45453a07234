"""allauth's forms for codes and passkeys, in this site's words, and with codes that work once."""

from __future__ import annotations

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.cache import cache

from levelground.web.people.forms.sign_in import say
from levelground.web.people.models import User

ENTER_CODE = {"required": "Enter the code."}
CODE_HINT = "The 6 digits in your app, or one of your recovery codes."
NAME_HINT = "So that you know it again, like: work laptop."


def remember_used(user: User, code: str) -> bool:
    """Keep a code as used for as long as the clock would take it; whether it was not used before.

    allauth remembers for one period; with a tolerance of one period a code does for three.
    """
    used = TOTP(Authenticator(user=user))._get_used_cache_key(code)
    whole = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    return cache.add(used, "y", timeout=whole) or not cache.touch(used, whole)


class _OneCode(forms.Form):  # before a form of allauth, which has the field and knows whose code it is
    """A code of the app, or a recovery code; used up by this."""

    user: User

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        say(self.fields["code"], "Code", ENTER_CODE, CODE_HINT)

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        remember_used(self.user, code)
        return code


class CodeForm(_OneCode, AuthenticateForm):  # type: ignore[misc]
    """The second step at sign-in: a code of the app, or a recovery code."""


class CodeAgainForm(_OneCode, ReauthenticateForm):  # type: ignore[misc]
    """A code once more, before something that matters."""


class StartAppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app: used up by this."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        say(self.fields["code"], "Code from your app", ENTER_CODE, "The 6 digits that the app shows now.")

    def clean_code(self) -> str:
        code: str = super().clean_code()
        if not remember_used(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A name for a new passkey; the browser fills in the rest."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        say(self.fields["name"], "Name of the passkey", {}, NAME_HINT)
        say(self.fields["credential"], "Passkey", {"required": "Your browser gave no passkey. Try again, or use an authenticator app."})
        say(
            self.fields["passwordless"],
            "Let me sign in with this passkey alone",
            {},
            "Your device then asks for your PIN, fingerprint or face each time.",
        )


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        say(self.fields["name"], "Name of the passkey", {"required": "Enter a name."}, NAME_HINT)
