"""What people fill in around a decision: the question, where they stand, what was decided, the answers, what came of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from levelground.web.coproduction.decision_limits import FEWEST_OPTIONS, LONGEST_OPTION, MOST_OPTIONS, SIDES
from levelground.web.coproduction.models import (
    Contribution,
    Decision,
    DecisionMethod,
    DecisionOutcome,
    DecisionSubject,
    Participant,
    Stance,
    Workshop,
)
from levelground.web.design_system.phrases import Phrase
from levelground.web.publishing.forms.days import day
from levelground.web.publishing.forms.inputs import pick, pick_from_list, tick, words
from levelground.web.publishing.models import Edit

WHERE = (
    (Stance.FOR.value, Phrase("I am for it")),
    (Stance.ACCEPTS.value, Phrase("I can live with it")),
    (Stance.STANDS_ASIDE.value, Phrase("I stand aside: I do not agree, and I do not stop it")),
    (Stance.AGAINST.value, Phrase("I am against it")),
)
SAID_OF = {"for": "Speaks for it", "against": "Speaks against it", "about": "Speaks about it"}
LONGEST_SHOWN = 160


class OpenDecisionForm(forms.Form):
    """The question, and the options that people choose from."""

    subject = pick("What is it about?", DecisionSubject.choices, ask="Choose what it is about.")
    question = words("What is to be decided?", "One question, in plain words.", ask="Write what is to be decided.")
    options = words(
        "The options",
        "One on each line. One line is enough: then people say where they stand on it.",
        ask="Write at least one option.",
        rows=4,
    )
    workshop = pick_from_list("Session", hint="The session in which it is decided, if there is one.")

    def __init__(self, data: Any = None, *, workshops: Iterable[Workshop]) -> None:
        super().__init__(data)
        self.may_choose = {str(each.pk): each for each in workshops}
        shown = [(pk, f"Session {each.number}: {each.title}") for pk, each in self.may_choose.items()]
        self.fields["workshop"].choices = [("", "None"), *shown]  # type: ignore[attr-defined]

    def clean_question(self) -> str:
        question = " ".join(str(self.cleaned_data["question"]).split())
        if len(question) > LONGEST_OPTION:
            raise forms.ValidationError(f"The question has {len(question)} letters. Use {LONGEST_OPTION} at most.")
        return question

    def clean_options(self) -> list[str]:
        found = [line.strip() for line in str(self.cleaned_data["options"]).splitlines() if line.strip()]
        if not FEWEST_OPTIONS <= len(found) <= MOST_OPTIONS:
            raise forms.ValidationError(f"Write from {FEWEST_OPTIONS} to {MOST_OPTIONS} options. There are {len(found)}.")
        return found

    def session(self) -> Workshop | None:
        """The session that was chosen."""
        return self.may_choose.get(self.cleaned_data["workshop"])


class PartForm(forms.Form):
    """Where somebody stands, and what they say against it, in their own words."""

    option = pick(Phrase("Which one do you choose?"), (), empty=Phrase("I do not choose"))
    stance = pick(Phrase("Where do you stand?"), WHERE)
    dissent = words(Phrase("If you do not agree, say why"), Phrase("In your own words. They are kept just as you write them."), rows=4)
    may_be_shown = forms.BooleanField(
        label=Phrase("You may show these words to everybody, without my name"),
        help_text=Phrase("If you do not tick this, we count that somebody disagreed and show no words."),
        required=False,
    )

    def __init__(self, data: Any = None, *, decision: Decision, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.several = len(decision.options) > 1
        if self.several:
            choices = [(str(place), said) for place, said in enumerate(decision.options)]
            self.fields["option"].choices = [("", Phrase("I do not choose")), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["option"]
            self.fields["stance"].required = True
            self.fields["stance"].error_messages["required"] = Phrase("Say where you stand. You can also stand aside.")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("stance") and "stance" not in self.errors:
            if said.get("option"):
                said["stance"] = Stance.FOR.value
            else:
                self.add_error("stance", Phrase("Say where you stand. You can also stand aside."))
        return said

    def part(self) -> dict[str, Any]:
        """What `decisions.take_part` is given."""
        said = self.cleaned_data
        return {
            "stance": said["stance"],
            "option": int(said["option"]) if said.get("option") else None,
            "dissent": said["dissent"],
            "may_be_shown": said["may_be_shown"],
        }


class EnterPartForm(PartForm):
    """The same, written down for somebody by who runs the session."""

    participant = pick_from_list("Who?", ask="Choose who it is.")

    def __init__(self, data: Any = None, *, decision: Decision, people: Iterable[tuple[Participant, str]]) -> None:
        super().__init__(data, decision=decision)
        self.people = {str(each.pk): each for each, _ in people}
        shown = [(str(each.pk), name) for each, name in people]
        self.fields["participant"].choices = [("", Phrase("Choose")), *shown]  # type: ignore[attr-defined]
        self.order_fields(["participant"])
        self.fields["stance"].label = "Where do they stand?"
        self.fields["stance"].choices = Stance.choices  # type: ignore[attr-defined]
        self.fields["dissent"].label = "If they do not agree, what do they say?"
        self.fields["dissent"].help_text = "In their own words, just as they say it."
        self.fields["may_be_shown"].label = "They say that these words may be shown to everybody, without a name"
        if "option" in self.fields:
            self.fields["option"].label = "Which one do they choose?"

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("participant") in self.people:
            said["participant"] = self.people[said["participant"]]
        return said


class RestForm(forms.Form):
    """What a decision rests on, and which way it speaks."""

    contributions = tick("What people said", hint="Tick what this decision rests on.", ask=Phrase("Tick at least one."))
    side = pick("Which way do they speak?", [(side, SAID_OF[side]) for side in SIDES], ask="Choose which way they speak.")

    def __init__(self, data: Any = None, *, contributions: Sequence[Contribution], shown: dict[int, str]) -> None:
        super().__init__(data)
        self.may_choose = {str(each.pk): each for each in contributions}
        choices = [(pk, f"{each.public_id}: {_short(shown[each.pk])}") for pk, each in self.may_choose.items()]
        self.fields["contributions"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> list[Contribution]:
        """The contributions that were ticked."""
        return [self.may_choose[pk] for pk in self.cleaned_data["contributions"]]


class DecideForm(forms.Form):
    """What was decided, and how."""

    chosen = pick("What was decided?", (), ask="Choose what was decided.")
    method = pick("How was it decided?", DecisionMethod.choices, ask="Choose how it was decided.")
    reasons = words("Why?", "People read this. Name nobody.", ask="Say why.", rows=4)

    def __init__(self, data: Any = None, *, decision: Decision) -> None:
        super().__init__(data, initial={"chosen": decision.chosen, "method": decision.method, "reasons": decision.reasons})
        choices = [(str(place), said) for place, said in enumerate(decision.options)]
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined]


class AnswerVoiceForm(forms.Form):
    """What is said back to somebody."""

    words = words(
        "Your answer",
        "Thank them. Say what you did with it, or why you could not. They are told, and it may be read by others.",
        ask="Write an answer.",
        rows=5,
    )


class PointToEditForm(forms.Form):
    """The edits of the draft that the decision asked for."""

    edits = tick("Changes in the draft", ask="Tick at least one change.")

    def __init__(self, data: Any = None, *, edits: Sequence[Edit], public_id: str) -> None:
        super().__init__(data, initial={"edits": [str(each.pk) for each in edits if each.decision == public_id]})
        self.may_choose = {str(each.pk): each for each in edits}
        choices = [(pk, f"{', '.join(each.elements[:5])}: {_short(each.reason)}") for pk, each in self.may_choose.items()]
        self.fields["edits"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> list[Edit]:
        """The edits that were ticked, oldest first."""
        return sorted((self.may_choose[pk] for pk in self.cleaned_data["edits"]), key=lambda edit: edit.number)


class CloseDecisionForm(forms.Form):
    """What came of it."""

    outcome = pick("What came of it?", DecisionOutcome.choices, ask="Choose what came of it.")
    words = words("In a few words", "What you did; why you could not; or what stands in the way.", ask="Say what came of it.", rows=4)
    by_date = day("Day by which you will say more", "", help_text="Only for “not yet, by”. For example, 31/03/2027.", required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("outcome") == DecisionOutcome.NOT_YET and "by_date" not in self.errors:
            self._day_to_come(said.get("by_date"))
        return said

    def _day_to_come(self, given: datetime.date | None) -> None:
        if given is None:
            self.add_error("by_date", "“Not yet” needs a day. Write the day by which you will say more.")
        elif given < timezone.localdate():
            self.add_error("by_date", "This day has passed. Write today or a later day.")


def _short(said: str) -> str:
    line = " ".join(said.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1].rsplit(' ', 1)[0]}…"
