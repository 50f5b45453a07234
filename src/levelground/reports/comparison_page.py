"""The side-by-side page: what differs between two change packages, both wordings beside each other, as one HTML file.

Words that differ are marked by `del` and `ins`, with a line through or under them, and said aloud to who listens: never by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import PackageLoader
from markupsafe import Markup

from levelground.change_package.adaptation.changes import Change, How
from levelground.change_package.adaptation.compare import KINDS, ElementComparison, PackageComparison, counted, link_in_words, shown
from levelground.reports.board_page import _TEMPLATES, style
from levelground.reports.words_that_differ import Stretch, words_that_differ


@dataclass(frozen=True)
class Pair:
    """One field, before and after."""

    field: str
    old: tuple[Stretch, ...]
    new: tuple[Stretch, ...]


@dataclass(frozen=True)
class ElementSection:
    """One element that differs, as the page shows it."""

    anchor: str
    title: str
    what: str
    says: str
    comparable: bool
    consequences: tuple[str, ...]
    pairs: tuple[Pair, ...]
    sentences: tuple[str, ...]


def fragment(comparison: PackageComparison) -> Markup:
    """The page's content, from its first heading on, for a page of someone else's to wrap."""
    template = _TEMPLATES.get_template("comparison_page.html.jinja")
    return Markup(  # noqa: S704 - the template escapes
        template.render(
            title=title(comparison),
            comparison=comparison,
            summary=counted(comparison.counts),
            head=tuple(_pair(change) for change in comparison.head),
            sections=tuple(_section(element) for element in comparison.elements),
            orders=tuple(_order(change) for change in comparison.orders),
        )
    )


def page(comparison: PackageComparison) -> str:
    """The comparison as one HTML file, style sheet inside."""
    source, _, _ = PackageLoader("levelground.reports", "templates").get_source(_TEMPLATES, "comparison_page.css")
    sheet = style() + Markup(source)  # noqa: S704 - a file of ours
    return _TEMPLATES.get_template("whole_page.html.jinja").render(title=title(comparison), content=fragment(comparison), style=sheet)


def title(comparison: PackageComparison) -> str:
    """What the page is called."""
    old, new = comparison.old, comparison.new
    if old.id == new.id:
        return f"What changed in {new.id.replace('_', ' ')}: version {old.version} to {new.version}"
    return f"Two change packages side by side: {old.id.replace('_', ' ')} {old.version} and {new.id.replace('_', ' ')} {new.version}"


def _section(element: ElementComparison) -> ElementSection:
    whole = [change for change in element.changes if change.how in (How.ADDED, How.REMOVED)]
    pairs = [_whole(change) for change in whole]
    pairs += [_pair(change) for change in element.changes if change.how in (How.REWORDED, How.REPLACED)]
    return ElementSection(
        f"element-{element.element}",
        f"{element.kind.capitalize()} {element.element}",
        element.summary,
        element.says,
        element.comparable,
        element.consequences,
        tuple(pairs),
        tuple(_sentence(change) for change in element.changes if change not in whole and change.how not in (How.REWORDED, How.REPLACED)),
    )


def _pair(change: Change) -> Pair:
    if change.old is None or change.new is None:
        return Pair(_field(change.path), _all(change.old), _all(change.new))
    return Pair(_field(change.path), *words_that_differ(shown(change.old), shown(change.new)))


def _whole(change: Change) -> Pair:
    """An element that is in one version only: all its words."""
    return Pair("the whole element", *(_all(None if element is None else _words_of(element)) for element in (change.old, change.new)))


def _words_of(element: Mapping[str, Any]) -> str:
    said = [
        str(element[key]).strip() for key in ("name", "text", "statement", "title", "why", "operational_definition") if element.get(key)
    ]
    return " ".join(words if words[-1] in ".?!" else f"{words}." for words in said)


def _all(value: Any) -> tuple[Stretch, ...]:
    return () if value is None else (Stretch(shown(value), same=False),)


def _sentence(change: Change) -> str:
    if change.how is How.MOVED:
        return f"It was a {KINDS[change.old]}, and is a {KINDS[change.new]} from here on."
    return _order(change) if change.how is How.REORDERED else _sentence_of(link_in_words(change))


def _sentence_of(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _order(change: Change) -> str:
    return f"Order of {_field(change.path or change.where)}: {', '.join(change.old)} before; {', '.join(change.new)} now."


def _field(path: str | None) -> str:
    return (path or "").replace("_", " ").replace(".", ", ")
