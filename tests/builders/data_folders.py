"""Small folders of data with their declarations, and packages that measure them: written to disk as a user would."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.builders.change_packages import SMALL

from levelground.change_package.read import Reading, read_text
from levelground.documents.yaml_reader import read_yaml
from levelground.errors import Finding
from levelground.ethnicity import classification as classifications
from levelground.measurement.results import Results

NHS = classifications.load("nhs_2001")
BROAD = {group.label: {"breakdown": "broad", "code": group.code} for group in NHS.groups("broad")}
DETAILED = {f"{group.label} (detailed)": {"breakdown": "detailed", "code": group.code} for group in NHS.groups("detailed")}
UNKNOWN = {"Not stated": {"unknown": "not_stated"}, "Not known": {"unknown": "not_known"}, "Blank": {"unknown": "missing"}}
LABEL_OF = {(meaning["breakdown"], meaning["code"]): label for label, meaning in {**BROAD, **DETAILED}.items()}
"""(breakdown, code) -> the label that the sources made here use."""

Row = Mapping[str, object]
ADDED = {"count": {"repeated_rows": "added"}}
"""Tables made by chance have rows that repeat; what becomes of those without this has tests of its own."""


def declaration(
    source_id: str,
    columns: Mapping[str, str],
    *,
    labels: Mapping[str, Mapping[str, str]] | None = None,
    classification: str = "nhs_2001",
    details: Mapping[str, Mapping[str, Any]] | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """A declared source: `columns` are name -> role; `details` give more of a column (allowed, suppressed_when ...)."""
    ethnicity = next(name for name, role in columns.items() if role == "ethnicity")
    found: dict[str, Any] = {
        "id": source_id,
        "title": f"Counts of {source_id}",
        "publisher": "A trust",
        "edition": "1",
        "licence": "none",
        "already_published": False,
        "verification": "unverified",
        "period": "2023/24",
        "population": "Made for tests.",
        "layouts": [{"name": "csv", "file": f"{source_id}.csv", "columns": {name: name for name in columns}}],
        "columns": [{"name": name, "role": role, **ADDED.get(role, {}), **(details or {}).get(name, {})} for name, role in columns.items()],
        "ethnicity": {"column": ethnicity, "classification": classification, "labels": dict(labels or {**BROAD, **UNKNOWN})},
    }
    return {**found, **changes}


def csv_text(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """A CSV file with these columns; None is a blank."""
    sink = io.StringIO()
    writer = csv.DictWriter(sink, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows([{name: "" if row[name] is None else row[name] for name in columns} for row in rows])
    return sink.getvalue()


def as_yaml(document: Mapping[str, Any]) -> str:
    """A document as text: JSON, which is YAML too, so that no anchor and no alias can stand in it."""
    return json.dumps(document, ensure_ascii=False, indent=2)


def put(folder: Path, source: Mapping[str, Any], rows: Iterable[Row] | str | bytes) -> Path:
    """Write a source's declaration and its file (rows, or the file as it is) into a folder; gives the file's path."""
    (folder / f"{source['id']}.source.yaml").write_text(as_yaml(source), encoding="utf-8")
    path = folder / str(source["layouts"][0]["file"])
    if isinstance(rows, bytes):
        path.write_bytes(rows)
    else:
        text = rows if isinstance(rows, str) else csv_text([column["name"] for column in source["columns"]], rows)
        path.write_bytes(text.encode("utf-8"))
    return path


def counted(source: str, where: str | None = None, **more: str) -> dict[str, str]:
    """A count of a measure."""
    return {"description": f"Counted in {source}.", "source": source, **({} if where is None else {"where": where}), **more}


def measure(measure_id: str, statistic: str, numerator: Mapping[str, str], **changes: Any) -> dict[str, Any]:
    """A measure of a package; `per` is 100,000 for a rate and 100 for a proportion."""
    per = {"rate": {"per": 100_000}, "proportion": {"per": 100}}.get(statistic, {})
    return {
        "id": measure_id,
        "verification": "unverified",
        "name": f"Measure {measure_id}",
        "kind": "process",
        "statistic": statistic,
        "operational_definition": "As the test says.",
        "serves": ["A1"],
        "numerator": dict(numerator),
        "unit": "events",
        **per,
        "improvement_direction": "decrease",
        "classification": "nhs_2001",
        "breakdowns": ["broad"],
        "area_level": "country",
        "standardisation": "none",
        **changes,
    }


def package(*measures: Mapping[str, Any]) -> Reading:
    """The small change package with these measures instead of its own."""
    document: Any = read_yaml(SMALL, "small.yaml").value
    document["aim"]["comparison"]["named"]["reference_groups"] = {"broad": "white", "detailed": "A"}
    document["aim"]["outcome_measure"] = measures[0]["id"]
    document["change_ideas"][0]["measures"] = []
    document["measures"] = [dict(one) for one in measures]
    return read_text(as_yaml(document), "small.yaml")


def told(results: Results) -> tuple[Finding, ...]:
    """The findings of a run, without those that say that a small table has no row for some group."""
    return tuple(finding for finding in results.findings if finding.rule != "no-row-for-group")
