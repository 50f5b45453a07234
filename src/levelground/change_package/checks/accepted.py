"""Warnings that a package accepts, each with its reason: they stay in sight, as notes, and no longer ask for work.

An entry of `accepted` names a rule and, where the finding is about one element, that element. Errors cannot be accepted.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from levelground.change_package.provenance import Accepted
from levelground.change_package.reading import Reading
from levelground.errors import Finding, Severity

UNMET, ERROR = "accepted-without-finding", "error-not-acceptable"
"""The names of what can be wrong with an entry of `accepted` itself."""

Key = tuple[str, str | None]


def with_accepted(reading: Reading, findings: Sequence[Finding], looked_for: Container[str] = ()) -> tuple[Finding, ...]:
    """The findings, with each warning that the package accepts as a note that ends with the reason.

    An entry that names an error, or one of the rules `looked_for` and meets none of its findings, is itself a warning. Entries
    for other rules are left to whoever looks for those: `check` applies this to its own rules, and to the findings given to it.
    """
    entries = {_key(entry): entry for entry in reading.change_package.accepted}
    marked = tuple(_marked(finding, entries.get((finding.rule, finding.element))) for finding in findings)
    found = {(finding.rule, finding.element): finding.severity for finding in findings}
    return (*marked, *_faults(reading, found, looked_for))


def _key(entry: Accepted) -> Key:
    return entry.rule, entry.element


def _marked(finding: Finding, entry: Accepted | None) -> Finding:
    if entry is None or finding.severity is Severity.ERROR:
        return finding
    message = f"{finding.message} Accepted: {entry.reason}"
    return replace(finding, severity=Severity.NOTE, message=message, did_you_mean=(), next_step=None)


def _faults(reading: Reading, found: dict[Key, Severity], looked_for: Container[str]) -> Iterator[Finding]:
    for index, entry in enumerate(reading.change_package.accepted):
        place = reading.document.place(("accepted", index))
        about = f" of `{entry.element}`" if entry.element else ""
        if found.get(_key(entry)) is Severity.ERROR:
            message = f"`accepted` names `{entry.rule}`{about}, which is an error: errors cannot be accepted."
            yield Finding(Severity.WARNING, ERROR, message, place, entry.element, next_step="Mend the error, and take the entry away.")
        elif _key(entry) not in found and entry.rule in looked_for:
            message = f"`accepted` names `{entry.rule}`{about}, and there is no such finding{_elsewhere(entry, found)}."
            yield Finding(
                Severity.WARNING, UNMET, message, place, entry.element, next_step="Take the entry away, or name what it is about."
            )


def _elsewhere(entry: Accepted, found: dict[Key, Severity]) -> str:
    """Where the rule was broken instead: an entry that forgot its element is told which."""
    others = [element for rule, element in found if rule == entry.rule and element]
    return f"; that rule speaks of {', '.join(f'`{element}`' for element in others[:5])}" if others else ""
