"""The rows of a register to download: exactly those that the filters of the address leave, as CSV or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.http import QueryDict
from django.urls import reverse

from levelground.measurement.exports import neutralised
from levelground.web.overview.registers import ShownRegister, asked, filter_of
from levelground.web.publishing.queries import registers as kept

LICENCE = "CC-BY-4.0"
"""Of the words, which are the library's or those of who added them; what a source itself says has a licence of its own."""
LISTS = ("addressee", "ambition", "discipline", "theme", "same_as", "conflicts_with")
SINGLE = ("kind", "availability", "grade", "certainty")
COLUMNS = ("id", "title", "words", "mark", "source", "source_title", "edition", "added_by", "licence", "address")


def records(shown: ShownRegister, query: QueryDict, site: str) -> Iterator[dict[str, Any]]:
    """The rows as plain values; `site` is what addresses begin with (`https://levelground.example`)."""
    sources = kept.names_of_sources()
    at = site + reverse(shown.one, kwargs={"entry": "-"}).removesuffix("-/")
    for row in kept.every(shown.kind, filter_of(asked(shown, query))):
        record: dict[str, Any] = {
            "id": row.id,
            "title": row.title,
            "words": row.words,
            "mark": row.mark,
            "source": row.source,
            "source_title": sources.get(row.source, ""),
            "edition": row.edition,
            "added_by": row.added_by or "The Levelground library",
            "licence": LICENCE,
            "address": f"{at}{quote(row.id)}/",
        }
        yield record | _facets(shown, row)


def _facets(shown: ShownRegister, row: kept.RegisterRow) -> dict[str, Any]:
    found: dict[str, Any] = {name: list(row.facets.get(name, ())) for name in _lists(shown)}
    found |= {name: next(iter(row.facets.get(name, ())), "") for name in SINGLE if name in shown.filters}
    if shown.kind == "recommendation":
        found |= {"addressees_inferred": bool(row.facets.get("inferred")), "something_done": kept.DONE in row.facets.get("known", ())}
    return found


def _lists(shown: ShownRegister) -> tuple[str, ...]:
    return LISTS if shown.kind == "recommendation" else ("discipline",)


def as_json(shown: ShownRegister, query: QueryDict, site: str) -> dict[str, Any]:
    """The rows with what they are and under which licence."""
    rows = list(records(shown, query, site))
    return {"register": shown.name, "licence": LICENCE, "filters": asked(shown, query), "count": len(rows), "rows": rows}


def as_csv(shown: ShownRegister, query: QueryDict, site: str) -> str:
    """The rows as CSV, lists parted by `; `. Safe to open in a spreadsheet."""
    further = [*_lists(shown), *(name for name in SINGLE if name in shown.filters)]
    if shown.kind == "recommendation":
        further += ["addressees_inferred", "something_done"]
    sink = io.StringIO()
    writer = csv.DictWriter(sink, [*COLUMNS, *further], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: neutralised(_cell(value)) for name, value in row.items()} for row in records(shown, query, site))
    return sink.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, list) else value
