"""The driver diagram of a change package: aim, primary drivers, secondary drivers, change ideas, from left to right.

It is drawn here and not by a graph layout engine, because such engines reorder drivers, and the order is the authors'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.elements import Verification
from levelground.change_package.provenance import co_production_words
from levelground.charts import numbers, vega
from levelground.charts.chart import Chart, DataTable
from levelground.charts.driver_layout import (
    COLUMNS,
    LINE,
    MARGIN,
    PADDING,
    TAG_SIZE,
    TEXT_SIZE,
    Box,
    DiagramLayout,
    Edge,
    columns_of,
    layout,
    text_of,
)
from levelground.charts.driver_layout import serves as links_of
from levelground.charts.driver_outline import KINDS, OutlineItem, outline
from levelground.charts.palette import INK, NAMED, PAPER, QUIET, SECOND, SHADE
from levelground.charts.text_width import FONT_FALLBACKS, wrapped

__all__ = ["OutlineItem", "driver_diagram", "linked_diagram", "outline"]

_KEY_HEIGHT = 34.0
_TITLE_SIZE = 20.0
_TITLE_LINE = 26.0
_UNDER_TITLE = 30.0
_STROKES = (INK, NAMED, NAMED, QUIET)
CHART_ID = "driver_diagram"


def driver_diagram(package: ChangePackage) -> Chart:
    """The theory of change as a picture that scales, with no style attribute and no script in it.

    A strong link is a solid line, a weak one a dotted one. An element that is not verified says so in words and has a
    broken border. The same in words is `outline`.
    """
    title = f"Driver diagram: {package.title}"
    message = _message(package)
    return Chart(CHART_ID, title, message, None, _svg(layout(package), package, title, message), _table(package, title))


def linked_diagram(package: ChangePackage, addresses: Mapping[str, str]) -> str:
    """The same picture for a page to hold, each box a link to the address of its element; the page says what it is of.

    The links come in reading order: the aim, the primary drivers, the secondary drivers, the change ideas.
    """
    found = layout(package)
    height = found.height + _KEY_HEIGHT
    label = quoteattr(f"Driver diagram: {package.title}")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="lg-linked" role="group" aria-label={label} '
        f'viewBox="0 0 {found.width:g} {height:g}" font-family="{FONT_FALLBACKS}">',
        *_headings(found),
        *(_edge(edge) for edge in found.edges),
        *(part for box in found.boxes for part in _linked(box, addresses[box.id])),
        *_key(found.height),
        "</svg>",
    ]
    return "\n".join(parts)


def _linked(box: Box, address: str) -> Iterator[str]:
    name = f"{KINDS[box.column].capitalize()} {box.tag}: {' '.join(box.lines)}"
    yield f'<a class="lg-linked__box" href={quoteattr(address)} aria-label={quoteattr(name)}>'
    yield from _box(box)
    yield "</a>"


def _message(package: ChangePackage) -> str:
    weak = sum(link.strength.value == "weak" for elements in columns_of(package) for element in elements for link in links_of(element))
    unverified = sum(element.verification is not Verification.VERIFIED for elements in columns_of(package) for element in elements)
    shared = [e.id for elements in columns_of(package)[2:] for e in elements if len(links_of(e)) > 1]
    columns = zip(KINDS[1:], columns_of(package)[1:], strict=True)
    primary, secondary, ideas = (numbers.of_them(len(elements), kind) for kind, elements in columns)
    return (
        f"Below the aim stand {primary}, {secondary} and {ideas}. "
        f"{len(shared)} of the secondary drivers and ideas {'serves' if len(shared) == 1 else 'serve'} more than one element. "
        f"{numbers.of_them(weak, 'link')} {'is' if weak == 1 else 'are'} weak. "
        f"{unverified} of the elements {'is' if unverified == 1 else 'are'} not verified. "
        f"This theory is {co_production_words(package.status, package.co_production)}."
    )


def _table(package: ChangePackage, caption: str) -> DataTable:
    rows = tuple(
        (
            element.id,
            kind,
            text_of(element),
            ", ".join(f"{link.id} ({link.strength})" for link in links_of(element)) or "serves nothing",
            element.verification.value,
        )
        for kind, elements in zip(KINDS, columns_of(package), strict=True)
        for element in elements
    )
    return DataTable(caption, ("Id", "What it is", "Words", "Serves (strength of the link)", "Verification"), rows)


def _svg(found: DiagramLayout, package: ChangePackage, title: str, description: str) -> str:
    lines = wrapped(package.title, found.width - 2 * MARGIN, _TITLE_SIZE, bold=True)
    head = _TITLE_LINE * len(lines) + _UNDER_TITLE
    height = head + found.height + _KEY_HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{found.width:g}" height="{height:g}" '
        f'viewBox="0 0 {found.width:g} {height:g}" font-family="{FONT_FALLBACKS}">',
        f'<rect width="{found.width:g}" height="{height:g}" fill="{PAPER}"/>',
        *_title(lines, package),
        f'<g transform="translate(0 {head:g})">',
        *_headings(found),
        *(_edge(edge) for edge in found.edges),
        *(part for box in found.boxes for part in _box(box)),
        *_key(found.height),
        "</g>",
        "</svg>",
    ]
    return vega.named("\n".join(parts), CHART_ID, title, description)


def _title(lines: Sequence[str], package: ChangePackage) -> Iterator[str]:
    """What it is a picture of, in the picture: so that a copy on a slide still says it."""
    for number, line in enumerate(lines, start=1):
        yield _text(line, MARGIN, _TITLE_LINE * number, _TITLE_SIZE, INK, bold=True)
    words = f"version {package.version} · {co_production_words(package.status, package.co_production)}"
    yield _text(words, MARGIN, _TITLE_LINE * len(lines) + LINE + 2, TEXT_SIZE, INK)


def _headings(found: DiagramLayout) -> Iterator[str]:
    lefts = {box.column: box.x for box in found.boxes}
    for column, name in enumerate(COLUMNS):
        if column in lefts:
            yield _text(name, lefts[column], 24, 16, INK, bold=True)


def _edge(edge: Edge) -> str:
    left, right = edge.served.x + edge.served.width, edge.serving.x
    bend = (right - left) / 2
    path = f"M{left:g},{edge.start:.1f} C{left + bend:g},{edge.start:.1f} {right - bend:g},{edge.end:.1f} {right:g},{edge.end:.1f}"
    return f'<path d="{path}" fill="none" {_line(weak=edge.weak)}/>'


def _line(*, weak: bool) -> str:
    if weak:
        return f'stroke="{SECOND}" stroke-width="2.2" stroke-dasharray="0.1 5" stroke-linecap="round"'
    return f'stroke="{QUIET}" stroke-width="1.6"'


def _box(box: Box) -> Iterator[str]:
    verified = box.verification is Verification.VERIFIED
    border = f'stroke="{_STROKES[box.column]}" stroke-width="1.5"' + ("" if verified else ' stroke-dasharray="6 3"')
    fill = SHADE if box.column == 0 else PAPER
    yield f'<rect x="{box.x:g}" y="{box.y:.1f}" width="{box.width:g}" height="{box.height:g}" rx="4" fill="{fill}" {border}/>'
    yield _text(box.tag, box.x + PADDING, box.y + PADDING + TAG_SIZE - 2, TAG_SIZE, QUIET if verified else SECOND, bold=True)
    for number, line in enumerate(box.lines, start=1):
        yield _text(line, box.x + PADDING, box.y + PADDING + LINE * number + TEXT_SIZE - 2, TEXT_SIZE, INK, bold=box.column == 0)


def _key(top: float) -> Iterator[str]:
    middle = top + _KEY_HEIGHT / 2 - 4
    x = MARGIN
    for weak, words in ((False, "strong link"), (True, "weak link")):
        yield f'<path d="M{x:g},{middle:g} H{x + 44:g}" fill="none" {_line(weak=weak)}/>'
        yield _text(words, x + 52, middle + 5, TEXT_SIZE, INK)
        x += 160
    border = f'stroke="{INK}" stroke-width="1.5" stroke-dasharray="6 3"'
    yield f'<rect x="{x:g}" y="{middle - 9:g}" width="40" height="18" rx="4" fill="{PAPER}" {border}/>'
    yield _text("broken border: not verified", x + 48, middle + 5, TEXT_SIZE, INK)


def _text(words: str, x: float, y: float, size: float, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:g}" y="{y:.1f}" font-size="{size:g}" fill="{colour}"{weight}>{escape(words)}</text>'
