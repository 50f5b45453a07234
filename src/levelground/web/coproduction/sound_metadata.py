"""Takes out of a voice note what it says beside the sound: the place, the phone, the time, a title, a name, a picture.

Whoever reads an answer without a name hears its voice note, and some phones call a recording by the street where it was made. The
sound itself stays as it is. AMR holds no such words; OGG and WEBM, as browsers and messengers record them, name a program only: these
are kept as they came, and so is what cannot be taken apart.
"""

from __future__ import annotations

from collections.abc import Iterator

ID3_HEAD, ID3_HAS_FOOT = 10, 0x10
TAIL_SIZE = 128
"""Of words about a song at the end of an MP3 file, as they were written before ID3."""
BOXES_OF_BOXES = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf"})
BOXES_OF_WORDS = frozenset({b"udta", b"meta", b"uuid", b"cprt"})
BOXES_OF_TIMES = frozenset({b"mvhd", b"tkhd", b"mdhd"})
DEEPEST = 8
PARTS_OF_WAV = frozenset({b"fmt ", b"data", b"fact"})
FLAC_LAST, FLAC_PADDING = 0x80, 1
FLAC_KEPT = frozenset({0, FLAC_PADDING, 3})
"""What the sound is, nothing at all, and where in the file a second of it begins."""


def without_metadata(content: bytes, kind: str) -> bytes:
    """A sound of a kind (an ending of `voice_notes.TYPES`) with nothing beside the sound."""
    strip = {"mp3": _mp3, "aac": _mp3, "m4a": _m4a, "wav": _wav, "flac": _flac}.get(kind)
    return strip(content) if strip else content


def _mp3(content: bytes) -> bytes:
    at = 0
    while content.startswith(b"ID3", at) and max(content[at + 6 : at + ID3_HEAD], default=128) < 128:
        size = sum(byte << shift for byte, shift in zip(content[at + 6 : at + ID3_HEAD], (21, 14, 7, 0), strict=False))
        end = at + ID3_HEAD + size + (ID3_HEAD if content[at + 5] & ID3_HAS_FOOT else 0)
        if end >= len(content):
            break
        at = end
    until = len(content) - TAIL_SIZE
    return content[at : until if until > at and content.startswith(b"TAG", until) else None]


def _m4a(content: bytes) -> bytes:
    """Each box keeps its place, for others say where the sound begins: one of words becomes a free one, times become 0."""
    made = bytearray(content)
    for name, head, start, end in _boxes(content, 0, len(content)):
        if name in BOXES_OF_WORDS:
            made[head + 4 : head + 8], made[start:end] = b"free", bytes(end - start)
        elif name in BOXES_OF_TIMES and start < end:
            times = slice(start + 4, min(start + (20 if content[start] == 1 else 12), end))
            made[times] = bytes(len(made[times]))
    return bytes(made)


def _boxes(content: bytes, at: int, until: int, depth: int = 0) -> Iterator[tuple[bytes, int, int, int]]:
    """Name, where it begins, where what is in it begins and ends: of every box, and of those in boxes of boxes."""
    while at + 8 <= until:
        size, name, start = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8], at + 8
        if size == 1:
            size, start = int.from_bytes(content[at + 8 : at + 16]), at + 16
        end = until if size == 0 else at + size
        if not start <= end <= until:
            return
        yield name, at, start, end
        if name in BOXES_OF_BOXES and depth < DEEPEST:
            yield from _boxes(content, start, end, depth + 1)
        at = end


def _wav(content: bytes) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(content):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        body = content[at + 8 : at + 8 + size]  # less than it says where the phone stopped in the middle
        if name in PARTS_OF_WAV:
            kept.append(name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2))
        at += 8 + size + size % 2
    body = b"WAVE" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body if kept else content


def _flac(content: bytes) -> bytes:
    made, at = bytearray(content), 4
    while at + 4 <= len(content):
        kind, start = content[at] & ~FLAC_LAST, at + 4
        end = start + int.from_bytes(content[at + 1 : at + 4])
        if end > len(content):
            return bytes(made)
        if kind not in FLAC_KEPT:
            made[at], made[start:end] = content[at] & FLAC_LAST | FLAC_PADDING, bytes(end - start)
        if content[at] & FLAC_LAST:
            return bytes(made)
        at = end
    return bytes(made)
