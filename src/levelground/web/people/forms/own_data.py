"""The form that ends an account."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms

from levelground.web.people.models import User


class EraseForm(forms.Form):
    """Whether the words go too, and that it is really them."""

    words = forms.ChoiceField(
        label="What you said in comments",
        choices=[("keep", "Keep my words, without my name"), ("erase", "Erase my words too")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of your words."},
    )
    sure = forms.BooleanField(
        label="Yes, erase my data. I know that this cannot be undone.",
        error_messages={"required": "Tick the box to say that you are sure."},
    )
    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Write your password, so that nobody else can do this."},
    )

    def __init__(self, *args: Any, person: User, lately: bool, **options: Any) -> None:
        """`lately`: whether the person signed in just now; whoever has no password here shows by it that it is them."""
        super().__init__(*args, **options)
        self.person = person
        self.first_sign_in = False
        if not person.has_usable_password():  # signs in at their organisation's provider
            del self.fields["password"]
            self.first_sign_in = not lately

    def clean(self) -> dict[str, Any]:
        """Who has no password here, and did not sign in just now, signs in again first."""
        if self.first_sign_in:
            raise forms.ValidationError("Sign in again first, so that nobody else can do this.")
        return self.cleaned_data

    def clean_password(self) -> str:
        given: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.person, given):  # counted, as when signing in
            raise forms.ValidationError("This is not your password. Try again, or ask for a new one first.")
        return given
