"""The change package as a document to be read: each element in words, with the thread through it in both directions."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from levelground.change_package.aim import Aim, Amount
from levelground.change_package.change_ideas import ChangeIdea
from levelground.change_package.change_package import ChangePackage
from levelground.change_package.drivers import Driver
from levelground.change_package.elements import Element
from levelground.change_package.evidence import EvidenceEntry
from levelground.change_package.measures import Measure
from levelground.change_package.principles import Principle, Question
from levelground.change_package.recommendations import Recommendation, Source
from levelground.change_package.theory import Kind
from levelground.change_package.trace import Step, Trace
from levelground.charts import numbers
from levelground.web.design_system import days
from levelground.web.overview import figures, words

Facts = list[tuple[str, Any]]

SHORT = 80
"""Characters of an element where another one points to it."""
ROUND_ABOUT = "reaches the aim through"
"""A relation of the thread that repeats `is taken up by`."""
SECTIONS = (
    ("aim", "Aim", "What is to change, for whom, by how much and by when."),
    ("primary_drivers", "Primary drivers", "The big areas that must be different for the aim to be reached."),
    ("secondary_drivers", "Secondary drivers", "Smaller areas; each serves one or several primary drivers."),
    ("change_ideas", "Change ideas", "What a team can try. Each serves one or several secondary drivers."),
    ("measures", "Measures", "How we can know, group by group, whether the inequality is changing."),
    ("evidence", "Evidence", "What was found out, by whom, how, and how sure one may be of it."),
    ("recommendations", "Recommendations", "What others have asked for, in our words, and what takes it up here."),
    ("principles", "Anti-racism principles", "Questions to put to the work. Where we did not find the wording, the place is left empty."),
    ("sources", "Sources", "The publications that the elements rest on."),
)


@dataclass(frozen=True)
class Mention:
    """A link from one element to another."""

    id: str
    words: str
    assumption: str | None


@dataclass(frozen=True)
class Entry:
    """One element: its words, what more there is to say, and the thread, relation by relation."""

    id: str
    kind: str
    words: str
    mark: str
    address: str | None
    facts: tuple[tuple[str, Any], ...]
    questions: tuple[str, ...]
    thread: tuple[tuple[str, tuple[Mention, ...]], ...]


@dataclass(frozen=True)
class Section:
    """A part of the document. The dot in its anchor keeps it apart from every element's id."""

    anchor: str
    title: str
    opening: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Telling:
    """What is needed to tell of the elements of a change package: it, the names of its groups, and where an element has a page."""

    package: ChangePackage
    labels: figures.GroupLabels
    page_of: Callable[[Element | Source], str | None]


def document(telling: Telling, traces: Mapping[str, Trace]) -> tuple[Section, ...]:
    """Every element of the change package, in the order of the thread."""
    package = telling.package
    parts = []
    for name, title, opening in SECTIONS:
        found = getattr(package, name)
        elements = (found,) if isinstance(found, Element) else found
        entries = tuple(entry(element, traces[element.id], telling) for element in elements)
        parts.append(Section(f"part.{name.replace('_', '-')}", title, opening, entries))
    return tuple(part for part in parts if part.entries)


def entry(element: Element | Source, trace: Trace, telling: Telling) -> Entry:
    """One element in words, with what it is tied to directly."""
    facts = [*_facts(element, telling), ("Note", getattr(element, "note", None)), *_of_its_making(element)]
    return Entry(
        id=element.id,
        kind=trace.kind.value.capitalize(),
        words="An empty slot" if isinstance(element, Principle) and not element.name else trace.words,
        mark=words.checked(element.verification),
        address=telling.page_of(element),
        facts=tuple((label, said) for label, said in facts if said),
        questions=tuple(map(_question, element.questions)) if isinstance(element, Principle) else (),
        thread=_thread((*trace.upstream, *trace.downstream)),
    )


def _question(question: Question) -> str:
    return f"{question.question} ({words.answered(question)})"


def _of_its_making(element: Element | Source) -> Facts:
    """Who answers for an element, and how it came to be what it is."""
    if isinstance(element, Source):
        return []
    return [
        ("Who answers for it", element.accountable and words.accountable(element.accountable)),
        ("Contributions that shaped it", ", ".join(element.contributions)),
        ("Decisions that shaped it", ", ".join(element.decisions)),
        ("Where it comes from", element.origin and words.origin(element.origin)),
        ("In every adaptation", "Yes: an adaptation may reword it, and may not leave it out" if element.core else None),
    ]


def _thread(steps: Iterable[Step]) -> tuple[tuple[str, tuple[Mention, ...]], ...]:
    """What an element is tied to directly, upwards first."""
    found: dict[str, list[Mention]] = {}
    for step in steps:
        if step.depth == 0 and step.relation != ROUND_ABOUT:
            found.setdefault(_relation(step), []).append(_mention(step))
    return tuple((relation, tuple(mentions)) for relation, mentions in found.items())


def _relation(step: Step) -> str:
    return f"{step.relation} (weak link)".replace("weakly ", "") if step.strength == "weak" else step.relation


def _mention(step: Step) -> Mention:
    said = "An empty slot" if step.kind is Kind.PRINCIPLE and step.words == "an empty slot" else step.words
    return Mention(step.id, textwrap.shorten(said, SHORT, placeholder=" ..."), step.assumption)


def _facts(element: Element | Source, telling: Telling) -> Facts:
    match element:
        case Aim():
            facts = _of_aim(element, telling)
        case Driver():
            facts = [("Why", element.why), ("Level of racism it addresses", element.racism_level and element.racism_level.capitalize())]
        case ChangeIdea():
            facts = _of_idea(element)
        case Measure():
            facts = _of_measure(element)
        case EvidenceEntry():
            facts = _of_evidence(element)
        case Recommendation():
            facts = [("To", "; ".join(element.addressees))]
        case Source():
            facts = [("Published by", f"{element.publisher}, {element.edition}"), ("Licence", element.licence), ("Where", element.address)]
        case _:
            facts = []
    return facts


def _of_aim(aim: Aim, telling: Telling) -> Facts:
    unit = _unit_of(aim, telling.package)
    labels = {code: label for (_, code), label in telling.labels.items()}
    named, second = aim.comparison.named, aim.comparison.second
    target, baseline = aim.target, aim.baseline
    ratio = numbers.Unit.RATIO
    return [
        ("Who", aim.population),
        ("For", ", ".join(labels.get(code, code) for code in aim.groups)),
        ("Compared with", f"{figures.rule_words(telling.labels, named)}. {named.reason}"),
        ("And beside it", f"{figures.rule_words(telling.labels, second)}. {second.reason}"),
        ("Where it starts", f"{baseline.period}. {baseline.statement}" if baseline else "Not measured yet"),
        ("Difference to reach", _to_reach(target.absolute if target else None, unit)),
        ("Ratio to reach", f"{_to_reach(target.relative if target else None, ratio)} (1 means no gap)"),
        ("By", days.day(aim.deadline) or "No date yet"),
        ("What must not happen on the way", aim.guardrail),
    ]


def _unit_of(aim: Aim, package: ChangePackage) -> numbers.Unit:
    """The unit of a difference in the outcome measure; a package that is not checked may have none."""
    measure = next((each for each in package.measures if each.id == aim.outcome_measure), None)
    return numbers.difference_unit(measure) if measure else numbers.Unit.RATIO


def _to_reach(amount: Amount | None, unit: numbers.Unit) -> str:
    if amount is None:
        return "Not agreed yet"
    if amount.amount is None or amount.starting is None:
        left = numbers.number(100 * (amount.share_of_starting or 0), numbers.Unit.PER_CENT)
        return f"At most {left} of the gap that is found at the start"
    return f"{numbers.number(amount.amount, unit)}, from {numbers.number(amount.starting, unit)}"


def _of_idea(idea: ChangeIdea) -> Facts:
    evidence = f"{words.EVIDENCE[idea.evidence.grade]}; certainty {words.CERTAINTY[idea.evidence.certainty]}. {idea.evidence.statement}"
    return [
        ("Idea behind it", idea.concept),
        ("What it changes", "What patients do" if idea.changes == "patients" else idea.changes.capitalize()),
        ("First test", idea.first_test),
        ("Risks", idea.risks),
        ("Tried in", idea.tested_in),
        ("When it is taken elsewhere", idea.adaptation),
        ("What it takes", idea.cost),
        ("Steps to avoid", idea.steps_to_avoid),
        ("Evidence", evidence),
    ]


def _of_evidence(entry: EvidenceEntry) -> Facts:
    return [
        ("How sure", f"{words.EVIDENCE[entry.grade]}; certainty {words.CERTAINTY[entry.certainty]}"),
        ("How it was found out", entry.design),
        ("Among whom", entry.population),
        ("What was looked at", entry.outcomes),
        ("What may have distorted it", entry.bias),
        ("Where it may hold", entry.generalisability),
    ]


def _of_measure(measure: Measure) -> Facts:
    return [
        ("Kind", f"{measure.kind.capitalize()} measure"),
        ("What it is", measure.operational_definition),
        ("Given as", figures.unit_words(measure)),
        ("Better is", words.BETTER[measure.improvement_direction]),
    ]
