"""The anti-racism principles as checks on the work: where is each met, and what in the package answers each of its questions?"""

from __future__ import annotations

from collections.abc import Iterator

from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import notes, warnings
from levelground.errors import Finding


@notes("empty-principle")
def empty_principle_slots(case: Case) -> Iterator[Finding]:
    """A slot without a name waits for its curator."""
    for principle in case.package.principles:
        if principle.name is None:
            message = f"the principle `{principle.id}` is an empty slot."
            yield case.note("empty-principle", principle.id, message, "Fill it when its wording is found.")


@warnings("principle-not-met")
def principles_are_met(case: Case) -> Iterator[Finding]:
    """Each principle that is named says where in the package it is met."""
    for principle in case.package.principles:
        if principle.name is not None and not principle.met_by:
            asked = f" It asks: {principle.questions[0].question}" if principle.questions else ""
            message = f"nothing in the package meets the principle `{principle.id}` ({principle.name}).{asked}"
            yield case.warning("principle-not-met", principle.id, message, "Name the drivers, ideas or measures that meet it in `met_by`.")


@warnings("question-without-answer")
def questions_are_answered(case: Case) -> Iterator[Finding]:
    """Each question of a named principle names the elements of the package that hold the answer."""
    for principle in case.package.principles:
        for index, asked in enumerate(principle.questions):
            if principle.name is not None and not asked.answered_by:
                message = f"nothing in the package answers a question of `{principle.id}` ({principle.name}): {asked.question}"
                wanted = f" A reader would want to see: {asked.evidence}" if asked.evidence else ""
                step = f"Name what answers it in `answered_by`, or do that work first.{wanted}"
                yield case.warning("question-without-answer", principle.id, message, step, "questions", index)


RULES = (empty_principle_slots, principles_are_met, questions_are_answered)
