"""The way from a decision to what it changes: which elements of the draft there are, and on whose words a change rests."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from levelground.web.coproduction.models import Decision, DecisionSubject
from levelground.web.coproduction.presenters.decisions import VoiceShown, words_for
from levelground.web.coproduction.queries import decisions as found
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.forms.kinds import FORMS, kind_of, title_of
from levelground.web.publishing.models import PackageVersion
from levelground.web.publishing.presenters import findings
from levelground.web.publishing.queries import readings

CLOSED = "This decision is closed, and nothing of it changes. You can open one that corrects it."
NO_DRAFT = "There is no draft that can be changed now. Start a new version of the change package first."
ABOUT = {
    DecisionSubject.AIM: ("aim",),
    DecisionSubject.COMPARATOR: ("aim", "measures"),
    DecisionSubject.TARGET: ("aim", "measures"),
    DecisionSubject.GUARDRAIL: ("measures", "aim"),
    DecisionSubject.DRIVER: ("primary_drivers", "secondary_drivers"),
    DecisionSubject.IDEA: ("change_ideas",),
    DecisionSubject.MEASURE: ("measures",),
}
"""The lists of the document in which what a decision is about mostly stands: these are offered first."""
Elements = list[tuple[str, str, str]]


def address_of(viewer: Viewer, decision: Decision) -> str:
    """The page of a decision."""
    return reverse("decision", kwargs={"organisation": viewer.organisation.slug, "decision": decision.pk})


def may_change(viewer: Viewer, decision: Decision) -> bool:
    """Whether somebody can change the draft for a decision: they may edit drafts, and it is open still."""
    own = decision.series.organisation_id == viewer.organisation.pk
    return viewer.may(Permission.EDIT_DRAFTS) and own and decision.closed_at is None


def elements(viewer: Viewer, decision: Decision, draft: PackageVersion | None) -> tuple[Elements, Elements]:
    """What a draft holds, each with what it says and its form: first what the decision is about, then the others."""
    if draft is None or not may_change(viewer, decision):
        return [], []
    reading = readings.reading_of(draft)
    first = ABOUT.get(DecisionSubject(decision.subject), ())
    by_kind: dict[str, Elements] = {name: [] for name in dict.fromkeys((*first, *FORMS))}
    for element in reading.change_package.elements():
        kind = str(reading.path_of(element.id)[0])
        if kind in by_kind:
            said = next((str(each) for name in ("text", "statement", "name", "title") if (each := getattr(element, name, None))), "")
            at = {"organisation": viewer.organisation.slug, "decision": decision.pk, "element": element.id}
            by_kind[kind].append((title_of(reading, element.id), said, reverse("change_for_decision", kwargs=at)))
    return (
        [each for kind in first for each in by_kind[kind]],
        [each for kind, several in by_kind.items() if kind not in first for each in several],
    )


def of_change(viewer: Viewer, decision: Decision, draft: PackageVersion, element_id: str) -> dict[str, Any]:
    """What the form of an element has beside its inputs, where it is changed because of a decision."""
    reading = readings.reading_of(draft)
    told = findings.told(viewer, draft, reading, readings.findings_of(draft))
    standing = [each for _, each, _ in found.resting_on(decision) if each.withdrawn_at is None]
    return {
        "element_id": element_id,
        "kind": kind_of(str(reading.path_of(element_id)[0])),
        "found": findings.of_element(told, element_id),
        "decision": decision,
        "back": address_of(viewer, decision),
        "voices": [VoiceShown(each, "", words_for(viewer, each), ()) for each in standing],
    }
