"""The registers as lists: filters that stand in the address, pages of 50, and the same rows to download."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from levelground.registers.registers import registers
from levelground.web.overview import words
from levelground.web.publishing.queries import registers as kept
from levelground.web.publishing.queries.registers import RegisterFilter, RegisterRow

ON_A_PAGE = 50
MOST_CHOICES = 150
"""Above this a filter is a box to type in: a longer list helps nobody, and is heavy."""
MOST_LETTERS = 200


@dataclass(frozen=True)
class ShownRegister:
    """One register as a page shows it. `name` is its address's name; `one` that of one entry."""

    kind: str
    name: str
    one: str
    title: str
    lede: str
    counted: tuple[str, str]
    filters: tuple[str, ...]


SHOWN: Mapping[str, ShownRegister] = {
    shown.name: shown
    for shown in (
        ShownRegister(
            "recommendation",
            "recommendations",
            "recommendation",
            "Recommendations",
            "What has been asked for, by whom, and of whom. Each is in our own words, with its source.",
            ("recommendation", "recommendations"),
            ("addressee", "ambition", "discipline", "source", "mark", "known"),
        ),
        ShownRegister(
            "evidence",
            "evidence",
            "evidence_entry",
            "Evidence",
            "What studies have found, how good each study is, and how sure one can be.",
            ("finding", "findings"),
            ("grade", "certainty", "discipline", "source", "mark"),
        ),
        ShownRegister(
            "resource",
            "resources",
            "resource",
            "Resources",
            "Things that help to do the work: guides, sets of pictures, reviews, standards.",
            ("resource", "resources"),
            ("kind", "availability", "discipline", "mark"),
        ),
    )
}
LABELS = {
    "addressee": "Who it is for",
    "ambition": "Ambition",
    "discipline": "Part of care",
    "source": "Source",
    "mark": "How well we know it",
    "known": "What was done since",
    "grade": "How it was found out",
    "certainty": "How sure one can be",
    "kind": "Kind",
    "availability": "Can it be had?",
}
MARKS: Mapping[str, str] = {str(mark): said for mark, said in words.CHECKED.items()}
KNOWN = {kept.DONE: "Something is known to have been done", kept.NOTHING_FOUND: "Nothing was found"}
TOGETHER = (
    ("Recommendations", "recommendations"),
    ("Evidence", "evidence"),
    ("Resources", "resources"),
    ("Frameworks", "frameworks"),
    ("Strategies", "strategies"),
)


def plain(value: str) -> str:
    """A name of the program in words: `image_set` -> `Image set`."""
    said = value.replace("_", " ")
    return said[:1].upper() + said[1:]


def label_of(name: str, value: str, sources: Mapping[str, str]) -> str:
    """What a value of a filter is called on a page."""
    known = registers()
    if name == "ambition":
        part = known.ambitions.get(value) or known.shifts.get(value)
        return f"{part.name} ({value})" if part else value
    if name == "source":
        return sources.get(value, value)
    if name == "addressee":
        return value
    return {"mark": MARKS, "known": KNOWN}.get(name, {}).get(value) or plain(value)


def asked(shown: ShownRegister, query: QueryDict) -> dict[str, str]:
    """The filters that an address names, by name; what is empty or not a filter of this register is left out."""
    given = {name: query.get(name, "").replace("\0", "").strip()[:MOST_LETTERS] for name in ("q", *shown.filters)}
    return {name: value for name, value in given.items() if value}


def filter_of(given: Mapping[str, str]) -> RegisterFilter:
    """The same as a question to the register."""
    facets = {name: value for name, value in given.items() if name not in ("q", "mark", "source")}
    return RegisterFilter(given.get("q", ""), given.get("mark", ""), given.get("source", ""), facets)


def page(shown: ShownRegister, query: QueryDict) -> dict[str, Any]:
    """One page of the list, with its filters and the addresses of the pages around it and of the files."""
    given = asked(shown, query)
    number = max(1, _number(query.get("page", "1")))
    rows, count = kept.page_of(shown.kind, filter_of(given), (number - 1) * ON_A_PAGE, ON_A_PAGE)
    last = max(1, -(-count // ON_A_PAGE))
    sources = kept.names_of_sources()
    return {
        "page_title": shown.title if number == 1 else f"{shown.title}, page {number}",
        "breadcrumbs": [{"text": "Home", "href": reverse("home")}],
        "shown": shown,
        "together": [{"text": text, "href": reverse(name), "current": name == shown.name} for text, name in TOGETHER],
        "words": given.get("q", ""),
        "filters": _filters(shown, given, sources),
        "filtered": bool(given),
        "narrowed": bool(set(given) - {"q"}),
        "rows": [_listed(shown, row, sources) for row in rows],
        "counted": f"{count:,} {shown.counted[count != 1]}",
        "first": (number - 1) * ON_A_PAGE + 1,
        "last_row": (number - 1) * ON_A_PAGE + len(rows),
        "number": number,
        "last": last,
        "previous": _address(shown.name, given, number - 1) if 1 < number <= last else "",
        "next": _address(shown.name, given, number + 1) if number < last else "",
        "to_first": _address(shown.name, given, 1),
        "files": {"CSV": _address(f"{shown.name}_csv", given), "JSON": _address(f"{shown.name}_json", given)},
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _address(name: str, given: Mapping[str, str], number: int = 1) -> str:
    query = {**given, **({"page": str(number)} if number > 1 else {})}
    return reverse(name) + (f"?{urlencode(query)}" if query else "")


def _filters(shown: ShownRegister, given: Mapping[str, str], sources: Mapping[str, str]) -> list[dict[str, Any]]:
    there = {**kept.choices(shown.kind, shown.filters), "mark": list(MARKS)}
    return [_filter(name, there.get(name, []), given.get(name, ""), sources) for name in shown.filters]


def _filter(name: str, values: list[str], chosen: str, sources: Mapping[str, str]) -> dict[str, Any]:
    items = [{"value": value, "text": label_of(name, value, sources), "selected": value == chosen} for value in values]
    if name in ("ambition", "source"):
        items.sort(key=lambda item: str(item["text"]).casefold())
    if chosen and chosen not in values:
        items.append({"value": chosen, "text": chosen, "selected": True})
    many = len(values) > MOST_CHOICES
    every = [{"value": "", "text": "All", "selected": not chosen}]
    return {"name": name, "label": LABELS[name], "chosen": chosen, "items": [] if many else every + items, "many": many}


def _listed(shown: ShownRegister, row: RegisterRow, sources: Mapping[str, str]) -> dict[str, Any]:
    tags = [plain(value) for name in ("kind", "grade", "availability") for value in row.facets.get(name, ())]
    return {
        "id": row.id,
        "href": reverse(shown.one, kwargs={"entry": row.id}),
        "heading": row.title or row.words,
        "words": row.words if row.title else "",
        "for": ", ".join(row.facets.get("addressee", ())),
        "inferred": bool(row.facets.get("inferred")),
        "source": sources.get(row.source, ""),
        "mark": MARKS[row.mark],
        "tags": tags,
        "done": kept.DONE in row.facets.get("known", ()),
        "same": len(row.facets.get("same_as", ())),
        "against": len(row.facets.get("conflicts_with", ())),
        "added_by": row.added_by,
    }
