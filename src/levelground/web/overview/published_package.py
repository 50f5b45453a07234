"""What is computed of one published text, once in a process, since a text never changes: its picture, its threads, its comparisons."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from levelground.change_package.adaptation.compare import compare
from levelground.change_package.theory import Theory
from levelground.change_package.trace import Trace, trace
from levelground.charts.driver_diagram import driver_diagram
from levelground.ethnicity import classification
from levelground.reports import comparison_page
from levelground.web.overview.figures import GroupLabels
from levelground.web.publishing.queries.published import Published

KEPT = 200


@lru_cache(maxsize=KEPT)
def picture(version: Published) -> tuple[str, str]:
    """The driver diagram as SVG, and the words beside it."""
    chart = driver_diagram(version.reading().change_package)
    return chart.svg, chart.message


@lru_cache(maxsize=10 * KEPT)
def thread(version: Published, element_id: str) -> Trace:
    """The thread through one element; `UnknownElement`, with the nearest ids, where there is none of this id."""
    return trace(version.reading().change_package, element_id)


@lru_cache(maxsize=KEPT)
def theory(version: Published) -> Theory:
    """The elements and their links as a graph."""
    return Theory(version.reading().change_package)


@lru_cache(maxsize=KEPT)
def comparison(old: Published, new: Published) -> Markup:
    """Two versions side by side, as `reports` writes it, from its first heading on."""
    return comparison_page.fragment(compare(old.reading(), new.reading()))


def group_labels(version: Published) -> GroupLabels:
    """The names of the groups, as the code sets of its measures spell them."""
    named = {measure.classification for measure in version.reading().change_package.measures} & set(classification.ids())
    return _labels(tuple(sorted(named)))


@lru_cache(maxsize=KEPT)
def _labels(ids: tuple[str, ...]) -> GroupLabels:
    sets = [classification.load(each) for each in ids]
    return {
        (breakdown, group.code): group.label for found in sets for breakdown in ("broad", "detailed") for group in found.groups(breakdown)
    }
