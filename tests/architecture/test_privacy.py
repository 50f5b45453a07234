"""What people say about themselves is read in one place; a planted reader is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.architecture.rules_of_imports import PACKAGE
from tests.architecture.rules_of_privacy import READS, WRITES, readers_of_demographics


def test_demographic_answers_are_read_by_one_module() -> None:
    assert readers_of_demographics(PACKAGE) == []


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        ("web/coproduction/queries/selection.py", "from levelground.web.coproduction.models import DemographicAnswers"),
        ("web/coproduction/queries/selection.py", "def told(one):\n    return one.demographic_answers.answers"),
        ("web/coproduction/queries/selection.py", "def told(rows):\n    return rows.filter(demographic_answers__answers='x')"),
        ("web/coproduction/queries/selection.py", "def told(rows):\n    return rows.values('expression__demographic_answers__answers')"),
        ("web/overview/search.py", "from levelground.web.coproduction import models\nTOLD = models.DemographicAnswers.objects.all()"),
        ("web/overview/search.py", "SQL = 'SELECT answers FROM coproduction_demographicanswers'"),
        (WRITES, "def told():\n    return DemographicAnswers.objects.all()"),
        (WRITES, "def told():\n    return DemographicAnswers.objects.filter(pk=1).first()"),
    ],
)
def test_a_planted_reader_is_found(tmp_path: Path, inside: str, line: str) -> None:
    for path in (READS, WRITES):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGE / path, tmp_path / path)
    assert readers_of_demographics(tmp_path) == []
    place = tmp_path / inside
    place.parent.mkdir(parents=True, exist_ok=True)
    before = place.read_text(encoding="utf-8") if place.exists() else ""
    place.write_text(f"{before}\n\n{line}\n", encoding="utf-8")
    assert readers_of_demographics(tmp_path)
