"""The audit trail: one event with each deed, in its transaction, in turn; the database refuses everything else."""

from __future__ import annotations

import importlib
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from tests.builders.web import organisation, person

from levelground.web.people import audit_head
from levelground.web.people.actions import audit
from levelground.web.people.audit_key import audit_key
from levelground.web.people.digests import keyed_digest
from levelground.web.people.models import AuditEvent
from levelground.web.people.queries import audit_events

append_only = importlib.import_module("levelground.web.people.migrations.0002_append_only")


@pytest.fixture(autouse=True)
def own_head(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A head of this test's own: the tables of tests are emptied, and a head knows more than that."""
    monkeypatch.setenv("LEVELGROUND_AUDIT_HEAD", str(tmp_path / "head.jsonl"))
    return tmp_path / "head.jsonl"


def deed(number: int = 1) -> AuditEvent:
    with transaction.atomic():
        return audit.record(by=None, action="people.deed", subject=f"thing:{number}", fields=["name"], count=number)


class TestRecord:
    @pytest.mark.django_db
    def test_an_event_holds_who_what_and_the_one_before(self) -> None:
        someone, where = person(), organisation()
        first = audit.record(by=someone, action="people.deed", subject="thing:1", organisation=where)
        second = deed()
        assert (first.number, first.by, first.organisation) == (1, someone.pk, where.pk)
        assert second.previous == first.digest

    @pytest.mark.django_db(transaction=True)
    def test_there_is_no_event_without_a_transaction(self) -> None:
        with pytest.raises(transaction.TransactionManagementError):
            audit.record(by=None, action="people.deed", subject="thing:1")

    @pytest.mark.django_db
    def test_words_and_addresses_of_people_become_keyed_digests(self) -> None:
        details = {
            "email": "ada@trust.example",
            "words": "She said so",
            "version": "core@1.2.0",
            "fields": ["text", "Ada Lovelace"],
            "n": 3,
        }
        held = audit.record(by=None, action="people.deed", subject="thing:1", **details).details
        assert held == {
            "email": "keyed:" + keyed_digest("ada@trust.example"),
            "words": "keyed:" + keyed_digest("She said so"),
            "version": "core@1.2.0",
            "fields": ["text", "keyed:" + keyed_digest("Ada Lovelace")],
            "n": 3,
        }
        assert not [word for word in ("lovelace", "trust", "said") if word in json.dumps(held).casefold()]

    @pytest.mark.django_db
    def test_one_address_has_one_digest_whatever_its_case(self) -> None:
        assert keyed_digest("Ada@Trust.example ") == keyed_digest("ada@trust.example") != keyed_digest("eve@trust.example")

    @pytest.mark.django_db(transaction=True)
    def test_what_was_rolled_back_was_never_said(self, own_head: Path) -> None:
        deed()
        with pytest.raises(RuntimeError), transaction.atomic():
            audit.record(by=None, action="people.deed", subject="thing:2")
            raise RuntimeError
        assert deed(3).number == 2
        assert [json.loads(line)["number"] for line in own_head.read_text().splitlines()] == [1, 2]

    @pytest.mark.django_db(transaction=True)
    def test_many_at_once_are_numbered_without_a_gap(self) -> None:
        problems: list[BaseException] = []

        def work() -> None:
            try:
                for number in range(10):
                    deed(number)
            except BaseException as error:
                problems.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert problems == []
        assert list(AuditEvent.objects.values_list("number", flat=True)) == list(range(1, 41))
        assert audit_events.verified().findings == ()

    @pytest.mark.django_db
    @pytest.mark.parametrize("microseconds", [0, 1, 120_000, 999_999])
    @pytest.mark.parametrize("month", [1, 7])
    def test_a_time_is_read_as_it_was_written(self, microseconds: int, month: int) -> None:
        with time_machine.travel(datetime(2026, month, 3, 12, 0, 0, microseconds, UTC), tick=False):
            deed()
        assert audit_events.verified().holds


class TestAppendOnly:
    """With the triggers on, as they are outside tests."""

    @pytest.fixture(autouse=True)
    def triggers(self, db: None) -> None:
        with connection.cursor() as cursor:
            for statement in append_only.SQLITE if connection.vendor == "sqlite" else append_only.POSTGRESQL:
                cursor.execute(statement)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE people_auditevent SET action = 'people.other' WHERE number = 2",
            "DELETE FROM people_auditevent WHERE number = 3",
            "DELETE FROM people_auditevent",
            "INSERT INTO people_auditevent SELECT 9, at, by, organisation, action, subject, details, previous, digest, signature"
            " FROM people_auditevent WHERE number = 1",
        ],
    )
    def test_the_database_refuses(self, statement: str) -> None:
        for number in range(3):
            deed(number)
        with pytest.raises(DatabaseError, match="audit trail"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert AuditEvent.objects.count() == 3

    def test_a_row_cannot_be_put_over_another(self) -> None:
        deed(1), deed(2)
        over = "REPLACE INTO" if connection.vendor == "sqlite" else "INSERT INTO"
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{over} people_auditevent SELECT * FROM people_auditevent WHERE number = 1")  # noqa: S608 - no value of anybody

    def test_an_event_in_turn_is_taken(self) -> None:
        assert [deed().number, deed().number] == [1, 2]


class TestHead:
    @pytest.mark.django_db(transaction=True)
    def test_an_event_without_a_line_is_noted_and_made_good_by_the_next(self, own_head: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        deed(1)
        with monkeypatch.context() as broken:
            broken.setattr(audit_head, "append", lambda line: None)  # a crash between the transaction and the line
            deed(2)
        found = audit_events.verified()
        assert found.holds
        assert [finding.rule for finding in found.findings] == ["not-in-the-head-yet"]
        assert "1 event at the end" in found.findings[0].message
        deed(3)
        assert audit_events.verified().findings == ()

    @pytest.mark.django_db(transaction=True)
    def test_a_full_disk_does_not_undo_the_deed(self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
        def full(line: audit_head.HeadLine) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(audit_head, "append", full)
        assert deed().number == 1
        assert AuditEvent.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_a_head_that_lags_for_hours_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(audit_head, "append", lambda line: None)
        begun = datetime(2026, 5, 1, tzinfo=UTC)
        for hours in range(3):
            with time_machine.travel(begun + timedelta(hours=hours)):
                deed(hours)
        assert [finding.rule for finding in audit_events.verified().findings] == ["head-behind"]

    @pytest.mark.django_db(transaction=True)
    def test_half_a_line_is_a_crash_and_the_next_line_stands_by_itself(self, own_head: Path) -> None:
        deed(1)
        with own_head.open("a") as head:
            head.write('{"number": 2, "dig')
        assert [finding.rule for finding in audit_events.verified().findings] == ["head-half-line"]
        deed(2)
        assert json.loads(own_head.read_text().splitlines()[-1])["number"] == 2

    @pytest.mark.django_db(transaction=True)
    def test_the_head_stays_small(self, own_head: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(audit_head, "MOST_BYTES", 3000)
        for number in range(40):
            deed(number)
        assert own_head.stat().st_size < 4000
        assert audit_events.verified().findings == ()

    @pytest.mark.django_db(transaction=True)
    def test_only_the_owner_reads_key_and_head(self, own_head: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LEVELGROUND_AUDIT_KEY", str(tmp_path / "sub" / "key"))
        deed()
        assert (tmp_path / "sub" / "key").stat().st_mode & 0o777 == 0o600
        assert own_head.stat().st_mode & 0o777 == 0o600
        assert audit_key() == audit_key()


class TestCommand:
    @pytest.mark.django_db(transaction=True)
    def test_a_clean_trail_ends_with_0(self, capsys: pytest.CaptureFixture[str]) -> None:
        deed(1), deed(2)
        call_command("verify_audit")
        assert "2 events, 1 to 2" in capsys.readouterr().out

    @pytest.mark.django_db(transaction=True)
    def test_a_tampered_one_ends_with_60_and_says_what(self, capsys: pytest.CaptureFixture[str]) -> None:
        deed(1), deed(2)
        AuditEvent.objects.filter(number=1).update(action="people.other")
        with pytest.raises(SystemExit) as ended:
            call_command("verify_audit")
        assert ended.value.code == 60
        assert "event 1 is not what was written" in capsys.readouterr().out
