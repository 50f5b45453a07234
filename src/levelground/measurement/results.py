"""What a run computes, as frozen values: the level of each group, the gaps between groups, and how ethnicity was recorded.

`UnreleasedResults` come out of a run and stay where the data live. Only `disclosure.release` turns them into
`ReleasedResults`, the one type that charts, reports, exports and the web accept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from levelground.change_package.change_package import ChangePackage
from levelground.errors import Finding, Severity, UnknownElement, nearest_names
from levelground.measurement.cells import Cell, EstimateCell


@dataclass(frozen=True)
class Area:
    """Where a result is for: `level` country, icb ..."""

    level: str
    code: str
    name: str


@dataclass(frozen=True)
class Group:
    """An ethnic group of a classification: `breakdown` is broad or detailed; `position` the order it is published in.

    `parent` is the code of the broad group that a detailed one belongs to (None for a broad group).
    """

    breakdown: str
    code: str
    label: str
    position: int
    parent: str | None = None


@dataclass(frozen=True)
class Level:
    """The level of one measure in one group: shown before any comparison."""

    measure_id: str
    period: str
    area: Area
    group: Group
    numerator: Cell
    denominator: Cell
    estimate: EstimateCell
    published: Cell
    """The value that the source itself publishes for this cell, for comparison; `NotAvailable` when it has none."""
    caveats: tuple[str, ...] = ()
    """What must be said beside this figure, wherever it stands."""


@dataclass(frozen=True)
class ComparatorUsed:
    """Whom a group was compared with: `role` named or second; `code` None for the rest."""

    role: str
    rule: str
    code: str | None
    label: str
    reason: str


@dataclass(frozen=True)
class Gap:
    """The gap between a group and its comparison group, always on both scales.

    absolute: group minus comparator, in the measure's unit per `per`; 0 means no gap.
    relative: group divided by comparator; 1 means no gap.
    """

    measure_id: str
    period: str
    area: Area
    group: Group
    comparator: ComparatorUsed
    absolute: EstimateCell
    relative: EstimateCell


@dataclass(frozen=True)
class Recording:
    """How ethnicity was recorded in one measure's numerator: what is not known is shown, never dropped.

    `not_stated` (asked, not given), `not_known` (not asked or not recorded) and `missing` (blank) are kept apart;
    `unknown` is all of them together, as far as the source lets us know. `total` is known + unknown.
    `whole` is all events, whether or not the source breaks them down by ethnicity, and `not_broken_down` = whole - total.
    """

    measure_id: str
    period: str
    area: Area
    known: Cell
    not_stated: Cell
    not_known: Cell
    missing: Cell
    unknown: Cell
    total: Cell
    unknown_share: EstimateCell
    whole: Cell
    not_broken_down: Cell


RECORDED = ("known", "not_stated", "not_known", "missing", "unknown", "total", "whole", "not_broken_down")
"""The counts of a recording row, in the order of its fields (the share stands between `total` and `whole`)."""


@dataclass(frozen=True)
class NotRun:
    """A measure of the package that was not computed, and why; `awaits_data` where nothing is wrong and the data are not there yet."""

    measure_id: str
    reason: str
    awaits_data: bool = False


@dataclass(frozen=True)
class Results:
    """The parts that unreleased and released results share. Not to be used by itself."""

    change_package: ChangePackage
    change_package_text: str
    levels: tuple[Level, ...]
    gaps: tuple[Gap, ...]
    recording: tuple[Recording, ...]
    not_run: tuple[NotRun, ...]
    findings: tuple[Finding, ...]
    queries: Mapping[str, str] = field(hash=False)
    """Measure id -> the SQL statement that counted it."""
    run_log: Mapping[str, Any] = field(hash=False)
    """Digests of package, data and code sets; versions; rule names; engine; sources with licence. JSON values only."""

    def levels_of(self, measure_id: str) -> tuple[Level, ...]:
        """The levels of one measure, in published order."""
        return tuple(level for level in self.levels if level.measure_id == measure_id)

    def gaps_of(self, measure_id: str) -> tuple[Gap, ...]:
        """The gaps of one measure, in published order."""
        return tuple(gap for gap in self.gaps if gap.measure_id == measure_id)

    def recording_of(self, measure_id: str) -> tuple[Recording, ...]:
        """The recording of ethnicity in one measure's numerator, area by area."""
        return tuple(row for row in self.recording if row.measure_id == measure_id)

    def require_measure(self, measure_id: str) -> None:
        """Nothing, when the measure was computed.

        Raises
        ------
        UnknownElement
            with the nearest ids, when it was not.
        """
        known = self.measured_ids()
        left_out = next((entry.reason for entry in self.not_run if entry.measure_id == measure_id), None)
        if left_out is not None:
            raise UnknownElement(f"Measure `{measure_id}` was not run: {left_out}.")
        if measure_id not in known:
            finding = Finding(
                Severity.ERROR,
                "unknown-measure",
                f"there is no result for a measure `{measure_id}`.",
                did_you_mean=nearest_names(measure_id, known),
                next_step=f"Measures with results: {', '.join(known) or 'none'}.",
            )
            raise UnknownElement(f"There is no result for a measure `{measure_id}`.", [finding])

    def measured_ids(self) -> tuple[str, ...]:
        """The ids of the measures that were computed, in the package's order."""
        computed = {level.measure_id for level in self.levels} | {row.measure_id for row in self.recording}
        return tuple(measure.id for measure in self.change_package.measures if measure.id in computed)


@dataclass(frozen=True)
class UnreleasedResults(Results):
    """What a run gives: may identify people, and must not leave the place where the data live."""


@dataclass(frozen=True)
class Certificate:
    """What disclosure control did: kept with each release."""

    policy: str
    statement: str
    withheld_by_source: int
    withheld_by_policy: int
    bundle_digest: str


@dataclass(frozen=True)
class ReleasedResults(Results):
    """Results that may be shown. Made by `disclosure.release` and by reading a release, nowhere else."""

    certificate: Certificate
