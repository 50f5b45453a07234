"""The list of change packages: filters that stand in the address, pages of 20."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from levelground.change_package.provenance import CO_PRODUCTION_WORDS, CoProductionStatus
from levelground.errors import UnknownElement
from levelground.registers.registers import registers
from levelground.web.design_system import days
from levelground.web.overview import words
from levelground.web.publishing.queries.published import Published

Page = dict[str, Any]

ON_A_PAGE = 20
MOST_LETTERS = 200
LABELS = {
    "discipline": "Part of care",
    "ambition": "Ambition",
    "status": "Shaped with people",
    "publisher": "Published by",
}
"""What one can filter by -> what it is called."""
HOME = {"text": "Home", "href": "/"}


def asked(query: QueryDict) -> dict[str, str]:
    """The filters that an address names; what is empty, or is no filter, is left out."""
    given = {name: query.get(name, "").replace("\0", "").strip()[:MOST_LETTERS] for name in ("q", *LABELS)}
    return {name: value for name, value in given.items() if value}


def matching(found: Iterable[Published], given: Mapping[str, str]) -> list[Published]:
    """The change packages that every filter leaves."""
    return [one for one in found if _fits(one, given)]


def _fits(one: Published, given: Mapping[str, str]) -> bool:
    said = f"{one.id} {one.title} {one.summary} {one.discipline}".casefold()
    return (
        all(word in said for word in given.get("q", "").casefold().split())
        and given.get("discipline", one.discipline) == one.discipline
        and given.get("status", one.co_production) == one.co_production
        and given.get("publisher", one.publisher) == one.publisher
        and ("ambition" not in given or given["ambition"] in one.ambitions)
    )


def page(found: tuple[Published, ...], query: QueryDict) -> Page:
    """One page of the list."""
    given = asked(query)
    fitting = matching(found, given)
    number = _number(query.get("page", "1"))
    last = max(1, -(-len(fitting) // ON_A_PAGE))
    return {
        "page_title": "Change packages" if number == 1 else f"Change packages, page {number}",
        "breadcrumbs": [HOME],
        "words": given.get("q", ""),
        "filters": [_filter(name, found, given.get(name, "")) for name in LABELS],
        "filtered": bool(given),
        "rows": [listed(one) for one in fitting[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]],
        "counted": words.counted(len(fitting), "change package"),
        "number": number,
        "last": last,
        "previous": _address(given, number - 1) if 1 < number <= last else "",
        "next": _address(given, number + 1) if number < last else "",
        "to_first": _address(given, 1),
        "files": {"CSV": _address(given, 1, "packages_csv"), "JSON": _address(given, 1, "packages_json")},
    }


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _address(given: Mapping[str, str], number: int, name: str = "packages") -> str:
    query = {**given, **({"page": str(number)} if number > 1 else {})}
    return reverse(name) + (f"?{urlencode(query)}" if query else "")


def _filter(name: str, found: Iterable[Published], chosen: str) -> Page:
    counts: dict[str, int] = {}
    for one in found:
        for value in _values(one, name):
            counts[value] = counts.get(value, 0) + 1
    if chosen:
        counts.setdefault(chosen, 0)
    items = [{"value": each, "text": f"{_called(name, each)} ({many})", "selected": each == chosen} for each, many in counts.items()]
    items.sort(key=lambda item: str(item["text"]).casefold())
    return {"name": name, "label": LABELS[name], "items": [{"value": "", "text": "All", "selected": not chosen}, *items]}


def _values(one: Published, name: str) -> tuple[str, ...]:
    if name == "ambition":
        return one.ambitions
    return ({"discipline": one.discipline, "status": one.co_production, "publisher": one.publisher}[name],)


def _called(name: str, value: str) -> str:
    if name == "status" and value in set(CoProductionStatus):
        said = CO_PRODUCTION_WORDS[CoProductionStatus(value)]
        return said[:1].upper() + said[1:]
    if name == "ambition":
        return ambition(value)
    return value


def ambition(ambition_id: str) -> str:
    """What an ambition is called; its id where it is not known."""
    known = registers().ambitions.get(ambition_id) or registers().shifts.get(ambition_id)
    return known.name if known else ambition_id


def listed(one: Published) -> Page:
    """One change package in a list."""
    return {
        "title": one.title,
        "href": reverse("package", kwargs={"package": one.id}),
        "summary": one.summary,
        "discipline": one.discipline,
        "status": _called("status", one.co_production),
        "agreed": one.co_production == CoProductionStatus.AGREED,
        "publisher": one.publisher,
        "number": one.number,
        "published": days.day(one.published_on),
        "adapts": one.adapts,
    }


def unknown(error: UnknownElement, package: str = "") -> Page:
    """Something that is not published, with links to the nearest that is. What it says is the same for a draft and for nothing at all."""
    near = [name for finding in error.findings for name in finding.did_you_mean]
    return {
        "page_title": "Page not found",
        "breadcrumbs": [HOME, {"text": "Change packages", "href": reverse("packages")}],
        "near": [(name, _of_name(name, package)) for name in near],
    }


def _of_name(name: str, package: str) -> str:
    """The address of `id@version`, of an id, or of an element of `package` (`id@version`)."""
    if package:
        return reverse("package_element", kwargs={**_parts(package), "element": name})
    return reverse("package_version", kwargs=_parts(name)) if "@" in name else reverse("package", kwargs={"package": name})


def _parts(name: str) -> dict[str, str]:
    package, _, number = name.partition("@")
    return {"package": package, "number": number}
