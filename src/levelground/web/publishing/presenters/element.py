"""One element of a draft, to be read: what it says, field by field, and what it is tied to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from levelground.change_package.reading import Reading
from levelground.change_package.theory import Theory
from levelground.web.publishing.forms.adding import short_words
from levelground.web.publishing.forms.both_changed import readable
from levelground.web.publishing.forms.kinds import FORMS, list_of
from levelground.web.publishing.forms.links import LinkKind, kind_of_element, link_kinds

_BACK = {
    "serves": "Served by",
    "measures": "Measures",
    "recommendations": "Taken up by",
    "rests_on": "Rested on by",
    "outcome_measure": "The aim is read from it",
    "source": "Source of",
    "evidence": "Source of the evidence of",
    "met_by": "Meets",
    "answered_by": "Answers",
}
"""The key of a mention -> what it is, seen from the element that is mentioned."""


@dataclass(frozen=True)
class LinkShown:
    """One link: the other end, its words, and how it holds."""

    field: str
    target: str
    words: str
    weak: bool = False
    assumption: str = ""
    is_there: bool = True


def facts(reading: Reading, element_id: str) -> list[tuple[str, str]]:
    """What an element says: label and words, as its form names them; what is empty is left out."""
    element = reading.document.at(reading.path_of(element_id))
    form = FORMS[list_of(reading, element_id)](None, reading=reading, element=element)
    said = [
        (str(form.fields[name].label), readable(form, name, element))
        for _, inputs in form.sections()
        for name in (each.name for each in inputs)
    ]
    return [(label, words) for label, words in said if words]


def links(reading: Reading, element_id: str) -> list[tuple[LinkKind, list[LinkShown]]]:
    """The links that an element has, by list; empty lists too."""
    theory = Theory(reading.change_package)
    owned = theory.by_owner.get(element_id, ())
    found = []
    for kind in link_kinds(kind_of_element(reading, element_id)):
        here = [reference for reference in owned if reference.key == kind.field]
        shown = [
            LinkShown(
                kind.field,
                each.target,
                short_words(theory.elements[each.target]) if each.target in theory.elements else "There is no such element.",
                each.link is not None and each.link.strength.value == "weak",
                (each.link.assumption or "") if each.link else "",
                each.target in theory.elements,
            )
            for each in here
        ]
        found.append((kind, shown))
    return found


def mentions(reading: Reading, element_id: str) -> list[tuple[str, list[LinkShown]]]:
    """Who points to an element, by what it says: these links go when the element goes."""
    theory = Theory(reading.change_package)
    grouped: dict[str, list[LinkShown]] = {}
    for reference in theory.by_target.get(element_id, ()):
        words = short_words(theory.elements[reference.owner])
        grouped.setdefault(_BACK.get(reference.key, "Named by"), []).append(LinkShown(reference.key, reference.owner, words))
    return list(grouped.items())


def left_alone(reading: Reading, element_id: str) -> Iterator[tuple[str, str]]:
    """The elements that serve this one and nothing else: they would hang in the air without it."""
    theory = Theory(reading.change_package)
    for owner in theory.served_by(element_id):
        if set(theory.serves(owner)) == {element_id}:
            yield owner, short_words(theory.elements[owner])
