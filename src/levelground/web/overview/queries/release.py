"""The results that this site shows: one release folder, once per process. Nothing here writes, and nothing draws a picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from levelground.change_package.measures import Measure
from levelground.change_package.trace import Trace, trace
from levelground.charts import store
from levelground.charts.chart import Chart
from levelground.errors import BundleUnreadable, Finding, Severity, UnknownElement, nearest_names
from levelground.measurement import bundle, exports
from levelground.measurement.results import ReleasedResults
from levelground.measurement.sources import declared_source_ids, load_source

CHARTS = "charts"
"""The folder inside a release that holds its charts (`charts.store`)."""


@dataclass(frozen=True)
class Picture:
    """A stored picture and the size that it was drawn in (pixels), so that a page keeps its place while it loads."""

    name: str
    svg: str
    width: int
    height: int


@cache
def _results(folder: Path) -> ReleasedResults:
    return bundle.read_release(folder)


@cache
def _charts(folder: Path) -> dict[str, Chart]:
    return store.read(folder / CHARTS)


@cache
def _traces(folder: Path) -> dict[str, Trace]:
    package = _results(folder).change_package
    ids = [*(element.id for element in package.elements()), *(source.id for source in package.sources)]
    return {element_id: trace(package, element_id) for element_id in ids}


@cache
def _counted_locally(source_id: str) -> bool:
    return source_id in declared_source_ids() and not load_source(source_id).already_published


def _folder() -> Path:
    return Path(settings.LEVELGROUND_RELEASE)


def configured() -> bool:
    """Whether this site was told of a release at all."""
    return bool(settings.LEVELGROUND_RELEASE)


def results() -> ReleasedResults:
    """The release that this process shows. Raises `BundleUnreadable` when there is none, or it is not as it was released."""
    return _results(_folder())


def found() -> ReleasedResults | None:
    """The release, for pages that say more where there is one and need none."""
    try:
        return results() if configured() else None
    except BundleUnreadable:
        return None


def charts() -> dict[str, Chart]:
    """Every chart that is stored beside the release, by id, in the order they were stored."""
    return _charts(_folder())


def traces() -> dict[str, Trace]:
    """The thread through every element and every source of the change package, by id."""
    return _traces(_folder())


def counted_locally(measure: Measure) -> bool:
    """Whether a measure waits for counts that each organisation makes for itself."""
    counts = (measure.numerator, measure.denominator, measure.whole)
    return any(_counted_locally(count.source) for count in counts if count is not None)


def chart(chart_id: str) -> Chart:
    """One stored chart; `UnknownElement` when none has this id."""
    stored = charts()
    if chart_id not in stored:
        raise _unknown("picture", chart_id, tuple(stored))
    return stored[chart_id]


def picture(chart_id: str) -> Picture:
    """One stored picture with its size."""
    svg = chart(chart_id).svg
    return Picture(chart_id, svg, *size_of(svg))


def measure(measure_id: str) -> Measure:
    """One measure of the change package; `UnknownElement`, with the nearest ids, when it has none of this id."""
    package = results().change_package
    try:
        return package.measure(measure_id)
    except KeyError:
        raise _unknown("measure", measure_id, tuple(each.id for each in package.measures)) from None


def measure_csv(measure_id: str) -> str:
    """The released figures of one measure as CSV; `UnknownElement` when it has none."""
    if measure(measure_id).id not in results().measured_ids():
        raise _unknown("computed measure", measure_id, results().measured_ids())
    return exports.as_csv(results(), measure_id)


def _unknown(kind: str, name: str, valid: tuple[str, ...]) -> UnknownElement:
    message = f"There is no {kind} called {name}."
    finding = Finding(Severity.ERROR, f"known-{kind.replace(' ', '-')}", message, did_you_mean=nearest_names(name, valid))
    return UnknownElement(message, [finding])


def size_of(svg: str) -> tuple[int, int]:
    """The size that a picture was drawn in, in pixels."""
    opening = svg[: svg.index(">")]
    box = re.search(r'viewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)"', opening)
    return (round(float(box[1])), round(float(box[2]))) if box else (800, 400)
