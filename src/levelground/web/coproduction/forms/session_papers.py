"""What is written for a session and after it: needs, packs, minutes; and what people answer under their private link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from levelground.web.coproduction.forms.inputs import any_of, long_words, one_of, one_of_many, short_words, whole_number
from levelground.web.coproduction.models import Participant
from levelground.web.coproduction.plain_glossary import PLAIN_WORDS
from levelground.web.coproduction.queries.arrangements import ARRANGED, ASKED, MET, NOT_MET
from levelground.web.coproduction.session_times import MOST_PREPARATION
from levelground.web.design_system.phrases import Phrase

LONGEST_TEXT = 40_000
LANGUAGES = (
    ("en-GB", "English"),
    ("cy", "Welsh"),
    ("ar", "Arabic"),
    ("bn", "Bengali"),
    ("gu", "Gujarati"),
    ("pl", "Polish"),
    ("pa", "Punjabi"),
    ("ro", "Romanian"),
    ("so", "Somali"),
    ("ur", "Urdu"),
)
RIGHT_TO_LEFT = {"ar", "ur"}
MARKS = "A line that begins with # is a heading, with ## a smaller one, with - a point of a list."
NEED_STATES = (
    (ASKED, "Asked for: nobody has arranged it"),
    (ARRANGED, "Arranged: look again on the day"),
    (MET, "Met"),
    (NOT_MET, "It cannot be met"),
)


class NeedForm(forms.Form):
    """Something that the person needs, as they say it themselves."""

    need = long_words(
        Phrase("What do you need to take part?"),
        Phrase("For example: an interpreter, large print, a break each half hour, somebody to look after your children."),
        ask=Phrase("Write what you need."),
        longest=1000,
    )


class NeedOfSomebodyForm(forms.Form):
    """Something that somebody needs, written down for them."""

    who = one_of_many("Who needs it?", (), ask="Choose who needs it.")
    need = long_words("What do they need?", "In their own words. An interpreter too.", ask="Write what they need.", longest=1000)

    def __init__(self, *args: Any, people: Sequence[tuple[Participant, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = {str(person.pk): person for person, _ in people}
        choices = [("", "Choose a person"), *((str(person.pk), name) for person, name in people)]
        self.fields["who"].choices = choices  # type: ignore[attr-defined]

    def clean_who(self) -> Participant:
        return self.people[self.cleaned_data["who"]]


class SettleNeedForm(forms.Form):
    """How far something is that somebody needs."""

    state = one_of("How far is it?", NEED_STATES, ask="Choose how far it is.")
    note = long_words("What was arranged, or why it cannot be met", "The person reads this.", longest=1000)


class PackForm(forms.Form):
    """What people read before a session."""

    title = short_words(Phrase("Title"), ask=Phrase("Give it a title."))
    language = one_of_many("Language", LANGUAGES, ask="Choose its language.")
    words = long_words("Text", MARKS, ask="Write the text.", longest=LONGEST_TEXT)


class GlossaryForm(forms.Form):
    """Which words to explain."""

    terms = any_of("Which words do you use?", [(term, f"{term}: {words}") for term, words in PLAIN_WORDS.items()])

    def clean_terms(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["terms"]
        if not chosen:
            raise ValidationError("Choose at least one word.")
        return chosen


class MinutesForm(forms.Form):
    """What was said and decided in a session."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    words = long_words(
        "Minutes",
        f"{MARKS} A line with only an id, such as [C-7K2M9QXW], becomes what was said. If it is taken back, it goes from here too.",
        ask="Write the minutes.",
        longest=LONGEST_TEXT,
    )


class CorrectionForm(forms.Form):
    """What somebody who came says is not right."""

    words = long_words(
        Phrase("What is not right, or missing?"),
        Phrase("Say where, and what it should say."),
        ask=Phrase("Write what should change."),
        longest=4000,
    )


class CorrectionAnswerForm(forms.Form):
    """What was done with a correction."""

    words = long_words(
        "Your answer", "Thank them. Say what you changed, or why not. They are told.", ask="Write an answer to the person.", longest=2000
    )


class SessionAnswerForm(forms.Form):
    """Whether somebody can come."""

    answer = one_of(
        Phrase("Can you come?"),
        (("yes", "Yes"), ("maybe", Phrase("Maybe. I do not know yet")), ("no", Phrase("No"))),
        "You can change your answer. You do not have to say why.",
        ask=Phrase("Choose yes, maybe or no."),
    )


class PreparationTimeForm(forms.Form):
    """How long somebody took to prepare."""

    minutes = whole_number(
        Phrase("How many minutes did you take to prepare?"),
        Phrase("To read, to think, to talk about it. It is paid."),
        most=MOST_PREPARATION,
    )
