"""Where the data of a release come from, and how they were checked: what is not verified is said beside the figures that rest on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from levelground.change_package.measures import Measure
from levelground.charts.chart import DataTable
from levelground.charts.verification_words import data_mark


@dataclass(frozen=True)
class SourceCaveat:
    """A source of a measure's figures that is not verified: its title, its mark and what its declaration says about it."""

    title: str
    mark: str
    note: str


def caveats(run_log: Mapping[str, Any], measure: Measure, *, numerator_only: bool = False) -> tuple[SourceCaveat, ...]:
    """The sources that a measure's figures rest on and that are not verified, numerator before denominator."""
    counts = (measure.numerator, measure.whole, None if numerator_only else measure.denominator)
    wanted = list(dict.fromkeys(count.source for count in counts if count is not None))
    logged = {str(source.get("id")): source for source in run_log.get("sources", ())}
    found = [logged[source_id] for source_id in wanted if source_id in logged]
    return tuple(_caveat(source) for source in found if source.get("verification") != "verified")


def _caveat(source: Mapping[str, Any]) -> SourceCaveat:
    return SourceCaveat(str(source.get("title") or source.get("id")), data_mark(source.get("verification")), str(source.get("note") or ""))


def table(run_log: Mapping[str, Any]) -> DataTable:
    """Every source; beside one that is not verified stands what its declaration says about it."""
    headers = ("Source", "Was it verified?", "Publisher", "Edition", "Licence", "SHA-256 of the file that was read")
    keys = ("publisher", "edition", "licence", "sha256")
    rows = tuple(
        (str(source.get("title") or "not said"), _checked(source), *(str(source.get(key) or "not said") for key in keys))
        for source in run_log.get("sources", ())
    )
    return DataTable("Sources of the data", headers, rows)


def _checked(source: Mapping[str, Any]) -> str:
    caveat = _caveat(source)
    words = caveat.mark[:1].upper() + caveat.mark[1:]
    return words if source.get("verification") == "verified" or not caveat.note else f"{words}. {caveat.note}"
