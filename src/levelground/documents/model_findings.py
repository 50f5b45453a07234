"""What a model refuses, as findings: the place of the offending key or value, plain words, the nearest valid names, a next step."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from levelground.documents.document import Document, Path
from levelground.documents.valid_keys import valid_keys
from levelground.errors import Finding, Place, Severity, nearest_names

_SAYABLE_PATTERNS = {
    r"^[A-Za-z][A-Za-z0-9_-]{0,63}$": "begin with a letter and go on with letters, digits, `_` or `-`, at most 64 in all",
    r"^[0-9]+\.[0-9]+\.[0-9]+$": "be three numbers with dots between them, in quotes, such as '1.0.0'",
}


MOST_FINDINGS = 100
MOST_SORTED = 2_000


def findings_of(error: ValidationError, document: Document, model: type[BaseModel]) -> tuple[Finding, ...]:
    """One finding for each error of the model, in the order of the document; after the first hundred, how many more there are."""
    errors = [one for one in error.errors(include_url=False, include_input=False)[:MOST_SORTED] if not _only_follows(one, document)]
    errors.sort(key=lambda details: _place_of(details, document))
    findings = list(dict.fromkeys(_finding(details, document, model) for details in errors[:MOST_FINDINGS]))
    if error.error_count() > MOST_FINDINGS:
        findings.append(
            Finding(
                Severity.ERROR,
                "too-many-findings",
                f"there are {error.error_count() - MOST_FINDINGS:,} more findings, which are not shown.",
                Place(document.name),
                next_step="Mend these first.",
            )
        )
    return tuple(findings)


def _only_follows(details: ErrorDetails, document: Document) -> bool:
    """Whether a list is called too short only because what stands in it was refused: that is told of its items."""
    found = document.at(_document_path(details["loc"], document)[0])
    return details["type"] == "too_short" and isinstance(found, list) and len(found) >= details.get("ctx", {}).get("min_length", 0)


def _place_of(details: ErrorDetails, document: Document) -> tuple[int, int]:
    path, _ = _document_path(details["loc"], document)
    place = document.place_of_key(path) if details["type"] == "extra_forbidden" else document.place(path)
    return place.line or 0, place.column or 0


def _finding(details: ErrorDetails, document: Document, model: type[BaseModel]) -> Finding:
    path, last = _document_path(details["loc"], document)
    if details["type"] == "missing":
        return _missing(path, last, document, model)
    if details["type"] == "extra_forbidden":
        return _unknown_key(path, document, model)
    if details["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return _kind_not_said(details, path, document)
    words, choices, next_step = _words(details, document, path)
    found = document.at(path)
    return Finding(
        Severity.ERROR,
        "unknown-choice" if choices else _RULES.get(details["type"], "wrong-value"),
        f"{_what(path, document)} {words}",
        document.place(path),
        element=element_id(document, path),
        did_you_mean=nearest_names(short(found), choices) if isinstance(found, str) else (),
        next_step=next_step,
    )


def _kind_not_said(details: ErrorDetails, path: Path, document: Document) -> Finding:
    """A block that must say by one word what it is, such as `op: add`, and says none or another."""
    context = details.get("ctx", {})
    key = str(context.get("discriminator", "")).strip("'")
    choices = tuple(re.findall(r"'([^']*)'", str(context.get("expected_tags", ""))))
    block = document.at(path)
    given = block.get(key) if isinstance(block, dict) else None
    words = f"is {shown_value(given)}, which is not one of its choices." if given is not None else "must be given: it says what this is."
    return Finding(
        Severity.ERROR,
        "unknown-choice",
        f"`{key}` in {_what(path, document)} {words}",
        document.place((*path, key)),
        element=element_id(document, path),
        did_you_mean=nearest_names(short(given), choices) if isinstance(given, str) else (),
        next_step=f"The choices are: {', '.join(choices)}." if choices else f"Add a line `{key}: ...`.",
    )


def _document_path(location: tuple[str | int, ...], document: Document) -> tuple[Path, str]:
    """The part of a model's location that stands in the document, and the last name of the location."""
    path: Path = ()
    for step in location:
        if document.has((*path, step)):
            path = (*path, step)
    return path, str(location[-1]) if location else ""


def _missing(path: Path, key: str, document: Document, model: type[BaseModel]) -> Finding:
    known = valid_keys(model, path, document)
    info = known.get(key)
    meaning = f" {info.description}" if info is not None and info.description else ""
    block = document.at(path)
    unknown = (short(name) for name in block if name not in known) if isinstance(block, dict) else iter(())
    given = list(islice(unknown, MOST_FINDINGS))
    return Finding(
        Severity.ERROR,
        "missing-key",
        f"`{key}` must be given in {_block(path, document)}.{meaning}",
        document.place(path),
        element=element_id(document, path),
        next_step=f"Is `{near[0]}` misspelt?" if (near := nearest_names(key, given, 1)) else f"Add a line `{key}: ...`.",
    )


def _unknown_key(path: Path, document: Document, model: type[BaseModel]) -> Finding:
    keys = valid_keys(model, path[:-1], document)
    key = short(str(path[-1])) if path else ""
    return Finding(
        Severity.ERROR,
        "unknown-key",
        f"`{key}` is not a key of {_block(path[:-1], document)}.",
        document.place_of_key(path),
        element=element_id(document, path[:-1]),
        did_you_mean=nearest_names(key, keys),
        next_step=f"The keys here are: {', '.join(keys)}." if keys else "Delete it.",
    )


def element_id(document: Document, path: Path) -> str | None:
    """The id of the element that `path` is in: the outermost block with an id, for an inner one may only name another element."""
    found = None
    for prefix in document.prefixes(path):
        value = document.at(prefix)
        if prefix and isinstance(value, dict) and isinstance(value.get("id"), str):
            found = short(value["id"])
    return found


def _block(path: Path, document: Document) -> str:
    """The block at `path` in words: `P1` in `primary_drivers`; the document."""
    if not path:
        return "the document"
    name = element_id(document, path)
    keys = [f"`{short(step)}`" for step in path if isinstance(step, str)]
    where = " of ".join(reversed(keys))
    if name is None:
        return where if isinstance(path[-1], str) else f"item {path[-1] + 1} of {where}"
    if element_id(document, path[:-1]) is None:
        return f"`{name}`"
    return f"{keys[-1]} of `{name}`"


def _what(path: Path, document: Document) -> str:
    if path and isinstance(document.at(path), dict):
        return _block(path, document)
    if path and isinstance(path[-1], int):
        return f"item {path[-1] + 1} of `{next((short(step) for step in reversed(path) if isinstance(step, str)), 'the list')}`"
    if path:
        return f"`{short(str(path[-1]))}`"
    return "the document"


def short(words: str, most: int = 60) -> str:
    """Words cut to a length that fits into a message."""
    return words if len(words) <= most else f"{words[: most - 1]}…"


def shown_value(value: Any) -> str:
    """A value from a document as one may name it in a sentence."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text `{short(value)}`" if value else "empty text"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return "a block of keys"


_RULES = {
    "value_error": "rule-not-met",
    "string_pattern_mismatch": "wrong-form",
}

_KINDS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("string_type", "string_sub_type", "string_unicode"), "must be text", "Put quotes around it if it is meant as text."),
    (
        ("int_type", "int_parsing", "int_from_float", "int_parsing_size"),
        "must be a whole number",
        "Write digits only, without quotes or commas.",
    ),
    (("float_type", "float_parsing", "finite_number"), "must be a number", "Write it without quotes, commas or unit."),
    (("bool_type", "bool_parsing"), "must be true or false", "Write true or false, without quotes."),
    (
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact", "datetime_from_date_parsing"),
        "must be a date that exists, as year-month-day",
        "Write it as 2026-03-31.",
    ),
    (("tuple_type", "list_type", "set_type", "frozen_set_type"), "must be a list", "Write [a, b], or one `- ` line for each item."),
    (
        ("model_type", "model_attributes_type", "dict_type", "dataclass_type"),
        "must be a block of keys",
        "Write `key: value` lines, indented.",
    ),
)
_OF_KIND = {kind: (words, next_step) for kinds, words, next_step in _KINDS for kind in kinds}


def _words(details: ErrorDetails, document: Document, path: Path) -> tuple[str, tuple[str, ...], str]:
    """What must hold and what was found; the valid choices; the next step."""
    found = shown_value(document.at(path))
    kind, context = details["type"], details.get("ctx", {})
    if kind in _OF_KIND:
        words, next_step = _OF_KIND[kind]
        return f"{words}; found {found}.", (), next_step
    if kind in ("value_error", "assertion_error"):
        return f"breaks a rule: {context.get('error', '')}.", (), "Add or change what the rule speaks of."
    if kind in ("enum", "literal_error"):
        choices = tuple(re.findall(r"'([^']*)'", str(context.get("expected", ""))))
        return f"is {found}, which is not one of its choices.", choices, f"The choices are: {', '.join(choices)}."
    if kind == "string_pattern_mismatch":
        return _pattern(str(context.get("pattern", "")), found)
    for prefix, bound in _BOUNDS.items():
        if kind.startswith(prefix):
            return f"{bound(context)}; found {found}.", (), "Change it so that it fits."
    return f"holds {found}, which cannot stand here.", (), "Compare it with a shipped document of the same kind."


def _pattern(pattern: str, found: str) -> tuple[str, tuple[str, ...], str]:
    choices = re.fullmatch(r"\^\(([\w|]+)\)\$", pattern)
    if choices:
        names = tuple(choices.group(1).split("|"))
        return f"is {found}, which is not one of its choices.", names, f"The choices are: {', '.join(names)}."
    form = _SAYABLE_PATTERNS.get(pattern, f"have the form {pattern}")
    return f"must {form}; found {found}.", (), "Write it in that form."


_BOUNDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "string_too_short": lambda context: f"must have at least {context['min_length']} character(s)",
    "string_too_long": lambda context: f"must have at most {context['max_length']:,} characters",
    "too_short": lambda context: f"must have at least {context['min_length']} item(s)",
    "too_long": lambda context: f"must have at most {context['max_length']:,} items",
    "greater_than_equal": lambda context: f"must be {context['ge']} or more",
    "greater_than": lambda context: f"must be more than {context['gt']}",
    "less_than_equal": lambda context: f"must be {context['le']} or less",
    "less_than": lambda context: f"must be less than {context['lt']}",
}
