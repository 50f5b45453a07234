"""Rules about who answers for what: each driver, idea and measure has an organisation and a role, and nothing is overdue."""

from __future__ import annotations

from collections.abc import Iterator

from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import CheckRule, warnings
from levelground.change_package.checks.sources import some_of
from levelground.change_package.elements import Element
from levelground.change_package.provenance import CoProductionStatus
from levelground.errors import Finding, Severity


def _somebody_answers(case: Case) -> Iterator[Finding]:
    """Each primary driver, change idea and measure has someone who answers for it (told one by one once the package is agreed)."""
    work: tuple[Element, ...] = (*case.package.primary_drivers, *case.package.change_ideas, *case.package.measures)
    unowned = [element.id for element in work if element.accountable is None]
    step = "Give `accountable: {organisation: ..., role: ...}`; never the name of a person."
    if case.package.status is CoProductionStatus.AGREED:
        for element_id in unowned:
            yield case.warning("without-owner", element_id, f"nobody answers for `{element_id}`.", step)
    elif unowned:
        message = f"nobody answers yet for {len(unowned)} of {len(work)} primary drivers, ideas and measures: {some_of(unowned)}."
        yield case.about_all(Severity.NOTE, "unowned-elements", message, step)


somebody_answers = CheckRule(_somebody_answers, {"without-owner": Severity.WARNING, "unowned-elements": Severity.NOTE})


@warnings("overdue")
def nothing_is_overdue(case: Case) -> Iterator[Finding]:
    """What someone answers for is done by its day, or has a new day."""
    for element in case.package.elements():
        answers = element.accountable
        if answers is not None and answers.due is not None and answers.due < case.today:
            message = f"`{element.id}` was due on {answers.due.isoformat()} ({answers.organisation}: {answers.role})."
            step = "Say in `note` what was done, or agree a new day."
            yield case.warning("overdue", element.id, message, step, "accountable", "due")


RULES = (somebody_answers, nothing_is_overdue)
