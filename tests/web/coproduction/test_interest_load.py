"""A room full of people behind one address sends the form at once: no error, nothing lost, nothing doubled, nobody held back.

Twenty here, on a real server; two hundred within a minute in `make campaign NAME=interest`.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from django.db import connection
from tests.builders.interest_load import Applicant, all_at_once, asked, problems, served


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once(tmp_path: Path) -> None:
    records = Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None
    with served(tmp_path / "home", records=records) as (site, code, environment):
        applicants, _ = all_at_once(site, code, people=20, seconds=0, random=Random(20261122))  # noqa: S311 - no secret
        found = asked(environment, "found")
    assert problems(applicants, found) == []


def test_what_goes_wrong_is_seen() -> None:
    applicants = [Applicant("http://127.0.0.1:1", number, Random(number)) for number in range(3)]  # noqa: S311 - no secret
    applicants[2].faults.append("POST answered 500")
    found: dict[str, object] = {
        "said": [applicants[0].mark, applicants[0].mark, applicants[2].mark],
        **dict.fromkeys(("sent", "expressions", "acknowledgements", "starts_in_the_trail", "sends_in_the_trail"), 3),
        "sends_in_the_trail": 4,
        "held": ["too_many"],
    }
    assert len(problems(applicants, found)) == 5
