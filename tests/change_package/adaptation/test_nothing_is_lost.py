"""An upgrade loses nothing and applies nothing silently, over made-up bases, edits and overlays."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders.upgrade_cases import UpgradeCase, base, overlay_of, upgrade_case
from tests.change_package.adaptation.fact_by_fact import faults

from levelground.change_package.adaptation.adapt import resolve
from levelground.change_package.adaptation.changes import changes
from levelground.change_package.adaptation.conflicts import Conflict, ConflictKind, Side
from levelground.change_package.adaptation.upgrade import Upgrade, upgrade
from levelground.change_package.read import read_text
from levelground.change_package.reading import identified
from levelground.documents.canonical import canonical_text

SAMPLE = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
RANDOM = st.randoms(use_true_random=False)


def problems(case: UpgradeCase, random: Random) -> list[str]:
    """Everything that is wrong with one upgrade: used by the tests here and by the campaign."""
    first = upgrade(case.overlay, case.old, case.new)
    found = [*_lists_that_miss(case, first)]
    choices = {conflict.key: random.choice(list(conflict.effects)) for conflict in first.sorted.conflicts}
    if len(choices) != len(first.sorted.conflicts):
        found.append("two conflicts have one key")
    if first.open and first.overlay is not None:
        found.append("something would be written with conflicts open")
    done = upgrade(case.overlay, case.old, case.new, choices) if choices else first
    if done.adapted is None or done.overlay is None:
        return [*found, f"the result does not hold: {[str(finding) for finding in done.findings]}"]
    mine, result = resolve(case.old, case.overlay).document.value, done.adapted.document.value
    counted = Counter(element_id for element_id, _ in identified(result))
    found += [f"the id {element_id} stands {number} times" for element_id, number in counted.items() if number > 1]
    found += faults(case.old.document.value, case.new.document.value, mine, result, done)
    if "# ours" not in str(done.text):
        found.append("a comment was lost")
    return found


def _lists_that_miss(case: UpgradeCase, done: Upgrade) -> list[str]:
    """Each change of the base and each part of the overlay is in exactly one list."""
    sorted_ = done.sorted
    in_conflict = {(change.how, change.element, change.where, change.path) for one in sorted_.conflicts for change in one.changes}
    lists = [*sorted_.comes_in, *sorted_.of_the_base_alone, *sorted_.absorbed_changes]
    listed = [(change.how, change.element, change.where, change.path) for change in lists]
    every = [(one.how, one.element, one.where, one.path) for one in changes(case.old.document.value, case.new.document.value)]
    found = [] if Counter(listed) + Counter(in_conflict) == Counter(every) else ["a change of the base is in no list or in two"]
    parts = Counter([*sorted_.carried, *sorted_.absorbed, *{part for conflict in sorted_.conflicts for part in conflict.parts}])
    wanted = [(index, position) for index, said in enumerate(case.overlay.operations) for position in _positions(said)]
    return found if parts == Counter(wanted) else [*found, f"an operation is in no list or in two: {parts}"]


def _positions(said: dict) -> list[int | None]:
    return list(range(len(said["elements"]))) if said["op"] == "add" else [None]


@settings(SAMPLE, max_examples=200)
@given(RANDOM)
def test_each_change_and_each_operation_is_in_the_result_or_in_the_conflicts(random: Random) -> None:
    assert problems(upgrade_case(random), random) == []


@SAMPLE
@given(RANDOM)
def test_an_upgrade_to_the_same_base_gives_the_same_bytes(random: Random) -> None:
    case = upgrade_case(random)
    done = upgrade(case.overlay, case.old, case.old)
    assert done.overlay is not None
    assert done.overlay.data == case.overlay.data
    assert (done.sorted.comes_in, done.sorted.absorbed, done.sorted.conflicts) == ((), (), ())


@SAMPLE
@given(RANDOM)
def test_the_empty_overlay_takes_every_change(random: Random) -> None:
    case = upgrade_case(random)
    done = upgrade(overlay_of(case.old, []), case.old, case.new)
    assert done.adapted is not None
    assert [change for change in changes(case.new.document.value, done.adapted.document.value) if change.element is not None] == []


def test_the_base_of_the_cases_is_a_change_package() -> None:
    assert read_text(canonical_text(base()), "base.yaml").change_package.elements()


def test_a_conflict_of_each_kind_and_each_side_comes_up() -> None:
    random = Random(1)  # noqa: S311 - made-up cases
    found = [conflict for _ in range(150) for conflict in _conflicts(upgrade_case(random))]
    assert {conflict.kind for conflict in found} == set(ConflictKind)
    assert {side for conflict in found for side in conflict.effects} == set(Side)


def _conflicts(case: UpgradeCase) -> tuple[Conflict, ...]:
    return upgrade(case.overlay, case.old, case.new).sorted.conflicts
