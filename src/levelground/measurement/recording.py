"""How ethnicity was recorded: not stated, not known and missing apart, and their share beside every figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from levelground.errors import Finding, Severity
from levelground.measurement.cells import SUPPRESSED, Cell, EstimateCell, NotAvailable, Suppressed, is_number
from levelground.measurement.levels import proportion_estimate
from levelground.measurement.results import Area, Recording

NOT_IN_DATA = NotAvailable("not in the data")
NEEDS_WITHHELD = NotAvailable("a number that it needs is withheld")
PER_CENT = 100
KINDS = ("not_stated", "not_known", "missing")


def recording_of(
    measure_id: str, period: str, area: Area, *, groups: Mapping[str, Sequence[Cell]], unknown: Mapping[str, Cell], whole: Cell
) -> Recording:
    """How ethnicity was recorded in one area.

    Parameters
    ----------
    groups
        breakdown -> the counts of its groups. The first breakdown without a withheld count gives the known total.
    unknown
        not_stated, not_known, missing and unknown (all of them together), where the source has them.
    """
    cells = {kind: unknown.get(kind, NOT_IN_DATA) for kind in (*KINDS, "unknown")}
    known = _known(groups)
    unknown_total = (
        cells["unknown"] if cells["unknown"] != NOT_IN_DATA else added([cells[kind] for kind in KINDS if cells[kind] != NOT_IN_DATA])
    )
    total = added([known, unknown_total])
    row = Recording(
        measure_id, period, area, known, cells["not_stated"], cells["not_known"], cells["missing"],
        unknown_total, total, NOT_IN_DATA, whole, difference(whole, total),
    )  # fmt: skip
    return with_share(row)


def with_share(row: Recording) -> Recording:
    """The same row with the share of unknown ethnicity, per cent, computed from its counts."""
    return replace(row, unknown_share=_share(row.unknown, row.total))


def added(cells: Iterable[Cell]) -> Cell:
    """The sum of counts; no number as soon as one of them has none. An empty sum is not in the data."""
    parts = list(cells)
    if not parts:
        return NOT_IN_DATA
    if any(isinstance(cell, Suppressed) or cell == NEEDS_WITHHELD for cell in parts):
        return NEEDS_WITHHELD
    missing = next((cell for cell in parts if isinstance(cell, NotAvailable)), None)
    return missing if missing is not None else sum(int(cell) for cell in parts if is_number(cell))


def difference(whole: Cell, part: Cell) -> Cell:
    """`whole` minus `part` where both are numbers."""
    for cell in (whole, part):
        if isinstance(cell, Suppressed):
            return NEEDS_WITHHELD
        if isinstance(cell, NotAvailable):
            return cell
    return int(whole) - int(part)


def contradictions(row: Recording, known_only: Cell, broad: Cell, detailed: Cell) -> Iterable[Finding]:
    """Where the source's own rows do not add up: said, never smoothed over."""
    parts = added([row.not_stated, row.not_known])
    pairs = (
        ("unknown-does-not-add-up", "not stated and not known together", parts, "its row for all unknown", row.unknown),
        ("known-does-not-add-up", "the groups together", row.known, "its row for all known ethnic groups", known_only),
        ("breakdowns-do-not-add-up", "the detailed groups together", detailed, "the broad groups together", broad),
    )
    for rule, name, found, other_name, other in pairs:
        if is_number(found) and is_number(other) and int(found) != int(other):
            yield Finding(
                Severity.WARNING,
                rule,
                f"in {row.area.name}, {name} are {int(found):,} and {other_name} says {int(other):,}.",
                element=row.measure_id,
                next_step="Ask the publisher; both numbers are kept as they are.",
            )


def _known(groups: Mapping[str, Sequence[Cell]]) -> Cell:
    """The sum over a breakdown's groups, from the first breakdown in which every group has a number."""
    sums = [added(counts) for counts in groups.values()]
    whole = next((cell for cell in sums if is_number(cell)), None)
    return whole if whole is not None else next(iter(sums), NOT_IN_DATA)


def _share(unknown: Cell, total: Cell) -> EstimateCell:
    if isinstance(unknown, Suppressed):
        return SUPPRESSED
    for cell in (unknown, total):
        if isinstance(cell, Suppressed):
            return NEEDS_WITHHELD
        if isinstance(cell, NotAvailable):
            return cell
    if int(total) == 0:
        return NotAvailable("no events")
    return proportion_estimate(int(unknown), int(total), PER_CENT)
