"""What has been done for an ambition: proposals are called proposals, and what nothing takes up is said."""

from __future__ import annotations

import pytest
from tests.builders.change_packages import small

from levelground.errors import UnknownElement
from levelground.registers.registers import registers
from levelground.registers.rollup import HONEST, by_addressee, rollup, side_by_side
from levelground.registers.rollup_text import lines

OUTCOME_WORDS = ("achieved", "delivered", "completed", "succeeded", "narrowed", "has been done")


@pytest.fixture(scope="module")
def mental_health():
    return rollup("A24-mental-health")


def package_of(found, name):
    [package] = [package for package in found.packages if package.id == name]
    return package


def test_recommendations_with_the_tag_or_the_commitment_are_there(mental_health) -> None:
    names = {entry.id for entry in mental_health.recommendations}
    assert {"STR-detention", "STR-acd", "R11-access", "PCREF-plan"} <= names
    tagged = {entry.id for entry in registers().recommendations.values() if "A24-mental-health" in entry.ambitions}
    assert names == tagged | set(registers().ambitions["A24-mental-health"].commitments)


def test_work_says_through_which_recommendation_it_serves(mental_health) -> None:
    work = {one.id: one for one in package_of(mental_health, "mental_health").work}
    assert "STR-detention" in work["S1"].through
    assert work["S1"].kind == "secondary driver"
    assert work["M1"].kind == "measure"
    assert mental_health.not_taken_up == tuple(entry for entry in mental_health.recommendations if entry.id not in mental_health.taken_up)


def test_nothing_claims_more_than_a_proposal(mental_health) -> None:
    text = list(lines(mental_health))
    assert HONEST in text
    own_words = [line for line in text if not line.startswith("    ")]
    assert not [line for line in own_words if any(word in line for word in OUTCOME_WORDS)]
    assert any(line.startswith("Proposed in change packages") for line in text)
    assert mental_health.as_json()["said"] == HONEST


def test_every_line_of_work_and_recommendation_has_its_mark(mental_health) -> None:
    marked = [line for line in lines(mental_health) if line.startswith("    ")]
    assert len(marked) > 20
    assert all(any(mark in line for mark in ("verified", "secondary", "unverified")) for line in marked)


def test_a_shift_gathers_the_ambitions_below_it() -> None:
    shift = {entry.id for entry in rollup("SH-prevention").recommendations}
    below = {entry.id for name in ("A24-maternal", "A24-mental-health") for entry in rollup(name).recommendations}
    assert shift == below | {"R15-cobenefits"}


def test_work_of_a_base_is_counted_where_it_was_written() -> None:
    found = rollup("A24-participation")
    work = {package.id: {one.id: one.inherited for one in package.work} for package in found.packages}
    assert work["core"]["S12"] is False
    assert work["maternity_neonatal"]["S12"] is True
    assert "S12" not in {one.id for one in package_of(found, "maternity_neonatal").own}


def test_what_an_adaptation_links_is_its_own_work(mental_health) -> None:
    """The driver is the base's; that it takes up this recommendation is the adaptation's."""
    [driver] = [one for one in package_of(mental_health, "mental_health").work if one.id == "S1"]
    assert driver.inherited is False


def test_an_ambition_without_work_says_so() -> None:
    found = rollup("W21-global")
    assert found.recommendations == ()
    assert "Proposed in change packages: nothing." in [*lines(found)] or found.packages


def test_a_package_of_ones_own_counts_with_its_own_tags(tmp_path) -> None:
    path = tmp_path / "small.yaml"
    tag = ("    why: Trust brings", "    ambitions: [W21-global]\n    why: Trust brings")
    path.write_text(small(tag), encoding="utf-8")
    found = rollup("W21-global", [path])
    assert [work.id for work in package_of(found, "small").work] == ["S1"]
    assert package_of(found, "small").work[0].through == ()


def test_a_recommendation_of_ones_own_package_carries_its_tag_to_the_work_that_takes_it_up(tmp_path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(small(("  - id: R1\n", "  - id: R1\n    ambitions: [W21-global]\n")), encoding="utf-8")
    work = {one.id: one.through for one in package_of(rollup("W21-global", [path]), "small").work}
    assert (work["P1"], work["I1"]) == (("R1",), ("R1",))


def test_an_ambition_that_no_strategy_has() -> None:
    with pytest.raises(UnknownElement) as refusal:
        rollup("A24-maternl")
    assert refusal.value.findings[0].did_you_mean[0] == "A24-maternal"


def test_by_addressee_every_recommendation_stands_with_each_of_its_addressees() -> None:
    entries = tuple(registers().recommendations.values())
    grouped = by_addressee(entries)
    assert sum(map(len, grouped.values())) == sum(len(entry.addressees) for entry in entries)
    assert [entry.id for entry in grouped["Maternal Medicine Networks"]] == ["R05-baseline"]


def test_pairs_stand_side_by_side_with_a_reason() -> None:
    pairs = side_by_side()
    assert ("STR-care-plans", "same as", "R08-plans") in {pair[:3] for pair in pairs}
    assert ("R09-devices", "conflicts with", "R01-parameters") in {pair[:3] for pair in pairs}
    assert all(reason for *_, reason in pairs)
    assert len({frozenset((one, other)) for one, _, other, _ in pairs}) == len(pairs), "each pair is written once"
