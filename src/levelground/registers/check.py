"""A change package held against the registers: copies that differ or are out of date, and ids that no register has.

Only what has an id of a register is compared: a change package may have recommendations, sources and evidence of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from levelground.change_package.elements import Element, Value
from levelground.change_package.reading import Reading
from levelground.errors import Finding, Severity, nearest_names
from levelground.registers.recommendations import RegisteredSource
from levelground.registers.registers import Registers, registers

NAMES: dict[str, Severity] = {
    "differs-from-register": Severity.WARNING,
    "stale-edition": Severity.WARNING,
    "unknown-ambition": Severity.ERROR,
    "unknown-indicator": Severity.ERROR,
    "unknown-resource": Severity.ERROR,
}
"""The name of every finding that this room gives, and how much it matters."""

EXTRACTED = ("design", "population", "outcomes", "bias", "generalisability")

COPIED = {
    "sources": ("title", "publisher", "edition", "address", "licence", "verification"),
    "recommendations": ("text", "addressees", "source", "verification", "note"),
    "evidence": ("statement", "grade", "certainty", *EXTRACTED, "source", "verification", "note"),
}
"""What a change package copies of an entry, by list."""


def check_against_registers(reading: Reading, known: Registers | None = None) -> tuple[Finding, ...]:
    """Every copy that differs from its register or is of an earlier edition, and every id that no register has."""
    known = known or registers()
    package = reading.change_package
    lists: Mapping[str, tuple[tuple[Any, ...], Mapping[str, Value]]] = {
        "sources": (package.sources, known.sources),
        "recommendations": (package.recommendations, known.recommendations),
        "evidence": (package.evidence, known.evidence),
    }
    copies = [
        finding
        for name, (entries, register) in lists.items()
        for entry in entries
        if entry.id in register
        for finding in _copy(reading, name, entry, register[entry.id])
    ]
    return (*copies, *_unknown_ids(reading, known))


def _copy(reading: Reading, name: str, entry: Any, registered: Value) -> Iterator[Finding]:
    fields = [field for field in COPIED[name] if _plain(getattr(entry, field)) != _plain(getattr(registered, field))]
    if isinstance(registered, RegisteredSource) and entry.edition in registered.earlier_editions:
        message = f"`{entry.id}` is of an earlier edition ({entry.edition}); the register has: {registered.edition}."
        step = "Read the newer edition, bring the copy up to date, and look again at what rests on it."
        yield _warning(reading, "stale-edition", entry.id, message, step, "edition")
    elif fields:
        message = f"the copy of `{entry.id}` differs from the register of {name} in {' and '.join(_quoted(fields))}."
        step = "Copy the register's entry unchanged, or give an entry of your own an id of its own."
        yield _warning(reading, "differs-from-register", entry.id, message, step, fields[0])


def _quoted(fields: list[str]) -> list[str]:
    quoted = [f"`{field}`" for field in fields]
    return [", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted


def _plain(value: Any) -> Any:
    """A value without the accidents of line breaks."""
    if isinstance(value, str):
        return " ".join(value.split())
    return tuple(_plain(part) for part in value) if isinstance(value, tuple) else value


def _warning(reading: Reading, rule: str, element: str, message: str, step: str, *keys: str) -> Finding:
    return Finding(NAMES[rule], rule, message, reading.place_of(element, *keys), element, next_step=step)


def _unknown_ids(reading: Reading, known: Registers) -> Iterator[Finding]:
    for index, ambition in enumerate(reading.change_package.ambitions):
        if ambition not in known.aims_of_strategies:
            place = reading.document.place(("ambitions", index))
            yield _unknown("ambition", ambition, known.aims_of_strategies, place, None)
    for element in reading.change_package.elements():
        yield from _unknown_in(reading, element, "ambitions", "ambition", known.aims_of_strategies)
        yield from _unknown_in(reading, element, "indicators", "indicator", known.indicators)
        yield from _unknown_in(reading, element, "resources", "resource", known.resources)


def _unknown_in(reading: Reading, element: Element, key: str, what: str, valid: Collection[str]) -> Iterator[Finding]:
    for index, name in enumerate(getattr(element, key, ())):
        if name not in valid:
            yield _unknown(what, name, valid, reading.place_of(element.id, key, index), element.id)


def _unknown(what: str, name: str, valid: Collection[str], place: Any, element: str | None) -> Finding:
    rule = f"unknown-{what}"
    return Finding(
        NAMES[rule],
        rule,
        f"no register has {'an' if what[0] in 'aei' else 'a'} {what} `{name}`.",
        place,
        element,
        did_you_mean=nearest_names(name, valid),
        next_step=f"`levelground list {_LISTED[what]}` shows those that there are.",
    )


_LISTED = {"ambition": "ambitions", "indicator": "frameworks", "resource": "resources"}
