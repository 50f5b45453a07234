"""What a shipped change package says of itself first can be read by many people: grade 7 or lower, the field's words left out."""

from __future__ import annotations

import pytest
from tests.builders.field_words import field_words, hardest

from levelground.change_package.adaptation.bases import SHELF
from levelground.change_package.read import read
from levelground.library import names
from levelground.web.design_system.reading_age import grade

MOST = 7.0
LONGEST = 160
"""Words. A summary is read before anything else."""


@pytest.mark.parametrize("name", names(SHELF))
def test_a_summary_is_in_plain_words(name: str) -> None:
    package = read(name).change_package
    left_out = (*field_words(), package.discipline)
    found = grade(package.summary, leave_out=left_out)
    assert found <= MOST, f"{name}: grade {found:.1f}; its hardest sentences:\n" + "\n".join(hardest(package.summary, left_out))
    assert len(package.summary.split()) <= LONGEST


@pytest.mark.parametrize("name", names(SHELF))
def test_a_summary_does_not_speak_of_people_by_what_they_lack(name: str) -> None:
    said = read(name).change_package.summary.casefold()
    assert not [words for words in ("hard to reach", "deprived", "vulnerable", "worse-off", "worst-off", "non-white") if words in said]


def test_a_hard_summary_is_seen() -> None:
    hard = "Organisational responsibilities regarding multidisciplinary implementation necessitate comprehensive accountability."
    assert grade(hard, leave_out=field_words()) > MOST
    assert hardest(f"It is so. {hard}", field_words(), 1)[0].endswith(hard.rstrip("."))
