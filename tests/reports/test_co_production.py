"""How it was co-produced, in the report of a board: what the file says with its meaning, and plainly where it says nothing."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from tests.builders.results import package_document, released_results

from levelground.change_package.change_package import ChangePackage
from levelground.reports.board_page import page
from levelground.reports.co_production import ELSEWHERE, NOT_SAID, co_production_part

HEAD = {"lived_experience": 12, "others": "fewer than 5", "contact_hours": 31.5, "decisions": ["D1", "D2", "D3"]}


def package(head: dict[str, Any] | None, status: str = "in_co_production") -> ChangePackage:
    document = package_document()
    document["aim"]["decisions"] = ["D1"]
    document["primary_drivers"][0]["contributions"] = ["K1", "K2"]
    return ChangePackage.model_validate({**document, "status": status, **({"co_production": head} if head else {})})


def rows(head: dict[str, Any]) -> dict[str, str]:
    [table] = co_production_part(package(head)).tables
    assert all(len(row) == len(table.headers) == 3 and row[2].endswith(".") for row in table.rows), "each figure has its meaning"
    return {row[0]: row[1] for row in table.rows}


def test_what_the_file_says_stands_there_figure_by_figure() -> None:
    elements = len(list(package(HEAD).elements()))
    assert rows(HEAD) == {
        "People with lived experience": "12",
        "Other people who took part": "fewer than 5",
        "Hours in sessions": "31.5",
        "Decisions that people with lived experience had a part in": "3",
        "Hours for each decision": "10.5",
        "Parts that name a contribution or a decision": f"2 of {elements}",
    }


def test_a_small_number_stays_a_word_and_before_the_first_decision_nothing_is_divided() -> None:
    found = rows({**HEAD, "lived_experience": "fewer than 5", "others": 0, "contact_hours": 3, "decisions": []})
    assert found["People with lived experience"] == "fewer than 5"
    assert (found["Other people who took part"], found["Hours in sessions"]) == ("0", "3")
    assert found["Hours for each decision"] == "No decision yet"


def test_a_file_that_says_nothing_is_said_to_say_nothing() -> None:
    part = co_production_part(package(None, "not_yet_co_produced"))
    assert part.tables == ()
    assert part.words == ("This change package is not yet co-produced.", NOT_SAID, ELSEWHERE)


def test_records_stand_beside_it_in_words_and_as_a_table() -> None:
    part = co_production_part(package(HEAD), [("Days to pay", "5 (9 claims)", "Good is few."), ("Who was missing", "Not counted yet", "-")])
    assert part.words[-1] == "The records of the sessions say: days to pay: 5 (9 claims); who was missing: not counted yet."
    assert ELSEWHERE not in part.words
    assert part.tables[1].rows[0] == ("Days to pay", "5 (9 claims)", "Good is few.")


@pytest.mark.parametrize("head", [HEAD, None])
def test_it_is_on_the_board_page(head: dict[str, Any] | None) -> None:
    made = page(released_results(change_package=package(head)))
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", made[made.index('id="co-production"') : made.index('id="thread"')])).split())
    assert 'href="#co-production"' in made
    assert all(words in said for words in co_production_part(package(head)).words)
    assert ("Hours for each decision 10.5 Good: time enough" in said) is (head is not None)
