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


def test_circles_end() -> None:
    package = reading(("serves: [P2]\n", "serves: [P2, S1]\n"), ("serves: [P1, {id: P2", "serves: [S1, S2, P1, {id: P2")).change_package
    assert trace(package, "S1").ids() >= {"S2", "P1", "P2", "A1"}
    assert trace(package, "A1").ids() >= {"S1", "S2"}


def test_an_unknown_element_names_its_neighbours() -> None:
    with pytest.raises(UnknownElement) as caught:
        trace(reading().change_package, "PR2")
    assert "PR1" in caught.value.findings[0].did_you_mean
