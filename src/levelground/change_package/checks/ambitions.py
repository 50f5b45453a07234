"""Rules about strategic ambitions: one that the package is to serve has work that serves it."""

from __future__ import annotations

from collections.abc import Iterator

from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import warnings
from levelground.change_package.theory import Kind
from levelground.errors import Finding, Place, Severity

WORK = (Kind.PRIMARY_DRIVER, Kind.SECONDARY_DRIVER, Kind.CHANGE_IDEA, Kind.MEASURE)


@warnings("ambition-without-work")
def ambitions_have_work(case: Case) -> Iterator[Finding]:
    """A driver, idea or measure serves each ambition of the package: by its own `ambitions`, or by a recommendation that has it."""
    served = _served(case)
    for index, ambition in enumerate(case.package.ambitions):
        if ambition not in served:
            place: Place = case.reading.document.place(("ambitions", index))
            message = f"no driver, idea or measure serves the ambition `{ambition}`."
            step = "Name it in `ambitions` of the work that serves it, or of a recommendation that such work takes up."
            yield Finding(Severity.WARNING, "ambition-without-work", message, place, ambition, next_step=step)


def _served(case: Case) -> set[str]:
    work = {element.id: element for element in case.package.elements() if case.theory.kind(element.id) in WORK}
    served = {ambition for element in work.values() for ambition in element.ambitions}
    for recommendation in case.package.recommendations:
        if any(reference.owner in work for reference in case.theory.by_target.get(recommendation.id, ())):
            served.update(recommendation.ambitions)
    return served


RULES = (ambitions_have_work,)
