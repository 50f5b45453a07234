"""Messages that a trial keeps in files: those to one person can be taken out, and old ones go; those to others stay."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from levelground.web import notifications
from levelground.web.notifications import Message, MessageWay, Recipient, outbox

MESSAGE = Message("There is an answer", ["Dear Zzyzx, the narwhal corridor is open."])
OTHERS = (
    Recipient(MessageWay.EMAIL, "not.zzyzx@people.example", "Zzyzx"),
    Recipient(MessageWay.TEXT, "07700900999", "Zzyzx"),
    Recipient(MessageWay.LETTER, "2 Quokka Row\nLeeds", "Zzyzx"),
)


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Any:
    folder = tmp_path / "outbox"
    file = {"kind": "file", "folder": str(folder)}
    backend = "django.core.mail.backends.filebased.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend, EMAIL_FILE_PATH=str(folder), MESSAGE_WAYS={"text": file, "letter": file}):
        for to in OTHERS:
            assert notifications.deliver(to, MESSAGE)
        yield folder


@pytest.mark.parametrize(
    ("to", "as_kept"),
    [
        (Recipient(MessageWay.EMAIL, "Zzyzx@people.example"), "zzyzx@PEOPLE.example"),
        (Recipient(MessageWay.TEXT, "07700900123"), "+44 7700 900 123"),
        (Recipient(MessageWay.LETTER, "1 Quokka Row\nLeeds", "Zzyzx"), "1 Quokka Row\r\nLeeds"),
        (Recipient(MessageWay.LETTER, "1 Quokka Row\nLeeds"), "1 Quokka Row\nLeeds"),
    ],
)
def test_what_was_for_one_person_goes_and_what_was_for_others_stays(files: Path, to: Recipient, as_kept: str) -> None:
    assert notifications.deliver(to, MESSAGE)
    assert len(list(files.iterdir())) == 4
    assert outbox.forget(as_kept, "", "someone@else.example") == 1
    kept = "\n".join(path.read_text() for path in files.iterdir())
    assert len(list(files.iterdir())) == 3
    assert all(other.address in kept for other in OTHERS)


def test_in_a_file_with_several_the_others_stay(files: Path) -> None:
    between = "-" * 79 + "\n"
    several = files / "20260101-1.log"
    several.write_text("".join(f"Subject: x\nTo: {name}@people.example\n\nWords of {name}.\n{between}" for name in ("ama", "zzyzx", "bo")))
    assert outbox.forget("zzyzx@people.example") == 1
    assert "zzyzx" not in several.read_text() and several.read_text().count(between) == 2


def test_nothing_given_takes_nothing_out() -> None:
    assert outbox.forget() == outbox.forget("", " ") == 0


def test_old_ones_go_on_their_day(files: Path) -> None:
    old = sorted(files.iterdir())[0]
    then = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    os.utime(old, (then.timestamp(), then.timestamp()))
    assert outbox.forget_until(datetime.date(2026, 2, 28)) == 0
    assert outbox.forget_until(datetime.date(2026, 3, 1)) == 1
    assert not old.exists() and len(list(files.iterdir())) == 2


def test_where_nothing_is_kept_in_files_nothing_is_looked_for() -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend", MESSAGE_WAYS={"text": None, "letter": None}):
        assert outbox.forget("not.zzyzx@people.example") == 0
