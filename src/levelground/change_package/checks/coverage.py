"""Rules about what is missing on the thread: drivers without ideas or measures, ideas never measured, recommendations not taken up."""

from __future__ import annotations

from collections.abc import Iterator

from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import warnings
from levelground.change_package.measures import MeasureKind
from levelground.change_package.theory import Kind
from levelground.errors import Finding, Severity

FEWEST_PRIMARY_DRIVERS, MOST_PRIMARY_DRIVERS = 2, 5
"""What the Institute for Healthcare Improvement advises."""


@warnings("number-of-primary-drivers")
def few_primary_drivers(case: Case) -> Iterator[Finding]:
    """A driver diagram has two to five primary drivers."""
    number = len(case.package.primary_drivers)
    if not FEWEST_PRIMARY_DRIVERS <= number <= MOST_PRIMARY_DRIVERS:
        message = f"there {'is 1 primary driver' if number == 1 else f'are {number} primary drivers'}; two to five are advised."
        step = "Add the big areas that are missing." if number < FEWEST_PRIMARY_DRIVERS else "Join those that belong together."
        yield case.about_all(Severity.WARNING, "number-of-primary-drivers", message, step, "primary_drivers")


@warnings("aim-without-driver")
def aim_has_drivers(case: Case) -> Iterator[Finding]:
    """A primary driver serves the aim."""
    yield from _served_by(case, Kind.AIM, Kind.PRIMARY_DRIVER, "aim-without-driver")


@warnings("primary-driver-without-secondary")
def primary_drivers_have_secondary_drivers(case: Case) -> Iterator[Finding]:
    """Something serves each primary driver."""
    yield from _served_by(case, Kind.PRIMARY_DRIVER, Kind.SECONDARY_DRIVER, "primary-driver-without-secondary")


@warnings("secondary-driver-without-idea")
def secondary_drivers_have_ideas(case: Case) -> Iterator[Finding]:
    """There is something to try for each secondary driver."""
    yield from _served_by(case, Kind.SECONDARY_DRIVER, Kind.CHANGE_IDEA, "secondary-driver-without-idea")


def _served_by(case: Case, upper: Kind, lower: Kind, rule: str) -> Iterator[Finding]:
    for element_id in case.theory.ids((upper,)):
        if not any(case.theory.kind(below) is lower for below in case.theory.served_by(element_id)):
            message = f"no {lower} serves the {upper} `{element_id}`."
            step = f"Add a {lower} with `serves: [{element_id}]`, or take the {upper} away."
            yield case.warning(rule, element_id, message, step)


@warnings("driver-without-measure")
def drivers_are_measured(case: Case) -> Iterator[Finding]:
    """A measure is tied to each primary and secondary driver, or to something that serves it."""
    covered = case.theory.with_all_above(case.theory.measured)
    for driver in (*case.package.primary_drivers, *case.package.secondary_drivers):
        if driver.id not in covered:
            message = f"no measure is tied to the {case.theory.kind(driver.id)} `{driver.id}` or to anything that serves it."
            yield case.warning("driver-without-measure", driver.id, message, "Add a measure that shows whether it moves.")


@warnings("idea-without-measure")
def ideas_are_measured(case: Case) -> Iterator[Finding]:
    """A measure is tied to each change idea, or to a driver that it serves."""
    for idea in case.package.change_ideas:
        drivers = [element_id for element_id in case.theory.serves(idea.id) if case.theory.kind(element_id) is not Kind.AIM]
        if case.theory.measured.isdisjoint((idea.id, *drivers)):
            message = f"no measure is tied to the change idea `{idea.id}` or to a driver that it serves."
            yield case.warning("idea-without-measure", idea.id, message, "Name a measure in its `measures`.")


@warnings("recommendation-not-taken-up")
def recommendations_are_taken_up(case: Case) -> Iterator[Finding]:
    """A driver or a change idea takes up each recommendation; one that an idea takes up reaches the drivers that the idea serves."""
    for recommendation in case.package.recommendations:
        takers = [reference for reference in case.theory.by_target.get(recommendation.id, ()) if reference.key == "recommendations"]
        if not takers:
            message = f"no driver and no change idea takes up the recommendation `{recommendation.id}`."
            yield case.warning(
                "recommendation-not-taken-up", recommendation.id, message, "Name it in `recommendations` of a driver or an idea."
            )


@warnings("no-outcome-measure", "no-process-measure", "no-balancing-measure")
def every_kind_of_measure(case: Case) -> Iterator[Finding]:
    """A measurement plan has outcome, process and balancing measures."""
    present = {measure.kind for measure in case.package.measures}
    for kind in MeasureKind:
        if kind not in present:
            message = f"there is no {kind} measure."
            yield case.about_all(Severity.WARNING, f"no-{kind}-measure", message, f"Add one with `kind: {kind}`.", "measures")


RULES = (
    few_primary_drivers,
    aim_has_drivers,
    primary_drivers_have_secondary_drivers,
    secondary_drivers_have_ideas,
    drivers_are_measured,
    ideas_are_measured,
    recommendations_are_taken_up,
    every_kind_of_measure,
)
