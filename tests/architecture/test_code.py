"""The house as it stands keeps the rules of its code."""

from __future__ import annotations

import pytest
from tests.architecture import rules_of_code
from tests.architecture.rules_of_imports import PACKAGE, REPOSITORY, broken_contracts, copy_of_the_house, rooms_that_need_django

LONG_MODULES_AND_WHY: dict[str, str] = {}


@pytest.mark.parametrize(
    "rule",
    [
        rules_of_code.class_names_with_two_homes,
        rules_of_code.names_that_say_nothing,
        rules_of_code.readers_that_write,
        rules_of_code.unreleased_where_results_are_shown,
        rules_of_code.releases_made_elsewhere,
    ],
)
def test_the_code_keeps(rule) -> None:
    assert rule(PACKAGE) == []


def test_modules_are_short_or_say_why() -> None:
    assert rules_of_code.modules_too_long(PACKAGE, LONG_MODULES_AND_WHY) == []


def test_rooms_lean_only_on_the_rooms_below(tmp_path) -> None:
    copy_of_the_house(tmp_path)
    assert broken_contracts(tmp_path) == set()


def test_every_room_but_the_web_imports_without_django() -> None:
    assert rooms_that_need_django(REPOSITORY / "src") == []
