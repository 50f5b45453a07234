"""What people read before a session, and the minutes after it: on pages and in Word, sent round, corrected, with words taken back."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.utils import timezone
from docx import Document
from tests.builders.coproduction.series import a_participant, a_series, secret_of
from tests.builders.coproduction.workshops import a_held_session, a_session, some_minutes
from tests.builders.versions import a_published_version
from tests.builders.web import browser, person

from levelground.web.coproduction import marked_text, minutes_in_word, plain_glossary
from levelground.web.coproduction.actions import minutes, packs, workshops
from levelground.web.coproduction.models import Contribution, Decision, Minutes, Notice, Participant, PreparationPack, Prompt, Workshop
from levelground.web.coproduction.presenters import minutes as pages
from levelground.web.coproduction.presenters import packs as pack_pages
from levelground.web.coproduction.queries import minutes as found
from levelground.web.coproduction.queries import packs as packs_found
from levelground.web.coproduction.session_refusals import SessionRefused
from levelground.web.design_system.reading_age import grade

pytestmark = pytest.mark.django_db

CANARY = "The nurse said my name wrong."


def by() -> Any:
    return person("facilitator")


def said(session: Workshop, somebody: Participant | None, words: str = CANARY, number: int = 2, **fields: Any) -> Contribution:
    return Contribution.objects.create(
        public_id=f"C-2222222{number}",
        series=session.series,
        workshop=session,
        participant=somebody,
        form_key=f"note-{number}",
        when="during",
        words=words,
        **fields,
    )


class TestMarks:
    def test_headings_points_references_and_paragraphs(self) -> None:
        text = "# One\r\nA line\r\nanother\r\n\r\n## Two\n- a\n- b\n[C-22222222]\n[C-33333333]\n[D-22222222]"
        text += "\nnot [C-22222222] alone\n#no\n\n-\n# "
        assert [(each.kind, each.words, each.points) for each in marked_text.blocks(text)] == [
            ("heading", "One", ()),
            ("paragraph", "A line\nanother", ()),
            ("subheading", "Two", ()),
            ("points", "", ("a", "b")),
            ("said", "", ("C-22222222", "C-33333333")),
            ("decided", "", ("D-22222222",)),
            ("paragraph", "not [C-22222222] alone\n#no", ()),
        ]
        assert marked_text.references(text) == ["C-22222222", "C-33333333", "D-22222222"]

    def test_the_words_to_choose_from_are_plain(self) -> None:
        assert grade(" ".join(plain_glossary.PLAIN_WORDS.values())) <= 7
        assert plain_glossary.words_for(["Measure", "Aim", "No such word", "Aim"]).startswith("## Aim\n")


class TestPacks:
    def test_nobody_sees_one_before_it_is_sent_and_then_all_who_were_asked(self) -> None:
        somebody, other, session = a_participant(), a_participant(), a_session()
        workshops.invite(workshop=session, participants=[somebody], by=by())
        pack = packs.write(workshop=session, kind="what_and_why", title="Why we ask", words="# Why\nTo be heard.", by=by())
        page = f"/mine/{secret_of(somebody)}/packs/{pack.pk}/"
        assert browser().get(page).status_code == 404
        packs.send(workshop=session, by=by())
        answer = browser().get(page)
        assert answer.status_code == 200 and "To be heard." in answer.content.decode()
        assert "no-store" in answer.headers["Cache-Control"] and "noindex" in answer.headers["X-Robots-Tag"]
        assert browser().get(f"/mine/{secret_of(other)}/packs/{pack.pk}/").status_code == 404

    def test_one_letter_for_all_that_is_new_and_none_to_who_said_no(self) -> None:
        one, other, session = a_participant(), a_participant(), a_session()
        [_, no] = workshops.invite(workshop=session, participants=[one, other], by=by())
        workshops.answer_invitation(attendance=no, answer="no")
        for title in ("Why we ask", "Words that we use"):
            packs.write(workshop=session, kind="other", title=title, words="Words.", by=by())
        packs.send(workshop=session, by=by())
        [notice] = Notice.objects.filter(kind="pack")
        assert notice.participant == one and "Why we ask; Words that we use" in notice.words
        with pytest.raises(SessionRefused, match="nothing new"):
            packs.send(workshop=session, by=by())

    def test_nothing_is_sent_while_nobody_is_invited(self) -> None:
        session = a_session()
        packs.write(workshop=session, kind="other", title="T", words="W", by=by())
        with pytest.raises(SessionRefused, match="Nobody is invited"):
            packs.send(workshop=session, by=by())
        assert PreparationPack.objects.get().sent_at is None

    def test_one_that_was_sent_and_changed_is_a_new_version(self) -> None:
        session = a_session()
        workshops.invite(workshop=session, participants=[a_participant()], by=by())
        pack = packs.write(workshop=session, kind="other", title="T", words="W", by=by())
        assert packs.change(pack=pack, title="T", words="W1", language="en-GB", by=by()).version == 1
        packs.send(workshop=session, by=by())
        assert packs.change(pack=pack, title="T", words="W2", language="en-GB", by=by()).version == 2
        assert packs.change(pack=pack, title="T", words="W2", language="en-GB", by=by()).version == 2

    def test_the_draft_is_told_in_the_words_of_those_who_come(self) -> None:
        version = a_published_version("northshire_plan")
        session = a_session(a_series(package=version.package))
        words = pack_pages.beginning(session, packs_found.DRAFT, [])["words"]
        headings = [each.words for each in marked_text.blocks(words) if each.kind == "heading"]
        assert headings == ["What we want to change", "What needs to be different", "Ideas to try", "How we will know"]
        assert f"version {version.number}" in words
        assert pack_pages.beginning(a_session(a_series("southshire")), packs_found.DRAFT, [])["words"] == ""

    def test_urdu_is_written_from_right_to_left(self) -> None:
        somebody, session = a_participant(), a_session()
        workshops.invite(workshop=session, participants=[somebody], by=by())
        pack = packs.write(workshop=session, kind="easy_read", title="آسان", words="ہم کیا بدلنا چاہتے ہیں", language="ur", by=by())
        packs.send(workshop=session, by=by())
        page = " ".join(browser().get(f"/mine/{secret_of(somebody)}/packs/{pack.pk}/").content.decode().split())
        assert 'lang="ur" dir="rtl"' in page


class TestMinutes:
    def test_they_begin_with_what_was_asked_said_and_decided_and_hold_no_words_of_anybody(self) -> None:
        somebody = a_participant()
        session = a_held_session(somebody.series, somebody)
        prompt = Prompt.objects.create(workshop=session, number=1, words="What must change first?")
        said(session, somebody, prompt=prompt)
        said(session, None, "Quiet rooms.", 3)
        decision = Decision.objects.create(
            public_id="D-22222222", series=session.series, workshop=session, subject="aim", question="The aim?", opened_by=by()
        )
        text = pages.beginning(session)
        assert CANARY not in text and somebody.name not in text
        assert marked_text.references(text) == ["C-22222222", "C-22222223", decision.public_id]
        assert "## What must change first?" in text and "- People with lived experience: 1" in text

    def test_words_taken_back_are_gone_from_the_page_and_from_the_file(self) -> None:
        somebody = a_participant()
        session = a_held_session(somebody.series, somebody)
        voice = said(session, somebody)
        written = some_minutes(session, "# Said\n[C-22222222]")
        where = f"/mine/{secret_of(somebody)}/sessions/{session.pk}/minutes/"
        for address in (where, f"{where}minutes.docx"):
            assert CANARY in text_of(browser().get(address).content)
        Contribution.objects.filter(pk=voice.pk).update(withdrawn_at=timezone.now())  # even with the words still in the row
        for address in (where, f"{where}minutes.docx"):
            assert CANARY not in text_of(browser().get(address).content)
        assert "taken it back" in text_of(minutes_in_word.minutes_file(written))

    def test_what_is_sensitive_stays_out_until_somebody_read_it_again(self) -> None:
        somebody = a_participant()
        session = a_held_session(somebody.series, somebody)
        voice = said(session, somebody, sensitive=True)
        written = some_minutes(session, "[C-22222222]", sent=False)
        assert pages.blocks(written)[0].voices[0].instead == pages.KEPT_OUT
        Contribution.objects.filter(pk=voice.pk).update(read_again_verdict="may_be_quoted")
        assert pages.blocks(written)[0].voices[0] == pages.VoiceInMinutes("Person 1", CANARY)

    def test_no_words_of_another_series_are_joined(self) -> None:
        elsewhere = a_session(a_series("southshire"))
        said(elsewhere, None)
        written = some_minutes(a_held_session(a_series(), a_participant()), "[C-22222222]", sent=False)
        assert pages.blocks(written)[0].voices[0].instead == pages.UNKNOWN

    def test_they_go_to_those_who_came_and_to_nobody_else(self) -> None:
        series = a_series()
        came, stayed = a_participant(series), a_participant(series)
        session = a_held_session(series, came)
        workshops.record_attendance(workshop=session, participant=stayed, came=False, by=by())
        some_minutes(session)
        assert [notice.participant for notice in Notice.objects.filter(kind="minutes")] == [came]
        assert browser().get(f"/mine/{secret_of(stayed)}/sessions/{session.pk}/minutes/").status_code == 404

    def test_before_anybody_came_they_are_not_sent(self) -> None:
        session = a_session()
        written = some_minutes(session, sent=False)
        with pytest.raises(SessionRefused, match="who came"):
            minutes.send(minutes=written, by=by())

    def test_a_correction_is_answered_and_the_next_version_goes_round(self) -> None:
        somebody = a_participant()
        session = a_held_session(somebody.series, somebody)
        first = some_minutes(session)
        for _ in range(2):
            correction = minutes.correct(minutes=first, participant=somebody, words="It was the ward.")
        assert found.corrections(session) == [correction]
        minutes.answer(correction=correction, words="You are right. We changed it.", by=by())
        second = minutes.write(workshop=session, words="# Said\nThe ward.", by=by())
        first.refresh_from_db()
        assert (second.version, first.words) == (2, "# What we talked about\nThe waiting room.")
        page = browser().get(f"/mine/{secret_of(somebody)}/sessions/{session.pk}/minutes/").content.decode()
        assert "The waiting room." in page and "The ward." not in page, "what is not sent is not read"
        minutes.send(minutes=second, by=by())
        page = browser().get(f"/mine/{secret_of(somebody)}/sessions/{session.pk}/minutes/").content.decode()
        assert "The ward." in page and "You are right." in page
        assert [notice.kind for notice in Notice.objects.filter(participant=somebody)].count("minutes") == 3

    def test_who_was_not_there_corrects_nothing(self) -> None:
        series = a_series()
        sent = some_minutes(a_held_session(series, a_participant(series)))
        with pytest.raises(SessionRefused, match="who came"):
            minutes.correct(minutes=sent, participant=a_participant(series), words="No.")

    def test_the_second_of_two_writers_loses_nothing(self) -> None:
        session = a_session()
        here = f"/organisations/northshire/co-production/sessions/{session.pk}/minutes/write/"
        client = browser(by())
        seen = found.digest_of(None)
        assert seen in client.get(here).content.decode()
        minutes.write(workshop=session, words="Theirs.", by=by())
        answer = client.post(here, {"words": "Mine.", "seen": seen})
        page = answer.content.decode()
        assert answer.status_code == 422 and "Theirs." in page and "Mine." in page
        assert Minutes.objects.get().words == "Theirs."
        assert client.post(here, {"words": "Both.", "seen": found.digest_of(Minutes.objects.get())}).status_code == 302
        assert Minutes.objects.get().words == "Both."


def text_of(content: bytes) -> str:
    """All words of a page or of a Word file."""
    if content[:2] != b"PK":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "".join(file.read(name).decode("utf-8", "ignore") for name in file.namelist())


class TestWord:
    def test_headings_language_a_header_row_and_no_names(self) -> None:
        somebody = a_participant()
        session = a_held_session(somebody.series, somebody, title="What hurts")
        said(session, somebody)
        Decision.objects.create(
            **{"public_id": "D-22222222", "series": session.series, "workshop": session, "subject": "aim", "question": "Which aim?"},
            **{"options": ["This one", "That one"], "chosen": 1, "method": "consent", "opened_by": by()},
        )
        content = minutes_in_word.minutes_file(some_minutes(session, "# Said\n## First\n[C-22222222]\n- a point\n# Decided\n[D-22222222]"))
        document = Document(io.BytesIO(content))
        styles = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.style.name != "Normal"]
        assert styles == [
            ("Title", "What hurts"),
            ("Heading 1", "Said"),
            ("Heading 2", "First"),
            ("Quote", f"Person 1: {CANARY}"),
            ("List Bullet", "a point"),
            ("Heading 1", "Decided"),
        ]
        [table] = document.tables
        assert [[cell.text for cell in row.cells] for row in table.rows] == [
            ["What was asked", "What was decided", "How"],
            ["Which aim?", "That one", "Nobody had a reason strong enough to stop it"],
        ]
        assert table.rows[0]._tr.trPr.xpath("./w:tblHeader")
        assert document.core_properties.language == "en-GB" and document.core_properties.author == "Northshire NHS Trust"
        inside = text_of(content)
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            languages = file.read("word/styles.xml").decode() + file.read("word/settings.xml").decode()
        assert 'w:val="en-GB"' in languages and 'w:val="en-US"' not in languages
        for private in (somebody.name, somebody.email, by().name, "python-docx"):
            assert private not in inside

    def test_what_people_wrote_is_text_and_nothing_else(self) -> None:
        words = '=HYPERLINK("https://evil.example") { INCLUDETEXT "C:/secret" } <w:fldSimple w:instr="DATE"/> \x07\ufffe end'
        somebody = a_participant()
        session = a_held_session(somebody.series, somebody, title="T\x0b=1+1")
        content = minutes_in_word.minutes_file(some_minutes(session, words))
        document = Document(io.BytesIO(content))
        assert any(paragraph.text.endswith("end") and "=HYPERLINK" in paragraph.text for paragraph in document.paragraphs)
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            body = file.read("word/document.xml").decode()
        for tag in ("<w:fldSimple", "<w:instrText", "<w:fldChar", "<w:hyperlink"):
            assert tag not in body
