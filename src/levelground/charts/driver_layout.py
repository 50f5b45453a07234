"""Where each box of a driver diagram stands: four columns, document order kept, nothing over anything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from levelground.change_package.aim import Aim
from levelground.change_package.change_ideas import ChangeIdea
from levelground.change_package.change_package import ChangePackage
from levelground.change_package.drivers import Driver
from levelground.change_package.elements import Link, Verification
from levelground.charts import verification_words
from levelground.charts.text_width import wrapped

COLUMNS = ("Aim", "Primary drivers", "Secondary drivers", "Change ideas")
WIDTHS = (230.0, 250.0, 300.0, 440.0)
CHANNEL = 84.0
"""Between two columns, where the links run."""
MARGIN = 14.0
HEAD = 40.0
TEXT_SIZE = 14.0
TAG_SIZE = 12.0
LINE = 18.0
PADDING = 9.0
BETWEEN = 10.0


@dataclass(frozen=True)
class Box:
    """One element as a box: its lines of text below a tag with its id and, unless it is verified, its mark."""

    id: str
    column: int
    tag: str
    lines: tuple[str, ...]
    verification: Verification
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Half its height down."""
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


@dataclass(frozen=True)
class Edge:
    """A link from a box to the one it serves: `served` is the left one."""

    served: Box
    serving: Box
    weak: bool
    start: float
    end: float


@dataclass(frozen=True)
class DiagramLayout:
    """Every box and link of a diagram, and its size."""

    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    width: float
    height: float


Placed = Aim | Driver | ChangeIdea
"""What has a box in the diagram."""


def columns_of(package: ChangePackage) -> tuple[tuple[Placed, ...], ...]:
    """The elements of the four columns, each in document order."""
    return (package.aim,), package.primary_drivers, package.secondary_drivers, package.change_ideas


def text_of(element: Placed) -> str:
    """An element's words."""
    return element.statement if isinstance(element, Aim) else element.text


def serves(element: Placed) -> tuple[Link, ...]:
    """What an element serves; the aim serves nothing."""
    return () if isinstance(element, Aim) else element.serves


def layout(package: ChangePackage) -> DiagramLayout:
    """The boxes and links of a package's theory of change.

    The tallest column is stacked; each box of the others stands as near as the order allows to the first of what serves it, so
    that the picture is read from its top left, where the aim is.
    """
    stacks = [[_box(element, column) for element in elements] for column, elements in enumerate(columns_of(package))]
    height = max((_stack_height(stack) for stack in stacks), default=0.0)
    children = _children(package)
    placed: dict[str, Box] = {}
    for column in (3, 2, 1, 0):
        wanted = [_wanted(box, children, placed, height) for box in stacks[column]]
        for box, y in zip(stacks[column], _without_overlap(stacks[column], wanted, height), strict=True):
            placed[box.id] = replace(box, y=HEAD + y)
    boxes = tuple(placed[box.id] for stack in stacks for box in stack)
    width = 2 * MARGIN + sum(WIDTHS) + 3 * CHANNEL
    return DiagramLayout(boxes, _edges(package, placed), width, HEAD + height + MARGIN)


def _box(element: Placed, column: int) -> Box:
    mark = verification_words.mark(element.verification)
    lines = wrapped(text_of(element), WIDTHS[column] - 2 * PADDING, TEXT_SIZE, bold=column == 0)
    tag = " ".join(wrapped(element.id, WIDTHS[column] - 150, TAG_SIZE, bold=True)) + (f" · {mark}" if mark else "")
    height = 2 * PADDING + LINE * (len(lines) + 1) - 2
    x = MARGIN + sum(WIDTHS[:column]) + CHANNEL * column
    return Box(element.id, column, tag, lines, element.verification, x, 0.0, WIDTHS[column], height)


def _stack_height(stack: Sequence[Box]) -> float:
    return sum(box.height for box in stack) + BETWEEN * max(len(stack) - 1, 0)


def _children(package: ChangePackage) -> dict[str, list[str]]:
    """What serves each element: those that serve it first of all; where there are none, those that serve it too."""
    first: dict[str, list[str]] = {}
    also: dict[str, list[str]] = {}
    for elements in columns_of(package):
        for element in elements:
            for number, link in enumerate(serves(element)):
                (also if number else first).setdefault(link.id, []).append(element.id)
    return also | first


def _wanted(box: Box, children: dict[str, list[str]], placed: dict[str, Box], height: float) -> float:
    """The upper edge level with the first box that serves it; a box that nothing serves goes where it falls."""
    tops = [placed[child].y - HEAD for child in children.get(box.id, ()) if child in placed]
    return min(min(tops, default=0.0), max(height - box.height, 0.0))


def _without_overlap(stack: Sequence[Box], wanted: Sequence[float], height: float) -> list[float]:
    """The upper edges nearest to the wanted ones (least squares) that keep the order and the space between boxes."""
    offsets = [sum(box.height + BETWEEN for box in stack[:index]) for index in range(len(stack))]
    blocks: list[tuple[float, int]] = []
    for target in (want - offset for want, offset in zip(wanted, offsets, strict=True)):
        total, size = target, 1
        while blocks and blocks[-1][0] / blocks[-1][1] >= total / size:
            before, count = blocks.pop()
            total, size = total + before, size + count
        blocks.append((total, size))
    most = height - _stack_height(stack)
    levels = [min(max(total / size, 0.0), most) for total, size in blocks for _ in range(size)]
    return [level + offset for level, offset in zip(levels, offsets, strict=True)]


def _edges(package: ChangePackage, placed: dict[str, Box]) -> tuple[Edge, ...]:
    links = [
        (placed[link.id], placed[element.id], link.strength.value == "weak")
        for elements in columns_of(package)
        for element in elements
        for link in serves(element)
        if link.id in placed and placed[link.id].column < placed[element.id].column
    ]
    return tuple(
        Edge(served, serving, weak, _port(served, serving, links, right=True), _port(served, serving, links, right=False))
        for served, serving, weak in links
    )


def _port(served: Box, serving: Box, links: Sequence[tuple[Box, Box, bool]], *, right: bool) -> float:
    """How far down a box's edge a link arrives: the links of one edge are spread over it, from top to bottom."""
    box, other = (served, serving) if right else (serving, served)
    others = [b if right else a for a, b, _ in links if (a if right else b).id == box.id]
    ends = sorted({(end.middle, end.id) for end in others})
    index = ends.index((other.middle, other.id))
    return box.y + box.height * (index + 1) / (len(ends) + 1)
