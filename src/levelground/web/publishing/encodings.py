"""Which encoding a file has that is not UTF-8, and its text all the same, so that a person can go on with it."""

from __future__ import annotations

_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_GO_ON = "We have turned its text into UTF-8 below. Look at it, then send it again."


def encoding_of(data: bytes) -> str:
    """`utf-8`, `utf-16-le`, `utf-16-be` or `cp1252` (Windows, and Latin-1 as most people have it)."""
    if data[:2] in _UTF_16:
        return _UTF_16[data[:2]]
    first = data[:4000]
    for begin, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if first[begin::2].count(0) > len(first) / 4:
            return name
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def as_text(data: bytes) -> str:
    """The text, as well as can be read; without what marks the byte order."""
    return data.decode(encoding_of(data), "replace").removeprefix("\ufeff").replace("\x00", "")


def not_utf_8(data: bytes) -> str:
    """What to tell the person whose file is in another encoding; empty for UTF-8."""
    found = encoding_of(data)
    if found == "utf-8":
        return ""
    if found == "cp1252":
        return f"The file must be UTF-8 text. It looks like Latin-1 (also called ANSI or Windows) text. {_GO_ON}"
    return f"The file must be UTF-8 text. It is UTF-16 text. {_GO_ON}"
