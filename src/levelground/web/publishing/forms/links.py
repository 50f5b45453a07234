"""Forms for the links of an element: one for each list of links, to add one to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from levelground.change_package.adaptation.compare import KINDS
from levelground.change_package.reading import Reading
from levelground.change_package.theory import SERVES, Kind, Theory
from levelground.web.publishing.forms.adding import short_words
from levelground.web.publishing.forms.element import WhyFields
from levelground.web.publishing.forms.inputs import pick, pick_from_list, words


@dataclass(frozen=True)
class LinkKind:
    """A list of links that a kind of element has: its field, what it says, and which kinds it goes to."""

    field: str
    says: str
    kinds: tuple[Kind, ...]
    adds: str = ""
    """The list to add to where there is nothing to link to."""


_TAKEN_UP = LinkKind("recommendations", "Takes up", (Kind.RECOMMENDATION,), "recommendations")
_RESTS_ON = LinkKind("rests_on", "Rests on", (Kind.EVIDENCE,), "evidence")
_MEASURED_BY = LinkKind("measures", "Is measured by", (Kind.MEASURE,), "measures")
_MET_BY = LinkKind("met_by", "Is met by", (Kind.AIM, Kind.PRIMARY_DRIVER, Kind.SECONDARY_DRIVER, Kind.CHANGE_IDEA, Kind.MEASURE))


def link_kinds(kind: Kind) -> tuple[LinkKind, ...]:
    """The lists of links that an element of a kind may have."""
    serves = (LinkKind("serves", "Serves", SERVES[kind]),) if kind in SERVES else ()
    if kind in (Kind.PRIMARY_DRIVER, Kind.SECONDARY_DRIVER):
        return (*serves, _TAKEN_UP, _RESTS_ON)
    if kind is Kind.CHANGE_IDEA:
        return (*serves, _MEASURED_BY, _TAKEN_UP, _RESTS_ON)
    return (_MET_BY,) if kind is Kind.PRINCIPLE else serves


class LinkFields(WhyFields):
    """One link to add: where it goes, how strong it is, what must be true for it to hold."""

    target = pick_from_list("Link to", ask="Choose what to link to.")
    strength = pick(
        "How strong is the link?",
        (("strong", "Strong: it would move it"), ("weak", "Weak: it may not hold")),
        ask="Say how strong the link is.",
    )
    assumption = words("It holds only if", "What must be true for the link to hold.", rows=2)

    def __init__(self, data: Any, *, kind: LinkKind, targets: list[tuple[str, str]], seen: int) -> None:
        self.kind = kind
        super().__init__(data, initial={"seen": seen, "strength": "strong"}, prefix=kind.field)
        self.fields["reason"].label = "Why do you link them?"
        self.fields["reason"].error_messages["required"] = "Say why you link them."
        self.fields["target"].choices = [("", "Choose one"), *targets]  # type: ignore[attr-defined]
        if kind.field != "serves":
            del self.fields["strength"], self.fields["assumption"]


def link_targets(reading: Reading, element_id: str, kind: LinkKind) -> list[tuple[str, str]]:
    """What an element can be linked to in one list; what it is linked to already comes last, to give that link another strength."""
    theory = Theory(reading.change_package)
    linked = {reference.target for reference in theory.by_owner.get(element_id, ()) if reference.key == kind.field}
    possible = [each for each in theory.ids(kind.kinds) if each not in linked and each != element_id]
    again = [each for each in theory.ids(kind.kinds) if each in linked] if kind.field == "serves" else []
    labels = [(each, f"{each}: {short_words(theory.elements[each])}") for each in possible]
    return labels + [(each, f"{each} (linked now; change how): {short_words(theory.elements[each])}") for each in again]


def kind_of_element(reading: Reading, element_id: str) -> Kind:
    """What an element is, by the list that it stands in."""
    return KINDS[str(reading.path_of(element_id)[0])]
