"""Rules about the aim's numbers: a gap that narrows on both scales, for groups that are named, by a day that is still to come."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator

from levelground.change_package.aim import Aim
from levelground.change_package.checks.case import Case
from levelground.change_package.checks.dates_said import dates_said
from levelground.change_package.checks.rule import errors, warnings
from levelground.change_package.measures import Measure, MeasureKind
from levelground.errors import Finding


@errors("target-does-not-narrow")
def absolute_target_narrows(case: Case) -> Iterator[Finding]:
    """The difference to reach is nearer to 0 than the one at baseline."""
    absolute = case.package.aim.target and case.package.aim.target.absolute
    if not absolute or absolute.amount is None or absolute.starting is None:
        return
    if abs(absolute.amount) >= abs(absolute.starting):
        message = f"the absolute gap to reach ({absolute.amount:g}) is not nearer to 0 than the one at baseline ({absolute.starting:g})."
        yield _target(case, "target-does-not-narrow", message, "absolute", "amount")


@errors("ratio-not-positive", "target-does-not-narrow")
def relative_target_narrows(case: Case) -> Iterator[Finding]:
    """The ratio to reach is nearer to 1 than the one at baseline: 2 and 0.5 are equally far from 1."""
    relative = case.package.aim.target and case.package.aim.target.relative
    if not relative:
        return
    given = {key: value for key in ("amount", "starting") if (value := getattr(relative, key)) is not None}
    for key, value in given.items():
        if value <= 0:
            yield _target(case, "ratio-not-positive", "a ratio must be more than 0; 1 means no gap.", "relative", key)
            return
    if len(given) == 2 and abs(math.log(given["amount"])) >= abs(math.log(given["starting"])):
        message = f"the relative gap to reach ({given['amount']:g}) is not nearer to 1 than the one at baseline ({given['starting']:g})."
        yield _target(case, "target-does-not-narrow", message, "relative", "amount")


@errors("scales-disagree")
def scales_agree(case: Case) -> Iterator[Finding]:
    """A difference above 0 and a ratio above 1 say the same: the group's level is the higher one."""
    target = case.package.aim.target
    if target is None or target.absolute.starting is None or target.relative.starting is None:
        return
    if target.relative.starting > 0 and target.absolute.starting * math.log(target.relative.starting) < 0:
        message = (
            f"at baseline the absolute gap ({target.absolute.starting:g}) and the relative gap ({target.relative.starting:g}) "
            "point different ways: above 0 goes with above 1."
        )
        yield _target(case, "scales-disagree", message, "absolute", "starting")


@errors("target-group-not-in-aim")
def target_group_is_a_group_of_the_aim(case: Case) -> Iterator[Finding]:
    """The group whose gap is to narrow is one of those that the aim is for."""
    aim = case.package.aim
    if aim.target is not None and aim.target.group not in aim.groups:
        message = f"the target is for the group `{aim.target.group}`, and the aim's `groups` are: {', '.join(aim.groups)}."
        yield case.error("target-group-not-in-aim", aim.id, message, "Name one of these, or add it to `groups`.", "target", "group")


@errors("compared-with-itself")
def nobody_is_compared_with_themselves(case: Case) -> Iterator[Finding]:
    """The target's group is not its own comparison group."""
    aim = case.package.aim
    if aim.target is None:
        return
    for name in ("named", "second"):
        comparator = getattr(aim.comparison, name)
        for breakdown, code in comparator.reference_groups.items():
            if code == aim.target.group:
                message = f"the group `{code}` would be compared with itself."
                keys = ("comparison", name, "reference_groups", breakdown)
                yield case.error("compared-with-itself", aim.id, message, "Name another comparison group.", *keys)


@errors("half-an-interval", "baseline-outside-interval")
def baseline_is_in_its_interval(case: Case) -> Iterator[Finding]:
    """The baseline's interval, where it is given, is given whole and contains the value."""
    aim = case.package.aim
    if aim.baseline is None:
        return
    value, lower, upper = aim.baseline.value, aim.baseline.lower, aim.baseline.upper
    if (lower is None) != (upper is None):
        yield case.error("half-an-interval", aim.id, "an interval has both `lower` and `upper`.", "Add the other.", "baseline")
    elif lower is not None and upper is not None and not lower <= value <= upper:
        message = f"the baseline ({value:g}) is not within its interval ({lower:g} to {upper:g})."
        yield case.error("baseline-outside-interval", aim.id, message, "Look the three numbers up again.", "baseline", "value")


@errors("not-an-outcome-measure")
def outcome_measure_is_one(case: Case) -> Iterator[Finding]:
    """The aim's outcome measure is of kind outcome."""
    aim = case.package.aim
    measure = case.theory.elements.get(aim.outcome_measure)
    if isinstance(measure, Measure) and measure.kind is not MeasureKind.OUTCOME:
        message = f"`outcome_measure` names `{measure.id}`, which is a {measure.kind} measure."
        yield case.error("not-an-outcome-measure", aim.id, message, "Name an outcome measure.", "outcome_measure")


@warnings("outcome-measure-does-not-serve-aim")
def outcome_measure_serves_the_aim(case: Case) -> Iterator[Finding]:
    """The aim's outcome measure names the aim in its `serves`."""
    aim = case.package.aim
    measure = case.theory.elements.get(aim.outcome_measure)
    if isinstance(measure, Measure) and aim.id not in case.theory.serves(measure.id):
        message = f"`{measure.id}` is the aim's outcome measure, and its `serves` does not name the aim `{aim.id}`."
        yield case.warning("outcome-measure-does-not-serve-aim", measure.id, message, f"Add `{aim.id}` to its `serves`.", "serves")


@warnings("deadline-passed")
def deadline_is_to_come(case: Case) -> Iterator[Finding]:
    """The aim's deadline has not passed."""
    aim: Aim = case.package.aim
    if aim.deadline is not None and aim.deadline < case.today:
        message = f"the deadline {aim.deadline.isoformat()} has passed."
        yield case.warning("deadline-passed", aim.id, message, "Say what was reached, and agree a new deadline.", "deadline")


@warnings("date-differs-from-deadline")
def statement_and_deadline_agree(case: Case) -> Iterator[Finding]:
    """The day, month or year by which the aim's statement says that it is reached agrees with its `deadline`."""
    aim = case.package.aim
    said = tuple(dates_said(aim.statement)) if aim.deadline is not None else ()
    if aim.deadline is None or any(date.agrees(aim.deadline) for date in said):
        return
    other = next((date for date in said if date.by or date.first > aim.deadline), None)
    if other is not None:
        message = f"the statement says `{other.words}`, and the deadline is {aim.deadline.isoformat()}."
        yield case.warning("date-differs-from-deadline", aim.id, message, "Say the same day in both places.", "statement")


def _target(case: Case, rule: str, message: str, scale: str, key: str) -> Finding:
    return case.error(rule, case.package.aim.id, message, "Look both scales of the target up again.", "target", scale, key)


def today() -> datetime.date:
    """The day of this moment, in UTC."""
    return datetime.datetime.now(datetime.UTC).date()


RULES = (
    absolute_target_narrows,
    relative_target_narrows,
    scales_agree,
    target_group_is_a_group_of_the_aim,
    nobody_is_compared_with_themselves,
    baseline_is_in_its_interval,
    outcome_measure_is_one,
    outcome_measure_serves_the_aim,
    deadline_is_to_come,
    statement_and_deadline_agree,
)
