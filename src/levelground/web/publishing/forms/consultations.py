"""What people fill in around a consultation: to open it, to ask somebody, to comment, to answer."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from levelground.web.publishing.forms.days import day
from levelground.web.publishing.models import Edit, Outcome, WhySetAside
from levelground.web.publishing.queries.consultations import today

LONGEST = 4000
MOST_ADDRESSES = 50
FASTEST_SECONDS = 3
"""Nobody reads a page and writes a comment in less."""

_SALT = "levelground.comment"


class _Words(forms.CharField):
    """Long text. Line ends count as one character, as people count; no browser cuts off what is pasted: we say that it is too long."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value) or ""


def _words(label: str, missing: str, help_text: str = "", longest: int = LONGEST) -> _Words:
    long = f"This is longer than {longest:,} characters. Make it shorter, or send it in two parts."
    errors = {"required": missing, "max_length": long}
    return _Words(label=label, help_text=help_text, max_length=longest, widget=forms.Textarea(), error_messages=errors)


class OpenConsultationForm(forms.Form):
    """What people are asked, who may take part, and until when."""

    question = _words(
        "What do you ask people?", "Write what you ask people.", "In plain words. For example: what have we missed?", longest=1000
    )
    public = forms.ChoiceField(
        label="Who may take part?",
        choices=(("everybody", "Everybody: it is on the public list"), ("invited", "Only people whom we invite")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may take part."},
    )
    last_day = day("Last day", "Give the last day on which people can say something.")

    def clean_last_day(self) -> datetime.date:
        last: datetime.date = self.cleaned_data["last_day"]
        if last < today():
            raise ValidationError("The last day has passed. Choose today or a later day.")
        return last


class InviteToConsultationForm(forms.Form):
    """The addresses of those who are asked."""

    addresses = _words(
        "Email addresses of the people you invite", "Write at least one email address.", "One on each line. Each person gets a link."
    )

    def clean_addresses(self) -> list[str]:
        found = list(dict.fromkeys(part for part in re.split(r"[\s,;]+", self.cleaned_data["addresses"]) if part))
        if len(found) > MOST_ADDRESSES:
            raise ValidationError(f"You can invite {MOST_ADDRESSES} people at a time. You wrote {len(found)} addresses.")
        for address in found:
            _refuse_what_is_no_address(address)
        return found


def _refuse_what_is_no_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(f"“{address[:80]}” is not an email address. It should look like name@example.org.") from None


class DraftCommentForm(forms.Form):
    """What a member of the organisation says of a draft."""

    words = _words("What do you think?", "Write what you think, then press the button.")


class CommentForm(DraftCommentForm):
    """What anybody says in a consultation. Two quiet guards against machines: a box that stays empty, and the time that it took."""

    name = forms.CharField(
        label="Your name",
        help_text="Nobody has to give a name. If you do, it is shown with your words.",
        max_length=200,
        required=False,
        error_messages={"max_length": "This name is longer than 200 characters. Make it shorter."},
    )
    website = forms.CharField(required=False)
    began = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def stamp(self) -> str:
        """When the form was first given out; a new stamp where the one that came back was not ours."""
        came_back = str(self.data.get("began", "")) if self.is_bound else ""
        return came_back if _given_out_at(came_back) is not None else began()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            self.add_error(None, "One box must stay empty, and it was filled in. We have emptied it. Please press the button again.")
        elif not _took_a_while(cleaned.get("began", "")):
            self.add_error(None, "That was very fast, so we ask you once more. Please press the button again. Your words are below.")
        return cleaned


def began() -> str:
    """When a form was given out, signed, for its hidden field."""
    return signing.dumps(timezone.now().timestamp(), salt=_SALT)


def _took_a_while(stamp: str) -> bool:
    at = _given_out_at(stamp)
    return at is not None and timezone.now().timestamp() - at >= FASTEST_SECONDS


def _given_out_at(stamp: str) -> float | None:
    try:
        return float(signing.loads(stamp, salt=_SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None


class ShowForm(forms.Form):
    """Whether a comment is shown, and if not, why."""

    decision = forms.ChoiceField(
        label="May everybody who can see the consultation read it?",
        choices=(("show", "Yes, show it"), *((why.value, f"No. {why.label}") for why in WhySetAside)),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is shown."},
    )


class AnswerForm(forms.Form):
    """What became of a comment."""

    outcome = forms.ChoiceField(
        label="What became of it?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of the comment."},
    )
    words = _words(
        "Your answer", "Write an answer to the person.", "Thank them, and say what you did and why. It is shown with the comment."
    )
    by_date = day("Date by which you will decide", "", help_text="Only for “not yet, by a date”. For example, 31/03/2027.", required=False)
    edits = forms.MultipleChoiceField(
        label="Edits that you made because of it",
        help_text="Only for “we changed it”. People see the words before and after.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, edits: Sequence[Edit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.may_choose = {str(edit.pk): edit for edit in edits}
        choices = [(pk, _of_edit(edit)) for pk, edit in self.may_choose.items()]
        self.fields["edits"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == Outcome.NOT_YET and "by_date" not in self.errors:
            self._date_to_come(cleaned.get("by_date"))
        if cleaned.get("outcome") == Outcome.CHANGED and not cleaned.get("edits") and "edits" not in self.errors:
            more = "Choose at least one." if self.may_choose else "There is none yet: change the draft first, or choose “not yet”."
            self.add_error("edits", f"“We changed it” needs the edit that did it. {more}")
        return cleaned

    def _date_to_come(self, given: datetime.date | None) -> None:
        if given is None:
            self.add_error("by_date", "“Not yet” needs a date. Write the day by which you will decide.")
        elif given < today():
            self.add_error("by_date", "This day has passed. Write today or a later day.")

    def chosen(self) -> list[Edit]:
        """The edits that were chosen."""
        return [self.may_choose[pk] for pk in self.cleaned_data["edits"]]


def _of_edit(edit: Edit) -> str:
    touched = ", ".join(edit.elements[:5]) or "the draft's own words"
    return f"{touched}: {edit.reason[:200]}"
