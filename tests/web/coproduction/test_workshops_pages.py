"""The pages of sessions: what each role sees of whom, forms that say what is wrong, and all of it by a private link without an account."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests.builders.coproduction.series import a_call, a_participant, a_series, secret_of
from tests.builders.coproduction.workshops import a_held_session, a_session
from tests.builders.web import browser, person

from levelground.web.coproduction.actions import arrangements, packs, workshops
from levelground.web.coproduction.models import AccessArrangement, Attendance, Notice, Prompt, Workshop

pytestmark = pytest.mark.django_db

ROOM = "/organisations/northshire/co-production"
ROW = {"title_1": "First", "on_1": "8/9/2026", "time_1": "4pm", "minutes_1": "60"}


def page(role: str, address: str) -> str:
    """What somebody with this role reads there."""
    answer = browser(person(role)).get(f"{ROOM}{address}")
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


class TestPlanningForm:
    def sent(self, **fields: str) -> tuple[int, str]:
        series = a_series()
        answer = browser(person()).post(f"{ROOM}/series/{series.pk}/sessions/plan/", {"timezone": "Europe/London", **fields})
        return answer.status_code, answer.content.decode()

    def test_three_at_once(self) -> None:
        second = {"title_2": "Second", "on_2": "27 October 2026", "time_2": "13:00", "minutes_2": "90", "link_2": "https://meet.example/2"}
        assert self.sent(**ROW, **second, minutes_3="60")[0] == 302
        assert [(each.starts_at.isoformat(), each.minutes) for each in Workshop.objects.all()] == [
            ("2026-09-08T15:00:00+00:00", 60),
            ("2026-10-27T13:00:00+00:00", 90),
        ]

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({}, "Plan at least one session"),
            ({**ROW, "on_1": ""}, "Give the day: session 1."),
            ({**ROW, "time_1": "at tea"}, "We could not read this time"),
            ({**ROW, "on_1": "29/3/2026", "time_1": "1:30am"}, "The clocks go forward then"),
            ({**ROW, "link_1": "javascript:alert(1)"}, "begins with https://"),
            ({**ROW, "minutes_1": "2000"}, "at most 1440"),
            ({**ROW, "timezone": "Mars/Base"}, "Choose one of those that are listed"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_planned(self, fields: dict[str, str], words: str) -> None:
        status, said = self.sent(**fields)
        assert status == 422 and words in said
        assert not Workshop.objects.exists()

    def test_more_rows_are_asked_for(self) -> None:
        assert "Session 6" in page("qi_lead", f"/series/{a_series().pk}/sessions/plan/?rows=6")
        assert "Session 12" in page("qi_lead", f"/series/{a_series().pk}/sessions/plan/?rows=99")


class TestWhoSeesWhat:
    def test_names_are_for_holders_needs_for_who_runs_it_and_counts_for_all(self) -> None:
        series, session = a_series(), a_session()
        somebody = a_participant(series, name="Canary Name")
        arrangements.ask(participant=somebody, need="A canary ramp")
        workshops.invite(workshop=session, participants=[somebody], by=series.created_by)
        for address in ("", "people/", "ready/"):
            assert "Canary Name" in page("facilitator", f"/sessions/{session.pk}/{address}")
            assert "Canary Name" not in page("qi_lead", f"/sessions/{session.pk}/{address}")
        assert "Canary Name" not in page("qi_lead", f"/series/{series.pk}/needs/")
        lead, board = page("qi_lead", f"/sessions/{session.pk}/"), page("board_member", f"/sessions/{session.pk}/")
        assert "A canary ramp" in lead and "Person 1" in lead
        assert "canary" not in board.casefold() and "Person 1" not in board
        assert "Needs that are not met yet: 1." in board

    def test_who_holds_names_for_another_organisation_sees_its_sessions_and_changes_none(self) -> None:
        series, session = a_series(), a_session()
        holder = person("facilitator", of="helpers")
        series.identities_held_by = holder.memberships.get().organisation
        series.save()
        client = browser(holder)
        assert client.get(f"/organisations/helpers/co-production/sessions/{session.pk}/").status_code == 200
        assert client.post(f"/organisations/helpers/co-production/sessions/{session.pk}/cancel/", {}).status_code == 404

    def test_what_is_not_met_stands_before_all_else(self) -> None:
        series, session = a_series(), a_session()
        somebody = a_participant(series)
        arrangements.ask(participant=somebody, need="A canary ramp")
        workshops.invite(workshop=session, participants=[somebody], by=series.created_by)
        said = page("facilitator", f"/sessions/{session.pk}/")
        assert said.index("A canary ramp") < said.index("Room 3, the library") < said.index("Before the session")


class TestPeopleOfASession:
    def test_answers_and_who_came_are_written_down_together_or_not_at_all(self) -> None:
        series = a_series()
        one, other, third = (a_participant(series) for _ in range(3))
        session = a_session(series, starts_at=timezone.now() + datetime.timedelta(days=2))
        places = workshops.invite(workshop=session, participants=[one, other], by=series.created_by)
        a, b = (place.pk for place in places)
        client, where = browser(person()), f"{ROOM}/sessions/{session.pk}/people/"
        told = {
            **{f"answer_{a}": "yes", f"came_{a}": "unknown", f"minutes_{a}": "60", f"preparation_{a}": "0"},
            **{f"answer_{b}": "maybe", f"came_{b}": "unknown", f"minutes_{b}": "60", f"preparation_{b}": "0"},
        }
        assert client.post(where, told).status_code == 302
        assert [place.answer for place in Attendance.objects.order_by("participant")] == ["yes", "maybe"]
        early = client.post(where, {**told, f"answer_{a}": "no", f"came_{b}": "yes"})
        assert early.status_code == 422 and "has not begun" in early.content.decode()
        assert Attendance.objects.get(pk=a).answer == "yes"
        Workshop.objects.filter(pk=session.pk).update(starts_at=timezone.now() - datetime.timedelta(hours=2))
        told |= {f"came_{a}": "yes", f"preparation_{a}": "30", f"came_{b}": "no"}
        assert client.post(where, {**told, "also": [third.pk]}).status_code == 302
        rows = Attendance.objects.order_by("participant").values_list("came", "minutes", "preparation_minutes")
        assert list(rows) == [(True, 60, 30), (False, 0, 0), (True, 60, 0)]
        wrong = client.post(where, {**told, f"minutes_{a}": "9999"})
        assert wrong.status_code == 422 and "Person 1: Minutes there: it must be at most 1440." in wrong.content.decode()

    def test_a_session_from_invitation_to_ready(self) -> None:
        series = a_series()
        somebody, session = a_participant(series), a_session(series, distress_route="")
        client, here = browser(person()), f"{ROOM}/sessions/{session.pk}"
        assert b"Say first who is there" in client.get(f"{here}/invite/").content
        assert client.post(f"{here}/prepare/", {"distress_route": "Ama.", "facilitators": [person("facilitator").pk]}).status_code == 302
        assert client.post(f"{here}/invite/", {}).status_code == 422
        assert client.post(f"{here}/invite/", {"people": [somebody.pk]}).status_code == 302
        need = arrangements.ask(participant=somebody, need="A ramp")
        refused = client.post(f"{here}/ready/", {})
        assert refused.status_code == 422 and b"Not arranged yet: 1" in refused.content
        assert client.post(f"{ROOM}/series/{series.pk}/needs/{need.pk}/", {"state": "met"}).status_code == 302
        assert client.post(f"{here}/ready/", {}).status_code == 302
        session.refresh_from_db()
        assert session.ready_at is not None and session.facilitators.get() == person("facilitator")

    def test_to_cancel_late_says_so_before(self) -> None:
        session = a_session(starts_at=timezone.now() + datetime.timedelta(days=2))
        where = f"{ROOM}/sessions/{session.pk}/cancel/"
        assert b"This is late" in browser(person()).get(where).content
        assert browser(person()).post(where, {"because": "Flu"}).status_code == 302
        session.refresh_from_db()
        assert session.cancelled_late


class TestMine:
    def test_from_the_invitation_to_an_answer_without_an_account(self) -> None:
        series = a_series()
        somebody, session = a_participant(series), a_session(series, agenda="First tea.", power_note="You decide.")
        workshops.invite(workshop=session, participants=[somebody], by=series.created_by)
        client, mine = browser(), f"/mine/{secret_of(somebody)}/sessions/"
        assert "Please answer" in client.get(mine).content.decode()
        said = client.get(f"{mine}{session.pk}/").content.decode()
        for words in ("First tea.", "You decide.", "Ama sits beside the door.", "Room 3, the library"):
            assert words in said
        assert client.post(f"{mine}{session.pk}/", {}).status_code == 422
        assert client.post(f"{mine}{session.pk}/", {"answer": "maybe"}).status_code == 302
        assert Attendance.objects.get().answer == "maybe"
        assert "Your answer: Maybe" in " ".join(client.get(mine).content.decode().split())

    def test_somebody_asks_for_what_they_need_and_reads_how_far_it_is(self) -> None:
        somebody = a_participant()
        client, where = browser(), f"/mine/{secret_of(somebody)}/needs/"
        for _ in range(2):
            assert client.post(where, {"need": "A quiet corner"}).status_code == 302
        need = AccessArrangement.objects.get()
        arrangements.settle(arrangement=need, state="not_met", note="The room has none. You can come by phone.", by=person())
        said = client.get(where).content.decode()
        assert "A quiet corner" in said and "You can come by phone." in said

    def test_late_cancellation_says_that_it_is_paid(self) -> None:
        somebody, session = a_participant(), a_session(starts_at=timezone.now() + datetime.timedelta(days=1))
        workshops.invite(workshop=session, participants=[somebody], by=person())
        workshops.cancel(workshop=session, by=person())
        said = browser().get(f"/mine/{secret_of(somebody)}/sessions/{session.pk}/")
        assert "you are paid for it all the same" in " ".join(said.content.decode().split())
        assert browser().post(f"/mine/{secret_of(somebody)}/sessions/{session.pk}/", {"answer": "yes"}).status_code == 422

    def test_they_write_down_themselves_how_long_they_prepared(self) -> None:
        somebody, session = a_participant(), a_session()
        workshops.invite(workshop=session, participants=[somebody], by=person())
        client, where = browser(), f"/mine/{secret_of(somebody)}/sessions/{session.pk}/"
        for wrong in ("", "-5", "241", "an hour"):
            assert client.post(f"{where}time/", {"minutes": wrong}).status_code == 422
        assert client.post(f"{where}time/", {"minutes": "45"}).status_code == 302
        assert Attendance.objects.get().preparation_minutes == 45
        assert "Your time to prepare: 45 minutes." in client.get(where).content.decode()

    def test_where_those_who_come_chose_to_have_no_pay_no_page_and_no_letter_speaks_of_it(self) -> None:
        series = a_series()
        a_call(series, unpaid_because="The group asked for a donation to the food bank.")
        somebody, session = a_participant(series), a_session(series, starts_at=timezone.now() + datetime.timedelta(days=1))
        workshops.invite(workshop=session, participants=[somebody], by=series.created_by)
        packs.write(workshop=session, kind="other", title="To read", words="Words.", by=series.created_by)
        packs.send(workshop=session, by=series.created_by)
        mine = f"/mine/{secret_of(somebody)}/sessions/"
        said = [browser().get(f"{mine}{session.pk}/").content.decode()]
        workshops.cancel(workshop=session, by=series.created_by)
        said += [browser().get(address).content.decode() for address in (mine, f"{mine}{session.pk}/")]
        said += [notice.words for notice in Notice.objects.all()]
        assert [words for words in said if " paid" in words] == []

    def test_no_session_of_others_and_none_they_were_not_asked_to(self) -> None:
        somebody, session = a_participant(), a_session()
        for address in ("", "time/", "session.ics", "minutes/", "minutes/minutes.docx"):
            assert browser().get(f"/mine/{secret_of(somebody)}/sessions/{session.pk}/{address}").status_code == 404
        assert browser().get("/mine/nobodys/sessions/").status_code == 404

    def test_every_page_goes_nowhere_else_and_is_light(self) -> None:
        somebody = a_participant()
        session = a_held_session(somebody.series, somebody)
        for address in ("sessions/", f"sessions/{session.pk}/", f"sessions/{session.pk}/minutes/", "needs/"):
            answer = browser().get(f"/mine/{secret_of(somebody)}/{address}")
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "no-store" and "noindex" in answer.headers["X-Robots-Tag"]
            assert answer.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
            assert len(answer.content) < 100 * 1024 and b"<script" not in answer.content


def test_the_pack_to_print_has_all_that_a_room_without_a_connection_needs() -> None:
    session = a_session()
    a_call(session.series, promises={"care": {"at": timezone.now().isoformat(), "by": session.created_by_id}})
    Prompt.objects.create(workshop=session, number=1, words="What must change first?")
    said = page("facilitator", f"/sessions/{session.pk}/print/")
    assert "Your care stays the same" in said and "Your job" not in said, "only what the host has confirmed"
    for words in ("What must change first?", session.code, "Ama sits beside the door.", "I can take my words back", "session-line"):
        assert words in said


def test_the_list_counts_the_hours() -> None:
    series = a_series()
    a_held_session(series, a_participant(series), a_participant(series), minutes_there=45)
    a_session(series)
    said = page("board_member", f"/series/{series.pk}/sessions/")
    assert "spent in the sessions: 1 hour 30 minutes." in said
    assert said.index(">To come</h2>") < said.index(">Over</h2>")
