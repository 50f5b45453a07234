"""What people fill in around a concern: to raise one, to add to it, to answer it, to say who answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from levelground.web.coproduction.forms.inputs import long_words, one_of, one_of_many, short_words, whole_number, yes
from levelground.web.coproduction.models import ConcernDesk, ContactBy, Series
from levelground.web.coproduction.spam import FormGuard
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.models import User

WAYS = (
    ("", Phrase("Not at all. I will keep the link to my page")),
    (ContactBy.EMAIL.value, Phrase("By email")),
    (ContactBy.PHONE.value, Phrase("By phone")),
    (ContactBy.POST.value, Phrase("By post")),
)
NEEDS = {
    ContactBy.EMAIL.value: ("email", Phrase("To hear by email, write your email address. Or choose another way.")),
    ContactBy.PHONE.value: ("phone", Phrase("To hear by phone, write your phone number. Or choose another way.")),
    ContactBy.POST.value: ("address", Phrase("To hear by post, write your address. Or choose another way.")),
}


class RaiseConcernForm(FormGuard):
    """What somebody wants to be looked at. Only the words must be there."""

    words = long_words(
        Phrase("What should be looked at?"),
        Phrase("In your own words, in any language. You do not have to say what happened to you."),
        ask=Phrase("Write what should be looked at. One sentence is enough."),
    )
    group_name = short_words(Phrase("Name of your group"), Phrase("Only if you write for a group. Leave it empty if not."))
    name = short_words(Phrase("Your name"), Phrase("Nobody has to give a name."))
    contact_by = one_of(Phrase("How should we tell you that there is an answer?"), WAYS)
    email = forms.EmailField(
        label=Phrase("Email address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": Phrase("This is not an email address. It should look like name@example.org.")},
    )
    phone = forms.CharField(
        label=Phrase("Phone number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"max_length": Phrase("This phone number is too long. Write one number.")},
    )
    address = long_words(Phrase("Postal address"), longest=500)
    language = short_words(
        Phrase("The language you want to be spoken to in"),
        Phrase("For example, Urdu or British Sign Language. Leave it empty for English."),
        longest=60,
    )

    def clean(self) -> dict[str, Any]:
        """Who wants to be told gives us a way to do it."""
        cleaned = super().clean() or {}
        needed, said = NEEDS.get(cleaned.get("contact_by", ""), ("", ""))
        if needed and not cleaned.get(needed) and needed not in self.errors:
            self.add_error(needed, said)
        return cleaned


class AddToConcernForm(forms.Form):
    """More words from whoever raised it."""

    words = long_words(Phrase("What do you want to add?"), ask=Phrase("Write what you want to add, then press the button."))


class ReplyToConcernForm(forms.Form):
    """An answer, signed with the name of whoever gives it."""

    words = long_words(
        "Your answer",
        "Thank them first. Say what you will do, and by when. They read this on their own page, with your name.",
        ask="Write an answer. Say at least what happens next, and when.",
    )


class CloseConcernForm(forms.Form):
    """Why nothing more happens."""

    because = long_words(
        "Why do you close it?",
        "Say what was done. If nothing could be done, say why, and where else they can turn. They read this.",
        ask="Write why you close it. The person who raised it reads this.",
    )


class TakeUpConcernForm(forms.Form):
    """Whether a thread starts, and where."""

    series = one_of_many("Start a thread in", (), "The words go into this series, without a name. From there they can change a plan.")

    def __init__(self, *args: Any, series: Sequence[Series], **more: Any) -> None:
        super().__init__(*args, **more)
        self.may_choose = {str(each.pk): each for each in series}
        choices = [("", "No series yet"), *((pk, each.title) for pk, each in self.may_choose.items())]
        self.fields["series"].choices = choices  # type: ignore[attr-defined]
        self.fields["series"].required = False

    def chosen(self) -> Series | None:
        """The series, where one was chosen."""
        return self.may_choose.get(self.cleaned_data["series"])


class ConcernDeskForm(forms.Form):
    """Who answers, and within how many days."""

    answers = one_of_many("Who answers?", (), "A member whose role lets them answer concerns.", ask="Choose who answers.")
    answers_as = short_words("Their name and role", "Everybody reads this.", ask="Write the name and the role of whoever answers.")
    days_to_reply = whole_number("Days until the first answer", "Everybody reads this. 14 is usual.", least=1, most=90)
    passed_on = long_words(
        "What must be passed on, and to whom",
        "For example: if a child or an adult is in danger, our safeguarding lead.",
        ask="Write what you must pass on. People read it before they write to you.",
        longest=1000,
    )
    complaints = long_words(
        "How to make a complaint",
        "A concern is not a complaint. Write whom to call or write to.",
        ask="Write how somebody can make a complaint.",
        longest=1000,
    )
    open = yes("The desk is open: people can raise concerns")

    def __init__(self, *args: Any, members: Sequence[User], **more: Any) -> None:
        super().__init__(*args, **more)
        self.members = {str(each.pk): each for each in members}
        self.fields["answers"].choices = [("", "Choose a person"), *((pk, each.name) for pk, each in self.members.items())]  # type: ignore[attr-defined]

    @staticmethod
    def said(desk: ConcernDesk | None) -> dict[str, Any]:
        """What stands in the form at first."""
        if desk is None:
            return {"days_to_reply": 14, "open": True}
        names = ("answers_as", "days_to_reply", "passed_on", "complaints", "open")
        return {"answers": str(desk.answers_id), **{name: getattr(desk, name) for name in names}}

    def fields_said(self) -> dict[str, Any]:
        """What `actions.concerns.open_desk` takes."""
        return {**self.cleaned_data, "answers": self.members[self.cleaned_data["answers"]]}
