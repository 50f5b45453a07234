"""The rows of a plot laid out: where each stands, its label in lines, broad groups in bold above their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from levelground.charts import vega
from levelground.charts.marks import Point
from levelground.charts.palette import GRID, INK, LINE, LINE_HEIGHT, PAPER, QUIET, SHADE, TEXT_SIZE
from levelground.charts.text_width import text_width, wrapped

LABEL_WIDTH = 220.0
INDENT = 16.0
_PADDING = 12.0


@dataclass(frozen=True)
class Row:
    """One row of a plot, from `top` to `bottom` in the unit of the picture."""

    lines: tuple[str, ...]
    heading: bool
    indent: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Where the row's marks stand."""
        return (self.top + self.bottom) / 2


def stacked(labels: Iterable[tuple[str, bool, bool, int]]) -> tuple[Row, ...]:
    """Rows one below another: each label with whether it is a heading, whether it is indented and how many marks it holds."""
    rows: list[Row] = []
    top = 0.0
    for label, heading, indented, marks in labels:
        indent = INDENT if indented else 0.0
        lines = wrapped(label, LABEL_WIDTH - indent, TEXT_SIZE, bold=heading)
        bottom = top + max(len(lines), marks) * LINE_HEIGHT + _PADDING
        rows.append(Row(lines, heading, indent, top, bottom))
        top = bottom
    return tuple(rows)


def label_layers(rows: Sequence[Row], left: float) -> list[alt.Chart]:
    """The labels of the rows, from `left` (negative: beside the plot)."""
    layers = []
    for heading in (True, False):
        for indent in (0.0, INDENT):
            data = [{"y": row.middle, "words": list(row.lines)} for row in rows if row.heading is heading and row.indent == indent]
            layers += text_layer(data, left + indent, bold=heading)
    return layers


def text_layer(data: Sequence[dict[str, Any]], x: float, *, bold: bool = False, italic: bool = False) -> list[alt.Chart]:
    """Texts (`words`) at `y`, all beginning at `x`."""
    if not data:
        return []
    mark: dict[str, Any] = {
        "align": "left",
        "baseline": "middle",
        "fontSize": TEXT_SIZE,
        "lineHeight": LINE_HEIGHT,
        "fontWeight": "bold" if bold else "normal",
        "fontStyle": "italic" if italic else "normal",
        "color": QUIET if italic else INK,
        "clip": False,
    }
    centred = [{**datum, "y": _first_line(datum)} for datum in data]
    return [alt.Chart(vega.values(centred)).mark_text(**mark).encode(x=vega.x_at(x), y=_y("y"), text=alt.Text("words:N"))]


def _first_line(datum: dict[str, Any]) -> float:
    words = datum["words"]
    lines = len(words) if isinstance(words, list) else 1
    return float(datum["y"]) - (lines - 1) * LINE_HEIGHT / 2


def words_in_band(words: str, width: float) -> tuple[str, ...]:
    """The lines that words take in a band across a plot of this width."""
    return wrapped(words, width - 20, TEXT_SIZE)


def band_layer(gaps: Sequence[tuple[float, str]], width: float) -> list[alt.Chart]:
    """Words in place of a number: a shaded band across the whole plot, no higher than its lines, so that it stands at no value."""
    if not gaps:
        return []
    lines = {at: list(words_in_band(words, width)) for at, words in gaps}
    half = LINE_HEIGHT / 2
    bands = [{"y": at - half * len(text) + 1, "y2": at + half * len(text) - 1} for at, text in lines.items()]
    rects = (
        alt.Chart(vega.values(bands))
        .mark_rect(fill=SHADE, stroke=LINE, strokeDash=[3, 3])
        .encode(x=vega.x_at(0), x2=vega.x2_at(width), y=_y("y"), y2=alt.Y2("y2:Q"))
    )
    return [rects, *text_layer([{"y": at, "words": text} for at, text in lines.items()], 10, italic=True)]


def point_layers(points: Sequence[tuple[float, Point]], x: alt.X, *, colour: str, shape: str, filled: bool) -> list[alt.Chart]:
    """Points with their intervals; one colour and one shape for each thing that is told apart."""
    if not points:
        return []
    data = vega.values([{"y": at, "value": p.value, "lower": p.lower, "upper": p.upper} for at, p in points])
    encoded: Any = x.to_dict()
    low, high = encoded["scale"]["domain"]
    clipped = vega.values([{"y": at, "lower": max(p.lower, low), "upper": min(p.upper, high)} for at, p in points])
    interval = alt.Chart(clipped).mark_rule(color=colour, strokeWidth=2.5)
    interval = interval.encode(x=_with_field(x, "lower"), x2=alt.X2("upper:Q"), y=_y("y"))
    symbols = alt.Chart(data).mark_point(**symbol(colour, shape, filled=filled))
    return [interval, symbols.encode(x=_with_field(x, "value"), y=_y("y"))]


def symbol(colour: str, shape: str, *, filled: bool) -> dict[str, Any]:
    """How a point looks; the same in the plot and in its key."""
    fill = colour if filled else PAPER
    return {"shape": shape, "size": 64, "filled": filled, "fill": fill, "stroke": colour, "strokeWidth": 2, "opacity": 1}


def separators(rows: Sequence[Row], left: float, right: float) -> list[alt.Chart]:
    """A fine line above each heading but the first, so that the eye keeps to its row."""
    edges = [{"y": row.top} for row in rows[1:] if not row.indent]
    if not edges:
        return []
    return [alt.Chart(vega.values(edges)).mark_rule(color=GRID).encode(x=vega.x_at(left), x2=vega.x2_at(right), y=_y("y"))]


def widest(texts: Iterable[str]) -> float:
    """The width of the widest text."""
    return max((text_width(text, TEXT_SIZE) for text in texts), default=0.0)


def _with_field(x: alt.X, name: str) -> alt.X:
    copied: alt.X = x.copy()
    copied.shorthand = f"{name}:Q"
    return copied


def _y(name: str) -> alt.Y:
    return alt.Y(f"{name}:Q", scale=None, axis=None)
