"""Take one `serves` link or one measure away from a shipped package, and `check` names exactly that.

Where nothing else holds up what the link held up, the rules of structure and coverage name what is left without it. Where others
do, no rule of a theory of change could miss the link; then the document is not what was published under its version, and that is
named with both ends of the link. Rules about words are left out here: no link can change what they find.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from levelground import library
from levelground.change_package.change_package import ChangePackage
from levelground.change_package.check import RULES
from levelground.change_package.checks import accountability, ambitions, claims, ideas, published, sources, words
from levelground.change_package.checks.case import Case
from levelground.change_package.read import Reading, read
from levelground.change_package.theory import Theory
from levelground.documents.document import Document
from levelground.errors import Finding, Severity

LISTS = ("primary_drivers", "secondary_drivers", "change_ideas", "measures")
ELSEWHERE = {rule for room in (accountability, ambitions, claims, ideas, sources, words) for rule in room.RULES}
STRUCTURE = [rule for rule in RULES if rule not in ELSEWHERE and rule not in published.RULES]
TODAY = datetime.date(2026, 1, 1)
PACKAGES = library.names("change_packages")

Change = dict[str, Any]


@pytest.fixture(scope="module", params=PACKAGES)
def whole(request: pytest.FixtureRequest) -> Reading:
    return read(request.param)


def without(whole: Reading, key: str, index: int, element: Any = None, plain: Any = None) -> Reading:
    """The package with one element of a list taken away, or put in place of another, as a value and as a document."""
    instead = [] if element is None else [element]
    instead_plain = [] if plain is None else [plain]
    listed, listed_plain = list(getattr(whole.change_package, key)), list(whole.document.value[key])
    listed[index : index + 1] = instead
    listed_plain[index : index + 1] = instead_plain
    value = {**whole.document.value, key: listed_plain}
    package = whole.change_package.model_copy(update={key: tuple(listed)})
    return Reading(package, Document("stripped.yaml", value, "", {}, {}), written=b"")


def links(package: ChangePackage) -> Iterator[tuple[str, int, int]]:
    """Every link of `serves`: the list, the element's position in it, the link's position in the element."""
    for key in LISTS:
        for index, element in enumerate(getattr(package, key)):
            yield from ((key, index, position) for position in range(len(element.serves)))


def without_link(whole: Reading, key: str, index: int, position: int) -> Reading:
    element, plain = getattr(whole.change_package, key)[index], whole.document.value[key][index]
    element = element.model_copy(update={"serves": (*element.serves[:position], *element.serves[position + 1 :])})
    plain = {**plain, "serves": [*plain["serves"][:position], *plain["serves"][position + 1 :]]}
    return without(whole, key, index, element, plain)


def warned(reading: Reading, rules: Any) -> dict[tuple[str, str | None, str], Finding]:
    """The errors and warnings of some rules, by what they say."""
    case = Case(reading, Theory(reading.change_package), TODAY)
    findings = (finding for rule in rules for finding in rule(case))
    return {(each.rule, each.element, each.message): each for each in findings if each.severity is not Severity.NOTE}


def test_each_link_that_is_taken_away_is_named_with_both_its_ends(whole: Reading) -> None:
    missed = []
    for key, index, position in links(whole.change_package):
        element = getattr(whole.change_package, key)[index]
        target = element.serves[position].id
        found = warned(without_link(whole, key, index, position), published.RULES)
        said = f"`serves` of `{element.id}` no longer names `{target}`"
        if [(finding.element, said in finding.message) for finding in found.values()] != [(element.id, True)]:
            missed.append((element.id, target, list(found)))
    assert missed == []


def test_each_measure_that_is_taken_away_is_named(whole: Reading) -> None:
    missed = []
    for index, measure in enumerate(whole.change_package.measures):
        found = warned(without(whole, "measures", index), published.RULES)
        missing = [finding for finding in found.values() if f"`{measure.id}` is missing" in finding.message]
        if len(missing) != 1 or missing[0].element != measure.id:
            missed.append(measure.id)
    assert missed == []


def test_the_only_link_of_an_element_is_missed_by_the_theory_itself(whole: Reading) -> None:
    before = warned(whole, STRUCTURE)
    missed = []
    for key, index, position in links(whole.change_package):
        element = getattr(whole.change_package, key)[index]
        if len(element.serves) == 1:
            found = warned(without_link(whole, key, index, position), STRUCTURE)
            if not any(rule == "serves-nothing" and owner == element.id for rule, owner, _ in found.keys() - before.keys()):
                missed.append(element.id)
    assert missed == []


def test_what_only_one_link_holds_up_is_named_as_left_without_it(whole: Reading) -> None:
    """A primary driver's only secondary driver, a secondary driver's only idea, the aim's only primary driver."""
    theory, before = Theory(whole.change_package), warned(whole, STRUCTURE)
    missed = []
    for key, index, position in links(whole.change_package):
        element = getattr(whole.change_package, key)[index]
        target = element.serves[position].id
        alike = [below for below in theory.served_by(target) if theory.kind(below) is theory.kind(element.id)]
        if key != "measures" and alike == [element.id]:
            found = warned(without_link(whole, key, index, position), STRUCTURE)
            if not any(owner == target for _, owner, _ in found.keys() - before.keys()):
                missed.append((element.id, target))
    assert missed == []


def test_a_measure_that_something_names_is_missed_by_the_theory_itself(whole: Reading) -> None:
    theory, before = Theory(whole.change_package), warned(whole, STRUCTURE)
    missed = []
    for index, measure in enumerate(whole.change_package.measures):
        if theory.by_target.get(measure.id):
            found = warned(without(whole, "measures", index), STRUCTURE)
            if not any(f"`{measure.id}`" in message for _, _, message in found.keys() - before.keys()):
                missed.append(measure.id)
    assert missed == []


def test_a_shipped_package_is_what_was_published(whole: Reading) -> None:
    assert warned(whole, published.RULES) == {}
