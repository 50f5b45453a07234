"""One entry of a register with all that is known of it, as its page needs it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from levelground.change_package.theory import Theory
from levelground.change_package.trace import words_of
from levelground.errors import UnknownElement
from levelground.registers.catalogue import Listed, catalogue
from levelground.registers.entries import entry as with_links
from levelground.registers.frameworks import Framework, FrameworkItem
from levelground.registers.recommendations import RegisteredRecommendation
from levelground.registers.registers import registers
from levelground.registers.rollup import shipped
from levelground.registers.strategies import Strategy
from levelground.web.overview.registers import MARKS, SHOWN, TOGETHER, label_of, plain
from levelground.web.publishing.queries import published
from levelground.web.publishing.queries import registers as kept
from levelground.web.publishing.queries.published import Published
from levelground.web.publishing.queries.registers import KnownEntry, RegisterRow

MOST_PACKAGES = 20
"""Change packages whose elements are named; of further ones the title only."""
Page = dict[str, Any]


def recommendation(entry_id: str) -> Page:
    """What was asked for, of whom, what is known to have been done, what is like it or against it, and what takes it up."""
    found = kept.one("recommendation", entry_id)
    value: RegisteredRecommendation = found.value
    linked = kept.links_of(entry_id, value)
    named = {value.source, *(response.source for response in value.status), *(row.source for pairs in linked.values() for row, _ in pairs)}
    sources = kept.names_of_sources(named)
    return _page("recommendations", found) | {
        "page_title": _short(value.text),
        "value": value,
        "tags": _tags(found.row),
        "responses": [
            {"date": one.date, "statement": one.statement, "source": sources.get(one.source, ""), "mark": MARKS[one.verification]}
            for one in value.status
        ],
        "linked": [
            {"title": title, "pairs": [_beside(row, reason, sources) for row, reason in linked[name]]}
            for name, title in (("same_as", "Asks for much the same"), ("conflicts_with", "Pulls another way"))
        ],
        "taken_up": taken_up(entry_id),
    }


def _page(name: str, found: KnownEntry) -> Page:
    source = kept.sources({found.row.source}).get(found.row.source)
    shown = SHOWN[name]
    return {
        "breadcrumbs": [{"text": "Home", "href": reverse("home")}, {"text": shown.title, "href": reverse(name)}],
        "row": found.row,
        "source": source,
        "mark": MARKS[found.row.mark],
        "withdrawn_because": found.withdrawn_because,
        "note": found.value.note,
    }


def _short(said: str) -> str:
    """The first words of a text, for the title of a page."""
    return said if len(said) <= 70 else f"{said[:70].rsplit(' ', 1)[0]} …"


def _tags(row: RegisterRow) -> list[Page]:
    """Ambitions and parts of care, each with the address of all that have it."""
    name = next(shown.name for shown in SHOWN.values() if shown.kind == row.kind)
    filters = SHOWN[name].filters
    return [
        {"what": what, "text": label_of(facet, value, {}), "href": f"{reverse(name)}?{facet}={value}" if facet in filters else ""}
        for facet, what in (("ambition", "Ambition"), ("discipline", "Part of care"), ("theme", "Theme"))
        for value in row.facets.get(facet, ())
    ]


def _beside(row: RegisterRow, reason: str, sources: dict[str, str]) -> Page:
    return {
        "href": reverse("recommendation", kwargs={"entry": row.id}),
        "id": row.id,
        "words": row.words,
        "for": ", ".join(row.facets.get("addressee", ())),
        "source": sources.get(row.source, ""),
        "edition": row.edition,
        "mark": MARKS[row.mark],
        "reason": reason,
        "added_by": row.added_by,
    }


def taken_up(entry_id: str) -> list[Page]:
    """The published change packages that name a recommendation, and the elements of each that take it up."""
    packages = [package for package in published.latest() if entry_id in package.recommendation_ids]
    return [_takes_up(package, entry_id, named=index < MOST_PACKAGES) for index, package in enumerate(packages)]


def _takes_up(package: Published, entry_id: str, *, named: bool) -> Page:
    elements: list[Page] = []
    if named:
        theory = Theory(package.reading().change_package)
        takers = [element for element in theory.package.elements() if entry_id in getattr(element, "recommendations", ())]
        elements = [_element(package.id, package.number, one.id, words_of(theory, one.id), theory.kind(one.id).value) for one in takers]
    address = reverse("package_version", kwargs={"package": package.id, "number": package.number})
    return {"title": package.title, "number": package.number, "by": package.publisher, "href": address, "elements": elements}


def _element(package: str, number: str, element: str, said: str, kind: str = "") -> Page:
    address = reverse("package_element", kwargs={"package": package, "number": number, "element": element})
    return {"id": element, "href": address, "words": said, "kind": kind}


def evidence(entry_id: str) -> Page:
    """One finding: what was found, how, and how sure one can be."""
    found = kept.one("evidence", entry_id)
    return _page("evidence", found) | {
        "page_title": _short(found.value.statement),
        "value": found.value,
        "tags": _tags(found.row),
        "grade": plain(found.value.grade),
        "certainty": plain(found.value.certainty),
        "facts": [(plain(name), getattr(found.value, name)) for name in _EXTRACTED if getattr(found.value, name, None)],
        "used": _used(Listed.EVIDENCE, found, "used_by"),
    }


_EXTRACTED = ("design", "population", "outcomes", "bias", "generalisability")


def resource(entry_id: str) -> Page:
    """One resource: what it is, whether it can be had, and what is not known of it."""
    found = kept.one("resource", entry_id)
    images = found.value.image_set
    return _page("resources", found) | {
        "page_title": found.value.title,
        "value": found.value,
        "tags": _tags(found.row),
        "kind": plain(found.value.kind),
        "availability": _AVAILABLE[found.value.availability],
        "images": [(plain(name), getattr(images, name) or "Not known") for name in type(images).model_fields] if images else [],
        "used": _used(Listed.RESOURCES, found, "used_by"),
    }


_AVAILABLE = {
    "found": "It is published, and we read at least a part.",
    "named": "It is known to exist. We have not read it.",
    "announced": "Somebody said that it will be made. We looked for it and did not find it.",
}


def _used(listed: Listed, found: KnownEntry, key: str) -> list[Page]:
    """The elements of the library's change packages that rest on an entry of the library."""
    return [] if found.version_pk else _users(with_links(catalogue(), listed, found.row.id)[key])


def _users(named: Iterable[str]) -> list[Page]:
    """`package: element` as links, with the words of the element."""
    theories = {reading.change_package.id: Theory(reading.change_package) for reading in shipped()}
    users = []
    for package_id, element in (one.split(": ") for one in named):
        theory = theories[package_id]
        users.append(
            _element(package_id, theory.package.version, element, words_of(theory, element)) | {"package": theory.package.title},
        )
    return users


def unknown(error: UnknownElement, name: str) -> Page:
    """What the page says of an id that no register has, with the nearest ones as links."""
    one, key = _ADDRESSES[name]
    near = [(each, reverse(one, kwargs={key: each})) for finding in error.findings for each in finding.did_you_mean]
    title = next(text for text, address in TOGETHER if address == name)
    trail = [{"text": "Home", "href": reverse("home")}, {"text": title, "href": reverse(name)}]
    return {"page_title": "Page not found", "breadcrumbs": trail, "message": error.message, "near": near, "all_of": title, "name": name}


_ADDRESSES = {
    "recommendations": ("recommendation", "entry"),
    "evidence": ("evidence_entry", "entry"),
    "resources": ("resource", "entry"),
    "frameworks": ("framework", "framework"),
    "strategies": ("strategy", "strategy"),
}


def frameworks() -> Page:
    """Every framework that organisations report against."""
    held = registers().frameworks.values()
    return _list_page("Frameworks", "frameworks") | {
        "rows": [(each, reverse("framework", kwargs={"framework": each.id}), len(each.items), MARKS[each.verification]) for each in held]
    }


def framework(found: Framework) -> Page:
    """One framework: its items by group, its own words, its scale, and where its sources tell it differently."""
    groups: dict[str, list[Page]] = {}
    for item in found.items:
        groups.setdefault(item.group or plain(item.kind), []).append(_item(item))
    return _part_page("Frameworks", "frameworks", found.title, found.source) | {
        "framework": found,
        "groups": groups,
        "mark": MARKS[found.verification],
        "marks": MARKS,
    }


def _item(item: FrameworkItem) -> Page:
    measured = with_links(catalogue(), Listed.FRAMEWORKS, item.id).get("measured_by", [])
    unit = plain(item.figure.unit) if item.figure else ""
    return {"item": item, "mark": MARKS[item.verification], "unit": unit, "measured": _users(measured)}


def strategies() -> Page:
    """Every edition of a strategy."""
    held = registers().strategies.values()
    return _list_page("Strategies", "strategies") | {
        "rows": [(each, reverse("strategy", kwargs={"strategy": each.id}), len(each.ambitions), MARKS[each.verification]) for each in held]
    }


def strategy(found: Strategy) -> Page:
    """One strategy: its ambitions under their shifts, with how much the register has for each."""
    parts = [
        {
            "part": part,
            "shifts": [registers().shifts[name].name for name in part.shifts],
            "mark": MARKS[part.verification],
            "href": f"{reverse('recommendations')}?ambition={part.id}",
            "asked": sum(part.id in one.ambitions for one in registers().recommendations.values()),
        }
        for part in found.ambitions
    ]
    return _part_page("Strategies", "strategies", found.title, found.source) | {
        "strategy": found,
        "parts": parts,
        "mark": MARKS[found.verification],
        "marks": MARKS,
    }


def _list_page(title: str, name: str) -> Page:
    together = [{"text": text, "href": reverse(each), "current": each == name} for text, each in TOGETHER]
    return {"page_title": title, "breadcrumbs": [{"text": "Home", "href": reverse("home")}], "together": together}


def _part_page(of: str, name: str, title: str, source: str) -> Page:
    trail = [{"text": "Home", "href": reverse("home")}, {"text": of, "href": reverse(name)}]
    return {"page_title": title, "breadcrumbs": trail, "source": registers().sources.get(source)}
