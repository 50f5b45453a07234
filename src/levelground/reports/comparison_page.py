"""The side-by-side page: what differs between two change packages, both wordings beside each other, as one HTML file.

Words that differ are marked by `del` and `ins`, with a line through or under them, and said aloud to who listens: never by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jinja2 import PackageLoader
from markupsafe import Markup

from levelground.change_package.adaptation.changes import Change, How
from levelground.change_package.adaptation.compare import (
    KINDS,
    ElementComparison,
    PackageComparison,
    Reason,
    counted,
    link_in_words,
    links_in_words,
    shown,
)
from levelground.change_package.adaptation.facts import links_of
from levelground.reports.board_page import _TEMPLATES, style
from levelground.reports.words_that_differ import Stretch, words_that_differ

_DRIVER = ("why", "serves")
MAIN_FIELDS = {
    "primary_drivers": _DRIVER,
    "secondary_drivers": _DRIVER,
    "change_ideas": ("changes", "first_test", "serves", "measures"),
    "measures": ("operational_definition", "numerator", "denominator", "serves", "unit"),
}
"""A list of the document -> the fields that are shown, beside its words, of an element that is in one version only."""

_OTHER_FIELDS = ("why", "serves", "measures")
_LABELS = {"changes": "what it changes", "why": "why it matters"}


@dataclass(frozen=True)
class Pair:
    """One field, before and after, and the reasons that are given."""

    field: str
    old: tuple[Stretch, ...]
    new: tuple[Stretch, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Whole:
    """An element that is in one version only: its main fields, by name."""

    fields: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    in_the_new: bool


@dataclass(frozen=True)
class Sentence:
    """A change that is told in a sentence, and the reasons that are given."""

    words: str
    reasons: tuple[str, ...]


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
    sentences: tuple[Sentence, ...]
    whole: Whole | None


def fragment(comparison: PackageComparison, *, heading: str = "", names: tuple[str, str] | None = None) -> Markup:
    """The page's content, from its first heading on, for a page of someone else's to wrap.

    `heading` and `names` are what that page calls the comparison and its two sides, where it has other words for them.
    """
    template = _TEMPLATES.get_template("comparison_page.html.jinja")
    names = names or (str(comparison.old), str(comparison.new))
    return Markup(  # noqa: S704 - the template escapes
        template.render(
            title=heading or title(comparison),
            old_name=names[0],
            new_name=names[1],
            standing=tuple(zip(names, comparison.status, strict=True)),
            comparison=comparison,
            summary=counted(comparison.counts),
            head=tuple(_pair(change) for change in comparison.head),
            sections=tuple(_section(element) for element in comparison.elements),
            orders=tuple(_order(change) for change in comparison.orders),
        )
    )


def page(comparison: PackageComparison) -> str:
    """The comparison as one HTML file, style sheet inside."""
    return _TEMPLATES.get_template("whole_page.html.jinja").render(title=title(comparison), content=fragment(comparison), style=sheet())


def sheet() -> Markup:
    """The style sheet of the page and of its fragment: that of the board page, and what a comparison adds."""
    source, _, _ = PackageLoader("levelground.reports", "templates").get_source(_TEMPLATES, "comparison_page.css")
    return style() + Markup(source)  # noqa: S704 - a file of ours


def title(comparison: PackageComparison) -> str:
    """What the page is called."""
    old, new = comparison.old, comparison.new
    if old.id == new.id:
        return f"What changed in {new.id.replace('_', ' ')}: version {old.version} to {new.version}"
    return f"Two change packages side by side: {old.id.replace('_', ' ')} {old.version} and {new.id.replace('_', ' ')} {new.version}"


def _section(element: ElementComparison) -> ElementSection:
    whole = next((change for change in element.changes if change.how in (How.ADDED, How.REMOVED)), None)
    worded = [change for change in element.changes if change.how in (How.REWORDED, How.REPLACED)]
    others = [change for change in element.changes if change is not whole and change not in worded]
    return ElementSection(
        f"element-{element.element}",
        element.title,
        element.summary,
        element.says,
        element.comparable,
        element.consequences,
        tuple(_pair(change, reasons) for change, reasons in element.with_reasons(worded)),
        tuple(Sentence(_sentence(change), _texts(reasons)) for change, reasons in element.with_reasons(others)),
        None if whole is None else Whole(_main_fields(whole), _texts(element.why(whole)), in_the_new=whole.how is How.ADDED),
    )


def _texts(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return tuple(map(str, reasons))


def _pair(change: Change, reasons: Iterable[Reason] = ()) -> Pair:
    if change.old is None or change.new is None:
        return Pair(_field(change.path), _all(change.old), _all(change.new), _texts(reasons))
    return Pair(_field(change.path), *words_that_differ(shown(change.old), shown(change.new)), _texts(reasons))


def _main_fields(change: Change) -> tuple[tuple[str, str], ...]:
    """What an element that is in one version only says, field by field."""
    element = change.new if change.how is How.ADDED else change.old
    fields = MAIN_FIELDS.get(change.where, _OTHER_FIELDS)
    return tuple((_LABELS.get(name, _field(name)), _main_field(name, element[name])) for name in fields if element.get(name))


def _main_field(name: str, value: Any) -> str:
    if name == "serves":
        return links_in_words(links_of(value))
    if name in ("numerator", "denominator"):
        data = {key: inner for key, inner in value.items() if key != "description" and inner}
        return f"{value['description'].strip()} ({shown(data)})"
    return shown(value).strip()


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
