"""Receipts: pictures and PDF files in the site's own folder, under names that say nothing. What is in a file decides what it is."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from django.conf import settings
from django.http import Http404

from levelground.web.coproduction.payment_refusals import PaymentRefused
from levelground.web.coproduction.photo_metadata import without_metadata

MOST_BYTES = 5 * 1_048_576
MEDIA_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}
"""What a receipt may be, by the end of its name."""
_NAME = re.compile(r"[0-9a-f]{32}\.(?:" + "|".join(MEDIA_TYPES) + ")")
_BEGINS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}


def kind_of(content: bytes) -> str:
    """What the bytes are: a key of `MEDIA_TYPES`; empty for anything else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return next((kind for kind, begins in _BEGINS.items() if content.startswith(begins)), "")


def refuse_unless_receipt(content: bytes, size: int | None = None) -> str:
    """What it is; `PaymentRefused` where it is too large or no picture and no PDF file."""
    if (size or len(content)) > MOST_BYTES:
        raise PaymentRefused("This file is too large. A receipt can have 5 MB. Take a smaller picture of it.", "receipt")
    kind = kind_of(content)
    if not kind:
        raise PaymentRefused("This file is no picture and no PDF file. Send a photo of the receipt: JPG, PNG, WEBP or PDF.", "receipt")
    return kind


def keep(content: bytes) -> str:
    """Write it into the folder, a photo without the place and the phone that it names; the name that it has there."""
    kind = refuse_unless_receipt(content)
    name = f"{secrets.token_hex(16)}.{kind}"
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    path.touch(mode=0o600)
    path.write_bytes(without_metadata(content, kind))
    return name


def read(name: str) -> tuple[bytes, str]:
    """Its bytes and its media type; `Http404` where there is none (any more)."""
    if not _NAME.fullmatch(name) or not (path := _folder() / name).is_file():
        raise Http404("no such receipt")
    return path.read_bytes(), MEDIA_TYPES[name.partition(".")[2]]


def remove(name: str) -> None:
    """Take it out of the folder, where it is there."""
    if _NAME.fullmatch(name):
        (_folder() / name).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.HOME) / "receipts"
