"""A rule about how far people with lived experience shaped a package: `agreed` says with whom, and by which decision."""

from __future__ import annotations

from collections.abc import Iterator

from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import errors
from levelground.change_package.provenance import CoProductionStatus
from levelground.errors import Finding, Severity

_RULE = "agreed-without-co-production"


@errors(_RULE)
def agreed_says_with_whom(case: Case) -> Iterator[Finding]:
    """A package that is agreed names at least one decision, and at least one person with lived experience who took part."""
    if case.package.status is not CoProductionStatus.AGREED:
        return
    said = case.package.co_production
    missing = []
    if said is None or not said.has_lived_experience:
        missing.append("nobody with lived experience who took part")
    if said is None or not said.decisions:
        missing.append("no decision")
    if missing:
        message = f"it says that it is agreed, and `co_production` names {' and '.join(missing)}."
        step = "Say in `co_production` who took part and in which decisions, or give it the status `in_co_production`."
        yield case.about_all(Severity.ERROR, _RULE, message, step, "status")


RULES = (agreed_says_with_whom,)
