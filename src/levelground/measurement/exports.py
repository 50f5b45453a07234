"""Released results for other programs and for spreadsheets: JSON and CSV, in which a withheld number is a word and never 0."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.measures import Measure
from levelground.change_package.provenance import co_production_words
from levelground.measurement.cells import Cell, Estimate, EstimateCell, NotAvailable, Suppressed
from levelground.measurement.results import RECORDED, Gap, Level, Recording, ReleasedResults, Results
from levelground.measurement.rounding import rounded

CSV_COLUMNS = (
    "row", "measure_id", "measure", "period", "area_level", "area_code", "area_name", "breakdown", "group_code", "group",
    "comparator_role", "comparator", "quantity", "unit", "numerator", "denominator", "value", "lower", "upper", "confidence",
    "method", "note", "comparator_reason", "change_package", "policy", "sources", "licence",
)  # fmt: skip
PER_CENT = 100
DANGEROUS_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_json(results: ReleasedResults, measure_id: str | None = None) -> dict[str, Any]:
    """Released results as JSON values. A withheld number is the text `suppressed`; one that does not exist says why."""
    _require_released(results)
    return document(results, measure_id)


def document(results: Results, measure_id: str | None = None) -> dict[str, Any]:
    """The JSON document of any results; `as_json` is the door for released ones."""
    package = results.change_package
    wanted = [measure for measure in package.measures if measure.id in results.measured_ids() and measure_id in (None, measure.id)]
    certificate = results.certificate if isinstance(results, ReleasedResults) else None
    return {
        "change_package": {"id": package.id, "version": package.version, "title": package.title, **_standing(package)},
        "released": None if certificate is None else {"policy": certificate.policy, "statement": certificate.statement},
        "measures": {measure.id: _measure(results, measure) for measure in wanted},
        "not_run": [{"measure_id": entry.measure_id, "reason": entry.reason} for entry in results.not_run],
        "findings": [
            {
                "severity": str(f.severity),
                "rule": f.rule,
                "measure_id": f.element,
                "place": str(f.place) if f.place else None,
                "message": f.message,
            }
            for f in results.findings
        ],
        "run_log": dict(results.run_log),
    }


def as_csv(results: ReleasedResults, measure_id: str | None = None) -> str:
    """Released results as CSV: one row for each level, gap and count of recording. Safe to open in a spreadsheet."""
    _require_released(results)
    sink = io.StringIO()
    writer = csv.DictWriter(sink, CSV_COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for measure in results.change_package.measures:
        if measure_id in (None, measure.id):
            made = _made_of(results, measure)
            writer.writerows({key: neutralised(value) for key, value in {**row, **made}.items()} for row in _csv_rows(results, measure))
    return sink.getvalue()


def neutralised(value: object) -> object:
    """Text that a spreadsheet would run as a formula, made harmless by a leading apostrophe; numbers stay as they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(DANGEROUS_STARTS) else value


def _require_released(results: object) -> None:
    if not isinstance(results, ReleasedResults):
        raise TypeError("only released results are exported: use disclosure.release first")


def _measure(results: Results, measure: Measure) -> dict[str, Any]:
    return {
        "name": measure.name,
        "kind": str(measure.kind),
        "statistic": str(measure.statistic),
        "unit": measure.unit,
        "per": measure.per,
        "improvement_direction": str(measure.improvement_direction),
        "classification": measure.classification,
        "operational_definition": measure.operational_definition,
        "crude": measure.crude,
        "standardisation": measure.standardisation,
        "exclusions": [f"{exclusion.description} {exclusion.reason}" for exclusion in measure.exclusions],
        "levels": [_level(level) for level in results.levels_of(measure.id)],
        "gaps": [_gap(gap) for gap in results.gaps_of(measure.id)],
        "recording": [_recording(row) for row in results.recording_of(measure.id)],
    }


def _where(row: Level | Gap | Recording) -> dict[str, Any]:
    return {"period": row.period, "area": {"level": row.area.level, "code": row.area.code, "name": row.area.name}}


def _level(level: Level) -> dict[str, Any]:
    group = {"breakdown": level.group.breakdown, "group": level.group.code, "label": level.group.label}
    counts = {"numerator": _cell(level.numerator), "denominator": _cell(level.denominator)}
    return {
        **_where(level),
        **group,
        **counts,
        **_estimate(level.estimate, 1),
        "published": _cell(level.published),
        "caveats": list(level.caveats),
    }


def _gap(gap: Gap) -> dict[str, Any]:
    used = gap.comparator
    comparator = {"role": used.role, "rule": used.rule, "group": used.code, "label": used.label, "reason": used.reason}
    group = {"breakdown": gap.group.breakdown, "group": gap.group.code, "label": gap.group.label, "comparator": comparator}
    return {**_where(gap), **group, "absolute": _estimate(gap.absolute, 1), "relative": _estimate(gap.relative, 2)}


def _recording(row: Recording) -> dict[str, Any]:
    return {
        **_where(row),
        **{name: _cell(getattr(row, name)) for name in RECORDED},
        "unknown_share_per_cent": _estimate(row.unknown_share, 1),
    }


def _cell(cell: Cell) -> int | float | str:
    return str(cell) if isinstance(cell, Suppressed | NotAvailable) else cell


def _estimate(estimate: EstimateCell, decimals: int) -> dict[str, Any]:
    """`display` is the value as it is printed: rounded once, here."""
    if not isinstance(estimate, Estimate):
        return {"value": _cell(estimate), "display": str(estimate)}
    numbers = {name: getattr(estimate, name) for name in ("value", "lower", "upper", "confidence", "method")}
    interval = f"{rounded(estimate.lower, decimals)} to {rounded(estimate.upper, decimals)}"
    return {**numbers, "display": rounded(estimate.value, decimals), "interval": interval}


def _csv_rows(results: ReleasedResults, measure: Measure) -> Iterator[dict[str, Any]]:
    unit, difference = _units(measure)
    caveats = {level.group: "; ".join(level.caveats) for level in results.levels_of(measure.id)}
    for level in results.levels_of(measure.id):
        counts = {"numerator": _cell(level.numerator), "denominator": _cell(level.denominator)}
        yield {
            "row": "level",
            **_csv_where(level, measure),
            **_csv_group(level),
            "quantity": "level",
            "unit": unit,
            **counts,
            **_csv_value(level.estimate, caveats[level.group]),
        }
    for gap in results.gaps_of(measure.id):
        used = {"comparator_role": gap.comparator.role, "comparator": gap.comparator.label, "comparator_reason": gap.comparator.reason}
        for quantity, in_unit, estimate in (("absolute gap", difference, gap.absolute), ("relative gap", "ratio", gap.relative)):
            yield {
                "row": "gap",
                **_csv_where(gap, measure),
                **_csv_group(gap),
                **used,
                "quantity": quantity,
                "unit": in_unit,
                **_csv_value(estimate, caveats.get(gap.group, "")),
            }
    for row in results.recording_of(measure.id):
        where = _csv_where(row, measure)
        for name in RECORDED:
            yield {
                "row": "recording",
                **where,
                "quantity": name.replace("_", " "),
                "unit": measure.unit,
                "value": _cell(getattr(row, name)),
            }
        yield {"row": "recording", **where, "quantity": "unknown share", "unit": "per cent", **_csv_value(row.unknown_share)}


def _csv_where(row: Level | Gap | Recording, measure: Measure) -> dict[str, Any]:
    area = {"area_level": row.area.level, "area_code": row.area.code, "area_name": row.area.name}
    return {"measure_id": measure.id, "measure": measure.name, "period": row.period, **area}


def _csv_group(row: Level | Gap) -> dict[str, Any]:
    return {"breakdown": row.group.breakdown, "group_code": row.group.code, "group": row.group.label}


def _csv_value(estimate: EstimateCell, caveat: str = "") -> dict[str, Any]:
    if isinstance(estimate, Estimate):
        return {**{name: getattr(estimate, name) for name in ("value", "lower", "upper", "confidence", "method")}, "note": caveat}
    note = estimate.reason if isinstance(estimate, NotAvailable) else "withheld so that nobody can be recognised"
    return {"value": "suppressed" if isinstance(estimate, Suppressed) else "not available", "note": f"{note}; {caveat}" if caveat else note}


def _standing(package: ChangePackage) -> dict[str, Any]:
    """How far it is co-produced, and with whom where its text says so."""
    said = package.co_production
    return {"status": str(package.status), "co_production": None if said is None else said.model_dump(mode="json")}


def _units(measure: Measure) -> tuple[str, str]:
    """The unit of levels and of absolute gaps. A crude rate says that it is one."""
    if measure.per == PER_CENT:
        return "per cent", "percentage points"
    crude = ", crude" if measure.crude else ""
    unit = f"{measure.unit} per {measure.per:,}{crude}" if measure.per else measure.unit
    return unit, unit


def _made_of(results: ReleasedResults, measure: Measure) -> dict[str, str]:
    """What each row rests on, so that a row that is copied elsewhere still says it."""
    package = results.change_package
    named = {count.source for count in (measure.numerator, measure.denominator, measure.whole) if count is not None}
    sources = [source for source in results.run_log["sources"] if source["id"] in named]
    return {
        "change_package": f"{package.id} {package.version} ({co_production_words(package.status, package.co_production)})",
        "policy": results.certificate.policy,
        "sources": "; ".join(f"{source['publisher']}: {source['title']}, {source['edition']}" for source in sources),
        "licence": "; ".join(dict.fromkeys(source["licence"] for source in sources)),
    }
