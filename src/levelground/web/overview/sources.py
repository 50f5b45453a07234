"""Where the figures come from, and how that was checked: a source that is not verified says so wherever its figures stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from levelground.change_package.measures import Measure
from levelground.charts.verification_words import data_mark
from levelground.measurement.results import ReleasedResults
from levelground.reports import sources as reported


@dataclass(frozen=True)
class SourceWords:
    """A source of figures in words: `said` is who published what, `mark` how it was checked, `note` what a reader should know."""

    id: str
    title: str
    said: str
    mark: str
    note: str
    verified: bool


def of_release(results: ReleasedResults) -> tuple[SourceWords, ...]:
    """Every source that the figures of a release were counted from."""
    return tuple(_source(entry) for entry in results.run_log.get("sources", ()))


def of_measure(results: ReleasedResults, measure: Measure) -> tuple[SourceWords, ...]:
    """The sources of one measure's figures, numerator first; none when it was not counted."""
    if measure.id not in results.measured_ids():
        return ()
    logged = {source.id: source for source in of_release(results)}
    counts = (measure.numerator, measure.denominator, measure.whole)
    wanted = dict.fromkeys(count.source for count in counts if count is not None)
    return tuple(logged[source_id] for source_id in wanted if source_id in logged)


def marks(results: ReleasedResults, measure: Measure, *, numerator_only: bool = False) -> tuple[str, ...]:
    """What stands beneath a table of figures: each source of them that is not verified, with its mark."""
    found = reported.caveats(results.run_log, measure, numerator_only=numerator_only)
    return tuple(f"{caveat.title}: {caveat.mark}." for caveat in found)


def _source(entry: Mapping[str, Any]) -> SourceWords:
    mark = data_mark(entry.get("verification"))
    said = [str(entry[key]) for key in ("publisher", "edition") if entry.get(key)]
    if entry.get("licence"):
        said.append(f"licence {entry['licence']}")
    return SourceWords(
        id=str(entry.get("id", "")),
        title=str(entry.get("title") or entry.get("id", "")),
        said=", ".join(said),
        mark=mark[:1].upper() + mark[1:],
        note=str(entry.get("note") or ""),
        verified=entry.get("verification") == "verified",
    )
