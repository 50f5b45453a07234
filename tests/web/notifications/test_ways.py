"""Text messages and letters beside email: each way for a trial, through GOV.UK Notify's own client, and with nothing set."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import override_settings
from tests.builders.notify import KEY, SERVICE, FakeNotify, fake_notify

from levelground.web import notifications
from levelground.web.notifications import Message, MessageLink, MessageWay, Recipient, govuk_notify, twins
from levelground.web.site import mail as mail_settings

MESSAGE = Message("There is an answer", ["First paragraph.", "Second paragraph."], [MessageLink("Your page", "/concern/abc/")])
PHONE = Recipient(MessageWay.TEXT, "07700900123", "Ngozi")
HOME = Recipient(MessageWay.LETTER, "1 High Street\nLeeds\nLS1 1AA", "Ngozi Example")
EMAIL = Recipient(MessageWay.EMAIL, "ngozi@people.example", "Ngozi")
ALL = pytest.mark.parametrize("to", [EMAIL, PHONE, HOME], ids=["email", "text", "letter"])


def ways(**environment: str) -> Any:
    """Settings made of what an environment says, as when the site starts."""
    email = mail_settings.settings(environment.get("LEVELGROUND_EMAIL_URL", ""), environment, outbox="/nowhere")
    return override_settings(**(email | mail_settings.other_ways(environment, "/nowhere")))


def through_notify(fake: FakeNotify, key: str = KEY) -> Any:
    return ways(
        LEVELGROUND_EMAIL_URL="notify:",
        LEVELGROUND_TEXT_URL="notify:",
        LEVELGROUND_LETTER_URL="notify:",
        LEVELGROUND_NOTIFY_KEY=key,
        LEVELGROUND_NOTIFY_TEMPLATE="t-email",
        LEVELGROUND_NOTIFY_TEXT_TEMPLATE="t-text",
        LEVELGROUND_NOTIFY_LETTER_TEMPLATE="t-letter",
        LEVELGROUND_NOTIFY_URL=fake.address,
    )


@pytest.fixture
def notify() -> Iterator[FakeNotify]:
    with fake_notify() as fake:
        yield fake


class TestForATrial:
    def test_a_file_for_each_that_nobody_else_reads(self, tmp_path: Path) -> None:
        with ways(LEVELGROUND_TEXT_URL=f"file://{tmp_path}/out", LEVELGROUND_LETTER_URL=f"file://{tmp_path}/out"):
            assert notifications.deliver(PHONE, MESSAGE) and notifications.deliver(HOME, MESSAGE)
        kept = {path.name.split("-")[2]: path for path in (tmp_path / "out").iterdir()}
        assert kept["text"].read_text() == "To: 07700900123\n\nThere is an answer\nhttp://127.0.0.1:8000/concern/abc/"
        assert kept["letter"].read_text().startswith("Ngozi Example\n1 High Street\nLeeds\nLS1 1AA\n\nThere is an answer\n\nFirst")
        assert {stat.S_IMODE(path.stat().st_mode) for path in kept.values()} == {0o600}

    def test_the_outbox_in_the_home_of_the_site(self) -> None:
        made = mail_settings.other_ways({"LEVELGROUND_TEXT_URL": "file:"}, "/srv/outbox")
        assert made["MESSAGE_WAYS"] == {"text": {"kind": "file", "folder": "/srv/outbox"}}
        assert mail_settings.settings("file:", {}, "/srv/outbox")["EMAIL_FILE_PATH"] == "/srv/outbox"

    def test_the_console(self, capsys: pytest.CaptureFixture[str]) -> None:
        with ways(LEVELGROUND_TEXT_URL="console:"):
            assert notifications.deliver(PHONE, MESSAGE)
        assert "07700900123" in capsys.readouterr().out

    def test_a_folder_that_cannot_be_written_takes_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with ways(LEVELGROUND_LETTER_URL=f"file://{tmp_path}/file"):
            assert notifications.deliver(HOME, MESSAGE) is False


class TestWithNothingSet:
    def test_texts_and_letters_are_not_taken_so_that_a_person_tells_them(self) -> None:
        with ways():
            assert [notifications.takes(way) for way in MessageWay] == [True, False, False]
            assert not notifications.deliver(PHONE, MESSAGE) and not notifications.deliver(HOME, MESSAGE)

    def test_email_goes_as_before(self) -> None:
        assert notifications.deliver(EMAIL, MESSAGE)
        assert mail.outbox[0].to == [EMAIL.address]


class TestTheSettings:
    @pytest.mark.parametrize("address", ["http://host", "file://", "smtp://host", "notify:"])
    @pytest.mark.parametrize("name", ["LEVELGROUND_TEXT_URL", "LEVELGROUND_LETTER_URL"])
    def test_an_address_of_no_kind_is_refused_with_the_kinds(self, name: str, address: str) -> None:
        with pytest.raises(ValueError, match=f"{name} must be one of console:"):
            mail_settings.other_ways({name: address}, "")

    def test_notify_needs_a_template_of_each_way(self) -> None:
        with pytest.raises(ValueError, match="LEVELGROUND_NOTIFY_TEXT_TEMPLATE"):
            mail_settings.other_ways({"LEVELGROUND_TEXT_URL": "notify:", "LEVELGROUND_NOTIFY_KEY": KEY}, "")


class TestGovukNotify:
    @ALL
    def test_takes_what_is_signed_with_the_services_key(self, notify: FakeNotify, to: Recipient) -> None:
        with through_notify(notify):
            assert notifications.deliver(to, MESSAGE)
        [(kind, body)] = notify.taken
        said = body["personalisation"]
        if to is EMAIL:
            assert (kind, body["email_address"], said["body"]) == ("email", to.address, twins.plain_text(MESSAGE))
        elif to is PHONE:
            assert (kind, body["phone_number"], body["template_id"]) == ("sms", to.address, "t-text")
            assert said == {"body": "There is an answer\nhttp://127.0.0.1:8000/concern/abc/"}
        else:
            assert (kind, body["template_id"], said["address_line_1"], said["address_line_4"]) == (
                "letter",
                "t-letter",
                "Ngozi Example",
                "LS1 1AA",
            )
            assert said["subject"] == MESSAGE.subject and "http://127.0.0.1:8000/concern/abc/" in said["body"]

    @ALL
    @pytest.mark.parametrize("answer", [400, 403, 429, 500, 503])
    def test_that_refuses_is_told_once_and_loses_nothing(
        self, notify: FakeNotify, to: Recipient, answer: int, caplog: pytest.LogCaptureFixture
    ) -> None:
        logging.getLogger("levelground").propagate = True
        notify.answer = answer
        with through_notify(notify):
            assert notifications.deliver(to, MESSAGE) is False
        assert notify.asked == 1 and "NotifyRefused" in caplog.text
        ours = " ".join(record.getMessage() for record in caplog.records if record.name.startswith("levelground"))
        assert to.address not in ours and "answer" not in ours

    @ALL
    def test_that_keeps_silent_is_not_waited_for(self, notify: FakeNotify, to: Recipient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(govuk_notify, "PATIENCE", 0.05)
        notify.silent = 0.3
        with through_notify(notify):
            assert notifications.deliver(to, MESSAGE) is False

    @ALL
    def test_of_another_key_is_refused(self, notify: FakeNotify, to: Recipient) -> None:
        with through_notify(notify, f"levelground-{SERVICE}-{SERVICE}"):
            assert notifications.deliver(to, MESSAGE) is False
        assert notify.taken == []

    def test_that_is_down(self, notify: FakeNotify) -> None:
        notify.address = "http://127.0.0.1:9"
        with through_notify(notify):
            assert notifications.deliver(PHONE, MESSAGE) is False

    def test_gets_no_letter_without_an_address_to_print(self, notify: FakeNotify) -> None:
        with through_notify(notify):
            assert notifications.deliver(HOME._replace(address="Leeds"), MESSAGE) is False
            assert notifications.deliver(HOME._replace(address="1 High Street, Leeds, LS1 1AA"), MESSAGE)
        assert notify.taken[0][1]["personalisation"]["address_line_4"] == "LS1 1AA"

    def test_what_its_client_says_of_people_goes_to_no_log(self) -> None:
        from django.conf import settings

        assert settings.LOGGING["loggers"]["notifications_python_client"]["handlers"] == ["nowhere"]


def test_a_text_is_short_whatever_the_message() -> None:
    long = Message("Subject", ["word " * 400])
    assert len(twins.text_message(long)) <= twins.LONGEST_TEXT and twins.text_message(long).endswith("…")
