"""Rules about what nothing mentions: evidence on which nothing rests, sources that nobody names."""

from __future__ import annotations

from collections.abc import Iterator

from levelground.change_package.checks.case import Case
from levelground.change_package.checks.rule import notes, warnings
from levelground.errors import Finding


@warnings("evidence-not-used")
def evidence_is_used(case: Case) -> Iterator[Finding]:
    """A driver or a change idea rests on each entry of evidence."""
    for entry in case.package.evidence:
        if not _mentions(case, entry.id, "rests_on"):
            message = f"no driver and no change idea rests on the evidence `{entry.id}`."
            yield case.warning("evidence-not-used", entry.id, message, "Name it in `rests_on` of what it supports, or take it away.")


@notes("source-not-used")
def sources_are_used(case: Case) -> Iterator[Finding]:
    """Something in the package rests on each source."""
    for source in case.package.sources:
        if not case.theory.by_target.get(source.id):
            message = f"nothing in the package names the source `{source.id}`."
            yield case.note("source-not-used", source.id, message, "Name it in `source` of what was read in it, or take it away.")


def _mentions(case: Case, element_id: str, key: str) -> bool:
    return any(reference.key == key for reference in case.theory.by_target.get(element_id, ()))


RULES = (evidence_is_used, sources_are_used)
