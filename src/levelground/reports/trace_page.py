"""The thread through one element as a page, and what a package rests on: nested lists in one HTML file, no script, no picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from markupsafe import Markup

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.provenance import co_production_words
from levelground.change_package.reliance import Footing, Reliance, counted, fall_in_words, ground_in_words
from levelground.change_package.trace import Step, Trace
from levelground.reports.board_page import _TEMPLATES, style

DEEPEST = 20
"""Steps further down than this are shown at this depth: only a package with errors has such threads."""


@dataclass
class Branch:
    """A step with the steps that belong to it; `anchor` where its element stands for the first time."""

    step: Step
    anchor: bool
    children: list[Branch] = field(default_factory=list)


def page(package: ChangePackage, trace: Trace) -> str:
    """The thread through one element as one HTML file, style sheet inside."""
    return _whole(trace_title(package, trace), trace_fragment(package, trace))


def trace_fragment(package: ChangePackage, trace: Trace) -> Markup:
    """The page's content, from its first heading on, for a page of someone else's to wrap."""
    ways = (
        ("up", "Upstream", "What it serves, up to the aim, and what it came from.", branches(trace.upstream)),
        ("down", "Downstream", "What serves it, takes it up, meets it or measures it.", branches(trace.downstream)),
    )
    return _rendered("trace_page.html.jinja", package, trace_title(package, trace), trace=trace, ways=ways)


def trace_title(package: ChangePackage, trace: Trace) -> str:
    """What the page is called."""
    return f"The thread through {trace.id}. {package.title}"


def reliance_page(package: ChangePackage, found: Reliance) -> str:
    """What a change package rests on as one HTML file, worst first."""
    title = f"What this rests on. {package.title}"
    groups = [(footing, [entry for entry in found.entries if entry.weakest is footing]) for footing in Footing]
    falls = [(fall, fall_in_words(fall)) for fall in found.falls]
    parts = {"groups": [group for group in groups if group[1]], "falls": falls, "counted": counted(found), "in_words": ground_in_words}
    return _whole(title, _rendered("reliance_page.html.jinja", package, title, **parts))


def branches(steps: Iterable[Step]) -> list[Branch]:
    """The steps as a tree: what follows deeper belongs to what stands above it."""
    top: list[Branch] = []
    way: list[Branch] = []
    met: set[str] = set()
    for step in steps:
        branch = Branch(step, step.id not in met)
        met.add(step.id)
        depth = min(step.depth, len(way), DEEPEST)
        del way[depth:]
        (way[-1].children if way else top).append(branch)
        way.append(branch)
    return top


def _rendered(template: str, package: ChangePackage, title: str, **parts: object) -> Markup:
    status = co_production_words(package.status, package.co_production)
    text = _TEMPLATES.get_template(template).render(package=package, title=title, status=status, **parts)
    return Markup(text)  # noqa: S704 - the template escapes


def _whole(title: str, content: Markup) -> str:
    return _TEMPLATES.get_template("whole_page.html.jinja").render(title=title, content=content, style=style())
