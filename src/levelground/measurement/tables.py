"""Results as Arrow tables with one declared schema each, and back: a number, its status and its reason stand in three columns.

A withheld cell is a null number with status `suppressed`; nothing in a file can be read as zero by leaving the status out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from levelground.measurement.cells import SUPPRESSED, Cell, Estimate, EstimateCell, NotAvailable, Suppressed
from levelground.measurement.results import RECORDED, Area, ComparatorUsed, Gap, Group, Level, Recording

NUMBER, WITHHELD, NONE = "number", "suppressed", "not_available"
"""The status of a cell."""

_TEXT, _COUNT, _VALUE = pa.string(), pa.int64(), pa.float64()


def _cell_fields(name: str, kind: pa.DataType = _COUNT) -> list[tuple[str, pa.DataType]]:
    return [(name, kind), (f"{name}_status", _TEXT), (f"{name}_reason", _TEXT)]


def _estimate_fields(name: str) -> list[tuple[str, pa.DataType]]:
    parts = [(f"{name}_{part}", _VALUE) for part in ("lower", "upper", "confidence")]
    return [*_cell_fields(name, _VALUE), *parts, (f"{name}_method", _TEXT)]


_WHERE = [("measure_id", _TEXT), ("period", _TEXT), ("area_level", _TEXT), ("area_code", _TEXT), ("area_name", _TEXT)]
_GROUP = [("breakdown", _TEXT), ("group_code", _TEXT), ("group_label", _TEXT), ("group_position", pa.int32()), ("group_parent", _TEXT)]
_COMPARATOR = [(f"comparator_{part}", _TEXT) for part in ("role", "rule", "code", "label", "reason")]

LEVELS_SCHEMA = pa.schema(
    [
        *_WHERE,
        *_GROUP,
        *_cell_fields("numerator"),
        *_cell_fields("denominator"),
        *_estimate_fields("estimate"),
        *_cell_fields("published", _VALUE),
        ("caveats", pa.list_(_TEXT)),
    ]
)
GAPS_SCHEMA = pa.schema([*_WHERE, *_GROUP, *_COMPARATOR, *_estimate_fields("absolute"), *_estimate_fields("relative")])
RECORDING_SCHEMA = pa.schema([*_WHERE, *[field for name in RECORDED for field in _cell_fields(name)], *_estimate_fields("unknown_share")])


def levels_table(levels: Sequence[Level]) -> pa.Table:
    """Levels, one row each."""
    return _table(levels, _level_row, LEVELS_SCHEMA)


def gaps_table(gaps: Sequence[Gap]) -> pa.Table:
    """Gaps, one row each."""
    return _table(gaps, _gap_row, GAPS_SCHEMA)


def recording_table(recording: Sequence[Recording]) -> pa.Table:
    """Recording of ethnicity, one row each."""
    return _table(recording, _recording_row, RECORDING_SCHEMA)


def levels_from(table: pa.Table) -> tuple[Level, ...]:
    """The levels of a table."""
    return tuple(
        Level(*_where_from(row), _group_from(row), _cell_from(row, "numerator"), _cell_from(row, "denominator"),
              _estimate_from(row, "estimate"), _cell_from(row, "published"), tuple(row["caveats"]))
        for row in table.to_pylist()
    )  # fmt: skip


def gaps_from(table: pa.Table) -> tuple[Gap, ...]:
    """The gaps of a table."""
    parts = ("role", "rule", "code", "label", "reason")
    return tuple(
        Gap(*_where_from(row), _group_from(row), ComparatorUsed(*(row[f"comparator_{part}"] for part in parts)),
            _estimate_from(row, "absolute"), _estimate_from(row, "relative"))
        for row in table.to_pylist()
    )  # fmt: skip


def recording_from(table: pa.Table) -> tuple[Recording, ...]:
    """The recording rows of a table."""
    return tuple(_recording_from(row) for row in table.to_pylist())


def _recording_from(row: Mapping[str, Any]) -> Recording:
    known, not_stated, not_known, missing, unknown, total, whole, not_broken_down = (_cell_from(row, name) for name in RECORDED)
    share = _estimate_from(row, "unknown_share")
    return Recording(*_where_from(row), known, not_stated, not_known, missing, unknown, total, share, whole, not_broken_down)


def _table(rows: Sequence[Any], to_row: Callable[[Any], Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([dict(to_row(row)) for row in rows], schema=schema)


def _level_row(level: Level) -> dict[str, Any]:
    return {
        **_where(level), **_group(level.group), **_cell("numerator", level.numerator), **_cell("denominator", level.denominator),
        **_estimate("estimate", level.estimate), **_cell("published", level.published), "caveats": list(level.caveats),
    }  # fmt: skip


def _gap_row(gap: Gap) -> dict[str, Any]:
    used = gap.comparator
    comparator = {f"comparator_{part}": getattr(used, part) for part in ("role", "rule", "code", "label", "reason")}
    return {**_where(gap), **_group(gap.group), **comparator, **_estimate("absolute", gap.absolute), **_estimate("relative", gap.relative)}


def _recording_row(row: Recording) -> dict[str, Any]:
    counts = [_cell(name, getattr(row, name)) for name in RECORDED]
    return {
        **_where(row),
        **{key: value for cell in counts for key, value in cell.items()},
        **_estimate("unknown_share", row.unknown_share),
    }


def _where(row: Level | Gap | Recording) -> dict[str, Any]:
    area = row.area
    return {"measure_id": row.measure_id, "period": row.period, "area_level": area.level, "area_code": area.code, "area_name": area.name}


def _where_from(row: Mapping[str, Any]) -> tuple[str, str, Area]:
    return row["measure_id"], row["period"], Area(row["area_level"], row["area_code"], row["area_name"])


def _group(group: Group) -> dict[str, Any]:
    return {
        "breakdown": group.breakdown, "group_code": group.code, "group_label": group.label,
        "group_position": group.position, "group_parent": group.parent,
    }  # fmt: skip


def _group_from(row: Mapping[str, Any]) -> Group:
    return Group(row["breakdown"], row["group_code"], row["group_label"], row["group_position"], row["group_parent"])


def _cell(name: str, cell: Cell) -> dict[str, Any]:
    if isinstance(cell, Suppressed):
        return {name: None, f"{name}_status": WITHHELD, f"{name}_reason": None}
    if isinstance(cell, NotAvailable):
        return {name: None, f"{name}_status": NONE, f"{name}_reason": cell.reason}
    return {name: cell, f"{name}_status": NUMBER, f"{name}_reason": None}


def _cell_from(row: Mapping[str, Any], name: str) -> Cell:
    status = row[f"{name}_status"]
    if status == WITHHELD:
        return SUPPRESSED
    if status == NONE:
        return NotAvailable(row[f"{name}_reason"])
    number: int | float = row[name]
    return number


def _estimate(name: str, estimate: EstimateCell) -> dict[str, Any]:
    if not isinstance(estimate, Estimate):
        return _cell(name, estimate)
    parts = {f"{name}_{part}": getattr(estimate, part) for part in ("lower", "upper", "confidence", "method")}
    return {**_cell(name, estimate.value), **parts}


def _estimate_from(row: Mapping[str, Any], name: str) -> EstimateCell:
    cell = _cell_from(row, name)
    if isinstance(cell, Suppressed | NotAvailable):
        return cell
    return Estimate(cell, row[f"{name}_lower"], row[f"{name}_upper"], row[f"{name}_confidence"], row[f"{name}_method"])
