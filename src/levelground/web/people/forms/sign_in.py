"""allauth's forms for passwords, in this site's words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest

from levelground.web.people.models import User

EMAIL, NEW_PASSWORD = "Email address", "New password"
PASSWORD_RULE = "At least 12 characters. Three words that do not belong together make a good one."  # noqa: S105 - words
ENTER_EMAIL = {"required": "Enter your email address.", "invalid": "Enter an email address, like name@example.nhs.uk."}
ENTER_PASSWORD = {"required": "Enter your password."}
ENTER_NEW = {"required": "Enter a new password."}
ENTER_AGAIN = {"required": "Enter the new password again."}


def say(field: forms.Field, label: str, errors: dict[str, str], help_text: str = "") -> None:
    """Give a field of somebody else's form this site's words."""
    field.label, field.help_text = label, help_text
    field.error_messages.update(errors)


class SignInForm(allauth_forms.LoginForm):  # type: ignore[misc]  # allauth has no types
    """Address and password."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        say(self.fields["login"], EMAIL, ENTER_EMAIL)
        self.fields["login"].validators[0].message = ENTER_EMAIL["invalid"]
        say(self.fields["password"], "Password", ENTER_PASSWORD)


class PasswordAgainForm(allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        say(self.fields["password"], "Password", ENTER_PASSWORD)


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        say(self.fields["email"], EMAIL, ENTER_EMAIL)
        self.fields["email"].validators[0].message = ENTER_EMAIL["invalid"]

    def save(self, request: HttpRequest, **more: Any) -> str:
        sent: str = super().save(request, **more)
        return sent


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by the link in an email."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        say(self.fields["password1"], NEW_PASSWORD, ENTER_NEW, PASSWORD_RULE)
        say(self.fields["password2"], "New password again", ENTER_AGAIN)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """A new password, by the one that the person has."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        say(self.fields["oldpassword"], "Password that you have now", ENTER_PASSWORD)
        say(self.fields["password1"], NEW_PASSWORD, ENTER_NEW, PASSWORD_RULE)
        say(self.fields["password2"], "New password again", ENTER_AGAIN)


class SetPasswordForm(allauth_forms.SetPasswordForm):  # type: ignore[misc]
    """A first password, for somebody who signs in at their organisation."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        say(self.fields["password1"], NEW_PASSWORD, ENTER_NEW, PASSWORD_RULE)
        say(self.fields["password2"], "New password again", ENTER_AGAIN)


class JoinForm(forms.Form):
    """A new account by invitation: name and password. The address stands in the invitation."""

    name = forms.CharField(
        label="Your name",
        max_length=200,
        help_text="As you want others to see it. Any script is fine.",
        error_messages={"required": "Enter your name.", "max_length": "Enter a name of at most 200 characters."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label="Choose a password",
        help_text=PASSWORD_RULE,
        strip=False,
        error_messages={"required": "Choose a password."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.email = email

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "password" in given:
            try:
                validate_password(given["password"], User(email=self.email, name=given.get("name", "")))
            except forms.ValidationError as refused:
                self.add_error("password", refused)
        return given
