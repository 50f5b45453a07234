"""All that is wrong, doubtful or worth knowing in a change package that could be read, at once and in document order.

Each rule is one small function from a `Case` to findings, kept in the `RULES` of its module. To add a rule, write the function and
add it there. Errors stop the work; warnings and notes are kept beside the results.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from levelground.change_package.checks import aim, coverage, links, words
from levelground.change_package.checks.case import Case
from levelground.change_package.read import Reading, in_document_order
from levelground.change_package.theory import Theory
from levelground.errors import ChangePackageInvalid, Finding, Severity

Rule = Callable[[Case], Iterator[Finding]]

RULES: tuple[Rule, ...] = (*links.RULES, *aim.RULES, *coverage.RULES, *words.RULES)
"""Every rule, errors first."""


def check(reading: Reading, *, today: datetime.date | None = None) -> tuple[Finding, ...]:
    """Every finding of every rule, in document order; `today` is the day that the deadline is compared with."""
    case = Case(reading, Theory(reading.change_package), today or aim.today())
    found = [finding for rule in RULES for finding in rule(case)]
    return tuple(sorted((*reading.findings, *found), key=in_document_order))


def errors_of(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those findings that stop the work."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def require_valid(reading: Reading) -> tuple[Finding, ...]:
    """The warnings and notes of a change package that has no errors.

    Raises
    ------
    ChangePackageInvalid
        With every finding, where one of them is an error.
    """
    findings = check(reading)
    if errors_of(findings):
        raise ChangePackageInvalid(f"{reading.name} breaks rules", findings)
    return findings
