"""How the numbers of a report were worked out: methods by name, sources with licence, statements, digests, the certificate."""

from __future__ import annotations

import json
from dataclasses import dataclass

from levelground.charts import numbers
from levelground.charts.chart import DataTable, released
from levelground.measurement.cells import Estimate, EstimateCell
from levelground.measurement.results import Certificate, ReleasedResults
from levelground.reports import sources

METHOD_WORDS = {
    "byar": "Byar's approximation",
    "exact_poisson": "exact Poisson limits",
    "wilson": "Wilson's score interval",
    "newcombe": "Newcombe's interval",
    "koopman": "Koopman's score interval",
    "mover_byar": "from the two levels' intervals (MOVER), Byar",
    "mover_exact_poisson": "from the two levels' intervals (MOVER), exact Poisson",
    "exact_conditional": "exact, given the sum of both counts",
}
"""Names for method ids; an id without one is shown as it is."""


@dataclass(frozen=True)
class Working:
    """What a reader needs in order to work the numbers out again."""

    methods: DataTable
    sources: DataTable
    queries: tuple[tuple[str, str], ...]
    certificate: Certificate
    run_log: str


def working(results: ReleasedResults) -> Working:
    """How the numbers of a release were worked out."""
    results = released(results)
    names = {measure.id: measure.name for measure in results.change_package.measures}
    queries = tuple((f"{measure_id}: {names.get(measure_id, measure_id)}", sql) for measure_id, sql in results.queries.items() if sql)
    log = json.dumps(results.run_log, indent=2, ensure_ascii=False, default=str)
    return Working(_methods(results), sources.table(results.run_log), queries, results.certificate, log)


def _methods(results: ReleasedResults) -> DataTable:
    used: list[tuple[str, str, EstimateCell]] = [(row.measure_id, "level", row.estimate) for row in results.levels]
    used += [(gap.measure_id, "absolute gap", gap.absolute) for gap in results.gaps]
    used += [(gap.measure_id, "relative gap", gap.relative) for gap in results.gaps]
    used += [(row.measure_id, "share unknown", row.unknown_share) for row in results.recording]
    measures: dict[tuple[str, str], dict[str, None]] = {}
    for measure_id, what, cell in used:
        if isinstance(cell, Estimate):
            words = METHOD_WORDS.get(cell.method, cell.method.replace("_", " "))
            measures.setdefault((f"Interval of the {what}", f"{words}, {numbers.confidence(cell.confidence)}"), {})[measure_id] = None
    rows = tuple((what, method, ", ".join(ids)) for (what, method), ids in measures.items())
    return DataTable("Methods", ("What", "Method", "Measures"), rows)
