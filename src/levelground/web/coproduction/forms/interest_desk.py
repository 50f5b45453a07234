"""What members fill in around the answers to a call: an answer by phone or on paper, a call back, what was held back."""

from __future__ import annotations

from typing import Any

from django import forms

from levelground.web.coproduction.forms.interest import CONTACT, REACH, CountedWords, LanguageForm, phone_number, reach_field
from levelground.web.coproduction.interest_questions import ABOUT_YOU
from levelground.web.coproduction.models import CallBack, Channel, ContactBy
from levelground.web.coproduction.spam import FormGuard

INTERPRETER = (
    ("needed", "Needed, and not booked yet"),
    ("booked", "Booked"),
    ("not_found", "Not found yet"),
    ("not_needed", "Not needed"),
)


class EnterInterestForm(FormGuard):
    """An answer that somebody gave by phone or on paper, on one page, in the order of the form that people fill in themselves."""

    channel = forms.ChoiceField(
        label="How did it come?",
        choices=[(one.value, one.label) for one in (Channel.PHONE, Channel.PAPER, Channel.CALL_BACK)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the answer came."},
    )
    name = forms.CharField(label="What should we call them?", help_text="Any name they choose, or none.", max_length=200, required=False)
    contact_by = forms.ChoiceField(
        label="How would they like to hear from us?",
        choices=CONTACT,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they can be reached. Without it nobody can tell them what was decided."},
    )
    email = reach_field("email", "Email address", "Only where they want to hear by email.", required=False)
    phone = reach_field("phone", "Phone number", "Where they want to hear by phone, or to be called back.", required=False)
    address = reach_field("address", "Postal address", "Only where they want to hear by post.", required=False)
    language = forms.CharField(label="Language", help_text="Leave it empty for English.", max_length=60, required=False)
    sign_language = forms.BooleanField(label="They use British Sign Language", required=False)
    call_me = forms.BooleanField(label="They ask to be called back in this language", required=False)
    when = forms.CharField(label="When does it suit them?", max_length=200, required=False)
    access_needs = forms.CharField(label="What do they need to take part?", max_length=2000, required=False, widget=forms.Textarea())
    lived_experience = CountedWords(
        label="What do they know from their own life?", help_text="In their words. Tell them first whom they can call for support."
    )
    why = CountedWords(label="Why would they like to join?", help_text="At most 300 characters. Nobody has to tell what happened to them.")
    agree = forms.BooleanField(
        label="I read the words of the consent to them, or they signed them, and they agree",
        error_messages={"required": "Read them the words below the form first. Tick the box if they agree."},
    )

    def __init__(self, *args: Any, closed: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        for question in ABOUT_YOU:
            label = question.heading.replace("your", "their").replace("are you", "are they").replace("Are you", "Are they")
            help_text = "In their own words. Leave it empty if they would rather not say."
            self.fields[question.name] = forms.CharField(label=label, help_text=help_text, max_length=100, required=False)
        if closed:
            said = "The call is closed. Tick the box if their letter or their call came before that. If it came later, tell them kindly."
            self.fields["in_time"] = forms.BooleanField(label="It reached us before the call closed", error_messages={"required": said})

    def clean_phone(self) -> str:
        return phone_number(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name = REACH[ContactBy(cleaned["contact_by"])][0] if cleaned.get("contact_by") else ""
        if name and not cleaned.get(name) and name not in self.errors:
            self.add_error(name, "This is how they want to hear from us. Ask them for it, and write it here.")
        if cleaned.get("call_me") and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "They want to be called back. Write the number to call.")
        return cleaned

    def answers(self) -> dict[str, dict[str, Any]]:
        """The answer to each question, as the action is given it."""
        given = self.cleaned_data
        reach = REACH[ContactBy(given["contact_by"])][0]
        return {
            "name": {"name": given["name"]},
            "contact": {"contact_by": given["contact_by"]},
            "reach": {reach: given[reach]},
            "language": {name: given[name] for name in LanguageForm.base_fields},
            "access": {"access_needs": given["access_needs"]},
            "support": {},
            "experience": {"lived_experience": given["lived_experience"]},
            "why": {"why": given["why"]},
            **{question.name: {"words": given[question.name]} for question in ABOUT_YOU},
            "consent": {},
        }


def begun_with(call_back: CallBack) -> dict[str, Any]:
    """What somebody had said before they were called, for the form."""
    begun = call_back.expression
    columns = ("name", "contact_by", "email", "phone", "address", "language", "sign_language", "access_needs", "lived_experience", "why")
    return {"channel": Channel.CALL_BACK, **{column: getattr(begun, column) for column in columns}}


class CallBackForm(forms.Form):
    """How a call in somebody's language stands."""

    interpreter = forms.ChoiceField(
        label="Interpreter", choices=INTERPRETER, widget=forms.RadioSelect, error_messages={"required": "Choose how it stands."}
    )
    outcome = forms.ChoiceField(
        label="What happened?",
        choices=(("", "Nobody called yet"), ("tried", "We called, and did not reach them"), ("done", "We called, and talked with them")),
        widget=forms.RadioSelect,
        required=False,
    )


def call_back_form(call_back: CallBack, data: Any = None) -> CallBackForm:
    """The form with how it stands now."""
    return CallBackForm(data, initial={"interpreter": call_back.interpreter, "outcome": ""})


class HeldInterestForm(forms.Form):
    """Whether a person wrote what was held back."""

    decision = forms.ChoiceField(
        label="Did a person write this?",
        choices=(("release", "Yes, or we cannot tell: read it with the others"), ("leave_out", "No: leave it out")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happens with it."},
    )
    because = forms.CharField(
        label="Why is it left out?",
        help_text="Only where you leave it out.",
        max_length=300,
        required=False,
        error_messages={"max_length": "Use at most 300 characters."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "leave_out" and not cleaned.get("because"):
            self.add_error("because", "Say why you leave it out. Somebody may ask.")
        return cleaned
