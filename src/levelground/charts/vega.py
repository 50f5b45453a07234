"""From a Vega-Lite specification to an SVG that has its own title and description and needs nothing from outside."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

import altair
import vl_convert
from altair.utils import schemapi

from levelground.charts.palette import GRID, INK, LINE, PAPER, QUIET, TEXT_SIZE
from levelground.charts.text_width import FONT, FONT_FALLBACKS

_VEGA_LITE = ".".join(altair.SCHEMA_VERSION.removeprefix("v").split(".")[:2])

x_at: Callable[[float], altair.XValue] = altair.XValue
x2_at: Callable[[float], altair.X2Value] = altair.X2Value
"""A place in pixels. (Channels are given as objects: Altair takes long to find out what a plain value or text is meant to be.)"""


def values(rows: Iterable[Mapping[str, Any]]) -> altair.InlineData:
    """Rows as inline data: a specification carries its numbers with it.

    They travel as JSON text, which Altair passes on as it is; a list would be copied, row by row, each time a layer is added.
    `specification` turns them back into rows.
    """
    return altair.InlineData(values=json.dumps([dict(row) for row in rows]))


def _with_rows(node: Any) -> Any:
    """A specification in which the JSON text of `values` is rows again."""
    if isinstance(node, dict):
        return {key: json.loads(value) if key == "values" and isinstance(value, str) else _with_rows(value) for key, value in node.items()}
    return [_with_rows(entry) for entry in node] if isinstance(node, list) else node


def specification(draw: Callable[[], altair.TopLevelMixin]) -> dict[str, Any]:
    """The Vega-Lite specification of what `draw` makes, with the house's font and colours.

    Altair checks each part against the schema as it is made, which takes longer than the drawing: it is left out here, and the
    tests check whole specifications instead.
    """
    with altair.data_transformers.enable(consolidate_datasets=False), schemapi.debug_mode(False):
        specified: dict[str, Any] = (
            draw()
            .configure(font=FONT, background=PAPER, aria=False, padding=8)
            .configure_view(stroke=None)
            .configure_axis(
                labelFontSize=TEXT_SIZE - 1,
                titleFontSize=TEXT_SIZE,
                titleFontWeight="normal",
                labelColor=QUIET,
                titleColor=INK,
                gridColor=GRID,
                domainColor=LINE,
                tickColor=LINE,
                titlePadding=8,
            )
            .to_dict(validate=False)
        )
    rows: dict[str, Any] = _with_rows(specified)
    return rows


def svg(spec: Mapping[str, Any], chart_id: str, title: str, description: str) -> str:
    """The specification as SVG: one picture to assistive technology, with title and description.

    The font must be there when it is drawn: without it the converter drops all text (which the tests look for).
    """
    drawn: str = vl_convert.vegalite_to_svg(dict(spec), vl_version=_known_version())
    drawn = drawn.replace(f'font-family="{FONT}"', f'font-family="{FONT_FALLBACKS}"')
    drawn = re.sub(r"<[^>]+>", lambda tag: re.sub(r' (?:role|class|aria-roledescription)="[^"]*"', "", tag[0]), drawn)
    return named(drawn, chart_id, title, description)


def named(drawn: str, chart_id: str, title: str, description: str) -> str:
    """An SVG with `role="img"`, a title and a description that it is labelled by."""
    label = f'role="img" aria-labelledby="{chart_id}-title {chart_id}-desc"'
    words = f'<title id="{chart_id}-title">{escape(title)}</title><desc id="{chart_id}-desc">{escape(description)}</desc>'
    return re.sub(r"<svg ([^>]*)>", lambda found: f"<svg {label} {found[1]}>{words}", drawn, count=1)


def _known_version() -> str:
    known: list[str] = vl_convert.get_vegalite_versions()
    major = _VEGA_LITE.split(".", maxsplit=1)[0]
    return _VEGA_LITE if _VEGA_LITE in known else max((v for v in known if v.split(".")[0] == major), key=lambda v: int(v.split(".")[1]))
