"""What is filled in about somebody who takes part: by themselves, or by a member for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from levelground.web.coproduction.forms.inputs import long_words, one_of, short_words, yes
from levelground.web.coproduction.models import ContactBy, Participant, ParticipantRole
from levelground.web.coproduction.ways import WAYS
from levelground.web.design_system.phrases import Phrase

BY = (*ContactBy.choices, ("", "Do not write or call"))
_NEEDED = {"email": "Write the email address.", "phone": "Write the phone number.", "address": "Write the address."}
_COLUMN = {ContactBy.EMAIL.value: "email", ContactBy.PHONE.value: "phone", ContactBy.POST.value: "address"}


class _ReachForm(forms.Form):
    """How somebody is called and reached."""

    name = short_words("Name", Phrase("A first name will do. You can leave it empty."))
    contact_by = one_of("How we reach them", BY)
    email = forms.EmailField(
        label=Phrase("Email"),
        required=False,
        error_messages={"invalid": "This is not an email address. It should look like name@example.org."},
    )
    phone = short_words(Phrase("Phone"), longest=40)
    address = long_words(Phrase("Address"), longest=500)
    language = short_words("Language", Phrase("The language to talk in, if it is not English."), longest=60)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        column = _COLUMN.get(given.get("contact_by", ""))
        if column and not given.get(column) and column not in self.errors:
            self.add_error(column, _NEEDED[column])
        return given


class ParticipantForm(_ReachForm):
    """Somebody whom a member adds: a stakeholder, a member of the board, an expert."""

    role = one_of("They take part as", ParticipantRole.choices, ask="Choose how they take part.")
    way = one_of("They take part", WAYS.items(), ask="Choose the way.")
    field_order = ("role", "way", "name", "contact_by", "email", "phone", "address", "language")


class DetailsForm(_ReachForm):
    """How a person wants to be known and reached, filled in by themselves."""

    pseudonym = short_words(Phrase("A name that you choose"), Phrase("We use it with your words, where you ask us to."), longest=100)
    field_order = ("name", "pseudonym", "contact_by", "email", "phone", "address", "language")

    def __init__(self, data: QueryDict | None, *, person: Participant) -> None:
        super().__init__(data, initial={name: getattr(person, name) for name in self.base_fields})
        self.fields["name"].label, self.fields["contact_by"].label = "Your name", Phrase("How should we reach you?")
        self.fields["contact_by"].choices = [*ContactBy.choices, ("", Phrase("Do not write or call: I look at my page"))]  # type: ignore[attr-defined]


class EraseParticipantForm(forms.Form):
    """Everything about a person taken out; with their words or without."""

    words = one_of(
        Phrase("What becomes of what was said?"),
        (("keep", Phrase("It stays, with no name")), ("erase", Phrase("It is taken back too, everywhere"))),
        ask=Phrase("Choose what becomes of what was said."),
    )
    sure = yes(
        Phrase("Yes, take it all out. I know that nobody can bring it back."),
        ask=Phrase("Tick the box to say that you are sure."),
    )
