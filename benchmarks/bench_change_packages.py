"""Change packages of 200 and of 5,000 elements: reading, adapting, checking, tracing, editing and writing, beside plain PyYAML.

Each figure is the best of several runs, in milliseconds of processor time. What is wanted: 5,000 elements read, adapted,
checked and traced in less than 3 seconds; 200 elements adapted, checked and traced in less than 100 milliseconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import yaml

from levelground.change_package.adaptation.adapt import resolve
from levelground.change_package.adaptation.overlay_reading import read_overlay
from levelground.change_package.check import check
from levelground.change_package.edit import edit
from levelground.change_package.read import Reading, read_text
from levelground.change_package.trace import trace
from levelground.documents.canonical import canonical_text
from levelground.documents.yaml_reader import read_yaml

SIZES = (200, 5_000)
SLOW_SECONDS = 2.0
"""A comparison that takes longer than this is run once."""

HEAD = {
    "version": "1.0.0",
    "status": "not_yet_co_produced",
    "discipline": "Mental health",
    "setting": "England",
    "licence": "CC-BY-4.0",
    "summary": "Made to be measured.",
    "provenance": {"statement": "Generated.", "not_claimed": "Nothing here is advice."},
}
WORDS = "Decisions about people, and the rules behind them, are looked at again with the people whom they were about"


def package(size: int) -> dict[str, Any]:
    """A change package with about this many elements, in the proportions of a real one."""
    drivers, ideas, measures, recommendations = (size * share // 100 for share in (20, 45, 20, 15))
    return {
        "format": "levelground/change-package/1",
        "id": "generated",
        "title": "A generated change package",
        **HEAD,
        "sources": [{"id": "SRC", "title": "A report", "publisher": "A publisher", "edition": "2024", "verification": "verified"}],
        "aim": {
            **_said("aim", "statement"),
            "population": "Everyone in England.",
            "comparison": {
                "named": {"rule": "rest", "reason": "Everyone else."},
                "second": {"rule": "best", "reason": "What is possible."},
            },
            "outcome_measure": "M0",
            "guardrail": "No group's level rises.",
        },
        "primary_drivers": [{**_said(f"P{n}"), "why": WORDS, "serves": ["aim"]} for n in range(4)],
        "secondary_drivers": [
            {**_said(f"S{n}"), "why": WORDS, "serves": [f"P{n % 4}", {"id": f"P{(n + 1) % 4}", "strength": "weak"}]} for n in range(drivers)
        ],
        "change_ideas": [_idea(n, drivers, measures, recommendations) for n in range(ideas)],
        "measures": [_measure(n, drivers) for n in range(measures)],
        "recommendations": [{**_said(f"R{n}"), "addressees": ["Integrated care boards"]} for n in range(recommendations)],
        "principles": [{"id": "PR1", "verification": "verified", "name": "Name racism", "questions": ["Is it?"], "met_by": ["P0"]}],
    }


def _said(element_id: str, key: str = "text") -> dict[str, Any]:
    return {"id": element_id, "verification": "unverified", "source": "SRC", key: f"{WORDS} ({element_id}).", "note": WORDS}


def _idea(number: int, drivers: int, measures: int, recommendations: int) -> dict[str, Any]:
    return {
        **_said(f"C{number}"),
        "serves": [f"S{number % drivers}"],
        "changes": "practice",
        "first_test": "One team tries it for one week.",
        "recommendations": [f"R{number % recommendations}"],
        "measures": [f"M{number % measures}"],
        "evidence": {"grade": "promising", "certainty": "low", "statement": WORDS, "source": "SRC"},
    }


def _measure(number: int, drivers: int) -> dict[str, Any]:
    return {
        "id": f"M{number}",
        "verification": "unverified",
        "name": f"Decisions that were looked at again ({number})",
        "kind": ("outcome", "process", "balancing")[number % 3],
        "statistic": "proportion",
        "operational_definition": WORDS,
        "serves": ["aim"] if number == 0 else [f"S{number % drivers}"],
        "numerator": {"description": "Decisions looked at again", "source": "local_records"},
        "denominator": {"description": "Decisions", "source": "local_records"},
        "unit": "decisions",
        "per": 100,
        "improvement_direction": "increase",
        "classification": "broad_groups",
        "standardisation": "none",
    }


def overlay(base: Reading, size: int) -> dict[str, Any]:
    """An overlay that touches a tenth of the elements."""
    number = size // 100
    why = {"reason": "The trust works in its own way."}
    driver = {"verification": "unverified", "text": WORDS, "why": WORDS, "serves": ["P0"]}
    operations = [
        *({"op": "reword", "element": f"C{n}", "field": "text", "to": f"{WORDS}, here.", **why} for n in range(4 * number)),
        *({"op": "link", "element": f"C{n}", "field": "serves", "target": f"S{n % 7 + 8}", **why} for n in range(2 * number)),
        *({"op": "remove", "element": f"R{n}", **why} for n in range(number)),
        *({"op": "add", "to": "secondary_drivers", "elements": [{"id": f"L-S{n}", **driver}], **why} for n in range(3 * number)),
    ]
    head = {"format": "levelground/overlay/1", "id": "local", "title": "A local change package", **HEAD, **why}
    return {**head, "adapts": base.pin.model_dump(), "operations": operations}


def milliseconds(work: Callable[[], object], runs: int = 3) -> float:
    """The best of several runs; fewer where one takes long."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
        if best > SLOW_SECONDS:
            break
    return best * 1000


def rows(size: int) -> dict[str, float]:
    """What is measured -> milliseconds, for one size."""
    value = package(size)
    text = canonical_text(value)
    base = read_text(text, "generated.yaml")
    written = canonical_text(overlay(base, size))
    local = resolve(base, read_overlay(written, "local.yaml"))
    operation = {"op": "reword", "element": "C1", "field": "text", "to": "Other words.", "reason": "Because."}
    return {
        "read (text to checked value with places)": milliseconds(lambda: read_text(text, "generated.yaml")),
        "  of this: YAML to plain values with places": milliseconds(lambda: read_yaml(text, "generated.yaml")),
        "  beside it: PyYAML safe_load, C, no places": milliseconds(lambda: yaml.load(text, Loader=yaml.CSafeLoader)),
        "  beside it: PyYAML safe_load, pure Python": milliseconds(lambda: yaml.safe_load(text)),
        "read the overlay": milliseconds(lambda: read_overlay(written, "local.yaml")),
        "resolve": milliseconds(lambda: resolve(base, read_overlay(written, "local.yaml"))),
        "check, whole package": milliseconds(lambda: check(base)),
        "check, adapted package": milliseconds(lambda: check(local)),
        "trace one element": milliseconds(lambda: trace(local.change_package, "C1")),
        "edit one element in the text": milliseconds(lambda: edit(base, operation)),
        "write the canonical text": milliseconds(lambda: canonical_text(value)),
        "  beside it: PyYAML safe_dump, C": milliseconds(lambda: yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False, width=119)),
    }


def main() -> None:
    """Print the table."""
    columns = {size: rows(size) for size in SIZES}
    names = list(columns[SIZES[0]])
    print(f"{'milliseconds':48}" + "".join(f"{f'{size:,} elements':>16}" for size in SIZES))
    for name in names:
        print(f"{name:48}" + "".join(f"{columns[size][name]:>16,.1f}" for size in SIZES))
