"""Forms about an organisation and its people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from levelground.web.people.roles import ROLES


def _choices(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(role.id, f"{names[role.id]}: {role.description}") for role in ROLES.values()]


class InviteForm(forms.Form):
    """Whom to ask, and for which role."""

    email = forms.EmailField(
        label="Email address",
        help_text="We send a link to this address. It works once, for 14 days.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Write the email address of the person.",
            "invalid": "This is not an email address. Write one such as name@example.org.",
        },
    )
    role = forms.ChoiceField(
        label="Role",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role.", "invalid_choice": "This is not one of the roles. Choose one from the list."},
    )

    def __init__(self, *args: Any, names: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = _choices(names)  # type: ignore[attr-defined]


class RolesForm(forms.Form):
    """The roles that a person has in the organisation."""

    roles = forms.MultipleChoiceField(
        label="Roles",
        widget=forms.CheckboxSelectMultiple,
        help_text="A person may have more than one role.",
        error_messages={
            "required": "Choose at least one role. To end this person's place, use the form below.",
            "invalid_choice": "This is not one of the roles. Choose from the list.",
        },
    )

    def __init__(self, *args: Any, names: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["roles"].choices = _choices(names)  # type: ignore[attr-defined]


class OrganisationForm(forms.Form):
    """The name of an organisation, and what it calls its roles: one field a role, `role_` before its id."""

    name = forms.CharField(
        label="Name of the organisation",
        max_length=200,
        help_text="Write it in full, as people know it.",
        error_messages={"required": "Write the name of the organisation."},
    )

    def __init__(self, *args: Any, names: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        for role in ROLES.values():
            own = names[role.id]
            self.fields[f"role_{role.id}"] = forms.CharField(
                label=role.name, max_length=60, required=False, initial=own if own != role.name else ""
            )

    @property
    def role_fields(self) -> Iterable[forms.BoundField]:
        """The fields of the roles, for the page."""
        return [self[f"role_{role}"] for role in ROLES]

    @property
    def role_names(self) -> dict[str, str]:
        """What was written for each role."""
        return {role: self.cleaned_data.get(f"role_{role}", "") for role in ROLES}
