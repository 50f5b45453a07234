"""One version of a published change package: what it is, its theory as an outline, each element, and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from markupsafe import Markup

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.elements import Element
from levelground.change_package.measures import Measure, MeasureKind
from levelground.change_package.recommendations import Source
from levelground.change_package.theory import APART, Kind
from levelground.change_package.trace import Trace
from levelground.charts.driver_outline import outline
from levelground.errors import UnknownElement
from levelground.web.coproduction.presenters import voices
from levelground.web.design_system import days
from levelground.web.overview import published_package, words
from levelground.web.overview.document import Telling, entry
from levelground.web.overview.presenters.packages import HOME, ambition
from levelground.web.overview.queries import release
from levelground.web.publishing import standing
from levelground.web.publishing.models import RegisterKind
from levelground.web.publishing.queries import register_entries, registers
from levelground.web.publishing.queries.published import Published

Page = dict[str, Any]

KINDS = {MeasureKind.OUTCOME: "Outcome", MeasureKind.PROCESS: "Process", MeasureKind.BALANCING: "Balancing"}


def address(version: Published, name: str = "package_version", **more: str) -> str:
    """The address of one page of a version."""
    return reverse(name, kwargs={"package": version.id, "number": version.number, **more})


def of_package(version: Published, title: str, *, top: bool = False) -> Page:
    """What every page of a version has: how far it is shaped with people, the way back, and whether there is a newer one."""
    trail = [HOME, {"text": "Change packages", "href": reverse("packages")}]
    return {
        "page_title": title,
        "breadcrumbs": trail if top else [*trail, {"text": version.title, "href": address(version)}],
        "standing": standing.standing(version.co_production, version.number, version.reading().change_package.co_production),
        "version": version,
        "here": address(version),
    }


def replaced_by(version: Published, versions: Sequence[Published]) -> Published | None:
    """The version that stands in place of this one; None where this is the one."""
    newest = next((one for one in versions if not one.withdrawn_because), None)
    return newest if newest is not None and newest.number != version.number else None


def page(version: Published, versions: Sequence[Published], adaptations: Sequence[Published]) -> Page:
    """The page of a version."""
    package = version.reading().change_package
    newer = replaced_by(version, versions)
    return {
        **of_package(version, f"{version.title}, version {version.number}", top=True),
        "package": package,
        "newer": newer,
        "newer_href": address(newer) if newer else "",
        "facts": _facts(version, package),
        "outline": outline(package),
        "measured_by": measured_by(package),
        "checked": words.CHECKED,
        "measures": [_measure(version, each) for each in package.measures],
        "others": _others(version, package),
        "adaptations": [(one, address(one)) for one in adaptations],
        "news": _news(version),
        "versions": len(versions),
        "you_said": reverse("you_said_package", kwargs={"package": version.id}),
        "compare": comparison_address(version, versions),
        "size": f"{len(version.data) / 1024:.0f} KB",
    }


def _news(version: Published) -> list[tuple[str, str, str]]:
    """What has changed in the registers since this version that concerns it: address, words, why it does."""
    since = timezone.make_aware(datetime.combine(version.published_on, time.min)) if version.published_on else None
    pages = {RegisterKind.RECOMMENDATION: "recommendation", RegisterKind.EVIDENCE: "evidence_entry", RegisterKind.RESOURCE: "resource"}
    return [
        (reverse(pages[RegisterKind(one.kind)], kwargs={"entry": one.entry_id}), one.words, one.why)
        for one in register_entries.news_for(version.id, since)
        if one.kind in pages
    ]


def _facts(version: Published, package: ChangePackage) -> list[tuple[str, Any]]:
    rows = [
        ("Published by", version.publisher),
        ("Published on", days.day(version.published_on) or "It came with the software"),
        ("For", f"{package.discipline}; {package.setting}"),
        ("Adapted from", _base(version) or "Nothing: it stands by itself"),
        ("Ambitions it serves", "; ".join(map(ambition, version.ambitions))),
        ("Where it comes from", package.provenance.statement),
        ("What it does not claim", package.provenance.not_claimed),
        ("Licence", package.licence),
    ]
    return [row for row in rows if row[1]]


def _base(version: Published) -> Markup | None:
    package_id, _, number = version.adapts.partition("@")
    if not number:
        return None
    at = reverse("package_version", kwargs={"package": package_id, "number": number})
    return Markup('<a href="{}">{}, version {}</a>').format(at, package_id, number)


def measured_by(package: ChangePackage) -> dict[str, list[Measure]]:
    """Element id -> the measures that say they serve it, or that it names."""
    found: dict[str, list[Measure]] = {}
    for each in package.measures:
        named_by = [idea.id for idea in package.change_ideas if each.id in idea.measures]
        for element_id in dict.fromkeys([*(link.id for link in each.serves), *named_by]):
            found.setdefault(element_id, []).append(each)
    return found


def _measure(version: Published, measure: Measure) -> tuple[str, str, str, str]:
    kind, mark = KINDS[measure.kind], words.checked(measure.verification)
    return address(version, "package_element", element=measure.id), measure.name, kind, mark


def _others(version: Published, package: ChangePackage) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """What else stands in it, by kind: address, words, mark."""
    theory = published_package.theory(version)
    kinds: list[tuple[str, Sequence[Element | Source]]] = [
        ("Recommendations that it answers", package.recommendations),
        ("Evidence that it rests on", package.evidence),
        ("Anti-racism principles", package.principles),
        ("Sources", package.sources),
    ]
    return [(title, [_other(version, theory.package, each) for each in found]) for title, found in kinds if found]


def _other(version: Published, package: ChangePackage, element: Element | Source) -> tuple[str, str, str]:
    said = next((str(each) for name in ("text", "statement", "name", "title") if (each := getattr(element, name, None))), "An empty slot")
    return address(version, "package_element", element=element.id), said, words.checked(element.verification)


def comparison_address(version: Published, versions: Sequence[Published]) -> str:
    """Where a version is compared with the one before it, else with what it adapts; empty where there is neither."""
    older = [one for one in versions[_place(version, versions) + 1 :] if one.number != version.number]
    other = older[0].name if older else version.adapts
    if not other:
        return ""
    return f"{reverse('package_compare', kwargs={'package': version.id})}?{urlencode({'from': other, 'to': version.name})}"


def _place(version: Published, versions: Sequence[Published]) -> int:
    return next((place for place, one in enumerate(versions) if one.number == version.number), len(versions))


def versions_page(versions: Sequence[Published]) -> Page:
    """Every version of a change package, newest first."""
    newest = versions[0]
    return {
        **of_package(newest, f"Versions of {newest.title}"),
        "rows": [(one, address(one), comparison_address(one, versions), replaced_by(one, versions) is not None) for one in versions],
        "dates": {one.number: days.day(one.published_on) for one in versions if one.published_on},
    }


def diagram(version: Published) -> Page:
    """The theory of change: the picture, and the same as a nested list."""
    package = version.reading().change_package
    svg, message = published_package.picture(version)
    width, height = release.size_of(svg)
    return {
        **of_package(version, f"Driver diagram of {version.title}"),
        "picture": {"address": address(version, "package_diagram_svg"), "title": package.title, "width": width, "height": height},
        "message": message,
        "outline": outline(package),
        "measured_by": measured_by(package),
        "checked": words.CHECKED,
    }


def element(version: Published, element_id: str) -> Page:
    """One element in words, and the thread through it in both directions. Raises `UnknownElement` where there is none of this id."""
    thread = published_package.thread(version, element_id)
    kind = thread.kind.value.capitalize()
    known = published_package.theory(version).elements.get(element_id)
    telling = Telling(version.reading().change_package, published_package.group_labels(version), lambda _: None)
    return {
        **of_package(version, f"{kind} {element_id}: {_short(thread.words)}"),
        "element_id": element_id,
        "kind": kind,
        "entry": entry(known, thread, telling) if known is not None else None,
        "apart": thread.kind in APART,
        "register": _in_register(thread.kind, element_id),
        "voices": _voices(version, element_id, thread.kind, known),
        "voices_href": "" if known is None else voices.element_place(version.id, element_id),
        "ways": [
            ("Upwards: to the aim, and to what it came from", _steps(version, thread, up=True)),
            ("Downwards: to what serves it, measures it or takes it up", _steps(version, thread, up=False)),
        ],
    }


def _voices(version: Published, element_id: str, kind: Kind, known: Element | Source | None) -> voices.VoicesBehind:
    """Whose words and which decisions stand behind an element; of an id that is kept apart, what may be read of it."""
    if kind in APART:
        said, made = ([element_id], []) if kind is Kind.CONTRIBUTION else ([], [element_id])
        return voices.behind("", "", said, made)
    if not isinstance(known, Element):
        return voices.VoicesBehind()
    return voices.behind(version.id, element_id, known.contributions, known.decisions)


IN_REGISTER = {Kind.RECOMMENDATION: ("recommendation", "recommendation"), Kind.EVIDENCE: ("evidence", "evidence_entry")}
"""Kind of an element -> the kind of the register's entry with the same id, and the name of its page."""


def _in_register(kind: Kind, element_id: str) -> str:
    """The address of the register's entry with the id of an element; empty where there is none."""
    if kind not in IN_REGISTER:
        return ""
    register, page_name = IN_REGISTER[kind]
    return reverse(page_name, kwargs={"entry": element_id}) if registers.known_ids(register, {element_id}) else ""


def _short(said: str, most: int = 80) -> str:
    return said if len(said) <= most else f"{said[: most - 1].rsplit(' ', 1)[0]}…"


def _steps(version: Published, thread: Trace, *, up: bool) -> list[Page]:
    """The steps of one way, each with its address; those that belong to one that stands further up already are not repeated."""
    return [
        {
            "id": step.id,
            "href": address(version, "package_element", element=step.id),
            "relation": step.relation[:1].upper() + step.relation[1:],
            "kind": step.kind.value,
            "words": _short(step.words, 200),
            "depth": min(step.depth, 4),
            "assumption": step.assumption,
            "again": step.again,
        }
        for step in (thread.upstream if up else thread.downstream)
    ]


def compare(package_id: str, found: Sequence[Published], chosen: tuple[str, str], one_of: dict[str, Published]) -> Page:
    """Two versions side by side, or what there is to choose from; `chosen` is what the address asks for."""
    newest = found[0]
    old, new = (one_of.get(name) for name in chosen)
    known = list(dict.fromkeys([*(one.name for one in found), *filter(None, (one.adapts for one in found)), *one_of]))
    choices = [{"value": name, "text": name.replace("@", ", version ")} for name in known]
    shown = new or newest
    return {
        **of_package(shown, "Compare change packages"),
        "comparison": published_package.comparison(old, new) if old and new else None,
        "sheets": [reverse("board_sheet")],
        "choices": [[{**item, "selected": item["value"] == name} for item in choices] for name in chosen],
        "not_found": [name for name in chosen if name and name not in one_of],
        "action": reverse("package_compare", kwargs={"package": package_id}),
    }


def element_unknown(version: Published, error: UnknownElement) -> Page:
    """An element that the version does not have, with those that are near."""
    near = [name for finding in error.findings for name in finding.did_you_mean]
    links = [(name, address(version, "package_element", element=name)) for name in near]
    return {**of_package(version, "Page not found"), "near": links}
