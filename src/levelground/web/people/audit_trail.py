"""What holds for an audit trail that nobody has tampered with, and what exactly is wrong with one that somebody has.

Each event has the digest of the one before it (edited, taken out, put in or moved: the chain breaks), and a signature by a key
outside the database (the whole computed anew: the signatures are wrong). The last number stands outside too (the end cut off:
the head knows of more). Needs no database: rows and lines come as values.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from levelground.errors import Finding, Severity
from levelground.web.people.audit_head import HeadLine, parsed
from levelground.web.people.audit_key import is_signed

FIRST = "0" * 64
"""What stands for the digest before the first event."""
CRASH = timedelta(minutes=1)
"""Events without a line in the head that lie within this are what a crash leaves; more is a head that was cut or cannot be written."""


@dataclass(frozen=True)
class AuditRow:
    """One row of the trail as it stands in the database."""

    number: int
    at: datetime
    by: int | None
    organisation: int | None
    action: str
    subject: str
    details: dict[str, Any]
    previous: str
    digest: str
    signature: str


@dataclass(frozen=True)
class UnreadableRow:
    """A row that is not one of ours any more."""

    number: int | None
    why: str


@dataclass(frozen=True)
class Verified:
    """What was looked at, and what is wrong."""

    events: int
    last: int
    signed: int
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was tampered with; notes do not count."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)


def digest_of(row: AuditRow) -> str:
    """SHA-256 over the digest before it and every other field, as canonical JSON; times in UTC to the microsecond."""
    told = {
        "number": row.number,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": row.by,
        "organisation": row.organisation,
        "action": row.action,
        "subject": row.subject,
        "details": row.details,
        "previous": row.previous,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def verify(rows: Iterable[AuditRow | UnreadableRow], head: Iterable[str], key: bytes) -> Verified:
    """Hold every row (in the order of their numbers) against the one before it, its signature, and the head outside."""
    lines, findings = _head(tuple(head), key)
    events, last, since = 0, 0, lines[-1].number if lines else 0
    said = {line.number: line.digest for line in lines}
    before = FIRST
    unsigned: list[datetime] = []
    for row in rows:
        events += 1
        if isinstance(row, UnreadableRow):
            findings.append(_error("event-unreadable", f"event {row.number} cannot be read: {row.why}", row.number))
            before, last = "", row.number if row.number is not None else last + 1
            continue
        findings += _of_row(row, last, before, key)
        if said.pop(row.number, row.digest) != row.digest:
            findings.append(_error("trail-rewritten", f"event {row.number} is not the one that the signed head knows", row.number))
        if row.number > since:
            unsigned.append(row.at)
        before, last = row.digest, row.number
    findings += _of_the_end(said, last, unsigned)
    return Verified(events, last, since, tuple(findings))


def _of_row(row: AuditRow, last: int, before: str, key: bytes) -> Iterator[Finding]:
    """What is wrong with one row, given the one before it."""
    if row.number != last + 1:
        missing = f"event {last + 1} is" if row.number == last + 2 else f"events {last + 1} to {row.number - 1} are"
        found = f"{missing} missing" if row.number > last else f"event {row.number} stands after event {last}"
        yield _error("event-missing", found, row.number)
    if row.previous != before:
        yield _error("chain-broken", f"event {row.number} does not follow the event that stands before it", row.number)
    if digest_of(row) != row.digest:
        yield _error("event-edited", f"event {row.number} is not what was written: its digest is of something else", row.number)
    if not is_signed(row.number, row.digest, row.signature, key):
        yield _error("event-not-signed", f"event {row.number} is not signed with the key of this trail", row.number)


def _head(texts: tuple[str, ...], key: bytes) -> tuple[list[HeadLine], list[Finding]]:
    """The lines of the head that are true, and what is wrong with the others."""
    lines: list[HeadLine] = []
    findings: list[Finding] = []
    for at, text in enumerate(texts, start=1):
        line = parsed(text)
        if line is None and at == len(texts) and not text.rstrip().endswith("}"):
            findings.append(_note("head-half-line", f"line {at} of the head is half a line: writing it was broken off"))
        elif line is None:
            findings.append(_error("head-unreadable", f"line {at} of the head cannot be read"))
        elif not is_signed(line.number, line.digest, line.signature, key):
            findings.append(_error("head-forged", f"line {at} of the head is not signed with the key of this trail"))
        elif lines and line.number <= lines[-1].number:
            findings.append(_error("head-moved", f"line {at} of the head stands in the wrong place"))
        else:
            lines.append(line)
    return lines, findings


def _of_the_end(said: dict[int, str], last: int, unsigned: list[datetime]) -> Iterator[Finding]:
    """What the head knows and the trail has not, and the other way round."""
    beyond = [number for number in said if number > last]
    if beyond:
        yield _error("tail-cut", f"the trail ends at event {last}, and the signed head knows event {max(beyond)}: the last were taken away")
    for number in sorted(number for number in said if number <= last):
        yield _error("event-missing", f"the signed head knows event {number}, which is not there", number)
    if unsigned:
        count = f"{len(unsigned)} event{'s' if len(unsigned) > 1 else ''} at the end"
        if max(unsigned) - min(unsigned) > CRASH:
            yield _error("head-behind", f"{count} of the trail never came to the head: it was cut off, or cannot be written to")
        else:
            yield _note("not-in-the-head-yet", f"{count} of the trail did not come to the head: that is what a crash leaves")


def _error(rule: str, message: str, number: int | None = None) -> Finding:
    return Finding(Severity.ERROR, rule, f"{message}.", element=None if number is None else f"event {number}")


def _note(rule: str, message: str) -> Finding:
    return Finding(Severity.NOTE, rule, f"{message}.")
