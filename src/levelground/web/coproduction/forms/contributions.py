"""What people fill in to say something, and what is filled in around it: themes, flags, quotes, statements."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core import signing

from levelground.web.coproduction.forms.inputs import LONGEST, any_of, long_words, one_of, one_of_many, short_words, yes
from levelground.web.coproduction.models import Attribution, Contribution, Participant, Theme, WhenSaid, Workshop
from levelground.web.coproduction.spam import FormGuard
from levelground.web.design_system.phrases import Phrase

ANYTHING = ""
"""In lists of questions, sessions and themes: none of them."""
WAITS_AT_MOST = 7 * 24 * 3600
"""Seconds that a note may wait on a phone after the session closed its notes."""
NAMED = (
    (Attribution.ANONYMOUS.value, Phrase("Without a name")),
    (Attribution.PSEUDONYM.value, Phrase("Under a name that I choose")),
    (Attribution.NAME.value, Phrase("With my own name")),
)
SENSITIVE = Phrase("This is sensitive: somebody could be known from it, or it is hard to read")
_SALT = "levelground.notes_open"


def opened(workshop: Workshop) -> str:
    """That a page was given out while the session took notes, signed: what was begun on it still arrives when notes are closed."""
    return signing.dumps(workshop.pk, salt=_SALT)


def _was_opened(stamp: str, workshop: Workshop) -> bool:
    try:
        return bool(signing.loads(stamp, salt=_SALT, max_age=WAITS_AT_MOST) == workshop.pk)
    except signing.BadSignature:
        return False


class LiveCodeForm(forms.Form):
    """The code of a session, as it stands on the screen in the room."""

    code = short_words(
        Phrase("The code of the session"),
        Phrase("Six letters and figures. Capitals do not matter."),
        ask="Type the code.",
        longest=20,
    )


class _Named(forms.Form):
    """How somebody wants to be named with their words."""

    attribution = one_of(
        Phrase("How do you want to be named?"),
        NAMED,
        Phrase("You can change this at any time."),
        ask=Phrase("Choose how you want to be named."),
    )
    pseudonym = short_words(Phrase("The name that you choose"), Phrase("Only for “under a name that I choose”."), longest=100)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        _needs_its_name(self, given)
        return given


class NoteForm(FormGuard):
    """A note in a session; with a private link (`participant`) it is that person's, and says how they want to be named."""

    prompt = one_of(Phrase("Which question do you answer?"), (), Phrase("You do not have to choose."))
    words = long_words(Phrase("Your note"), ask=Phrase("Write your note first."))
    sensitive = yes(SENSITIVE)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, workshop: Workshop | None, participant: Participant | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.workshop = workshop
        self.prompts = {str(prompt.pk): prompt for prompt in workshop.prompts.all()} if workshop else {}
        asked = [(pk, prompt.words) for pk, prompt in self.prompts.items() if prompt.open or pk == self.data.get("prompt")]
        self.fields["prompt"].choices = [*asked, (ANYTHING, Phrase("Something else"))]  # type: ignore[attr-defined]
        if not asked:
            del self.fields["prompt"]
        if participant is not None:
            self.fields |= _named_fields(participant)

    @property
    def came_from_open_notes(self) -> bool:
        """Whether the page that it was written on was given out while the session took notes."""
        return self.workshop is not None and _was_opened(str(self.data.get("opened", "")), self.workshop)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["prompt"] = self.prompts.get(given.get("prompt", ""))
        _needs_its_name(self, given)
        return given


def _needs_its_name(form: forms.Form, given: dict[str, Any]) -> None:
    if given.get("attribution") == Attribution.PSEUDONYM and not given.get("pseudonym") and "pseudonym" not in form.errors:
        form.add_error("pseudonym", "Write the name that you choose, or choose “without a name”.")


def _named_fields(participant: Participant) -> dict[str, forms.Field]:
    fields = _Named().fields
    fields["attribution"].initial = Attribution.ANONYMOUS.value
    fields["pseudonym"].initial = participant.pseudonym
    return fields


class SayForm(NoteForm):
    """Something that somebody says outside a session, with their private link: about one of the sessions, or about anything."""

    session = one_of(Phrase("Which session is it about?"), (), Phrase("What you say before or after a session counts the same."))
    field_order = ("words", "session", "attribution", "pseudonym", "sensitive")

    def __init__(self, *args: Any, sessions: Iterable[Workshop], participant: Participant, **more: Any) -> None:
        super().__init__(*args, workshop=None, participant=participant, **more)
        self.sessions = {str(each.pk): each for each in sessions}
        named = [(pk, Phrase("Session %(number)s: %(title)s", number=each.number, title=each.title)) for pk, each in self.sessions.items()]
        self.fields["session"].choices = [*named, (ANYTHING, Phrase("Not about one session"))]  # type: ignore[attr-defined]
        if not named:
            del self.fields["session"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given["session"] = self.sessions.get(given.get("session", ""))
        return given


class NamedAsForm(_Named):
    """How somebody wants to be named with something that they said, and whether it is sensitive."""

    sensitive = yes(SENSITIVE)


class EnterNotesForm(_Named):
    """Notes that somebody else writes down: said in the room, on the phone, or on paper. Several at once, an empty line between them."""

    form_key = forms.CharField(widget=forms.HiddenInput)
    who = one_of_many("Who said it?", ())
    prompt = one_of_many("What is it about?", ())
    medium = one_of(
        "How did it come?",
        (("text", "Said in the room"), ("phone", "On the phone"), ("paper", "On paper")),
        ask="Choose how it came.",
    )
    when = one_of("When was it said?", (), ask="Choose when it was said.")
    words = long_words(
        "The notes, in their own words", "Leave an empty line between two notes.", ask="Write at least one note.", longest=20_000
    )
    sensitive = yes("These are sensitive: somebody could be known from them, or they are hard to read")
    field_order = ("form_key", "who", "prompt", "words", "medium", "when", "attribution", "pseudonym", "sensitive")

    def __init__(self, *args: Any, people: Iterable[tuple[Participant, str]], workshop: Workshop | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        known = [(person, name) for person, name in people]
        self.people = {str(person.pk): person for person, _ in known}
        nobody = "Somebody in the room, not named" if workshop else "Somebody, not named"
        self.fields["when"].choices = [each for each in WhenSaid.choices if bool(workshop) == (each[0] != WhenSaid.ANY_TIME)]  # type: ignore[attr-defined]
        self.fields["attribution"].label = "How do they want to be named?"
        self.fields["who"].choices = [(ANYTHING, nobody), *((str(person.pk), name) for person, name in known)]  # type: ignore[attr-defined]
        self.prompts = {str(prompt.pk): prompt for prompt in workshop.prompts.all()} if workshop else {}
        asked = [(pk, prompt.words) for pk, prompt in self.prompts.items()]
        self.fields["prompt"].choices = [(ANYTHING, Phrase("Something else")), *asked]  # type: ignore[attr-defined]
        if not asked:
            del self.fields["prompt"]

    def clean_words(self) -> list[str]:
        notes = [part.strip() for part in re.split(r"\n\s*\n", self.cleaned_data["words"]) if part.strip()]
        long = next((number for number, note in enumerate(notes, 1) if len(note) > LONGEST), None)
        if long:
            raise forms.ValidationError(f"Note {long} is longer than {LONGEST:,} characters. Put an empty line into it, so that it is two.")
        return notes

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return {**given, "who": self.people.get(given.get("who", "")), "prompt": self.prompts.get(given.get("prompt", ""))}

    @classmethod
    def beginning(cls, workshop: Workshop | None = None) -> dict[str, str]:
        """What an empty form begins with; its key makes one of a form that is sent twice."""
        said = {"medium": "paper", "when": WhenSaid.DURING.value} if workshop else {"medium": "phone", "when": WhenSaid.ANY_TIME.value}
        return {"form_key": secrets.token_urlsafe(32), "attribution": Attribution.ANONYMOUS.value, **said}


class PromptForm(forms.Form):
    """One more question for a session."""

    words = short_words(
        "A question", "One question, in plain words. For example: what would have helped you?", ask="Write the question.", longest=300
    )
    element = one_of_many("The part of the draft that it is about", ())

    def __init__(self, *args: Any, elements: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        known = list(elements)
        self.fields["element"].choices = [(ANYTHING, "No part in particular"), *known]  # type: ignore[attr-defined]
        if not known:
            del self.fields["element"]


class ThemeForm(forms.Form):
    """The name of a theme."""

    name = short_words("Name of the theme", "A few words that several notes have in common.", ask="Write a name.", longest=120)


class MoveNoteForm(forms.Form):
    """Where on the board a note goes: out of the column that it is in, or into one more."""

    theme = forms.ChoiceField(required=False)
    column = forms.ChoiceField(required=False)
    also = forms.BooleanField(required=False)
    then = forms.IntegerField(required=False, help_text="The note that comes next, so that one can go through them one by one.")

    def __init__(self, *args: Any, themes: Iterable[Theme], **more: Any) -> None:
        super().__init__(*args, **more)
        self.themes = {str(theme.pk): theme for theme in themes}
        for name in ("theme", "column"):
            self.fields[name].choices = [(ANYTHING, ""), *((pk, pk) for pk in self.themes)]  # type: ignore[attr-defined]

    def themes_of(self, note: Contribution) -> list[Theme]:
        """All themes that the note has then."""
        kept = {str(theme.pk) for theme in note.themes.all()}
        if not self.cleaned_data["also"]:
            kept.discard(self.cleaned_data["column"])
        chosen = self.cleaned_data["theme"]
        return [theme for pk, theme in self.themes.items() if pk == chosen or (pk in kept and chosen)]


class NoteThemesForm(forms.Form):
    """All themes of one note."""

    themes = any_of("Themes", ())

    def __init__(self, *args: Any, themes: Iterable[Theme], **more: Any) -> None:
        super().__init__(*args, **more)
        self.known = {str(theme.pk): theme for theme in themes}
        self.fields["themes"].choices = [(pk, theme.name) for pk, theme in self.known.items()]  # type: ignore[attr-defined]

    def chosen(self) -> list[Theme]:
        """The themes that are ticked."""
        return [self.known[pk] for pk in self.cleaned_data["themes"]]


class FlagForm(forms.Form):
    """Why something is sensitive; without anybody's name."""

    because = short_words("Why is it sensitive?", "For example: a ward is named. Do not name a person here.", ask="Say why.")


class SecondReadingForm(forms.Form):
    """What the second reader says."""

    verdict = one_of(
        "May a part of it be quoted, if the person says yes?",
        (
            ("may_be_quoted", "Yes. Nobody can be known from it, and it harms nobody"),
            ("not_quoted", "No. It is used to decide, and not quoted"),
        ),
        ask="Choose whether it may be quoted.",
    )


class TakenBackForm(forms.Form):
    """Why a member takes words back: never because they are not liked."""

    because = one_of(
        "Why is it taken back?",
        (
            ("asked", "The person asked us to take it back"),
            ("not_a_contribution", "It came from a machine or a stranger, not from the group"),
        ),
        ask="Choose why it is taken back.",
    )


class AskToQuoteForm(forms.Form):
    """The exact words, and the exact place."""

    words = long_words(
        "The exact words", "Copy them as they are. Where you leave some out, write … between the parts.", ask="Write the words."
    )
    place = one_of("Where would they stand?", (), ask="Choose where they would stand.")
    elsewhere = short_words("The name of the report or page", "Only for “somewhere else”.")

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["place"].choices = [*places, ("elsewhere", "Somewhere else")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("place") == "elsewhere":
            given["place"] = given.get("elsewhere", "")
            if not given["place"]:
                self.add_error("elsewhere", "Write the name of the report or page, as people will find it.")
        return given


class StatementForm(forms.Form):
    """What a group says."""

    title = short_words(Phrase("Title"), ask=Phrase("Give it a title."))
    words = long_words(
        "What the group says",
        Phrase("Nobody edits it, but where somebody could be known or the law forbids it."),
        ask=Phrase("Write what it says."),
    )
    disagrees = yes(Phrase("In this we disagree with what was decided"))


class TakeOutForm(forms.Form):
    """The words of a statement without what must go, and why."""

    words = long_words("The statement", ask="Write the statement without what must go.")
    because = long_words(
        "What was taken out, and why",
        "Printed with the statement. Only two reasons count: somebody could be known, or the law forbids it.",
        ask="Say what was taken out and why.",
        longest=500,
    )
