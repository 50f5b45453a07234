"""Whoever runs the site finds each of its settings on one page, and no setting there that does nothing."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.rules_of_imports import PACKAGE, REPOSITORY

READ = re.compile(r"\"(LEVELGROUND_[A-Z_]*[A-Z]|DATABASE_URL)\"")
SAID = re.compile(r"\b(?:LEVELGROUND_[A-Z_]*[A-Z]|DATABASE_URL)\b")
PAGE = REPOSITORY / "docs" / "how-to" / "run_the_site.md"


def settings_read(package: Path) -> set[str]:
    """The variables of the environment that the product reads."""
    return {name for path in package.rglob("*.py") for name in READ.findall(path.read_text(encoding="utf-8"))}


def test_every_setting_stands_on_the_page_of_whoever_runs_the_site() -> None:
    read = settings_read(PACKAGE)
    assert len(read) > 20
    assert read == set(SAID.findall(PAGE.read_text(encoding="utf-8")))


def test_a_setting_that_nobody_wrote_down_is_seen(tmp_path) -> None:
    (tmp_path / "planted.py").write_text('os.environ.get("LEVELGROUND_NEW", "")\nenvironment["DATABASE_URL"]\n', encoding="utf-8")
    assert settings_read(tmp_path) == {"LEVELGROUND_NEW", "DATABASE_URL"}
