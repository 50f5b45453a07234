"""Answers of their own kind in an expression of interest: about oneself, a voice note, a language to be called in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.interest import SOUND
from tests.builders.coproduction.interest_form import filled_in, page_of, say, started
from tests.builders.coproduction.series import a_call

from levelground.web.coproduction import voice_notes
from levelground.web.coproduction.interest_questions import DEMOGRAPHIC_NAMES
from levelground.web.coproduction.models import (
    CallBack,
    DemographicAnswers,
    ExpressionOfInterest,
)
from levelground.web.coproduction.queries import demographics

pytestmark = pytest.mark.django_db


class TestAboutYou:
    """What people say about themselves: asked only after a yes, kept apart, gone when they say so."""

    def test_it_is_asked_only_of_those_who_want(self) -> None:
        client, secret = started(a_call())
        filled_in(client, secret, about_you={"wanted": "no"})
        assert not DemographicAnswers.objects.exists()
        assert say(client, secret, "about_you", wanted="yes")["Location"].endswith("/question/ethnic_group/")
        say(client, secret, "ethnic_group", words="Black Welsh")
        say(client, secret, "age", choice="prefer_not_to_say")
        say(client, secret, "gender", choice="Woman", words="")
        last = say(client, secret, "disability")
        assert last["Location"].endswith("/check/")
        kept = DemographicAnswers.objects.get()
        assert kept.answers == {"ethnic_group": "Black Welsh", "age": "prefer_not_to_say", "gender": "Woman"}
        assert kept.purpose_version
        assert kept.purge_on > timezone.localdate()
        say(client, secret, "about_you", wanted="no")
        assert not DemographicAnswers.objects.exists()
        assert set(DEMOGRAPHIC_NAMES) <= set(ExpressionOfInterest.objects.get().answered)

    def test_nothing_of_it_is_with_the_answers(self) -> None:
        client, secret = started(a_call())
        filled_in(client, secret, about_you={"wanted": "yes"})
        say(client, secret, "ethnic_group", words="Canary people")
        made = ExpressionOfInterest.objects.get()
        assert "Canary" not in str({field.name: getattr(made, field.name) for field in made._meta.fields})
        assert demographics.own(made) == {"ethnic_group": "Canary people"}

    def test_it_is_shown_to_the_person_and_says_why_it_is_asked(self) -> None:
        client, secret = started(a_call())
        say(client, secret, "about_you", wanted="yes")
        page = client.get(reverse("interest_question", kwargs={"secret": secret, "question": "ethnic_group"})).content.decode()
        assert page.index("Why we ask") < page.index("<form method")
        assert "I prefer not to say" in page
        say(client, secret, "ethnic_group", words="Canary people")
        assert "Canary people" in page_of(client, "check_interest", secret)


class TestVoiceNote:
    """A sound by what it is, not by its name; heard by the person; gone with the rest."""

    def send(self, client: Client, secret: str, data: bytes, name: str = "note.ogg") -> Any:
        return say(client, secret, "voice", sound=SimpleUploadedFile(name, data, "audio/ogg"))

    def test_it_is_kept_under_a_random_name_and_played_back_to_the_person(self) -> None:
        client, secret = started(a_call())
        assert self.send(client, secret, SOUND, "my-name.ogg").status_code == 302
        kept = ExpressionOfInterest.objects.get().voice_note
        assert re.fullmatch(r"[0-9a-f]{32}\.ogg", kept)
        heard = client.get(reverse("my_voice_note", kwargs={"secret": secret}))
        assert heard.content == SOUND
        assert heard["Content-Type"] == "audio/ogg"
        assert heard["X-Content-Type-Options"] == "nosniff"
        assert heard["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        ("asked", "status", "part"),
        [
            ("bytes=0-1", 206, slice(0, 2)),
            ("bytes=4-", 206, slice(4, None)),
            ("bytes=9999-", 200, slice(None)),
            ("lines=1", 200, slice(None)),
        ],
    )
    def test_a_phone_that_asks_for_a_part_of_it_gets_the_part(self, asked: str, status: int, part: slice) -> None:
        client, secret = started(a_call())
        self.send(client, secret, SOUND)
        heard = client.get(reverse("my_voice_note", kwargs={"secret": secret}), headers={"range": asked})
        assert (heard.status_code, heard.content) == (status, SOUND[part])

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            (b"<html>" + SOUND, "not a sound"),
            (b"", "empty"),
            (b"OggS" + bytes(8 * 1_048_576), "at most 8"),
        ],
        ids=["a page", "empty", "large"],
    )
    def test_what_is_no_sound_is_refused_in_words(self, data: bytes, said: str) -> None:
        client, secret = started(a_call())
        refused = self.send(client, secret, data)
        assert refused.status_code == 422
        assert said in refused.content.decode()
        assert ExpressionOfInterest.objects.get().voice_note == ""

    def test_a_new_one_takes_its_place_and_it_can_be_taken_away(self, django_capture_on_commit_callbacks: Any) -> None:
        before = voice_notes.names()
        client, secret = started(a_call())
        with django_capture_on_commit_callbacks(execute=True):
            self.send(client, secret, SOUND)
            self.send(client, secret, SOUND + b"2")
        assert len(voice_notes.names() - before) == 1
        with django_capture_on_commit_callbacks(execute=True):
            say(client, secret, "voice")
        assert len(voice_notes.names() - before) == 1, "passing the page over keeps it"
        with django_capture_on_commit_callbacks(execute=True):
            say(client, secret, "voice", delete="on")
        assert voice_notes.names() == before
        assert client.get(reverse("my_voice_note", kwargs={"secret": secret})).status_code == 404

    @pytest.mark.parametrize("name", ["../secret_key", "", "x.ogg", "0" * 32 + ".exe", "/etc/passwd"])
    def test_no_other_file_is_ever_read_or_deleted(self, name: str) -> None:
        assert voice_notes.read(name) is None
        voice_notes.delete(name)


class TestLanguage:
    """Asked to be called in a language, or in British Sign Language."""

    def test_a_call_needs_a_number(self) -> None:
        client, secret = started(a_call())
        refused = say(client, secret, "language", language="Urdu", call_me="on")
        assert refused.status_code == 422
        assert "Write the number" in refused.content.decode()

    @pytest.mark.parametrize(("signs", "language"), [({}, "Urdu"), ({"sign_language": "on"}, "British Sign Language")])
    def test_it_waits_for_an_interpreter_and_is_asked_once(self, signs: dict[str, str], language: str) -> None:
        client, secret = started(a_call())
        for when in ("Mornings", "After 6pm"):
            say(client, secret, "language", language="Urdu", call_me="on", phone="01632 960 009", when=when, **signs)
        asked = CallBack.objects.get()
        assert (asked.language, asked.when, asked.interpreter) == (language, "After 6pm", "needed")
        assert asked.expression.phone == "01632 960 009"
        say(client, secret, "contact", contact_by="email")
        say(client, secret, "reach", email="a@people.example")
        assert ExpressionOfInterest.objects.get().phone == "01632 960 009", "the number for the call stays"
        say(client, secret, "language", language="Urdu")
        assert not CallBack.objects.exists()
