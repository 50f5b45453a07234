"""Elements of a change package in the words for people who take part: what we want to change, what needs to be different, ideas to try."""

from __future__ import annotations

from dataclasses import dataclass

from levelground.change_package.aim import Aim
from levelground.change_package.change_ideas import ChangeIdea
from levelground.change_package.change_package import ChangePackage
from levelground.change_package.drivers import Driver, PrimaryDriver
from levelground.change_package.elements import Element
from levelground.change_package.evidence import EvidenceEntry
from levelground.change_package.measures import Measure
from levelground.change_package.principles import Principle
from levelground.change_package.recommendations import Recommendation

CHANGE, DIFFERENT, IDEAS, KNOW = "What we want to change", "What needs to be different", "Ideas to try", "How we will know"
WHOLE_PLAN = "The plan as a whole"

_SINGLE = (
    (Aim, CHANGE),
    (Driver, DIFFERENT),
    (ChangeIdea, "An idea to try"),
    (Measure, KNOW),
    (Recommendation, "What was recommended"),
    (EvidenceEntry, "What we know"),
    (Principle, "A principle"),
)
FACTS = {
    "population": "For whom",
    "guardrail": "What must not happen",
    "why": "Why we think so",
    "first_test": "The first thing to try",
    "risks": "Whom it could harm",
    "operational_definition": "What is counted",
}
"""What else is said of an element to people who take part, and what it is called there."""


@dataclass(frozen=True)
class PlainElement:
    """One element: the heading that it stands under, its words, what more there is to say, and what stands below it."""

    id: str
    heading: str
    words: str
    facts: tuple[tuple[str, str], ...] = ()
    below: tuple[PlainElement, ...] = ()


@dataclass(frozen=True)
class PlanSection:
    """Some elements under a heading that says what they are for."""

    heading: str
    anchor: str
    elements: tuple[PlainElement, ...]


def plain(element: Element) -> PlainElement:
    """One element in plain words."""
    heading = next((words for kind, words in _SINGLE if isinstance(element, kind)), "A part of the plan")
    facts = tuple((label, str(getattr(element, name))) for name, label in FACTS.items() if getattr(element, name, None))
    return PlainElement(element.id, heading, words_of(element), facts)


def words_of(element: Element) -> str:
    """What an element says in a line."""
    for name in ("statement", "text", "name", "title", "finding"):
        if getattr(element, name, None):
            return str(getattr(element, name))
    return element.id


def sections(package: ChangePackage) -> list[PlanSection]:
    """The whole theory for people who take part; a section with nothing in it is left out."""
    different = tuple(_with_below(driver, package) for driver in package.primary_drivers)
    placed = {each.id for driver in different for each in driver.below}
    loose = tuple(plain(driver) for driver in package.secondary_drivers if driver.id not in placed)
    made = (
        PlanSection(CHANGE, "change", (plain(package.aim),)),
        PlanSection(DIFFERENT, "different", (*different, *loose)),
        PlanSection(IDEAS, "ideas", tuple(map(plain, package.change_ideas))),
        PlanSection(KNOW, "know", tuple(map(plain, package.measures))),
    )
    return [section for section in made if section.elements]


def _with_below(driver: PrimaryDriver, package: ChangePackage) -> PlainElement:
    """A primary driver with the secondary drivers that serve it first of all."""
    below = tuple(plain(each) for each in package.secondary_drivers if each.serves and each.serves[0].id == driver.id)
    made = plain(driver)
    return PlainElement(made.id, made.heading, made.words, made.facts, below)


def in_order(package: ChangePackage) -> list[PlainElement]:
    """Every element in the order of the page, so that somebody can go through them one by one."""
    return [each for section in sections(package) for element in section.elements for each in (element, *element.below)]


def find(package: ChangePackage, element_id: str) -> PlainElement | None:
    """One element by its id; None where there is none."""
    return next((plain(element) for element in package.elements() if element.id == element_id), None)
