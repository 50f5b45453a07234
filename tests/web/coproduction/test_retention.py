"""What people told us goes on its day, and not before: each rule of retention, the round of each day, and the command."""

from __future__ import annotations

import datetime
import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone
from tests.builders.coproduction.planted_person import (
    FAR,
    PHONE,
    SOUND,
    canary,
)
from tests.builders.coproduction.selection import a_closed_call, an_answer
from tests.builders.coproduction.series import a_participant
from tests.builders.web import organisation

from levelground.web.coproduction import voice_notes
from levelground.web.coproduction.actions import participants, privacy
from levelground.web.coproduction.models import (
    CallBack,
    Concern,
    Contribution,
    ExpressionOfInterest,
    Notice,
    PaymentClaim,
)
from levelground.web.coproduction.retention import RULES
from levelground.web.site import daily


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    monkeypatch.setenv("LEVELGROUND_AUDIT_HEAD", str(tmp_path / "head.jsonl"))


@pytest.mark.django_db
class TestRules:
    def test_every_rule_is_followed_and_said_in_words(self) -> None:
        assert privacy._PURGES.keys() == RULES.keys()
        assert all(rule.words.endswith(".") and rule.days >= 0 for rule in RULES.values())

    @pytest.mark.parametrize(
        ("name", "days"), [("unfinished", 30), ("links", 30), ("expressions", 180), ("never_told", 365), ("concerns", 365)]
    )
    def test_on_the_day_and_not_before(self, name: str, days: int) -> None:
        today = timezone.localdate()
        _something(name)
        assert name not in privacy.purge(on=today + datetime.timedelta(days=days - 1))
        assert privacy.purge(on=today + datetime.timedelta(days=days))[name] == 1

    def test_who_asked_to_be_called_is_waited_for_and_then_the_days_begin(self) -> None:
        answer, today = an_answer(a_closed_call(closes_on=timezone.localdate()), state="started"), timezone.localdate()
        call = CallBack.objects.create(expression=answer, language="Urdu")
        month = datetime.timedelta(days=30)
        assert "unfinished" not in privacy.purge(on=today + 2 * month)
        CallBack.objects.filter(pk=call.pk).update(done_at=timezone.now() + month)
        assert "unfinished" not in privacy.purge(on=today + 2 * month - datetime.timedelta(days=1))
        assert privacy.purge(on=today + 2 * month)["unfinished"] == 1

    def test_who_was_never_called_is_deleted_a_year_after_the_call_closed(self) -> None:
        today = timezone.localdate()
        answer = an_answer(a_closed_call(closes_on=today), state="started", phone=PHONE)
        CallBack.objects.create(expression=answer, language="Urdu")
        CallBack.objects.create(expression=answer, language="Punjabi")
        assert privacy.purge(on=today + datetime.timedelta(days=364)) == {}
        assert privacy.purge(on=today + datetime.timedelta(days=365)) == {"never_told": 1}
        answer.refresh_from_db()
        assert (answer.phone, answer.call_backs.count()) == ("", 0)

    def test_names_stay_until_everybody_is_paid(self) -> None:
        one = canary()
        claims = PaymentClaim.objects.all()
        claims.update(state="approved")
        one.series.ended_at = timezone.now()
        one.series.save()
        late = timezone.localdate() + FAR
        assert "participants" not in privacy.purge(on=late)
        claims.update(state="paid")
        assert privacy.purge(on=late)["participants"] == 1

    def test_a_name_that_was_to_stand_with_the_words_stays_with_them(self) -> None:
        one = a_participant(name="Ama")
        Contribution.objects.create(
            public_id="C-1", series=one.series, participant=one, form_key="1", when="after", words="x", attribution="name"
        )
        participants.leave(participant=one)
        privacy.purge(on=timezone.localdate() + FAR)
        one.refresh_from_db()
        assert (one.name, one.email, one.purged_at is None) == ("Ama", "", False)

    def test_a_voice_note_that_belongs_to_nothing(self) -> None:
        name = voice_notes.keep(SOUND)
        privacy.purge(on=timezone.localdate())
        assert name in voice_notes.names()

    def test_it_is_done_once_a_day_by_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rounds, until = threading.Semaphore(0), threading.Event()
        monkeypatch.setattr(daily, "purge", rounds.release)
        monkeypatch.setattr(daily, "is_first", lambda: True)
        thread = daily.begin(every=0.01, until=until)
        assert all(rounds.acquire(timeout=10) for _ in range(2))
        until.set()
        thread.join(timeout=10)
        assert not thread.is_alive()

    def test_of_several_processes_one_does_it(self) -> None:
        cache.clear()
        assert [daily.is_first() for _ in range(3)] == [True, False, False]

    def test_one_round_deletes_and_a_database_that_is_away_stops_nothing(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        answer = an_answer(a_closed_call(), state="started")
        ExpressionOfInterest.objects.update(started_at=timezone.now() - FAR)
        over = Session.objects.create(session_key="over", session_data="", expire_date=timezone.now() - FAR)
        daily.purge()
        assert not ExpressionOfInterest.objects.filter(pk=answer.pk).exists()
        assert not Session.objects.filter(pk=over.pk).exists()

        def away(**_: Any) -> None:
            raise OperationalError("secret words")

        monkeypatch.setattr(privacy, "purge", away)
        daily.purge()
        assert "OperationalError" in caplog.text and "secret words" not in caplog.text

    def test_the_command_wants_a_day(self) -> None:
        with pytest.raises(CommandError, match="year, month and day"):
            call_command("purge", "--on", "next week")


def _something(name: str) -> None:
    """What the rule is about, of today."""
    call = a_closed_call(closes_on=timezone.localdate())
    if name == "concerns":
        Concern.objects.create(
            organisation=organisation(), reference="C1", form_key="c", words="x", reply_by=timezone.localdate(),
            closed_at=timezone.now(),
        )  # fmt: skip
        return
    state = {"unfinished": "started", "links": "withdrawn"}.get(name, "sent")
    answer: Any = an_answer(call, state=state, withdrawn_at=timezone.now() if name == "links" else None)
    if name == "expressions":
        Notice.objects.create(organisation=organisation(), expression=answer, kind="outcome", channel="phone", told_at=timezone.now())
