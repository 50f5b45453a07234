"""Values as the templates need them. Nothing is computed here: numbers are written by `charts.numbers`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.elements import Element
from levelground.change_package.measures import Measure, MeasureKind
from levelground.change_package.recommendations import Source
from levelground.charts import driver_diagram
from levelground.charts.chart import Chart
from levelground.errors import UnknownElement
from levelground.ethnicity import classification
from levelground.measurement.results import ReleasedResults
from levelground.reports import board
from levelground.web.coproduction.presenters import quality
from levelground.web.overview import figures, sources, words
from levelground.web.overview.document import Telling, document
from levelground.web.overview.queries import release
from levelground.web.publishing import standing

Page = dict[str, Any]
PAGES = (("Overview", "results"), ("Driver diagram", "diagram"), ("Measures", "measures"), ("Change package", "change_package"))

KIND_WORDS = {
    MeasureKind.OUTCOME: "Outcome measures: is the inequality changing?",
    MeasureKind.PROCESS: "Process measures: is the work happening?",
    MeasureKind.BALANCING: "Balancing measures: does anything else get worse, or hide?",
}


def home(results: ReleasedResults, charts: Mapping[str, Chart]) -> Page:
    """The board page, as `reports` writes it, with the stored pictures and what the records of co-production say."""
    page = figures.board(results, charts, quality.for_a_board(results.change_package.id))
    return {**_standing(results), "page_title": board.title(results), "board": page, "sheets": [reverse("board_sheet")]}


def no_release() -> Page:
    """There is nothing to show yet, and what to do about it."""
    return {"page_title": "Results", "breadcrumbs": [{"text": "Home", "href": reverse("home")}]}


def _standing(results: ReleasedResults) -> Page:
    package = results.change_package
    return {
        "standing": standing.standing(package.status, package.version, package.co_production),
        "area": {"name": "Results", "items": _menu()},
    }


def _menu() -> list[dict[str, str]]:
    """The pages of one release."""
    return [{"text": text, "href": reverse(name)} for text, name in PAGES]


def diagram(results: ReleasedResults, charts: Mapping[str, Chart]) -> Page:
    """The theory of change: the picture, and the same as a nested list."""
    package = results.change_package
    return {
        **_standing(results),
        "page_title": "Driver diagram",
        "breadcrumbs": _trail(),
        "package": package,
        "figure": figures.diagram(charts.values()),
        "outline": driver_diagram.outline(package),
        "measured_by": _measured_by(package),
        "checked": words.CHECKED,
    }


def _measured_by(package: ChangePackage) -> dict[str, list[Measure]]:
    """Element id -> the measures that say they serve it, or that it names."""
    found: dict[str, list[Measure]] = {}
    for each in package.measures:
        named_by = [idea.id for idea in package.change_ideas if each.id in idea.measures]
        for element_id in dict.fromkeys([*(link.id for link in each.serves), *named_by]):
            found.setdefault(element_id, []).append(each)
    return found


def measures(results: ReleasedResults) -> Page:
    """The measurement plan, by kind."""
    groups = [
        (KIND_WORDS[kind], [(each, why_no_figures(results, each)) for each in results.change_package.measures if each.kind is kind])
        for kind in MeasureKind
    ]
    return {**_standing(results), "page_title": "Measures", "breadcrumbs": _trail(), "groups": [group for group in groups if group[1]]}


def why_no_figures(results: ReleasedResults, measure: Measure) -> str | None:
    """Why a measure was not counted, in plain words; None when it was."""
    left_out = next((row for row in results.not_run if row.measure_id == measure.id), None)
    if left_out is None:
        return None
    return words.why_no_figures(left_out.reason, local=left_out.awaits_data and release.counted_locally(measure))


def measure(results: ReleasedResults, chosen: Measure, charts: Mapping[str, Chart]) -> Page:
    """One measure: its pictures with words and tables, how ethnicity was recorded, and how it is computed."""
    return {
        **_standing(results),
        "page_title": chosen.name,
        "breadcrumbs": _trail(("Measures", "measures")),
        "measure": chosen,
        "kind": f"{chosen.kind.capitalize()} measure",
        "why_no_figures": why_no_figures(results, chosen),
        "computed": chosen.id in results.measured_ids(),
        "figures": figures.of_measure(results, chosen, charts.values()),
        "by_area": figures.by_area(results, chosen),
        "recording": figures.recording(results, chosen),
        "never_recorded": figures.never_recorded(results, chosen),
        "sources": sources.of_measure(results, chosen),
        "marks": sources.marks(results, chosen),
        "recording_marks": sources.marks(results, chosen, numerator_only=True),
        "definition": _definition(results, chosen),
        "serves": _named(results.change_package, [link.id for link in chosen.serves]),
        "query": results.queries.get(chosen.id),
    }


def change_package(results: ReleasedResults) -> Page:
    """The change package as a document, and the text that it was read from."""
    return {
        **_standing(results),
        "page_title": "Change package",
        "breadcrumbs": _trail(),
        "package": results.change_package,
        "parts": document(Telling(results.change_package, figures.group_labels(results), _measure_page), release.traces()),
        "text_size": f"{len(results.change_package_text.encode()) / 1024:.0f} KB",
    }


def _measure_page(element: Element | Source) -> str | None:
    return reverse("measure", kwargs={"measure_id": element.id}) if isinstance(element, Measure) else None


def accessibility() -> Page:
    """The accessibility statement."""
    return {"page_title": "Accessibility statement", "breadcrumbs": [{"text": "Home", "href": reverse("home")}]}


def about(results: ReleasedResults | None) -> Page:
    """What this is, what it is not, and what the results rest on, where there are any."""
    page: Page = {"page_title": "About Levelground", "breadcrumbs": [{"text": "Home", "href": reverse("home")}]}
    if results is None:
        return page
    return {
        **page,
        "data_sources": sources.of_release(results),
        "publications": [(source, words.checked(source.verification)) for source in results.change_package.sources],
        "certificate": results.certificate,
    }


def unknown(error: UnknownElement) -> Page:
    """A name that is not there, with links to the nearest that are."""
    near = [name for finding in error.findings for name in finding.did_you_mean]
    of_measure = any(finding.rule.endswith("measure") for finding in error.findings)
    links = [(name, reverse("measure", kwargs={"measure_id": name})) for name in near] if of_measure else []
    return {"page_title": "Page not found", "breadcrumbs": _trail(), "message": error.message, "near": links}


def _trail(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [{"text": text, "href": reverse(name)} for text, name in (("Results", "results"), *steps)]


def _named(package: ChangePackage, ids: Sequence[str]) -> list[tuple[str, str]]:
    said = {element.id: getattr(element, "text", None) or getattr(element, "statement", "") for element in package.elements()}
    return [(element_id, said.get(element_id) or "") for element_id in ids]


def _definition(results: ReleasedResults, chosen: Measure) -> list[tuple[str, Any]]:
    comparison = chosen.comparison or results.change_package.aim.comparison
    rows: list[tuple[str, Any]] = [
        ("Counted", chosen.numerator.description),
        ("Out of", chosen.denominator.description if chosen.denominator else "Nothing: this is a count of its own"),
        ("Given as", figures.unit_words(chosen)),
        ("Left out", _lines(f"{row.description} ({row.reason})" for row in chosen.exclusions) or "Nobody"),
        ("Better is", words.BETTER[chosen.improvement_direction]),
        ("Compared with", f"{figures.rule_words(figures.group_labels(results), comparison.named)}. {comparison.named.reason}"),
        ("And beside it", f"{figures.rule_words(figures.group_labels(results), comparison.second)}. {comparison.second.reason}"),
        ("Standardised", words.sentence(chosen.standardisation)),
        ("Ethnic groups from", classification.load(chosen.classification).title),
        ("How this was checked", words.checked(chosen.verification)),
    ]
    return [*rows, ("Note", chosen.note)] if chosen.note else rows


def _lines(parts: Iterable[str]) -> Markup:
    return Markup("<br>").join(parts)
