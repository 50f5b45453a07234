"""Voice notes: what somebody says instead of writing it, in the site's own folder under a name that says nothing.

A file is what its first bytes say, never what its name says. It is kept without what phones write beside the sound, and deleted with
what it belongs to.
"""

from __future__ import annotations

import datetime
import os
import re
import secrets
import time
from pathlib import Path

from django.conf import settings

from levelground.web.coproduction.sound_metadata import without_metadata

MOST_BYTES = 8 * 1_048_576
"""About eight minutes of what phones record."""
TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "webm": "audio/webm",
    "wav": "audio/wav",
    "amr": "audio/amr",
    "aac": "audio/aac",
    "flac": "audio/flac",
}
"""What phones and computers record, by the ending under which we keep it."""
_NAME = re.compile(rf"[0-9a-f]{{32}}\.(?:{'|'.join(TYPES)})")


def kind_of(data: bytes) -> str:
    """The ending for a sound by its own first bytes; empty where it is no sound that we know."""
    for ending, marks in (
        ("mp3", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
        ("aac", (b"\xff\xf1", b"\xff\xf9")),
        ("ogg", (b"OggS",)),
        ("webm", (b"\x1a\x45\xdf\xa3",)),
        ("amr", (b"#!AMR",)),
        ("flac", (b"fLaC",)),
    ):
        if data.startswith(marks):
            return ending
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return "wav"
    return "m4a" if data[4:8] == b"ftyp" else ""


def keep(data: bytes) -> str:
    """Write a sound to the folder; its name.

    Raises
    ------
    ValueError
        It is no sound, or it is too large: forms say so first.
    """
    kind = kind_of(data)
    if not kind or len(data) > MOST_BYTES:
        raise ValueError("not a voice note")
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{secrets.token_hex(16)}.{kind}"
    with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(without_metadata(data, kind))
    return name


def read(name: str) -> bytes | None:
    """What was kept under this name; None where nothing is."""
    path = _path(name)
    return path.read_bytes() if path is not None and path.is_file() else None


def type_of(name: str) -> str:
    """What a browser is told that it is."""
    return TYPES.get(name.rpartition(".")[2], "application/octet-stream")


def delete(name: str) -> None:
    """Take it away: first its bytes, then its name. Nothing happens where there is none."""
    path = _path(name)
    if path is None or not path.is_file():
        return
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink(missing_ok=True)


def names(older_than: datetime.timedelta = datetime.timedelta()) -> set[str]:
    """All that are kept, for a purge that looks for those that belong to nothing any more; of a while ago or more."""
    before = time.time() - older_than.total_seconds()
    return {path.name for path in _folder().glob("*") if path.stat().st_mtime <= before} if _folder().is_dir() else set()


def _folder() -> Path:
    return Path(settings.HOME) / "voice_notes"


def _path(name: str) -> Path | None:
    return _folder() / name if _NAME.fullmatch(name) else None
