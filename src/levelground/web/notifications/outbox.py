"""What the ways for a trial leave behind: messages in files. What was for somebody who is taken out of the site goes with them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

_BETWEEN = "-" * 79 + "\n"
"""Stands after each message in a file of Django's, which may hold several."""
_PHONE_FIGURES = 9
"""The last figures of a phone number: with or without the code of the country it is the same phone."""


def forget(*addresses: str) -> int:
    """Delete every message to one of these email addresses, phone numbers or postal addresses; how many they were."""
    wanted = {_plain(each) for each in addresses} - {""}
    return sum(_without(path, wanted) for path in _files()) if wanted else 0


def forget_until(day: datetime.date) -> int:
    """Delete every file that was last written on this day or before; how many they were."""
    old = [path for path in _files() if datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC).date() <= day]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _files() -> Iterator[Path]:
    ways = [how for how in settings.MESSAGE_WAYS.values() if how and how["kind"] == "file"]
    folders = {str(how["folder"]) for how in ways}
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        folders.add(str(getattr(settings, "EMAIL_FILE_PATH", "")))
    for folder in sorted(folders):
        yield from sorted(path for end in ("*.log", "*.txt") for path in Path(folder).glob(end))


def _without(path: Path, wanted: set[str]) -> int:
    """Take out of one file what was for these; a file that holds nothing more goes."""
    messages = [each for each in path.read_bytes().decode("utf-8", "replace").split(_BETWEEN) if each.strip()]
    others = [each for each in messages if not _sent_to(each) & wanted]
    if not others:
        path.unlink(missing_ok=True)
    elif len(others) < len(messages):
        path.write_text("".join(each + _BETWEEN for each in others), encoding="utf-8")
    return len(messages) - len(others)


def _sent_to(message: str) -> set[str]:
    """Whom a message is to, as its head says it: `To:` with one address, or the lines of a letter with the name first or without."""
    lines = message.replace("\r\n", "\n").partition("\n\n")[0].split("\n")
    to = [line.partition(":")[2] for line in lines if line.casefold().startswith("to:")]
    if to:
        return {_plain(each) for line in to for each in (line, *re.split(r"[\s,<>]+", line))}
    return {_plain("".join(lines)), _plain("".join(lines[1:]))}


def _plain(address: str) -> str:
    """An address without its spaces and signs; of a number, its last figures."""
    plain = "".join(sign for sign in address.casefold() if sign.isalnum())
    return plain[-_PHONE_FIGURES:] if plain.isdecimal() else plain
