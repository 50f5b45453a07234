"""Check, trace and reliance take time in proportion to the package: 200 elements at once, 5,000 while nobody waits.

Processor time is measured, the best of three: another process on the machine does not make it longer.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from tests.builders.change_packages import reading

from levelground.change_package.change_package import ChangePackage
from levelground.change_package.check import check
from levelground.change_package.reading import Reading
from levelground.change_package.reliance import reliance
from levelground.change_package.trace import trace
from levelground.documents.document import Document

KNOWN = {"verification": "verified", "source": "SRC1"}
WORDS = "Teams ask each person what they want, write it down with the reason, and look again with them after a month. " * 3


def large(number: int) -> Reading:
    """A package of about `number` elements: drivers, ideas, measures, recommendations and evidence, each linked to several."""
    each = number // 5
    value = reading().document.value
    names = {kind: [f"{kind}{index}" for index in range(each)] for kind in ("S", "I", "M", "R", "E")}

    def some(kind: str, index: int) -> list[str]:
        return sorted({names[kind][index], names[kind][(index * 7) % each]})

    graded = {"grade": "promising", "certainty": "low", "statement": WORDS}
    lists = {
        "secondary_drivers": [
            {**KNOWN, "id": one, "text": WORDS, "why": WORDS, "serves": ["P1", "P2"]}
            | {"recommendations": some("R", index), "rests_on": some("E", index)}
            for index, one in enumerate(names["S"])
        ],
        "change_ideas": [
            {**KNOWN, "id": one, "text": WORDS, "first_test": WORDS, "changes": "policy", "evidence": graded}
            | {"serves": some("S", index), "measures": some("M", index)}
            for index, one in enumerate(names["I"])
        ],
        "measures": [
            *value["measures"],
            *({**value["measures"][0], "id": one, "serves": ["A1", *some("S", index)]} for index, one in enumerate(names["M"])),
        ],
        "recommendations": [
            *value["recommendations"],
            *({**KNOWN, "id": one, "text": WORDS, "addressees": ["Trusts"]} for one in names["R"]),
        ],
        "evidence": [{**KNOWN, "id": one, "statement": WORDS, "grade": "tested", "certainty": "high"} for one in names["E"]],
    }
    whole = {**value, **lists}
    return Reading(ChangePackage.model_validate(whole), Document("large.yaml", whole, "", {}, {}), written=b"")


def processor_time(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


@pytest.mark.parametrize(("number", "seconds"), [(200, 0.1), (5_000, 3.0)])
def test_check_trace_and_reliance_are_quick(number: int, seconds: float) -> None:
    package = large(number)
    assert len(list(package.change_package.elements())) >= number

    def work() -> None:
        check(package)
        trace(package.change_package, "A1")
        trace(package.change_package, "R1")
        reliance(package.change_package)

    assert processor_time(work) < seconds


def test_ten_times_the_elements_take_about_ten_times_as_long() -> None:
    small, big = large(500), large(5_000)
    assert processor_time(lambda: check(big)) < 30 * processor_time(lambda: check(small))
