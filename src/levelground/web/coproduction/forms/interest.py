"""The questions of an expression of interest, one form each. Almost everything may be left empty; what may not says why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from levelground.web.coproduction import voice_notes
from levelground.web.coproduction.interest_questions import ABOUT_YOU, MOST_CHARACTERS, PREFER_NOT_TO_SAY, DemographicQuestion
from levelground.web.coproduction.models import ContactBy, ExpressionOfInterest
from levelground.web.coproduction.queries import demographics, interest
from levelground.web.coproduction.spam import FormGuard

PHONE_DIGITS = 5
CONTACT = ((ContactBy.EMAIL, "By email"), (ContactBy.PHONE, "By phone"), (ContactBy.POST, "By post"))
REACH = {
    ContactBy.EMAIL: ("email", "Your email address", "It can be of somebody whom you trust, if you have none."),
    ContactBy.PHONE: ("phone", "Your phone number", "It can be of somebody whom you trust. We say nothing to others of what it is about."),
    ContactBy.POST: ("address", "Your address, as on an envelope", "It can be a group that takes your post. Write “care of” and its name."),
}


class CountedWords(forms.CharField):
    """Words of so many characters at most. No browser cuts off what is pasted: we say how many there are. Line ends count once."""

    def __init__(self, most: int = MOST_CHARACTERS, **more: Any) -> None:
        super().__init__(widget=forms.Textarea(), required=False, **more)
        self.most = most

    def clean(self, value: Any) -> str:
        said = str(super().clean(value) or "").replace("\r\n", "\n")
        if len(said) > self.most:
            many = len(said)
            raise ValidationError(f"You can use {self.most} characters. There are {many} now. Take out {many - self.most}, then go on.")
        return said


class InterestForm(forms.Form):
    """One page of the form. `counted`: the field whose characters are counted, where there is one."""

    counted = ""

    def fields_given(self) -> dict[str, Any]:
        """What the action is given."""
        return dict(self.cleaned_data)

    def typed(self) -> list[tuple[str, str]]:
        """What was typed into the boxes for words, with the label of each."""
        boxes = [bound for bound in self if isinstance(bound.field, forms.CharField)] if self.is_bound else []
        return [(str(bound.label), words) for bound in boxes if (words := str(bound.value() or "").strip())]

    def count(self) -> int:
        """How many characters are in the counted field."""
        return len(str(self[self.counted].value() or "").replace("\r\n", "\n").strip()) if self.counted else 0


class CalledForm(InterestForm):
    """What they want to be called."""

    name = forms.CharField(
        label="Your name",
        help_text="It can be your first name, or a name that you choose. You can leave it empty.",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": "This name is longer than 200 characters. Make it shorter."},
    )


class ContactByForm(InterestForm):
    """Email, phone or post."""

    contact_by = forms.ChoiceField(
        label="How would you like to hear from us?",
        help_text="We use this only to tell you what comes of your answer.",
        choices=CONTACT,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how we can reach you. Without it we cannot tell you what we decide."},
    )


class ReachForm(InterestForm):
    """The one field that goes with the way that they chose."""

    def __init__(self, *args: Any, contact_by: str, **more: Any) -> None:
        super().__init__(*args, **more)
        name, label, hint = REACH[ContactBy(contact_by or ContactBy.EMAIL)]
        self.fields[name] = reach_field(name, label, hint)

    def clean_phone(self) -> str:
        return phone_number(self.cleaned_data["phone"])


def reach_field(name: str, label: str, hint: str, *, required: bool = True) -> forms.CharField:
    """A field for an email address, a phone number or a postal address."""
    more: dict[str, Any] = {"label": label, "help_text": hint, "required": required}
    if name == "email":
        wrong = "This is not an email address. It should look like name@example.org."
        words = {"required": "Write your email address, or go back and choose another way.", "invalid": wrong}
        return forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "email"}), error_messages=words, **more)
    if name == "phone":
        words = {"required": "Write your phone number, or go back and choose another way.", "max_length": "This is too long for a number."}
        widget = forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})
        return forms.CharField(max_length=40, widget=widget, error_messages=words, **more)
    words = {"required": "Write your address, or go back and choose another way.", "max_length": "Use at most 500 characters."}
    return forms.CharField(max_length=500, widget=forms.Textarea(), error_messages=words, **more)


def phone_number(given: str) -> str:
    """A phone number as it was written.

    Raises
    ------
    ValidationError
        It has hardly any figures in it.
    """
    if given and sum(letter.isdigit() for letter in given) < PHONE_DIGITS:
        raise ValidationError("This does not look like a phone number. Write it with its area code, such as 01632 960 001.")
    return given


class LanguageForm(InterestForm):
    """The language to talk in, and whether they want to be called in it."""

    language = forms.CharField(
        label="Language",
        help_text="For example: Urdu, Polish, Somali. Leave it empty for English.",
        max_length=60,
        required=False,
        error_messages={"max_length": "Write the name of the language in at most 60 characters."},
    )
    sign_language = forms.BooleanField(label="I use British Sign Language", required=False)
    call_me = forms.BooleanField(
        label="Please call me in this language, or in British Sign Language. I would like to answer the questions with you.",
        help_text="Then you can stop after this page.",
        required=False,
    )
    phone = reach_field("phone", "Number to call", "Only if you ask us to call.", required=False)
    when = forms.CharField(
        label="When does it suit you?",
        help_text="Only if you ask us to call. For example: after 6pm, not on Fridays.",
        max_length=200,
        required=False,
        error_messages={"max_length": "Use at most 200 characters."},
    )

    def clean_phone(self) -> str:
        return phone_number(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("call_me") and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "You asked us to call. Write the number that we should call.")
        return cleaned


class AccessForm(InterestForm):
    """What they need to take part."""

    access_needs = forms.CharField(
        label="What do you need?",
        help_text="For example: step-free access, large print, breaks, somebody with you, childcare, a time after work.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(),
        error_messages={"max_length": "Use at most 2,000 characters. We will ask you for more when we talk."},
    )


class ExperienceForm(InterestForm):
    """What they know from their own life, as little as they like."""

    counted = "lived_experience"
    lived_experience = CountedWords(
        label="In your own words",
        help_text="A few words are enough, such as “I care for my father” or “I had a baby here”. You do not have to tell what happened.",
    )


class WhyForm(InterestForm):
    """Why they want to join."""

    counted = "why"
    why = CountedWords(
        label="Why would you like to join?",
        help_text="Nobody has to tell what happened to them. On the next page you can say it instead.",
    )


class VoiceForm(InterestForm):
    """A voice note instead of words."""

    sound = forms.FileField(
        label="Voice note",
        help_text="A sound file from your phone, of at most 8 MB: about five minutes.",
        required=False,
        widget=forms.FileInput(attrs={"accept": "audio/*"}),
        error_messages={
            "empty": "This file is empty. Choose another one.",
            "invalid": "Nothing came with the form. Choose the file again.",
        },
    )
    delete = forms.BooleanField(label="Take away the voice note that I sent", required=False)

    def clean_sound(self) -> bytes:
        given = self.cleaned_data.get("sound")
        if not given:
            return b""
        if given.size > voice_notes.MOST_BYTES:
            raise ValidationError(f"This file has {given.size / 1_048_576:.0f} MB. It can have at most 8. Record a shorter one.")
        data: bytes = given.read()
        if not voice_notes.kind_of(data):
            raise ValidationError("This is not a sound that we can play. Record it with your phone, then choose that file.")
        return data


class AboutYouForm(InterestForm):
    """Whether they want to answer the questions about themselves."""

    wanted = forms.ChoiceField(
        label="Do you want to answer these questions?",
        choices=(("yes", "Yes"), ("no", "No, go on without them")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no. Both are fine."},
    )

    def fields_given(self) -> dict[str, Any]:
        return {"wanted": self.cleaned_data["wanted"] == "yes"}


class DemographicForm(InterestForm):
    """One question about the person: from the list, in their own words, or not at all."""

    choice = forms.ChoiceField(label="Choose from the list", required=False)
    words = forms.CharField(
        label="Or say it in your own words",
        max_length=100,
        required=False,
        error_messages={"max_length": "Use at most 100 characters."},
    )

    def __init__(self, *args: Any, question: DemographicQuestion, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", "Nothing chosen"), (PREFER_NOT_TO_SAY, "I prefer not to say"), *((each, each) for each in question.choices)]
        self.fields["choice"] = forms.ChoiceField(label="Choose from the list", choices=choices, required=False)
        self.order_fields(["choice", "words"])

    def fields_given(self) -> dict[str, Any]:
        return {"words": self.cleaned_data["words"] or self.cleaned_data["choice"]}


class InterestConsentForm(InterestForm):
    """That they agree."""

    agree = forms.BooleanField(
        label="I have read this, or somebody read it to me, and I agree",
        error_messages={"required": "Tick the box if you agree. If you do not, you can leave now: take it back, and nothing is kept."},
    )


class SendInterestForm(FormGuard):
    """The last button, and the first one: nothing to fill in."""


def initial(question: str, expression: ExpressionOfInterest) -> dict[str, Any]:
    """What they answered before."""
    if question == "language":
        asked = interest.asked_to_be_called(expression)
        return {
            "language": expression.language,
            "sign_language": expression.sign_language,
            "phone": expression.phone,
            "call_me": asked is not None,
            "when": asked.when if asked else "",
        }
    if question == "about_you":
        return {"wanted": ("yes" if demographics.own(expression) else "no") if question in expression.answered else ""}
    about = next((one for one in ABOUT_YOU if one.name == question), None)
    if about is not None:
        said = demographics.own(expression).get(question, "")
        listed = said in (*about.choices, PREFER_NOT_TO_SAY)
        return {"choice": said if listed else "", "words": "" if listed else said}
    if question == "consent":
        return {"agree": expression.consented_at is not None}
    columns = ("name", "contact_by", "email", "phone", "address", "access_needs", "lived_experience", "why")
    return {column: getattr(expression, column) for column in columns}


FORMS: dict[str, type[InterestForm]] = {
    "name": CalledForm,
    "contact": ContactByForm,
    "language": LanguageForm,
    "access": AccessForm,
    "support": InterestForm,
    "experience": ExperienceForm,
    "why": WhyForm,
    "voice": VoiceForm,
    "about_you": AboutYouForm,
    "consent": InterestConsentForm,
}
"""The form of each question that has one of its own."""


def form_for(question: str, expression: ExpressionOfInterest, data: Any = None, files: Any = None) -> InterestForm:
    """The form of a question, with what they answered before, or with what they sent now."""
    more = {"data": data, "files": files, "initial": initial(question, expression)}
    if question == "reach":
        return ReachForm(**more, contact_by=expression.contact_by)
    about = next((one for one in ABOUT_YOU if one.name == question), None)
    return DemographicForm(**more, question=about) if about is not None else FORMS[question](**more)
