"""What is said of each thing in the search index: a title, the words to find it by, and where its page is."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.theory import Kind, Theory
from levelground.change_package.trace import words_of
from levelground.registers.registers import registers
from levelground.web.overview import help_tasks
from levelground.web.overview.models import Found
from levelground.web.publishing.models import Consultation, PackageVersion
from levelground.web.publishing.queries.published import Published
from levelground.web.publishing.queries.registers import RegisterRow

SHOWN = (Kind.AIM, Kind.PRIMARY_DRIVER, Kind.SECONDARY_DRIVER, Kind.CHANGE_IDEA, Kind.MEASURE, Kind.PRINCIPLE)
"""Recommendations, evidence and sources of a change package are copies: they are found in their registers."""
NOT_WORDS = {"id", "verification", "origin", "contributions", "decisions", "source", "serves", "core", "recommendations", "rests_on"}
LONGEST_TITLE, LONGEST_BODY = 400, 20_000
PAGES = {Found.RECOMMENDATION: "recommendation", Found.EVIDENCE: "evidence_entry", Found.RESOURCE: "resource"}


@dataclass(frozen=True)
class SearchDocument:
    """One row of the index, before it is written."""

    part: str
    kind: str
    title: str
    body: str
    context: str
    address: str
    until: datetime.date | None = None


def _document(part: str, kind: str, title: str, body: str, context: str, address: str) -> SearchDocument:  # noqa: PLR0917 - a row
    return SearchDocument(part, kind, _clean(title)[:LONGEST_TITLE], _clean(body)[:LONGEST_BODY], _clean(context)[:600], address)


def _clean(words: str) -> str:
    """One line, without the two marks that snippets are made with."""
    return " ".join(words.replace("\ue000", "").replace("\ue001", "").replace("\0", "").split())


def of_published(package: Published) -> Iterator[SearchDocument]:
    """A published change package and its elements."""
    at = {"package": package.id, "number": package.number}
    context = f"Change package, version {package.number}. From: {package.publisher}"
    body = f"{package.summary} {package.discipline} {package.id}"
    yield _document("", Found.PACKAGE, package.title, body, context, reverse("package_version", kwargs=at))

    def page(element: str) -> str:
        return reverse("package_element", kwargs=at | {"element": element})

    yield from _elements(package.reading().change_package, Found.ELEMENT, package.title, page)


def of_draft(version: PackageVersion, package: ChangePackage) -> Iterator[SearchDocument]:
    """A draft and its elements, for its own organisation."""
    at: dict[str, Any] = {"organisation": version.package.organisation.slug, "draft": version.pk}
    body = f"{package.summary} {package.discipline} {package.id}"
    yield _document("", Found.DRAFT, package.title, body, f"Draft of {package.version}", reverse("draft", kwargs=at))

    def page(element: str) -> str:
        return reverse("draft_element", kwargs=at | {"element": element})

    yield from _elements(package, Found.DRAFT, f"Draft: {package.title}", page)


def _elements(package: ChangePackage, kind: str, title: str, page: Callable[[str], str]) -> Iterator[SearchDocument]:
    theory = Theory(package)
    for element in package.elements():
        what = theory.kind(element.id)
        if what in SHOWN:
            said = {name: value for name, value in element.model_dump(mode="json", exclude_none=True).items() if name not in NOT_WORDS}
            words = f"{' '.join(_strings(said))} {element.id}"
            yield _document(
                element.id, kind, words_of(theory, element.id), words, f"{what.value.capitalize()} in {title}", page(element.id)
            )


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def of_entry(row: RegisterRow, source: str) -> SearchDocument:
    """An entry of a register."""
    kind = Found(row.kind)
    facets = (value.replace("_", " ") for name in ("addressee", "discipline", "theme") for value in row.facets.get(name, ()))
    body = f"{row.words if row.title else ''} {'; '.join(facets)}. {source}. {row.id}"
    by = f" Added by {row.added_by}." if row.added_by else ""
    context = f"{kind.value.capitalize()}. {source}.{by}"
    return _document("", kind, row.title or row.words, body, context, reverse(PAGES[kind], kwargs={"entry": row.id}))


def of_frameworks() -> Iterator[tuple[str, list[SearchDocument]]]:
    """Frameworks and strategies of the library: subject -> what is found of it."""
    for framework in registers().frameworks.values():
        address = reverse("framework", kwargs={"framework": framework.id})
        body = " ".join([framework.summary, framework.publisher, *(item.text or "" for item in framework.items)])
        yield f"framework:{framework.id}", [_document("", Found.FRAMEWORK, framework.title, body, "Framework", address)]
    for strategy in registers().strategies.values():
        address = reverse("strategy", kwargs={"strategy": strategy.id})
        parts = [_document("", Found.FRAMEWORK, strategy.title, strategy.publisher, "Strategy", address)]
        parts += [
            _document(one.id, Found.FRAMEWORK, one.name, f"{one.text} {one.id}", f"In {strategy.title}", f"{address}#{one.id}")
            for one in strategy.ambitions
        ]
        yield f"strategy:{strategy.id}", parts


def of_consultation(consultation: Consultation) -> SearchDocument:
    """An open consultation that is for everybody; it is found until the end of its last day."""
    version = consultation.version
    found = _document(
        "",
        Found.CONSULTATION,
        f"Say what you think: {version.title}",
        f"{consultation.question} {version.summary}",
        f"Consultation of {version.package.organisation.name}",
        reverse("consultation", kwargs={"consultation": consultation.pk}),
    )
    return SearchDocument(**{**vars(found), "until": consultation.last_day})


def of_help() -> Iterator[tuple[str, list[SearchDocument]]]:
    """The pages of help."""
    for task in help_tasks.TASKS.values():
        address = reverse("help_task", kwargs={"task": task.slug})
        yield f"help:{task.slug}", [_document("", Found.HELP, task.title, " ".join([task.about, *task.words]), "Help", address)]
