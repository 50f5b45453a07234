"""What readers and those who choose fill in, and what people answer to the other way that they are offered."""

from __future__ import annotations

from typing import Any

from django import forms

from levelground.web.coproduction.forms.inputs import long_words, one_of, whole_number
from levelground.web.coproduction.models import Opportunity, SelectionResult
from levelground.web.coproduction.queries.selection import ANSWERS
from levelground.web.coproduction.ways import OTHER_WAYS
from levelground.web.design_system.phrases import Phrase

SAY_SOMETHING = "Say something of each line. “They do not say” is an answer too."


class ReadingForm(forms.Form):
    """What a reader makes of one answer, criterion by criterion; or a conflict, and nothing else."""

    def __init__(self, *args: Any, call: Opportunity, **more: Any) -> None:
        super().__init__(*args, **more)
        self.numbers = [each.number for each in call.criteria.all()]
        for each in call.criteria.all():
            self.fields[f"criterion_{each.number}"] = one_of(each.words, ANSWERS.items(), ask=SAY_SOMETHING)
        self.fields["words"] = long_words("What else you noticed", "Those who choose read it. The person may ask to see it.", longest=2000)
        self.fields["conflict"] = long_words(
            "Do you have a conflict?",
            "You may know who this is, or have another reason not to judge. Say so here. Then leave the rest: nothing else counts.",
            longest=1000,
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("conflict"):
            for number in self.numbers:
                self.errors.pop(f"criterion_{number}", None)
        return given

    def met(self) -> dict[str, str]:
        """Criterion by number, and what was said of it."""
        return {str(number): self.cleaned_data[f"criterion_{number}"] for number in self.numbers}


class OutcomeForm(forms.Form):
    """What comes of one answer, and why."""

    result = one_of("What comes of it?", SelectionResult.choices, ask="Choose what comes of it.")
    reason = long_words(
        "Why?", "The person reads this. Write it to them, in plain words.", ask="Write the reason. The person reads it.", longest=1000
    )
    other_way = one_of(
        "The other way that you offer",
        OTHER_WAYS.items(),
        "For all who are not chosen, the reserve list too. It is paid. They can pick the other.",
    )

    place = whole_number("Place on the reserve list", "1 is asked first. Leave it empty for the last place.", least=1, most=200)
    place.required = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("result") in {SelectionResult.OTHER_WAY, SelectionResult.RESERVE} and not given.get("other_way"):
            self.add_error("other_way", "Choose the other way that you offer. Nobody gets a bare no.")
        return given


class OtherWayForm(forms.Form):
    """Yes or no to the other way, and in which way."""

    answer = one_of(
        Phrase("Would you like to?"), (("yes", Phrase("Yes")), ("no", Phrase("No, thank you"))), ask=Phrase("Choose yes or no.")
    )
    way = one_of(Phrase("If yes: how?"), OTHER_WAYS.items())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answer") == "yes" and not given.get("way"):
            self.add_error("way", Phrase("Choose how: in writing or on the phone."))
        return given
