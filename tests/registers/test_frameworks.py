"""Frameworks as data: what sources say differently is kept side by side, and what was not found is an empty slot."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from levelground.change_package.aim import ComparatorRule
from levelground.change_package.elements import Verification
from levelground.registers.frameworks import Framework, ItemKind
from levelground.registers.registers import registers


def framework(name: str) -> Framework:
    return registers().frameworks[name]


def test_the_frameworks_and_how_much_each_holds() -> None:
    assert {name: len(one.items) for name, one in registers().frameworks.items()} == {
        "core20plus5": 12,
        "eds_2022": 11,
        "maternity_equity": 11,
        "pcref": 3,
        "section_13sa": 3,
        "wres": 9,
    }


def test_both_statements_of_the_bands_are_kept_and_their_conflict_is_said() -> None:
    eds = framework("eds_2022")
    assert [name for _, name in eds.bands_of(25)] == ["achieving", "achieving"]
    assert [name for _, name in eds.bands_of(31)] == [None, "achieving"]
    assert [name for _, name in eds.bands_of(33)] == [None, "excelling"]
    assert [name for _, name in eds.bands_of(5)] == [None, None]
    assert [statement.verification for statement in eds.bands] == [Verification.VERIFIED, Verification.UNVERIFIED]
    assert "31 and 32" in (eds.bands_conflict or "")
    assert [level.score for level in eds.scale] == [0, 1, 2, 3]


def test_a_conflict_of_bands_must_be_said_and_none_may_be_invented() -> None:
    plain = framework("eds_2022").model_dump(mode="json")
    with pytest.raises(ValidationError, match="bands_conflict"):
        Framework.model_validate_json(framework("eds_2022").model_copy(update={"bands_conflict": None}).model_dump_json())
    with pytest.raises(ValidationError, match="bands_conflict"):
        Framework.model_validate({**plain, "bands": plain["bands"][:1]})


def test_wording_that_was_not_found_is_an_empty_slot_with_a_note() -> None:
    slots = [item for one in registers().frameworks.values() for item in one.items if item.text is None]
    assert len(slots) == 15
    assert all("waits for a curator" in (item.note or "") for item in slots)
    assert all(item.kind in (ItemKind.OUTCOME, ItemKind.PLEDGE) for item in slots)


def test_the_parts_of_pcref_are_kept_as_each_source_tells_them() -> None:
    first, second = framework("pcref").views
    assert [part.items for part in first.parts] == [("PCREF-1",), ("PCREF-2",), ("PCREF-3",)]
    assert [part.name for part in second.parts] == ["Leadership and governance", "Data", "Feedback"]


def test_the_maternity_framework_compares_with_the_best_group() -> None:
    comparison = framework("maternity_equity").comparison
    assert comparison is not None
    assert comparison.rule is ComparatorRule.BEST


def test_targets_are_data() -> None:
    targets = {name: item.target for name, item in registers().indicators.items() if item.target}
    assert {name: (target.value, target.by) for name, target in targets.items()} == {
        "C20P5-mental-illness": (60, None),
        "C20P5-cancer": (75, "2028"),
    }


def test_the_term_bme_is_labelled_as_the_standards_own() -> None:
    terms = {term.word: term for term in framework("wres").terms}
    assert "own word" in terms["BME"].meaning
    assert terms["BME"].verification is Verification.UNVERIFIED


def test_formulas_that_were_not_read_are_unverified() -> None:
    formulas = [item.formula for item in framework("wres").items if item.formula]
    assert len(formulas) == 4
    assert {formula.verification for formula in formulas} == {Verification.UNVERIFIED}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"views": [{"statement": "x", "source": "s", "verification": "verified", "parts": [{"name": "y", "items": ["Z9"]}]}]}, "Z9"),
        ({"items": [{"id": "A1", "kind": "indicator", "verification": "verified", "source": "s", "text": "x"}]}, "figure"),
        ({"items": [{"id": "A1", "kind": "duty", "verification": "verified", "source": "s", "text": "x"}] * 2}, "same id"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_framework_that_breaks_its_rules_is_refused(change, words) -> None:
    with pytest.raises(ValidationError, match=words):
        Framework.model_validate(framework("section_13sa").model_dump(mode="json", exclude_none=True) | change)
