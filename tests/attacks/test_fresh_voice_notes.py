"""Attacks on reading without names: what a phone writes beside the sound names the person, their street and their phone."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.patience import lines_run

from levelground.web.coproduction import voice_notes
from levelground.web.coproduction.sound_metadata import without_metadata

WHO = b"Ngozi Canary, 7 Quokka Row"
SOUND = bytes(range(64, 128)) * 5


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + name + body


def chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def mp3() -> bytes:
    frame = b"TIT2" + struct.pack(">I", len(WHO) + 1) + b"\0\0\0" + WHO
    head = b"ID3\x03\0\0" + bytes([0, 0, len(frame) >> 7, len(frame) & 127])
    return head + frame + b"\xff\xfb\x90\x00" + SOUND + b"TAG" + WHO.ljust(125, b"\0")


def m4a() -> bytes:
    times = struct.pack(">II", 3_900_000_000, 3_900_000_001)
    track = box(b"trak", box(b"tkhd", b"\0\0\0\x01" + times + bytes(60)) + box(b"udta", box(b"titl", WHO)))
    about = box(b"udta", box(b"\xa9xyz", b"\0\0\x15\xc7+51.5007-000.1246/" + WHO) + box(b"meta", WHO))
    moov = box(b"moov", box(b"mvhd", b"\0\0\0\0" + times + bytes(80)) + track + about)
    return box(b"ftyp", b"M4A \0\0\0\0") + moov + box(b"uuid", WHO) + box(b"mdat", SOUND)


def wav() -> bytes:
    parts = chunk(b"fmt ", bytes(16)) + chunk(b"LIST", b"INFOINAM" + WHO) + chunk(b"bext", WHO) + chunk(b"data", SOUND)
    return b"RIFF" + struct.pack("<I", 4 + len(parts)) + b"WAVE" + parts


def flac() -> bytes:
    def block(kind: int, body: bytes) -> bytes:
        return bytes([kind]) + len(body).to_bytes(3) + body

    return b"fLaC" + block(0, bytes(34)) + block(4, WHO) + block(0x80 | 6, WHO) + b"\xff\xf8" + SOUND


@pytest.mark.parametrize("made", [mp3, m4a, wav, flac])
def test_a_voice_note_keeps_its_sound_and_says_nothing_else(
    made: Callable[[], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    name = voice_notes.keep(made())
    kept = voice_notes.read(name)
    assert kept is not None and SOUND in kept
    assert not [canary for canary in (b"Canary", b"Quokka", b"51.5007", struct.pack(">I", 3_900_000_000)) if canary in kept]
    assert voice_notes.kind_of(kept) == made.__name__, "players know it again"


def test_nothing_in_a_recording_of_a_phone_moves() -> None:
    kept = without_metadata(m4a(), "m4a")
    assert len(kept) == len(m4a()) and kept.index(SOUND) == m4a().index(SOUND)


def test_a_recording_that_broke_off_keeps_what_there_is() -> None:
    whole = wav()
    kept = without_metadata(whole[:-50], "wav")
    assert kept.endswith(SOUND[:-50]) and b"Canary" not in kept


@given(st.binary(max_size=300), st.sampled_from([*voice_notes.TYPES]), st.sampled_from([mp3, m4a, wav, flac]), st.integers(0, 400))
def test_no_bytes_break_it_or_grow_in_it(noise: bytes, kind: str, made: Callable[[], bytes], at: int) -> None:
    for content in (noise, made()[:at] + noise, made()[:at] + noise + made()[at:]):
        kept = without_metadata(content, kind)
        assert len(kept) <= len(content) + 1
        assert without_metadata(kept, kind) == kept


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("m4a", b"".join(struct.pack(">I", 8 * (100_000 - number)) + b"moov" for number in range(100_000))),
        ("m4a", box(b"free", b"") * 100_000),
        ("mp3", b"ID3\x03\0\0\0\0\0\0" * 100_000),
        ("wav", b"RIFF\0\0\0\0WAVE" + chunk(b"LIST", b"") * 100_000),
        ("flac", b"fLaC" + b"\4\0\0\0" * 100_000),
    ],
    ids=["boxes in boxes", "many boxes", "many heads", "many parts", "many blocks"],
)
def test_a_file_that_is_made_to_be_slow_or_deep_is_neither(kind: str, content: bytes) -> None:
    lines = [lines_run(lambda part=part: without_metadata(content[:part], kind)) for part in (len(content) // 4, len(content))]
    assert lines[1] < 6 * max(lines[0], 100)
