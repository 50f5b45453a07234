"""Rules about what the aim of a package that is to be used must say: for whom, from where, how far, by when."""

from __future__ import annotations

from collections.abc import Iterator

from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import notes, warnings
from levelground.errors import Finding


@warnings("aim-without-groups")
def aim_names_its_groups(case: Case) -> Iterator[Finding]:
    """The aim names the groups for whom the inequality is to narrow."""
    if not case.package.aim.groups:
        yield _missing(case, "aim-without-groups", "does not say for which ethnic groups the inequality is to narrow", "groups")


@warnings("aim-without-baseline")
def aim_has_a_baseline(case: Case) -> Iterator[Finding]:
    """The aim has a baseline: the period and the value that it starts from."""
    if case.package.aim.baseline is None:
        yield _missing(case, "aim-without-baseline", "has no baseline, so nobody can say later whether anything changed", "baseline")


@warnings("aim-without-target")
def aim_has_a_target(case: Case) -> Iterator[Finding]:
    """The aim says by how much the gap is to narrow, on both scales."""
    if case.package.aim.target is None:
        yield _missing(case, "aim-without-target", "does not say how far the gap is to narrow, absolute and relative", "target")


@warnings("aim-without-deadline")
def aim_has_a_deadline(case: Case) -> Iterator[Finding]:
    """The aim says by when."""
    if case.package.aim.deadline is None:
        yield _missing(case, "aim-without-deadline", "does not say by when", "deadline")


@notes("shares-differ")
def shares_of_the_gap_agree(case: Case) -> Iterator[Finding]:
    """Where both scales of the target are shares of the gap at baseline, they are the same share, or the reader is told."""
    target = case.package.aim.target
    if target is None or target.absolute.share_of_starting is None or target.relative.share_of_starting is None:
        return
    absolute, relative = target.absolute.share_of_starting, target.relative.share_of_starting
    if absolute != relative:
        message = f"the target leaves {absolute:.0%} of the absolute gap and {relative:.0%} of the relative gap standing."
        step = "Make the two shares the same, or say in the aim's `note` why they differ."
        yield case.note("shares-differ", case.package.aim.id, message, step, "target")


def _missing(case: Case, rule: str, what: str, key: str) -> Finding:
    aim = case.package.aim
    step = f"Give the aim `{key}`; a base that leaves it to its adaptations says so under `accepted`, with the reason."
    return case.warning(rule, aim.id, f"the aim `{aim.id}` {what}.", step)


RULES = (aim_names_its_groups, aim_has_a_baseline, aim_has_a_target, aim_has_a_deadline, shares_of_the_gap_agree)
