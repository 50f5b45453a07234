"""Change packages to download: the list as CSV and JSON, and one version whole, each with its licence and its address."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from levelground.measurement.exports import neutralised
from levelground.web.publishing.queries.published import Published

LICENCE = "CC-BY-4.0"
"""Of the list itself; each change package says its own."""
COLUMNS = (
    "id", "version", "title", "summary", "discipline", "co_production", "publisher", "published_on",
    "adapts", "ambitions", "recommendations", "sha256", "address", "text",
)  # fmt: skip


def record(version: Published, site: str) -> dict[str, Any]:
    """One version as plain values; `site` is what addresses begin with (`https://levelground.example`)."""
    at = {"package": version.id, "number": version.number}
    return {
        "id": version.id,
        "version": version.number,
        "title": version.title,
        "summary": version.summary,
        "discipline": version.discipline,
        "co_production": version.co_production,
        "publisher": version.publisher,
        "published_on": version.published_on.isoformat() if version.published_on else None,
        "adapts": version.adapts or None,
        "ambitions": list(version.ambitions),
        "recommendations": list(version.recommendation_ids),
        "sha256": version.digest,
        "address": site + reverse("package_version", kwargs=at),
        "text": site + reverse("package_yaml", kwargs=at),
    }


def whole(version: Published, site: str) -> dict[str, Any]:
    """One version with all that its text says; of an adaptation, the whole that it makes of its base."""
    package = version.reading().change_package
    head = record(version, site)
    withdrawn = {"withdrawn_because": version.withdrawn_because} if version.withdrawn_because else {}
    said = package.model_dump(mode="json", exclude_none=True)
    return {"licence": package.licence, **head, **withdrawn, "change_package": said}


def as_json(versions: Iterable[Published], given: dict[str, str], site: str) -> dict[str, Any]:
    """The list with what it is and under which licence."""
    rows = [record(one, site) for one in versions]
    return {"list": "change packages", "licence": LICENCE, "filters": given, "count": len(rows), "rows": rows}


def as_csv(versions: Iterable[Published], site: str) -> str:
    """The list as CSV, lists parted by `; `. Safe to open in a spreadsheet."""
    sink = io.StringIO()
    writer = csv.DictWriter(sink, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for one in versions:
        writer.writerow({name: neutralised(_cell(value)) for name, value in record(one, site).items()})
    return sink.getvalue()


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value
