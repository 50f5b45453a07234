"""Bytes to text: at most 8 MiB, UTF-8, no control characters, no tab at the beginning of a line."""

from __future__ import annotations

import re

from levelground.documents.document import DocumentUnreadable
from levelground.errors import Finding, Place, Severity

MOST_BYTES = 8 * 1_048_576
"""8 MiB: twice what a change package of 5,000 elements takes, which is forty times the largest that we know of."""

_UNPRINTABLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
UNPRINTABLE = re.compile(f"[{_UNPRINTABLE}]")
"""Control characters, line separators that editors do not count as lines, byte order marks, halves of surrogate pairs."""

_TAB_AT_LINE_START = re.compile(r"^ *\t(?=[ \t]*[^ \t\r\n])", re.MULTILINE)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def decoded(data: bytes | str, name: str) -> str:
    """The text of a document, without a byte order mark at its beginning (which Windows editors write, and nobody sees).

    Raises
    ------
    DocumentUnreadable
        Rules `too-large`, `not-utf-8`, `control-character`, `tab`, `directive-refused`.
    """
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    if len(data) > MOST_BYTES:
        raise DocumentUnreadable(f"{name} is too large", [too_large(name, len(data))])
    data = data.removeprefix(BYTE_ORDER_MARK)
    text = _utf8(data, name)
    findings = [finding for finding in (_unprintable(text, name), _directive(text, name), *_tabs(text, name)) if finding]
    if findings:
        raise DocumentUnreadable(f"{name} cannot be read", findings)
    return text


def too_large(name: str, size: int) -> Finding:
    """The finding for a file that has more bytes than a document may have."""
    return Finding(
        Severity.ERROR,
        "too-large",
        f"the file has {size:,} bytes; a document may have at most {MOST_BYTES:,} (8 MiB).",
        Place(name),
        next_step="Give the document itself, not a data file; split it if it really is that long.",
    )


def line_and_column(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at `index`; lines end with LF, CR LF or CR."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _utf8(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        place = Place(name, *line_and_column(data[: error.start].decode("utf-8"), error.start))
        message = f"byte 0x{data[error.start]:02X} is not UTF-8 text."
        if data.startswith(_UTF_16):
            message = "the file is UTF-16 text; a document must be UTF-8."
        finding = Finding(
            Severity.ERROR,
            "not-utf-8",
            message,
            place,
            next_step="Save the file as UTF-8 (in most editors: Save as, Encoding, UTF-8), then look at that character again.",
        )
        raise DocumentUnreadable(f"{name} is not UTF-8 text", [finding]) from None


def _unprintable(text: str, name: str) -> Finding | None:
    match = UNPRINTABLE.search(text)
    if match is None:
        return None
    return unprintable(match.group(), Place(name, *line_and_column(text, match.start())))


def unprintable(character: str, place: Place) -> Finding:
    """The finding for a character that cannot be seen and may do harm where it is shown."""
    return Finding(
        Severity.ERROR,
        "control-character",
        f"the character U+{ord(character):04X} cannot be seen and may not stand in a document.",
        place,
        next_step="Delete it; typing the line again is the surest way.",
    )


def _directive(text: str, name: str) -> Finding | None:
    match = _DIRECTIVE.search(text)
    if match is None:
        return None
    return Finding(
        Severity.ERROR,
        "directive-refused",
        "a line that begins with `%` gives orders to the YAML reader; a document may not have one.",
        Place(name, *line_and_column(text, match.start())),
        next_step="Delete the line; if it is text, put at least one space in front of it.",
    )


def _tabs(text: str, name: str, most: int = 5) -> list[Finding]:
    """The first tabs that indent a line."""
    findings: list[Finding] = []
    for match in _TAB_AT_LINE_START.finditer(text):
        findings.append(a_tab(Place(name, *line_and_column(text, match.end() - 1))))
        if len(findings) == most:
            break
    return findings


def a_tab(place: Place) -> Finding:
    """The finding for a tab where only spaces may stand."""
    return Finding(
        Severity.ERROR, "tab", "a tab stands here; lines are indented with spaces only.", place, next_step="Replace the tab by spaces."
    )
