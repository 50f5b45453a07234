"""The thread through an element, both ways."""

from __future__ import annotations

import json

import pytest
from tests.builders.change_packages import reading

from levelground.change_package.theory import Kind
from levelground.change_package.trace import Step, trace
from levelground.errors import UnknownElement


def short(steps: tuple[Step, ...]) -> list[str]:
    return [f"{'.' * step.depth}{step.relation} {step.id}{' again' if step.again else ''}" for step in steps]


def test_an_idea_leads_up_to_the_aim_and_its_origins() -> None:
    thread = trace(reading().change_package, "I1")
    assert short(thread.upstream) == [
        "serves S1",
        ".serves P1",
        "..serves A1",
        "...rests on SRC1",
        "..takes up R1",
        "...rests on SRC1",
        ".weakly serves P2",
        "..serves A1 again",
        "..meets PR1",
        "serves S2",
        ".serves P2 again",
        "takes up R1 again",
        "rests on the evidence of SRC1",
    ]
    assert short(thread.downstream) == ["is measured by M2"]


def test_the_aim_leads_down_to_ideas_and_measures_each_unfolded_once() -> None:
    thread = trace(reading().change_package, "A1")
    assert short(thread.downstream) == [
        "is measured by M1",
        "is served by P1",
        ".is served by S1",
        "..is served by I1",
        "...is measured by M2",
        ".is measured by M2",
        "is served by P2",
        ".is weakly served by S1 again",
        ".is served by S2",
        "..is served by I1 again",
        "..is measured by M2",
        "is measured by M3",
    ]


def test_a_recommendation_leads_to_the_aim_through_what_takes_it_up() -> None:
    thread = trace(reading().change_package, "R1")
    assert "reaches the aim through P1" in short(thread.upstream)
    assert thread.ids() >= {"SRC1", "P1", "A1", "I1", "S1", "M2"}
    assert short(thread.downstream)[0] == "is taken up by P1"


def test_a_measure_leads_up_and_nothing_serves_it() -> None:
    thread = trace(reading().change_package, "M1")
    assert short(thread.upstream) == ["measures A1", ".rests on SRC1"]
    assert thread.downstream == ()
    assert "Downstream: nothing" in thread.lines()


def test_up_is_the_reverse_of_down() -> None:
    package = reading().change_package
    for element in package.elements():
        for step in trace(package, element.id).downstream:
            if step.kind is not Kind.RECOMMENDATION:
                assert element.id in trace(package, step.id).ids()


def test_lines_and_json_say_the_same() -> None:
    thread = trace(reading().change_package, "S1")
    lines = thread.lines()
    assert lines[0] == "S1 (secondary driver): Community support that people trust."
    assert "  weakly serves P2 (primary driver): Staff act on racism." in lines
    plain = json.loads(json.dumps(thread.as_json()))
    assert len(lines) == 3 + len(plain["upstream"]) + len(plain["downstream"])
    weak = next(step for step in plain["upstream"] if step["id"] == "P2")
    assert (weak["strength"], weak["assumption"], weak["depth"]) == ("weak", "Staff take part.", 0)


EVIDENCE = (
    "principles:\n",
    "evidence:\n  - {id: E1, verification: verified, source: SRC1, statement: x, grade: tested, certainty: low}\nprinciples:\n",
)
VOICES = ("why: Trust brings", "rests_on: [E1]\n    contributions: [K101, K102]\n    decisions: [D1]\n    why: Trust brings")
WORDED_BEFORE = (
    "  population: Everyone",
    "  earlier_wordings: [{version: '0.0.1', statement: Old., decision: D1}]\n  population: Everyone",
)
ANSWER = ("[Is racism named?]", "[{question: Is racism named?, answered_by: [I1]}]")


def test_evidence_contributions_and_decisions_are_on_the_thread_both_ways() -> None:
    package = reading(EVIDENCE, VOICES, WORDED_BEFORE).change_package
    up = short(trace(package, "S1").upstream)
    assert up[-5:] == ["rests on E1", ".rests on SRC1", "was shaped by K101", "was shaped by K102", "was decided by D1"]
    assert "..was changed by D1" in up
    for start in ("E1", "K101", "D1"):
        thread = trace(package, start)
        assert "reaches the aim through S1" in short(thread.upstream)
        assert {"A1", "S1", "I1", "M2"} <= thread.ids()
    assert short(trace(package, "E1").downstream)[0] == "is the evidence for S1"
    assert short(trace(package, "K102").downstream)[0] == "shaped S1"
    assert {"changed A1", "decided S1 again"} <= set(short(trace(package, "D1").downstream))


def test_what_people_said_is_known_by_its_id_only() -> None:
    thread = trace(reading(EVIDENCE, VOICES).change_package, "K101")
    assert (thread.kind, thread.words, thread.verification) == (Kind.CONTRIBUTION, "its words are kept apart", None)
    assert thread.lines()[0] == "K101 (contribution): its words are kept apart"
    assert "verification" not in thread.as_json()
    with pytest.raises(UnknownElement) as caught:
        trace(reading(EVIDENCE, VOICES).change_package, "K103")
    assert "K101" in caught.value.findings[0].did_you_mean


def test_decisions_of_an_adaptation_are_on_the_thread_too() -> None:
    origin = "origin: {added_by: x@1.0.0, decision: D7, changed: [{by: x@1.0.0, field: text, reason: r, decision: D8}]}"
    package = reading(("why: Trust brings", f"{origin}\n    why: Trust brings")).change_package
    assert {"was changed by D7", "was changed by D8"} <= set(short(trace(package, "S1").upstream))


def test_the_answer_to_a_principles_question_is_on_the_thread() -> None:
    package = reading(ANSWER).change_package
    assert "answers a question of PR1" in short(trace(package, "I1").upstream)
    assert "is answered by I1 again" in short(trace(package, "PR1").downstream)


def test_each_step_says_how_well_it_is_known() -> None:
    thread = trace(reading().change_package, "I1")
    assert "    takes up R1 (recommendation, read at second hand): Fund advocates." in (line[2:] for line in thread.lines())
    marks = {step["id"]: step["verification"] for step in thread.as_json()["upstream"]}
    assert (marks["R1"], marks["S1"], marks["SRC1"]) == ("secondary", "verified", "verified")


def test_circles_end() -> None:
    package = reading(("serves: [P2]\n", "serves: [P2, S1]\n"), ("serves: [P1, {id: P2", "serves: [S1, S2, P1, {id: P2")).change_package
    assert trace(package, "S1").ids() >= {"S2", "P1", "P2", "A1"}
    assert trace(package, "A1").ids() >= {"S1", "S2"}


def test_an_unknown_element_names_its_neighbours() -> None:
    with pytest.raises(UnknownElement) as caught:
        trace(reading().change_package, "PR2")
    assert "PR1" in caught.value.findings[0].did_you_mean
