"""Check, trace and reliance take work in proportion to the package (their seconds: `benchmarks/bench_change_packages.py`)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.builders.change_packages import reading
from tests.builders.patience import lines_run

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


WORK = {
    "check": check,
    "trace down": lambda package: trace(package.change_package, "A1").lines(),
    "trace up": lambda package: trace(package.change_package, "R1").as_json(),
    "reliance": lambda package: reliance(package.change_package),
}


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_twice_the_elements_take_about_twice_the_work(work: Callable[[Reading], object]) -> None:
    small, big = large(500), large(1_000)
    assert len(list(big.change_package.elements())) >= 1_000
    assert lines_run(work, big) < 2.5 * lines_run(work, small)
