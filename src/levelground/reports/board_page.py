"""The board page as HTML: a fragment that others wrap, and one self-contained page.

The page needs nothing from outside: no script, no style attribute, no address that is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from levelground.charts import numbers, verification_words
from levelground.charts.chart import Chart
from levelground.measurement.results import ReleasedResults
from levelground.reports import board as model

_TEMPLATES = Environment(
    loader=PackageLoader("levelground.reports", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["not_verified"] = verification_words.mark
_TEMPLATES.filters["count"] = numbers.count


def fragment(results: ReleasedResults, picture: Callable[[Chart], Markup], charts: Mapping[str, Chart] | None = None) -> Markup:
    """The page's content, from its first heading on, for a page of someone else's to wrap.

    Parameters
    ----------
    results
        Released results; anything else is a `TypeError`.
    picture
        How a chart's picture is put on the page: inline, or as an `img` with an address of the caller's own.
    charts
        The charts of the release (`charts.store.read`). Give them wherever someone waits: without them all are drawn now.
    """
    return Markup(_TEMPLATES.get_template("board_page.html.jinja").render(board=model.board(results, charts), picture=picture))  # noqa: S704


def page(results: ReleasedResults, charts: Mapping[str, Chart] | None = None) -> str:
    """The board page as one HTML file, pictures and style sheet inside."""
    content = fragment(results, inline, charts)
    return _TEMPLATES.get_template("whole_page.html.jinja").render(title=model.title(results), content=content, style=style())


def inline(chart: Chart) -> Markup:
    """A chart's picture inside the page. Its texts were escaped when it was drawn."""
    return Markup(chart.svg)  # noqa: S704


def style() -> Markup:
    """The style sheet of the page and of the fragment (every class begins with `lg-`)."""
    source, _, _ = PackageLoader("levelground.reports", "templates").get_source(_TEMPLATES, "board_page.css")
    return Markup(source)  # noqa: S704
