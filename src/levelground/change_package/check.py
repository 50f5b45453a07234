"""All that is wrong, doubtful or worth knowing in a change package that could be read, at once and in document order.

Each rule is one small function from a `Case` to findings, kept in the `RULES` of its module. To add a rule, write the function,
name its findings (`@warnings("idea-not-testable")`) and add it there. Errors stop the work; warnings and notes are kept beside the
results. A warning that the package itself accepts, with a reason, is a note.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence

from levelground.change_package.checks import (
    accountability,
    aim,
    aim_whole,
    ambitions,
    claims,
    co_production,
    coverage,
    ideas,
    links,
    orphans,
    principles,
    published,
    sources,
    unwritten,
    words,
)
from levelground.change_package.checks.accepted import with_accepted
from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import CheckRule
from levelground.change_package.reading import Reading, in_document_order
from levelground.change_package.theory import Theory
from levelground.errors import ChangePackageInvalid, Finding, Severity

__all__ = ["NAMES", "ROOMS", "RULES", "check", "errors_of", "require_valid", "with_accepted"]

ROOMS = (
    links,
    orphans,
    aim,
    aim_whole,
    coverage,
    ideas,
    ambitions,
    accountability,
    co_production,
    principles,
    words,
    claims,
    unwritten,
    sources,
    published,
)
"""The modules of rules, those about structure first."""

RULES: tuple[CheckRule, ...] = tuple(rule for room in ROOMS for rule in room.RULES)
"""Every rule, in that order."""

NAMES: dict[str, Severity] = {name: severity for rule in RULES for name, severity in rule.names.items()}
"""The name of every finding that these rules can give, and how much it matters."""


def check(reading: Reading, *, today: datetime.date | None = None, further: Sequence[Finding] | None = None) -> tuple[Finding, ...]:
    """Every finding of every rule, in document order, the accepted ones as notes.

    Parameters
    ----------
    reading
        The change package, with its places.
    today
        The day that deadlines and review dates are compared with.
    further
        What all others found (the registers, the measures): the package may accept those warnings too. Where this is given, and be
        it empty, every entry of `accepted` must meet a finding; otherwise only those for the rules here.
    """
    case = Case(reading, Theory(reading.change_package), today or aim.today())
    found = [finding for rule in RULES for finding in rule(case)]
    looked_for = NAMES if further is None else {entry.rule for entry in reading.change_package.accepted}
    accepted = with_accepted(reading, (*reading.findings, *found, *(further or ())), looked_for)
    return tuple(sorted(accepted, key=functools.partial(_in_order, reading.name)))


def _in_order(name: str, finding: Finding) -> tuple[bool, str, bool, int, int]:
    """A sorting key: of an adaptation, what stands in its own file first, then file by file."""
    file = finding.place.file if finding.place else name
    return file != name, file, *in_document_order(finding)


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
