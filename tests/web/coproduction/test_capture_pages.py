"""The pages of live capture, the board, quotes and statements, as people use them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from tests.builders.coproduction.capture import SAID, a_note, a_quote, a_statement, a_theme, an_open_session
from tests.builders.coproduction.series import a_participant, a_series, secret_of
from tests.builders.coproduction.workshops import HELD, a_session
from tests.builders.web import browser, person

from levelground.web.coproduction.actions import contributions, prompts
from levelground.web.coproduction.models import Contribution, Quote, Theme

pytestmark = pytest.mark.django_db
KEY = "k" * 32


def member(name: str, **parts: Any) -> str:
    return reverse(name, kwargs={"organisation": "northshire", **parts})


def given_out(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of the note form on a page."""
    hidden = dict(re.findall(r'name="(form_key|began|opened)"\s+value="([^"]+)"', client.get(address).content.decode()))
    return {**hidden, "website": ""}


class TestLive:
    """A note from a phone, with the code of the room."""

    def test_the_code_leads_to_the_session_however_it_is_typed(self) -> None:
        session = an_open_session()
        typed = f" {session.code[:3].lower()} {session.code[3:]}"
        answer = browser().get(reverse("live"), {"code": typed})
        assert (answer.status_code, answer["Location"]) == (302, reverse("live_session", kwargs={"code": session.code}))

    @pytest.mark.parametrize("code", ["", "NOTHING", "??"])
    def test_a_wrong_code_says_what_to_do(self, code: str) -> None:
        answer = browser().get(reverse("live"), {"code": code})
        assert answer.status_code == 422
        assert b"There is a problem" in answer.content

    def test_a_note_has_no_name_and_is_one_when_it_is_sent_twice(self) -> None:
        session, client = an_open_session(), browser()
        address = reverse("live_session", kwargs={"code": session.code})
        sent = {**given_out(client, address), "words": SAID, "prompt": session.prompts.get().pk, "sensitive": "on"}
        for _ in range(2):
            assert client.post(address, sent)["Location"] == address
        note = Contribution.objects.get()
        assert (note.words, note.participant, note.when, note.attribution) == (SAID, None, "during", "anonymous")
        assert (note.sensitive, note.prompt, note.workshop, note.flagged_by) == (True, session.prompts.get(), session, None)
        assert b"Thank you" in client.get(address).content

    def test_closed_notes_take_nothing_new_and_lose_nothing_that_was_begun(self) -> None:
        session, client = an_open_session(), browser()
        address = reverse("live_session", kwargs={"code": session.code})
        begun = given_out(client, address)
        prompts.stop_capture(workshop=session, by=session.created_by)
        assert b"Notes are not open now" in client.get(address).content
        refused = client.post(address, {"form_key": KEY, "words": SAID, "prompt": ""})
        assert refused.status_code == 422
        assert SAID.encode() in refused.content
        client.post(address, {**begun, "words": "Begun while notes were open.", "prompt": ""})
        assert Contribution.objects.get().words == "Begun while notes were open."

    def test_the_stamp_of_another_session_opens_nothing(self) -> None:
        open_one, client = an_open_session(), browser()
        begun = given_out(client, reverse("live_session", kwargs={"code": open_one.code}))
        closed = a_session(open_one.series)
        assert client.post(reverse("live_session", kwargs={"code": closed.code}), {**begun, "words": SAID}).status_code == 422
        assert not Contribution.objects.exists()

    def test_what_looks_like_a_machine_waits_for_a_person_and_is_not_thrown_away(self) -> None:
        session, client = an_open_session(), browser()
        address = reverse("live_session", kwargs={"code": session.code})
        client.post(address, {**given_out(client, address), "words": "Buy now", "prompt": "", "website": "http://spam.example"})
        note = Contribution.objects.get()
        assert (note.words, note.sensitive) == ("Buy now", True)
        assert "box" in note.sensitive_because

    def test_a_script_is_answered_in_data(self) -> None:
        session, client = an_open_session(), browser()
        address, data = reverse("live_session", kwargs={"code": session.code}), {"accept": "application/json"}
        kept = client.post(address, {**given_out(client, address), "words": SAID, "prompt": ""}, headers=data)
        assert (kept.status_code, json.loads(kept.content)) == (200, {"kept": True, "errors": []})
        empty = client.post(address, {**given_out(client, address), "words": " ", "prompt": ""}, headers=data)
        assert (empty.status_code, json.loads(empty.content)["kept"]) == (422, False)

    def test_only_these_pages_may_send_by_script_and_only_here(self) -> None:
        session = an_open_session()
        policy = browser().get(reverse("live_session", kwargs={"code": session.code}))["Content-Security-Policy"]
        assert "connect-src 'self'" in policy
        assert "connect-src" not in browser().get(reverse("live"))["Content-Security-Policy"]

    def test_a_cancelled_session_is_not_there(self) -> None:
        session = an_open_session()
        session.state = "cancelled"
        session.save()
        assert browser().get(reverse("live_session", kwargs={"code": session.code})).status_code == 404

    def test_with_a_private_link_the_note_is_theirs(self) -> None:
        somebody = a_participant()
        session, client = an_open_session(somebody.series), browser()
        address = reverse("mine_live", kwargs={"secret": secret_of(somebody), "workshop": session.pk})
        sent = {**given_out(client, address), "words": SAID, "prompt": "", "attribution": "pseudonym", "pseudonym": "Kingfisher"}
        assert client.post(address, {**sent, "pseudonym": ""}).status_code == 422
        assert client.post(address, sent).status_code == 302
        note = Contribution.objects.get()
        somebody.refresh_from_db()
        assert (note.participant, note.attribution, somebody.pseudonym) == (somebody, "pseudonym", "Kingfisher")
        page = client.get(address)
        assert SAID.encode() in page.content
        assert page["Cache-Control"] == "no-store"

    def test_nobody_comes_to_a_session_of_another_series_by_their_link(self) -> None:
        somebody, session = a_participant(), an_open_session(a_series("southshire"))
        address = reverse("mine_live", kwargs={"secret": secret_of(somebody), "workshop": session.pk})
        assert browser().get(address).status_code == 404


class TestRunning:
    """Whoever runs the session."""

    @pytest.fixture
    def client(self) -> Client:
        return browser(person("facilitator"))

    def test_opens_and_closes_notes_and_questions_and_sees_what_comes_in(self, client: Client) -> None:
        session = a_session()
        at = {"workshop": session.pk}
        client.post(member("run_live", **at), {"words": "What would help?"})
        client.post(member("open_notes", **at))
        session.refresh_from_db()
        assert session.capturing
        page = client.get(member("run_live", **at)).content.decode()
        assert session.code in page
        assert "What would help?" in page
        picture = reverse("live_code_to_scan", kwargs={"code": session.code})
        assert picture in page
        assert client.get(picture)["Content-Type"] == "image/svg+xml"
        a_note("It was too loud.", series=session.series, workshop=session, when="during")
        assert b"It was too loud." in client.get(member("live_notes", **at)).content
        client.post(member("turn_prompt", prompt=session.prompts.get().pk, **at))
        assert not session.prompts.get().open
        client.post(member("close_notes", **at))
        session.refresh_from_db()
        assert not session.capturing

    def test_writes_down_several_for_somebody_and_twice_sent_is_once(self, client: Client) -> None:
        somebody = a_participant()
        session = an_open_session(somebody.series)
        page = client.get(member("enter_notes", workshop=session.pk)).content.decode()
        key = page.split('name="form_key" value="')[1].split('"')[0]
        assert somebody.name in page  # the facilitator is one of the two who know names
        sent = {"form_key": key, "who": somebody.pk, "prompt": "", "medium": "phone", "when": "before", "attribution": "name"}
        for _ in range(2):
            client.post(member("enter_notes", workshop=session.pk), {**sent, "words": "First note.\r\n\r\nSecond\r\nnote."})
        assert [(each.words, each.participant, each.medium, each.when) for each in Contribution.objects.all()] == [
            ("First note.", somebody, "phone", "before"),
            ("Second\nnote.", somebody, "phone", "before"),
        ]

    def test_one_who_does_not_know_names_sees_labels(self) -> None:
        somebody = a_participant()
        page = browser(person("qi_lead")).get(member("enter_contributions", series=somebody.series_id)).content.decode()
        assert "Person 1" in page
        assert somebody.name not in page

    def test_it_counts_the_same_outside_the_sessions(self, client: Client) -> None:
        somebody = a_participant()
        sent = {"form_key": KEY, "who": somebody.pk, "medium": "phone", "when": "any_time", "attribution": "anonymous", "words": SAID}
        client.post(member("enter_contributions", series=somebody.series_id), sent)
        assert SAID in client.get(member("board", series=somebody.series_id)).content.decode()


class TestBoard:
    """Themes as columns, by keyboard."""

    def test_a_note_moves_and_stands_in_several_columns(self) -> None:
        said = a_note()
        waiting, noise = a_theme(said.series), a_theme(said.series, "Noise")
        client, at = browser(person("facilitator")), {"series": said.series_id}
        move = member("move_note", contribution=said.pk, **at)
        answer = client.post(move, {"column": "", "theme": waiting.pk})
        assert answer["Location"].endswith(f"#note-{said.pk}")
        assert list(said.themes.all()) == [waiting]
        client.post(move, {"column": waiting.pk, "theme": noise.pk, "also": "on"})
        assert list(said.themes.all()) == [waiting, noise]
        page = client.get(member("board", **at)).content.decode()
        assert page.count(SAID) == 2
        assert page.count(f'id="note-{said.pk}"') == 1
        client.post(move, {"column": waiting.pk, "theme": ""})
        assert list(said.themes.all()) == []

    def test_after_a_move_the_page_goes_on_at_the_next_note_without_a_theme(self) -> None:
        somebody = a_participant()
        first, second = a_note("First.", by=somebody), a_note("Second.", by=somebody)
        theme, client = a_theme(somebody.series), browser(person("facilitator"))
        page = client.get(member("board", series=somebody.series_id)).content.decode()
        assert re.findall(r'name="then" value="(\d+)"', page) == [str(second.pk)]
        move = member("move_note", series=somebody.series_id, contribution=first.pk)
        assert client.post(move, {"column": "", "theme": theme.pk, "then": second.pk})["Location"].endswith(f"#note-{second.pk}")

    def test_themes_are_added_and_renamed(self) -> None:
        series, client = a_series(), browser(person("facilitator"))
        client.post(member("add_theme", series=series.pk), {"name": "Waiting"})
        again = client.post(member("add_theme", series=series.pk), {"name": "waiting"})
        assert (again.status_code, b"already" in again.content) == (422, True)
        client.post(member("rename_theme", series=series.pk, theme=Theme.objects.get().pk), {"name": "Doors"})
        assert Theme.objects.get().name == "Doors"

    def test_there_are_labels_and_no_names_and_no_unread_sensitive_words_for_those_who_only_see(self) -> None:
        somebody = a_participant(pseudonym="Kingfisher")
        a_note("It was too loud.", by=somebody, attribution="name")
        a_note("Dr Smith shouted.", by=somebody, sensitive=True)
        page = browser(person("board_member")).get(member("board", series=somebody.series_id)).content.decode()
        assert "It was too loud." in page
        assert "Person 1" in page
        for word in (somebody.name, "Kingfisher", "Dr Smith", "Put it under"):
            assert word not in page

    def test_an_empty_board_says_what_to_do(self) -> None:
        assert b"Nobody has said anything yet" in browser(person("analyst")).get(member("board", series=a_series().pk)).content


class TestOneNote:
    """Themes, a flag, a second reading, taking it back for somebody."""

    def test_every_reader_may_flag_and_somebody_else_reads_again(self) -> None:
        said = a_note()
        at = {"series": said.series_id, "contribution": said.pk}
        analyst, lead = browser(person("analyst")), browser(person("qi_lead"))
        analyst.post(member("flag_contribution", **at), {"because": "A ward is named."})
        assert SAID not in analyst.get(member("contribution", **at)).content.decode()
        waiting = lead.get(member("second_readings", series=said.series_id)).content.decode()
        assert SAID in waiting
        assert "A ward is named." in waiting
        assert lead.post(member("read_contribution_again", **at), {}).status_code == 422
        lead.post(member("read_contribution_again", **at), {"verdict": "may_be_quoted"})
        said.refresh_from_db()
        assert said.read_again_by == person("qi_lead")

    def test_who_flagged_it_is_told_that_somebody_else_reads(self) -> None:
        said = a_note()
        contributions.flag_sensitive(contribution=said, because="x", by=person("qi_lead"))
        client, at = browser(person("qi_lead")), {"series": said.series_id, "contribution": said.pk}
        answer = client.post(member("read_contribution_again", **at), {"verdict": "may_be_quoted"})
        assert answer.status_code == 422
        assert b"somebody else must read it again" in answer.content

    def test_its_themes_are_ticked(self) -> None:
        said = a_note()
        theme = a_theme(said.series)
        client, at = browser(person("facilitator")), {"series": said.series_id, "contribution": said.pk}
        client.post(member("theme_contribution", **at), {"themes": [theme.pk]})
        assert list(said.themes.all()) == [theme]
        assert b"checked" in client.get(member("contribution", **at)).content

    def test_taken_back_for_somebody_with_a_reason(self) -> None:
        said = a_note()
        client, at = browser(person("facilitator")), {"series": said.series_id, "contribution": said.pk}
        assert client.post(member("withdraw_contribution", **at), {}).status_code == 422
        client.post(member("withdraw_contribution", **at), {"because": "asked"})
        said.refresh_from_db()
        assert said.words == ""
        assert b"Taken back" in client.get(member("contribution", **at)).content


class TestQuotePages:
    """Asked, seen in its place, answered, shown."""

    def test_from_asking_to_showing(self) -> None:
        somebody = a_participant()
        said = a_note(by=somebody)
        at, client, own = {"series": said.series_id}, browser(person("facilitator")), browser()
        ask = member("ask_to_quote", contribution=said.pk, **at)
        assert client.post(ask, {"words": "I waited for days.", "place": "elsewhere", "elsewhere": "The board report"}).status_code == 422
        assert client.post(ask, {"words": "I waited four hours", "place": "elsewhere", "elsewhere": ""}).status_code == 422
        client.post(ask, {"words": "I waited four hours", "place": "elsewhere", "elsewhere": "The board report"})
        asked = Quote.objects.get()
        mine = reverse("mine_quote", kwargs={"secret": secret_of(somebody), "quote": asked.pk})
        preview = own.get(mine).content.decode()
        assert "I waited four hours" in preview
        assert "The board report" in preview
        here = member("quote", quote=asked.pk, **at)
        assert b"has not said yes" in client.post(here, {"act": "show"}, follow=True).content
        own.post(mine, {"answer": "yes"})
        assert b"stands in its place" in client.post(here, {"act": "show"}, follow=True).content
        own.post(mine, {"answer": "no"})
        asked.refresh_from_db()
        assert (asked.shown_at, asked.approved_at) == (None, None)

    def test_the_answer_of_somebody_on_the_phone_is_written_down(self) -> None:
        asked = a_quote()
        here = member("quote", series=asked.contribution.series_id, quote=asked.pk)
        browser(person("qi_lead")).post(here, {"act": "approve"})
        asked.refresh_from_db()
        assert asked.approved_at is not None

    def test_nobody_answers_for_somebody_else(self) -> None:
        asked, other = a_quote(), a_participant()
        mine = reverse("mine_quote", kwargs={"secret": secret_of(other), "quote": asked.pk})
        assert browser().post(mine, {"answer": "yes"}).status_code == 404

    def test_unread_sensitive_words_are_not_on_the_list_of_those_who_only_see(self) -> None:
        asked = a_quote(a_note(sensitive=True))
        page = browser(person("board_member")).get(member("quotes", series=asked.contribution.series_id)).content.decode()
        assert asked.words not in page


class TestMyWords:
    """What somebody said, behind their private link."""

    @pytest.mark.parametrize(("day", "when"), [("2023-09-01", "before"), ("2023-09-08T15:30:00+00:00", "during"), ("2023-10-01", "after")])
    def test_before_and_after_a_session_count_the_same(self, day: str, when: str) -> None:
        somebody = a_participant()
        session = a_session(somebody.series, starts_at=HELD)
        address = reverse("mine_words", kwargs={"secret": secret_of(somebody)})
        with time_machine.travel(day):
            browser().post(address, {"form_key": KEY, "words": SAID, "session": session.pk, "attribution": "anonymous"})
        note = Contribution.objects.get()
        assert (note.when, note.workshop, note.participant) == (when, session, somebody)

    def test_how_they_are_named_is_changed_and_it_is_flagged(self) -> None:
        somebody = a_participant()
        said = a_note(by=somebody)
        address = reverse("mine_word", kwargs={"secret": secret_of(somebody), "contribution": said.pk})
        browser().post(address, {"attribution": "name", "pseudonym": "", "sensitive": "on"})
        said.refresh_from_db()
        assert (said.attribution, said.sensitive, said.flagged_by) == ("name", True, None)

    def test_it_is_taken_back_after_one_more_question(self) -> None:
        somebody = a_participant()
        said, client = a_note(by=somebody), browser()
        address = reverse("take_back_words", kwargs={"secret": secret_of(somebody), "contribution": said.pk})
        assert b"cannot be called back" in client.get(address).content
        said.refresh_from_db()
        assert said.words == SAID
        page = client.post(address, follow=True).content.decode()
        assert "Your words are gone" in page
        assert SAID not in page

    @pytest.mark.parametrize("name", ["mine_word", "take_back_words"])
    def test_nobody_comes_to_the_words_of_somebody_else(self, name: str) -> None:
        said, other = a_note(), a_participant()
        address = reverse(name, kwargs={"secret": secret_of(other), "contribution": said.pk})
        assert browser().get(address).status_code == 404
        assert browser().post(address).status_code == 404
        said.refresh_from_db()
        assert said.words == SAID

    def test_the_group_writes_and_agrees(self) -> None:
        first, second = a_participant(), a_participant()
        client = browser()
        words = {"title": "What we say", "words": "We wait too long.", "disagrees": "on"}
        answer = client.post(reverse("mine_statements", kwargs={"secret": secret_of(first)}), words)
        made = first.series.statements.get()
        assert answer.status_code == 302
        theirs = reverse("mine_group_statement", kwargs={"secret": secret_of(second), "statement": made.pk})
        assert b"We disagree" in client.get(theirs).content
        client.post(theirs, {"agree": "yes"})
        assert set(made.agreed_by.all()) == {first, second}
        client.post(theirs, {"agree": "no"})
        assert set(made.agreed_by.all()) == {first}

    def test_a_statement_is_shown_by_those_who_run_the_series(self) -> None:
        made = a_statement(a_participant())
        client, at = browser(person("facilitator")), {"series": made.series_id, "statement": made.pk}
        refused = client.post(member("statement", **at), {"words": made.words, "because": "A name."})
        assert refused.status_code == 422
        client.post(member("show_statement", **at))
        made.refresh_from_db()
        assert made.shown_at is not None
