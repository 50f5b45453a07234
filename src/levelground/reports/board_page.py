"""The board page as HTML: a fragment that others wrap, and one self-contained page.

The page needs nothing from outside: no script, no style attribute, no address that is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from levelground.charts import numbers, verification_words
from levelground.charts.chart import Chart
from levelground.measurement.results import ReleasedResults
from levelground.reports import board as model
from levelground.reports.co_production import MeasuredRow

_TEMPLATES = Environment(
    loader=PackageLoader("levelground.reports", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["not_verified"] = verification_words.mark
_TEMPLATES.filters["count"] = numbers.count


def fragment(
    results: ReleasedResults,
    picture: Callable[[Chart], Markup],
    charts: Mapping[str, Chart] | None = None,
    records: Sequence[MeasuredRow] = (),
) -> Markup:
    """The page's content, from its first heading on, for a page of someone else's to wrap.

    Parameters
    ----------
    results
        Released results; anything else is a `TypeError`.
    picture
        How a chart's picture is put on the page: inline, or as an `img` with an address of the caller's own.
    charts
        The charts of the release (`charts.store.read`). Give them wherever someone waits: without them all are drawn now.
    records
        What the records of co-production say, where there are any; what stands in the package's file is shown in any case.
    """
    board = model.board(results, charts, records)
    return Markup(_TEMPLATES.get_template("board_page.html.jinja").render(board=board, picture=picture))  # noqa: S704 - the template escapes


def page(results: ReleasedResults, charts: Mapping[str, Chart] | None = None) -> str:
    """The board page as one HTML file, pictures and style sheet inside."""
    content = fragment(results, inline, charts)
    return _TEMPLATES.get_template("whole_page.html.jinja").render(title=model.title(results), content=content, style=style())


def inline(chart: Chart) -> Markup:
    """A chart's picture inside the page. Its texts were escaped when it was drawn."""
    return Markup(chart.svg)  # noqa: S704 - the charts room escapes every word


def style() -> Markup:
    """The style sheet of the page and of the fragment (every class begins with `lg-`)."""
    source, _, _ = PackageLoader("levelground.reports", "templates").get_source(_TEMPLATES, "board_page.css")
    return Markup(source)  # noqa: S704 - a file of ours
