"""What a package rests on: the weakest link of each part, worst first, and what falls with what."""

from __future__ import annotations

import json

import pytest
from tests.builders.change_packages import reading

from levelground.change_package.reliance import Footing, Reliance, Resting, reliance

EVIDENCE = (
    "principles:\n",
    "evidence:\n  - {id: E1, verification: verified, source: SRC1, statement: x, grade: GRADE, certainty: CERTAINTY}\nprinciples:\n",
)
ON_E1 = ("why: What is looked", "rests_on: [E1]\n    why: What is looked")


def evidence(grade: str = "tested", certainty: str = "high", mark: str = "verified") -> tuple[str, str]:
    text = EVIDENCE[1].replace("GRADE", grade).replace("CERTAINTY", certainty).replace(": verified", f": {mark}")
    return EVIDENCE[0], text


def found(*changes: tuple[str, str]) -> Reliance:
    return reliance(reading(*changes).change_package)


def entry(result: Reliance, element_id: str) -> Resting:
    return next(each for each in result.entries if each.id == element_id)


def test_each_part_of_the_work_is_listed_once_worst_first() -> None:
    result = found()
    assert sorted(each.id for each in result.entries) == sorted(["A1", "P1", "P2", "S1", "S2", "I1", "M1", "M2", "M3"])
    order = [list(Footing).index(each.weakest) for each in result.entries]
    assert order == sorted(order)
    assert entry(result, "A1").weakest is Footing.READ
    assert entry(result, "S2").weakest is Footing.NOTHING
    assert entry(result, "P1").weakest is Footing.SECONDARY


@pytest.mark.parametrize(
    ("given", "weakest"),
    [
        (evidence(), Footing.READ),
        (evidence(grade="untested"), Footing.UNTESTED),
        (evidence(certainty="very_low"), Footing.UNTESTED),
        (evidence(mark="secondary"), Footing.SECONDARY),
        (evidence(mark="unverified", grade="untested"), Footing.UNVERIFIED),
    ],
)
def test_the_weakest_of_what_an_element_rests_on_counts(given: tuple[str, str], weakest: Footing) -> None:
    assert entry(found(given, ON_E1), "S2").weakest is weakest


def test_an_elements_own_mark_counts_and_so_does_the_grade_of_an_idea() -> None:
    own = ("  - id: S2\n    verification: verified", "  - id: S2\n    source: SRC1\n    verification: unverified")
    assert entry(found(own), "S2").weakest is Footing.UNVERIFIED
    idea = [("grade: promising", "grade: untested"), ("    recommendations: [R1]\n    measures", "    measures")]
    assert entry(found(*idea), "I1").weakest is Footing.UNTESTED


def test_an_ideas_evidence_that_names_no_source_was_not_read_at_one() -> None:
    result = found(("statement: Tried elsewhere., source: SRC1}", "statement: Tried elsewhere.}"))
    idea = entry(result, "I1")
    assert idea.weakest is Footing.UNVERIFIED
    (line,) = [line for line in result.lines() if line.startswith("  I1 (")]
    assert "its graded evidence, which names no source: unverified" in line
    assert all(ground.kind != "its graded evidence" for ground in idea.grounds)
    with_source = entry(found(), "I1")
    assert [ground.footing for ground in with_source.grounds if ground.kind == "its graded evidence"] == [Footing.READ]


def test_what_falls_with_a_recommendation_that_was_not_read_at_its_source() -> None:
    (fall,) = found().falls
    assert (fall.id, fall.footing) == ("R1", Footing.SECONDARY)
    assert (fall.alone, fall.below, fall.others) == (("P1",), (), ("I1",))
    only = (
        "    serves: [A1]\n    recommendations: [R1]\n",
        "    serves: [A1]\n    recommendations: [R1]\n    source: SRC1\n",
    )
    (fall,) = found(only).falls
    assert (fall.alone, fall.others) == ((), ("P1", "I1"))


def test_what_serves_only_the_fallen_falls_with_them() -> None:
    alone = ("serves: [P1, {id: P2, strength: weak, assumption: Staff take part.}]", "serves: [P1]")
    (fall,) = found(alone, ("serves: [S1, S2]", "serves: [S1]"), ("serves: [P1, S2, I1]", "serves: [P1, I1]")).falls
    assert (fall.alone, fall.below, fall.others) == (("P1",), ("S1", "I1", "M2"), ())


def test_lines_and_json_say_the_same() -> None:
    result = found()
    lines = result.lines()
    assert lines[0].startswith("small 0.1.0: 9 elements by the weakest thing that they rest on: nothing named, ")
    assert any(line.startswith("  P1 (primary driver): ") and "R1 (recommendation): read at second hand" in line for line in lines)
    assert lines[-1] == "  R1 (recommendation, read at second hand): P1 would rest on nothing else; I1 would rest on less"
    plain = json.loads(json.dumps(result.as_json()))
    assert [each["id"] for each in plain["rests"]] == [each.id for each in result.entries]
    assert plain["falls"][0]["alone"] == ["P1"]
