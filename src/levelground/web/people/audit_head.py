"""The head of the audit trail outside the database: a line for the last event of each transaction, so that a cut tail is noticed.

The file is LEVELGROUND_AUDIT_HEAD, or `audit_head.jsonl` in LEVELGROUND_HOME. A line is written through to the disk after the
transaction is; a crash between the two leaves an event without a line, which `verify` notes and the next event's line makes good.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

MOST_BYTES = 1024 * 1024
"""When the file is larger, its older half goes: the last line vouches for everything before it."""


@dataclass(frozen=True)
class HeadLine:
    """What was said of the trail outside the database: the event with this number had this digest."""

    number: int
    digest: str
    at: str
    signature: str


def head_file() -> Path:
    """Where the head is."""
    return Path(os.environ.get("LEVELGROUND_AUDIT_HEAD") or settings.HOME / "audit_head.jsonl")


def append(line: HeadLine, path: Path | None = None) -> None:
    """Add a line, unless one for a later event is there already (another process was first)."""
    path = path or head_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(path):
        written = path.read_bytes() if path.exists() else b""
        if _last_number(written) >= line.number:
            return
        if len(written) > MOST_BYTES:
            written = written[written.index(b"\n", len(written) // 2) + 1 :]
            _replace(path, written)
        whole = b"" if not written or written.endswith(b"\n") else b"\n"  # a crash in the middle of a line
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
            file.write(whole + json.dumps(asdict(line)).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def read(path: Path | None = None) -> tuple[str, ...]:
    """The lines as they stand; none where there is no file."""
    path = path or head_file()
    return tuple(path.read_text(encoding="utf-8", errors="replace").splitlines()) if path.exists() else ()


def parsed(text: str) -> HeadLine | None:
    """One line read; None where it is none."""
    try:
        held: Any = json.loads(text)
        line = HeadLine(**held)
    except (ValueError, TypeError, RecursionError):
        return None
    right = type(line.number) is int and all(isinstance(part, str) for part in (line.digest, line.at, line.signature))
    return line if right else None


def _last_number(written: bytes) -> int:
    for text in reversed(written[-4096:].splitlines()):
        line = parsed(text.decode("utf-8", "replace"))
        if line is not None:
            return line.number
    return 0


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time, by a lock on a file beside the head."""
    with os.fdopen(os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600), "r+b") as lock:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
