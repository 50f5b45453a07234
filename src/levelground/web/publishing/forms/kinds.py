"""Which form an element has, what its kind is called, and how a new one is named."""

from __future__ import annotations

import re

from levelground.change_package.adaptation.compare import KINDS
from levelground.change_package.reading import Reading
from levelground.web.publishing.forms.aim import AimFields
from levelground.web.publishing.forms.change_idea import ChangeIdeaFields
from levelground.web.publishing.forms.driver import DriverFields
from levelground.web.publishing.forms.element import ElementFields
from levelground.web.publishing.forms.evidence import EvidenceFields, PrincipleFields
from levelground.web.publishing.forms.measure import MeasureFields
from levelground.web.publishing.forms.recommendation import RecommendationFields, SourceFields

FORMS: dict[str, type[ElementFields]] = {
    "aim": AimFields,
    "primary_drivers": DriverFields,
    "secondary_drivers": DriverFields,
    "change_ideas": ChangeIdeaFields,
    "measures": MeasureFields,
    "recommendations": RecommendationFields,
    "evidence": EvidenceFields,
    "principles": PrincipleFields,
    "sources": SourceFields,
}
"""A list of the document -> the form of what stands in it."""
LETTERS = {
    "primary_drivers": "P",
    "secondary_drivers": "S",
    "change_ideas": "C",
    "measures": "M",
    "recommendations": "R",
    "evidence": "E",
    "sources": "source",
}
"""A list of the document -> how the id of a new element begins; lists that are not here take no new ones by a form."""


def kind_of(list_name: str) -> str:
    """What stands in a list, in the field's words."""
    return "source" if list_name == "sources" else "evidence" if list_name == "evidence" else KINDS[list_name].value


def list_of(reading: Reading, element_id: str) -> str:
    """The list that an element stands in.

    Raises
    ------
    UnknownElement
        There is no such element.
    """
    return str(reading.path_of(element_id)[0])


def title_of(reading: Reading, element_id: str) -> str:
    """What an element is called on a page: `Primary driver P1`; `The aim`."""
    kind = kind_of(list_of(reading, element_id))
    return "The aim" if kind == "aim" else f"{kind.capitalize()} {element_id}"


def next_id(reading: Reading, list_name: str, slug: str) -> str:
    """The next free id. In an adaptation it begins with letters of the organisation, so that it never meets one of the base."""
    own = "".join(part[0] for part in slug.split("-") if part[:1].isalpha()).upper() or "OWN"
    start = f"{own}-{LETTERS[list_name]}" if reading.overlay is not None else LETTERS[list_name]
    numbered = re.compile(rf"{re.escape(start)}(\d+)")
    taken = [int(found[1]) for known in reading.paths if (found := numbered.fullmatch(known))]
    return f"{start}{max(taken, default=0) + 1}"
