"""Every shipped package, adapted or not, passes every check of every room; a warning that stays has its reason in the file."""

from __future__ import annotations

import pytest

from levelground import library
from levelground.change_package.check import NAMES
from levelground.change_package.read import read
from levelground.cli.checking import all_findings
from levelground.errors import Finding, Severity


@pytest.fixture(scope="module", params=library.names("change_packages"))
def findings(request: pytest.FixtureRequest) -> tuple[Finding, ...]:
    return all_findings(read(request.param))


def test_it_has_no_error_and_each_warning_that_stays_has_its_reason(findings: tuple[Finding, ...]) -> None:
    assert [str(finding) for finding in findings if finding.severity is not Severity.NOTE] == []


def test_what_was_accepted_is_still_in_sight(findings: tuple[Finding, ...]) -> None:
    softened = [finding for finding in findings if NAMES.get(finding.rule) is Severity.WARNING]
    assert all(" Accepted: " in finding.message for finding in softened)
