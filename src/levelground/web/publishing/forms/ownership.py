"""Who answers for an element, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from levelground.web.people.models import User
from levelground.web.publishing.forms.days import day


class OwnerForm(forms.Form):
    """A person of the organisation, and a day."""

    owner = forms.ChoiceField(
        label="Who answers for it?",
        error_messages={
            "required": "Choose a person.",
            "invalid_choice": "Choose a person from the list. The one that you chose is not in your organisation now.",
        },
    )
    due = day("Due by", "", help_text="When something must be done by. For example, 31/03/2027.", required=False)

    def __init__(self, *args: Any, people: Iterable[User], **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = {str(person.pk): person for person in people}
        choices = [("", "Choose a person"), *((pk, person.name) for pk, person in self.people.items())]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> User:
        """The person who was chosen."""
        return self.people[self.cleaned_data["owner"]]
