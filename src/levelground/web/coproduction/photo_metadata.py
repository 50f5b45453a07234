"""Takes out of a photo what it says beside the picture: the place, the phone, the time, words, a small picture of the whole.

Only parts that are known to make the picture are kept, all else goes: so nothing that some phone invents stays by mistake. The one
thing that is written anew is which way up the picture is. PDF files are left as they are.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"})
WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
WEBP_SAYS_METADATA = 0b0010_1100
"""The bits of a WEBP head that say: a profile of colours, Exif, XMP."""
SOI, EOI, SOS, TEM, APP0, APP1, APP14, APP15, COM = 0xD8, 0xD9, 0xDA, 0x01, 0xE0, 0xE1, 0xEE, 0xEF, 0xFE
RESTARTS = range(0xD0, 0xD8)
ORIENTATION, SHORT = 0x0112, 3
UPRIGHT, LAST_WAY = 1, 8


def without_metadata(content: bytes, kind: str) -> bytes:
    """A photo of a kind (`jpg`, `png`, `webp`) with nothing in it but the picture; anything else as it came."""
    strip = {"jpg": _jpeg, "png": _png, "webp": _webp}.get(kind)
    return strip(content) if strip else content


def _jpeg(content: bytes) -> bytes:
    """What follows the end of the picture goes too: there phones put a second picture, or a film, with a place of its own."""
    kept, way_up = [], UPRIGHT
    for marker, part in _segments(content):
        if marker == APP1:
            way_up = _way_up(part) or way_up
        elif _makes_the_picture(marker, part):
            kept.append(part)
    return b"\xff\xd8" + (_orientation(way_up) if way_up != UPRIGHT else b"") + b"".join(kept)


def _makes_the_picture(marker: int, part: bytes) -> bool:
    """Of the parts that programs fill in, only the size of a dot (without its small picture) and how colours are mixed."""
    if marker == APP0:
        return part[4:9] == b"JFIF\0" and part[16:18] == b"\0\0"
    return marker == APP14 or not (APP0 <= marker <= APP15 or marker == COM)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each part of a JPEG with its marker; after a scan's head its data. It ends with the picture, or where it breaks."""
    at = 2
    while (at := content.find(b"\xff", at)) != -1 and at + 1 < len(content):
        marker = content[at + 1]
        if marker in (0x00, 0xFF, SOI, TEM) or marker in RESTARTS:
            at += 1
            continue
        if marker == EOI:
            yield EOI, content[at : at + 2]
            return
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if not at + 4 <= end <= len(content):
            return
        if marker == SOS:
            end = _end_of_scan(content, end)
        yield marker, content[at:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the data of a scan end: at the next marker that is neither a stuffed byte nor a restart."""
    while (at := content.find(b"\xff", at)) != -1 and at + 1 < len(content):
        if content[at + 1] not in (0x00, 0xFF) and content[at + 1] not in RESTARTS:
            return at
        at += 1 if content[at + 1] == 0xFF else 2
    return len(content)


def _way_up(part: bytes) -> int:
    """Which way up an Exif part says that the picture is; 0 where it says nothing."""
    tiff = part[10:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if part[4:10] != b"Exif\0\0" or order is None:
        return 0
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (many,) = struct.unpack_from(f"{order}H", tiff, first)
        for entry in range(many):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * entry)
            if tag == ORIENTATION and kind == SHORT and UPRIGHT <= value <= LAST_WAY:
                return int(value)
    except struct.error:
        return 0
    return 0


def _orientation(way_up: int) -> bytes:
    """An Exif part that says which way up the picture is, and nothing else."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, SHORT, 1, way_up, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> bytes:
    kept, at = [PNG_BEGINS], len(PNG_BEGINS)
    while at + 12 <= len(content):
        name, end = content[at + 4 : at + 8], at + 12 + int.from_bytes(content[at : at + 4])
        if end > len(content):
            break
        if name in PNG_KEPT:
            kept.append(content[at:end])
        at = end
        if name == b"IEND":
            break
    return b"".join(kept)


def _webp(content: bytes) -> bytes:
    kept, at = [], 12
    end_of_file = min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    while at + 8 <= end_of_file:
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        body = content[at + 8 : at + 8 + size]
        if len(body) < size:
            break
        if name == b"VP8X" and body:
            body = bytes([body[0] & ~WEBP_SAYS_METADATA]) + body[1:]
        if name in WEBP_KEPT:
            kept.append(name + struct.pack("<I", size) + body + b"\0" * (size % 2))
        at += 8 + size + size % 2
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
