"""Forms of review, publishing and withdrawing."""

from __future__ import annotations

from django import forms

from levelground.web.publishing.models import Verdict


class AnswerReview(forms.Form):
    """What the second person says."""

    verdict = forms.ChoiceField(
        label="What do you say?",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it can be published."},
    )
    words = forms.CharField(
        label="What should the writers know?",
        max_length=4000,
        widget=forms.Textarea,
        help_text="What is good, what is missing, what is wrong. The writers see it.",
        error_messages={"required": "Say in a sentence what you think of it."},
    )


class WithdrawVersion(forms.Form):
    """Why a version should no longer be used."""

    reason = forms.CharField(
        label="Why should nobody use it any more?",
        max_length=2000,
        widget=forms.Textarea,
        help_text="Everybody can read this. Do not name a person.",
        error_messages={"required": "Say why it is withdrawn."},
    )
