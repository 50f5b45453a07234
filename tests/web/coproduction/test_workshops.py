"""Sessions: planned, changed, cancelled in time or late, people asked and their needs kept, who came, and the hours that they gave."""

from __future__ import annotations

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from tests.builders.coproduction.series import a_call, a_participant, a_series, secret_of
from tests.builders.coproduction.workshops import a_held_session, a_session
from tests.builders.web import person

from levelground.web.coproduction import session_times, signed_links
from levelground.web.coproduction.actions import arrangements, workshops
from levelground.web.coproduction.models import (
    AccessArrangement,
    Attendance,
    Contribution,
    ExpressionOfInterest,
    Notice,
    Participant,
    Workshop,
)
from levelground.web.coproduction.queries import arrangements as needs
from levelground.web.coproduction.queries import participants
from levelground.web.coproduction.queries import workshops as found
from levelground.web.coproduction.session_refusals import SessionRefused
from levelground.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")


def by() -> object:
    return person("facilitator")


def london(*when: int) -> datetime.datetime:
    return datetime.datetime(*when, tzinfo=LONDON)  # type: ignore[misc,arg-type]


class TestTimes:
    @pytest.mark.parametrize(
        ("at", "words"), [((16, 0), "4pm"), ((14, 30), "2:30pm"), ((0, 0), "midnight"), ((12, 0), "midday"), ((0, 5), "12:05am")]
    )
    def test_a_time_as_people_say_it(self, at: tuple[int, int], words: str) -> None:
        assert session_times.clock(datetime.time(*at)) == words

    def test_the_three_sessions_of_the_seed(self) -> None:
        series = a_series()
        said = [(2023, 9, 8, 16, 0), (2023, 10, 23, 13, 0), (2023, 11, 24, 14, 30)]
        made = [a_session(series, starts_at=london(*when)) for when in said]
        assert [each.starts_at.isoformat() for each in made] == [
            "2023-09-08T15:00:00+00:00",
            "2023-10-23T12:00:00+00:00",
            "2023-11-24T14:30:00+00:00",
        ]
        assert [session_times.when(each) for each in Workshop.objects.order_by("number")] == [
            "Friday 8 September 2023, 4pm to 5pm, UK time",
            "Monday 23 October 2023, 1pm to 2pm, UK time",
            "Friday 24 November 2023, 2:30pm to 3:30pm, UK time",
        ]

    def test_a_session_over_the_hour_that_comes_twice(self) -> None:
        made = a_session(starts_at=datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC), minutes=60)
        assert session_times.when(made) == "Sunday 25 October 2026, 1:30am to 1:30am, UK time"

    def test_a_time_that_the_clocks_skip_is_no_time(self) -> None:
        with pytest.raises(session_times.NoSuchTime):
            session_times.moment_of(datetime.date(2026, 3, 29), datetime.time(1, 30), "Europe/London")

    def test_the_clock_of_another_place(self) -> None:
        at = session_times.moment_of(datetime.date(2026, 7, 1), datetime.time(16), "Asia/Karachi")
        assert at.isoformat() == "2026-07-01T11:00:00+00:00"
        assert session_times.when(a_session(starts_at=at, timezone="Asia/Karachi")).endswith("4pm to 5pm, time in Karachi")


class TestPlanning:
    def test_several_at_once_are_counted_by_their_times(self) -> None:
        plans = [
            session_times.PlannedSession("Second", london(2026, 12, 2, 10)),
            session_times.PlannedSession("First", london(2026, 12, 1, 10)),
        ]
        made = workshops.plan_all(series=a_series(), sessions=plans, timezone="Europe/London", by=by())
        assert [(each.number, each.title) for each in made] == [(1, "First"), (2, "Second")]
        assert len({each.code for each in made}) == 2

    def test_it_stands_in_the_audit_trail_without_words(self) -> None:
        a_session(title="A title that nobody writes into a log", place="Nobody's house")
        event = AuditEvent.objects.get(action="coproduction.plan_workshop")
        assert "Nobody" not in str(event.details) and "log" not in str(event.details)


class TestInviting:
    def test_each_gets_a_letter_with_the_calendar_file_and_a_link_that_works(self, django_capture_on_commit_callbacks: object) -> None:
        somebody, session = a_participant(), a_session()
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            workshops.invite(workshop=session, participants=[somebody], by=by())
        [letter] = mail.outbox
        assert letter.to == [somebody.email]
        assert "Room 3, the library" in letter.body and session_times.when(session) in letter.body
        [(name, content, media_type)] = letter.attachments
        assert (name, media_type) == ("session-1.ics", "text/calendar") and "BEGIN:VCALENDAR" in str(content)
        assert f"/mine/{signed_links.secret_for(somebody)}/sessions/{session.pk}/" in letter.body

    def test_who_is_asked_already_is_not_asked_twice(self) -> None:
        somebody, session = a_participant(), a_session()
        for _ in range(2):
            workshops.invite(workshop=session, participants=[somebody], by=by())
        assert Notice.objects.filter(kind="invitation").count() == Attendance.objects.count() == 1

    def test_without_email_it_waits_for_somebody_to_tell_them(self) -> None:
        somebody = a_participant(contact_by="phone", phone="01632 960 003", email="")
        workshops.invite(workshop=a_session(), participants=[somebody], by=by())
        assert Notice.objects.get().channel == "phone" and Notice.objects.get().told_at is None

    def test_nobody_is_invited_before_somebody_is_there_for_them(self) -> None:
        with pytest.raises(SessionRefused, match="becomes too much"):
            workshops.invite(workshop=a_session(distress_route=" "), participants=[a_participant()], by=by())

    def test_nor_can_that_be_taken_away_afterwards(self) -> None:
        session = a_session()
        workshops.invite(workshop=session, participants=[a_participant()], by=by())
        with pytest.raises(SessionRefused):
            workshops.prepare(workshop=session, agenda="", power_note="", distress_route="", facilitators=[], by=by())

    def test_nobody_of_another_series(self) -> None:
        with pytest.raises(SessionRefused, match="this series"):
            workshops.invite(workshop=a_session(), participants=[a_participant(a_series("southshire"))], by=by())


class TestSignedLinks:
    def test_one_opens_the_page_of_its_person_and_of_nobody_else(self) -> None:
        one, other = a_participant(), a_participant()
        signed = signed_links.secret_for(one)
        assert participants.by_secret(signed) == participants.by_secret(secret_of(one)) == one
        forged = signed_links.secret_for(one).replace(f"{one.pk}~", f"{other.pk}~")
        for wrong in (forged, f"{one.pk}~", "~", f"{one.pk}~x", f"{'9' * 40}~x", f"-1~{signed}"):
            with pytest.raises(Exception, match="no such private link"):
                participants.by_secret(wrong)

    def test_a_new_link_ends_it_and_so_does_a_purge(self) -> None:
        one = a_participant()
        signed = signed_links.secret_for(one)
        Participant.objects.filter(pk=one.pk).update(purged_at=timezone.now())
        with pytest.raises(Exception, match="no such private link"):
            participants.by_secret(signed)
        Participant.objects.filter(pk=one.pk).update(purged_at=None, token_digest="of another")  # noqa: S106 - no secret
        with pytest.raises(Exception, match="no such private link"):
            participants.by_secret(signed)


class TestChanging:
    def test_at_a_new_time_all_are_told_and_asked_again(self) -> None:
        somebody, gone, session = a_participant(), a_participant(left_at=None), a_session()
        [place, left] = workshops.invite(workshop=session, participants=[somebody, gone], by=by())
        workshops.answer_invitation(attendance=place, answer="yes")
        Participant.objects.filter(pk=left.participant_id).update(left_at=timezone.now())
        later = session.starts_at + datetime.timedelta(days=1)
        changed = workshops.change(workshop=session, fields={"starts_at": later}, by=by(), seen=0)
        place.refresh_from_db()
        assert (changed.sequence, place.answer, place.answered_at) == (1, "", None)
        assert [notice.participant for notice in Notice.objects.filter(kind="change")] == [somebody]

    def test_in_a_new_place_their_answers_stay(self) -> None:
        session = a_session()
        [place] = workshops.invite(workshop=session, participants=[a_participant()], by=by())
        workshops.answer_invitation(attendance=place, answer="yes")
        workshops.change(workshop=session, fields={"place": "Room 4"}, by=by())
        place.refresh_from_db()
        assert place.answer == "yes" and Notice.objects.filter(kind="change").count() == 1

    def test_nothing_changed_tells_nobody(self) -> None:
        session = a_session()
        workshops.invite(workshop=session, participants=[a_participant()], by=by())
        assert workshops.change(workshop=session, fields={"place": session.place, "title": session.title}, by=by()).sequence == 0
        assert not Notice.objects.filter(kind="change").exists()

    def test_the_second_of_two_people_is_told_that_somebody_was_faster(self) -> None:
        session = a_session()
        workshops.change(workshop=session, fields={"place": "Room 4"}, by=by(), seen=0)
        with pytest.raises(SessionRefused, match="Somebody else"):
            workshops.change(workshop=session, fields={"place": "Room 5"}, by=by(), seen=0)
        session.refresh_from_db()
        assert session.place == "Room 4"


class TestCancelling:
    """Late is judged on the organiser's clock: the same time of day, five days before, whatever the clocks did between."""

    @pytest.mark.parametrize(
        ("starts", "now", "late"),
        [
            (london(2026, 9, 8, 16), london(2026, 9, 3, 16), False),
            (london(2026, 9, 8, 16), london(2026, 9, 3, 16, 1), True),
            (london(2026, 10, 27, 16), london(2026, 10, 22, 16), False),  # the clocks went back between: 121 hours
            (london(2026, 10, 27, 16), london(2026, 10, 22, 16, 1), True),
            (london(2026, 3, 31, 16), london(2026, 3, 26, 16), False),  # and forward: 119 hours
            (london(2026, 9, 8, 16), london(2026, 9, 8, 18), True),
        ],
    )
    def test_late_or_in_time(self, starts: datetime.datetime, now: datetime.datetime, late: bool) -> None:
        session = a_session(starts_at=starts)
        workshops.invite(workshop=session, participants=[a_participant()], by=by())
        with time_machine.travel(now, tick=False):
            done = workshops.cancel(workshop=session, because="The room is flooded.", by=by())
        assert (done.state, done.cancelled_late, done.sequence) == ("cancelled", late, 1)
        words = Notice.objects.get(kind="change").words
        assert ("paid for the session all the same" in words) is late
        assert "The room is flooded." in words

    def test_nothing_happens_to_it_after_that(self) -> None:
        session = a_session()
        [place] = workshops.invite(workshop=session, participants=[a_participant()], by=by())
        workshops.cancel(workshop=session, by=by())
        with pytest.raises(SessionRefused, match="cancelled"):
            workshops.change(workshop=session, fields={"place": "Elsewhere"}, by=by())
        with pytest.raises(SessionRefused, match="cancelled"):
            workshops.answer_invitation(attendance=place, answer="yes")
        with pytest.raises(SessionRefused, match="cancelled"):
            workshops.cancel(workshop=session, by=by())
        with pytest.raises(SessionRefused, match="nobody came"):
            workshops.record_attendance(workshop=session, participant=place.participant, came=True, minutes=60, by=by())

    def test_time_to_prepare_is_written_down_all_the_same(self) -> None:
        session, somebody = a_session(), a_participant()
        workshops.invite(workshop=session, participants=[somebody], by=by())
        workshops.cancel(workshop=session, by=by())
        row = workshops.record_attendance(workshop=session, participant=somebody, came=None, preparation_minutes=45, by=by())
        assert (row.preparation_minutes, row.minutes) == (45, 0)


class TestWhoCame:
    def test_hours_are_those_of_people_with_lived_experience(self) -> None:
        series = a_series()
        people = [a_participant(series), a_participant(series), a_participant(series, role="board_member")]
        a_held_session(series, *people, minutes_there=50)
        a_held_session(series, people[0], minutes_there=25)
        a_held_session(a_series("southshire"), a_participant(a_series("southshire")))
        assert found.contact_minutes(series) == 125
        assert found.contact_hours(series) == Decimal(125) / 60
        assert found.contact_hours(a_series("eastshire")) == 0

    def test_who_did_not_come_spent_no_time_there(self) -> None:
        session, somebody = a_session(starts_at=timezone.now() - datetime.timedelta(hours=3)), a_participant()
        row = workshops.record_attendance(workshop=session, participant=somebody, came=False, minutes=60, preparation_minutes=30, by=by())
        assert (row.minutes, row.preparation_minutes) == (0, 30)

    @pytest.mark.parametrize("minutes", [-1, 1441])
    def test_a_day_has_no_more_minutes(self, minutes: int) -> None:
        session = a_session(starts_at=timezone.now() - datetime.timedelta(hours=3))
        with pytest.raises(SessionRefused, match=r"1,440"):
            workshops.record_attendance(workshop=session, participant=a_participant(), came=True, minutes=minutes, by=by())

    def test_nobody_came_before_it_began_and_it_was_not_held(self) -> None:
        session = a_session()
        with pytest.raises(SessionRefused, match="not begun"):
            workshops.record_attendance(workshop=session, participant=a_participant(), came=True, minutes=60, by=by())
        with pytest.raises(SessionRefused, match="not begun"):
            workshops.hold(workshop=session, by=by())


class TestNeeds:
    def test_what_somebody_wrote_when_they_asked_to_join_comes_along_once(self) -> None:
        call = a_call()
        expression = ExpressionOfInterest.objects.create(
            opportunity=call,
            reference="R1",
            form_key="k",
            token_digest="t",  # noqa: S106 - no secret
            access_needs="Step-free room",
            sign_language=True,
            language="Urdu",
        )
        somebody = a_participant(call.series, expression=expression)
        for _ in range(2):
            arrangements.carry_over(participant=somebody, by=None)
        assert [row.need for row in needs.of_participant(somebody)] == [
            "Step-free room",
            "British Sign Language interpreter",
            "Interpreter: Urdu",
        ]

    def test_english_needs_no_interpreter(self) -> None:
        assert arrangements.carry_over(participant=a_participant(language="English"), by=None) == []

    def test_what_nobody_arranged_stands_first_and_who_said_no_is_not_counted(self) -> None:
        session, one, other = a_session(), a_participant(), a_participant()
        met = arrangements.ask(participant=one, need="Large print", by=by())
        arrangements.settle(arrangement=met, state="arranged", by=by())
        arrangements.ask(participant=one, need="A ramp", by=by())
        arrangements.ask(participant=other, need="A taxi", by=by())
        [_, place] = workshops.invite(workshop=session, participants=[one, other], by=by())
        assert [row.need for row in needs.unmet(session)] == ["A ramp", "A taxi", "Large print"]
        workshops.answer_invitation(attendance=place, answer="no")
        assert [row.need for row in needs.unmet(session)] == ["A ramp", "Large print"]
        assert [row.need for row in needs.not_arranged(session)] == ["A ramp"]

    def test_a_session_is_not_ready_while_one_is_open_but_with_a_reason(self) -> None:
        session, somebody = a_session(), a_participant()
        need = arrangements.ask(participant=somebody, need="A ramp")
        workshops.invite(workshop=session, participants=[somebody], by=by())
        with pytest.raises(SessionRefused, match="Not arranged yet: 1"):
            workshops.mark_ready(workshop=session, by=by(), despite="  ")
        assert workshops.mark_ready(workshop=session, by=by(), despite="They come by phone.").ready_despite == "They come by phone."
        arrangements.settle(arrangement=need, state="met", by=by())
        assert workshops.mark_ready(workshop=session, by=by(), despite="They come by phone.").ready_despite == ""

    def test_a_new_need_and_a_new_time_make_it_unready_again(self) -> None:
        session, somebody = a_session(), a_participant()
        workshops.invite(workshop=session, participants=[somebody], by=by())
        for undo in (
            lambda: arrangements.ask(participant=somebody, need="A ramp"),
            lambda: workshops.change(workshop=session, fields={"place": "Upstairs"}, by=by()),
        ):
            workshops.mark_ready(workshop=session, by=by(), despite="We try.")
            undo()
            session.refresh_from_db()
            assert (session.ready_at, session.ready_despite) == (None, "")

    def test_what_cannot_be_met_says_why(self) -> None:
        need = arrangements.ask(participant=a_participant(), need="A ramp")
        with pytest.raises(SessionRefused, match="Say why"):
            arrangements.settle(arrangement=need, state="not_met", by=by())
        assert AccessArrangement.objects.get().state == "asked"


def test_what_was_said_stays_when_a_session_is_cancelled() -> None:
    session = a_session()
    Contribution.objects.create(
        public_id="C-22222222", series=session.series, workshop=session, form_key="f", when="before", words="Hear us."
    )
    workshops.cancel(workshop=session, by=by())
    assert Contribution.objects.get().words == "Hear us."
