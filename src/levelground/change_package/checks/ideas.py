"""Rules about change ideas: each begins with something that can be tested, and together they change the organisation, not patients."""

from __future__ import annotations

import re
from collections.abc import Iterator

from levelground.change_package.change_ideas import ChangeIdea
from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import warnings
from levelground.change_package.checks.sources import some_of
from levelground.errors import Finding, Severity

_UNTESTABLE = re.compile(
    r"(?:raise awareness|raising awareness|ensure|consider|commit to|be committed|strive|promote|support(?! workers?\b| groups?\b)|"
    r"encourage|explore|aim to|seek to|endeavour|work towards|think about|be more|continue to)\b",
    re.IGNORECASE,
)
_PATIENTS = re.compile(
    r"\b(?:leaflets?|posters?|awareness|campaigns?|attendance|attend|reminders?|health literacy|self[- ]care|lifestyles?|"
    r"(?:educat\w+|teach\w*|inform\w*|train\w*) (?:for |of )?(?:patients|people|women|families|communities|users)|"
    r"apps? for (?:patients|people|women|users))\b",
    re.IGNORECASE,
)


@warnings("idea-not-testable")
def ideas_can_be_tested(case: Case) -> Iterator[Finding]:
    """Each change idea says what would be done, and what the smallest test of it is."""
    for idea in case.package.change_ideas:
        vague = _UNTESTABLE.match(idea.text)
        if vague:
            message = f"the change idea `{idea.id}` begins with `{vague[0]}`, and nobody can see whether that was done."
            step = "Begin with what somebody would do differently next week: who, what, where."
            yield case.warning("idea-not-testable", idea.id, message, step, "text")
        elif idea.first_test is None:
            message = f"the change idea `{idea.id}` has no first test."
            step = "Give `first_test`: the smallest test that could be run next week."
            yield case.warning("idea-not-testable", idea.id, message, step)


@warnings("only-patients-change")
def the_organisation_changes(case: Case) -> Iterator[Finding]:
    """Where there are ideas, one at least changes the organisation's own policy, practice or culture, and not only patients."""
    ideas = [idea for idea in case.package.change_ideas if idea.changes != "data"]
    if ideas and all(_changes_patients(idea) for idea in ideas):
        message = f"every idea asks patients to change, and none the organisation: {some_of([idea.id for idea in ideas])}."
        step = "Add ideas that change a policy, a practice or a culture of the organisation itself: leaflets do not change who decides."
        yield case.about_all(Severity.WARNING, "only-patients-change", message, step, "change_ideas")


def _changes_patients(idea: ChangeIdea) -> bool:
    return idea.changes == "patients" or _PATIENTS.search(idea.text) is not None


RULES = (ideas_can_be_tested, the_organisation_changes)
