"""The theory of change as a nested list with what can be done at each element, and the other parts of a change package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.reading import Reading
from levelground.change_package.theory import Theory
from levelground.charts.driver_outline import OutlineItem, outline
from levelground.web.publishing.forms.adding import short_words

BELOW = {
    "aim": ("primary_drivers", "Add a primary driver"),
    "primary driver": ("secondary_drivers", "Add a secondary driver"),
    "secondary driver": ("change_ideas", "Add a change idea"),
    "change idea": ("measures", "Add a measure"),
}
"""A kind -> the list of what stands below it, and the words of the link that adds one."""


@dataclass(frozen=True)
class OutlineEntry:
    """One element of the outline, what is below it, and what was found about it."""

    item: OutlineItem
    add_list: str
    add_words: str
    measures: tuple[str, ...]
    found: int
    children: tuple[OutlineEntry, ...]


@dataclass(frozen=True)
class PartOfDraft:
    """Another part: its list, its heading, what it is for, its elements as (id, words, note)."""

    list_name: str
    heading: str
    opening: str
    add_words: str
    entries: tuple[tuple[str, str, str], ...]


_PARTS = (
    ("measures", "Measures", "What you count to know whether the work helps.", "Add a measure"),
    ("recommendations", "Recommendations", "What others have asked for, in your own words.", "Add a recommendation"),
    ("evidence", "Evidence", "What was found elsewhere, and how sure one can be of it.", "Add evidence"),
    ("principles", "Principles", "Questions about racism that the work has to answer.", ""),
    ("sources", "Sources", "The publications that the rest stands on.", "Add a source"),
)


def entries(reading: Reading, found: dict[str, int]) -> tuple[OutlineEntry, ...]:
    """The outline of a change package; `found` counts the findings of each element."""
    measured = _measures(reading.change_package)
    return tuple(_entry(item, measured, found) for item in outline(reading.change_package))


def parts(reading: Reading) -> tuple[PartOfDraft, ...]:
    """What is not in the outline."""
    package = reading.change_package
    theory = Theory(package)
    return tuple(
        PartOfDraft(
            name, heading, opening, add, tuple((each.id, short_words(each), _note(theory, name, each)) for each in getattr(package, name))
        )
        for name, heading, opening, add in _PARTS
    )


def _entry(item: OutlineItem, measured: dict[str, tuple[str, ...]], found: dict[str, int]) -> OutlineEntry:
    add_list, add_words = BELOW[item.kind]
    below = tuple(_entry(child, measured, found) for child in item.children)
    return OutlineEntry(item, add_list, add_words, measured.get(item.id, ()), found.get(item.id, 0), below)


def _measures(package: ChangePackage) -> dict[str, tuple[str, ...]]:
    measured: dict[str, list[str]] = {}
    for measure in package.measures:
        for link in measure.serves:
            measured.setdefault(link.id, []).append(measure.id)
    for idea in package.change_ideas:
        measured.setdefault(idea.id, []).extend(each for each in idea.measures if each not in measured.get(idea.id, ()))
    return {element: tuple(ids) for element, ids in measured.items()}


def _note(theory: Theory, list_name: str, element: Any) -> str:
    if list_name == "measures":
        serves = theory.serves(element.id)
        return (
            f"{element.kind.value.capitalize()} measure of {', '.join(serves)}" if serves else f"{element.kind.value.capitalize()} measure"
        )
    if list_name == "sources":
        return f"{element.publisher}, {element.edition}"
    taken = dict.fromkeys(reference.owner for reference in theory.by_target.get(element.id, ()))
    if list_name in ("recommendations", "evidence"):
        return f"Named by {', '.join(taken)}" if taken else "No driver or idea names it yet"
    return ""
