"""A photo of a receipt says where somebody lives and which phone they have: that is gone before it is kept."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.coproduction.payments import PNG

from levelground.web.coproduction import receipts
from levelground.web.coproduction.payment_refusals import PaymentRefused
from levelground.web.coproduction.photo_metadata import without_metadata

PLACE, PHONE = b"CANARY-53.4808N-2.2426W", b"CANARY-PHONE-9"


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif(way_up: int = 1, order: str = ">") -> bytes:
    """What a phone writes: its name, which way up, and the place."""
    entries = [(0x0110, 2, len(PHONE), 8 + 2 + 36 + 4), (0x0112, 3, 1, way_up), (0x8825, 4, 1, 8 + 2 + 36 + 4 + len(PHONE))]
    mark = b"MM\0*" if order == ">" else b"II*\0"
    head = mark + struct.pack(f"{order}IH", 8, len(entries))
    for tag, kind, many, value in entries:
        short = struct.pack(f"{order}HH", value, 0) if kind == 3 else struct.pack(f"{order}I", value)
        head += struct.pack(f"{order}HHI", tag, kind, many) + short
    return segment(0xE1, b"Exif\0\0" + head + bytes(4) + PHONE + PLACE)


JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
TABLES = segment(0xDB, bytes(65)) + segment(0xC2, b"\x08\0\1\0\1\1\1\x11\0") + segment(0xC4, bytes(19))
SCAN = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56"
ADOBE = segment(0xEE, b"Adobe\0d\0\0\0\0\1")
PICTURE = TABLES + SCAN + segment(0xC4, bytes(20)) + SCAN + b"\xff\xd9"
XMP = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + PLACE)
SMALL_PICTURE = segment(0xE0, b"JFXX\0\x10" + PLACE)
THUMBNAIL = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1" + PLACE[:3])
OTHERS = segment(0xE2, b"MPF\0" + PLACE) + segment(0xED, b"Photoshop 3.0\0" + PLACE) + segment(0xFE, PLACE) + segment(0xEB, PHONE)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(name + struct.pack("<I", len(said)) + said + b"\0" * (len(said) % 2) for name, said in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return tmp_path / "receipts"


class TestAPhotoThatIsKept:
    def test_of_a_phone_names_neither_the_place_nor_the_phone(self, folder: Path) -> None:
        photo = b"\xff\xd8" + JFIF + exif() + XMP + SMALL_PICTURE + OTHERS + ADOBE + PICTURE + b"\xff\xd8" + exif() + PICTURE
        assert photo.count(b"CANARY") == 10
        name = receipts.keep(photo)
        assert (folder / name).read_bytes() == b"\xff\xd8" + JFIF + ADOBE + PICTURE
        assert receipts.read(name) == (b"\xff\xd8" + JFIF + ADOBE + PICTURE, "image/jpeg")

    @pytest.mark.parametrize("order", [">", "<"])
    @pytest.mark.parametrize("way_up", [3, 6, 8])
    def test_stays_the_right_way_up(self, way_up: int, order: str) -> None:
        kept = without_metadata(b"\xff\xd8" + exif(way_up, order) + PICTURE, "jpg")
        assert b"CANARY" not in kept and len(kept) == 2 + 36 + len(PICTURE)
        assert struct.unpack_from(">H", kept, 30) == (way_up,)
        assert without_metadata(kept, "jpg") == kept, "taken out twice is taken out once"

    def test_has_no_small_picture_of_itself(self) -> None:
        assert without_metadata(b"\xff\xd8" + THUMBNAIL + PICTURE, "jpg") == b"\xff\xd8" + PICTURE

    def test_as_png(self, folder: Path) -> None:
        extra = chunk(b"eXIf", PLACE) + chunk(b"tEXt", b"Comment\0" + PLACE) + chunk(b"iTXt", PHONE) + chunk(b"tIME", PHONE)
        after = PNG.index(b"IDAT") - 4
        photo = PNG[:after] + extra + PNG[after:] + PLACE
        assert (folder / receipts.keep(photo)).read_bytes() == PNG

    def test_as_webp(self, folder: Path) -> None:
        head = bytes([0b0011_1100]) + bytes(9)
        photo = riff((b"VP8X", head), (b"ICCP", PHONE), (b"VP8 ", b"odd"), (b"EXIF", PLACE), (b"XMP ", PLACE)) + PLACE
        assert (folder / receipts.keep(photo)).read_bytes() == riff((b"VP8X", bytes([0b0001_0000]) + bytes(9)), (b"VP8 ", b"odd"))

    @pytest.mark.parametrize("broken", [exif()[:30], b"\xff\xe1\0\0" + PLACE, b"\xff\xfe\xff\xff" + PLACE, PLACE])
    def test_that_is_broken_keeps_nothing_that_was_not_understood(self, broken: bytes) -> None:
        assert b"CANARY" not in without_metadata(b"\xff\xd8" + JFIF + broken, "jpg")


@given(st.binary(max_size=300), st.sampled_from(["jpg", "png", "webp"]))
def test_whatever_comes_is_taken_and_taken_again_it_is_the_same(content: bytes, kind: str) -> None:
    begins = {"jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n", "webp": b"RIFF\xff\0\0\0WEBP"}[kind]
    once = without_metadata(begins + content, kind)
    assert without_metadata(once, kind) == once


def test_a_pdf_file_stays_as_it_is(folder: Path) -> None:
    content = b"%PDF-1.7 /Author (somebody)"
    assert (folder / receipts.keep(content)).read_bytes() == content


def test_a_format_that_cannot_be_cleaned_is_refused_with_those_that_can() -> None:
    with pytest.raises(PaymentRefused, match="JPG, PNG, WEBP or PDF"):
        receipts.keep(b"\0\0\0\x18ftypheic\0\0\0\0" + PLACE)
