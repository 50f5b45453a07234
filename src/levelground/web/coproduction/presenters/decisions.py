"""A decision on its pages: who stood where, what it rests on, the answers, and what is still to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from levelground.web.coproduction.models import (
    Contribution,
    Decision,
    DecisionMethod,
    DecisionOutcome,
    DecisionPart,
    DecisionSubject,
    Participant,
    ParticipantRole,
    Series,
    Stance,
)
from levelground.web.coproduction.queries import decisions as found
from levelground.web.coproduction.queries import series as series_found
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer

Page = dict[str, Any]
SIDES = {"for": "For it", "against": "Against it", "about": "About it"}
NOT_SHOWN = "Kept back: somebody could be known from it, or it is hard to read."


@dataclass(frozen=True)
class PartShown:
    """Where one person stood."""

    part: DecisionPart
    name: str
    role: str
    stance: str
    option: str
    dissented: bool


@dataclass(frozen=True)
class VoiceShown:
    """One contribution that a decision rests on, with the answers to it."""

    contribution: Contribution
    side: str
    words: str
    answers: tuple[str, ...]


def called(participant: Participant, names: bool) -> str:
    """What somebody is called on a page: their name only where the reader may know it."""
    return f"{participant.name} ({participant.label})" if names and participant.name else participant.label


def words_for(viewer: Viewer, contribution: Contribution) -> str:
    """What a member reads of a contribution: nothing once it was taken back; what is sensitive, only who reads such words again."""
    if contribution.withdrawn_at is not None:
        return "Taken back by the person who said it."
    if contribution.sensitive and not viewer.may(Permission.READ_AGAIN):
        return NOT_SHOWN
    return contribution.words


def of_series(viewer: Viewer, series: Series, title: str, *trail: tuple[str, str]) -> Page:
    """What every page around the decisions of a series begins with."""
    slug = viewer.organisation.slug
    steps = [
        (series.title, reverse("series", kwargs={"organisation": slug, "series": series.pk})),
        ("Decisions", reverse("decisions", kwargs={"organisation": slug, "series": series.pk})),
        *trail,
    ]
    return {
        "page_title": f"{title} - {series.title}",
        "heading": title,
        "series": series,
        "breadcrumbs": [{"text": text, "href": href} for text, href in steps if text != title],
        "at": {"organisation": slug},
        "may_run": viewer.may(Permission.RUN_COPRODUCTION) and series.organisation_id == viewer.organisation.pk,
    }


def of_decision(viewer: Viewer, decision: Decision, title: str) -> Page:
    """The same for a page of one decision."""
    where = reverse("decision", kwargs={"organisation": viewer.organisation.slug, "decision": decision.pk})
    shown = of_series(viewer, decision.series, title, (f"Decision {decision.public_id}", where))
    return {**shown, "decision": decision, "at": {"organisation": viewer.organisation.slug, "decision": decision.pk}, "here": where}


def listed(viewer: Viewer, series: Series) -> Page:
    """All decisions of a series."""
    rows = [(each, state(each), DecisionSubject(each.subject).label, each.many) for each in found.of_series(series)]  # type: ignore[attr-defined]
    return {**of_series(viewer, series, "Decisions"), "rows": rows}


def state(decision: Decision) -> tuple[str, str]:
    """How far a decision is, and the colour of its tag."""
    if decision.closed_at is not None:
        return DecisionOutcome(decision.outcome).label, "green" if decision.outcome == DecisionOutcome.WE_DID else "blue"
    return ("Decided, waits for answers", "yellow") if decision.decided_at else (Phrase("Open"), "purple")


def page(viewer: Viewer, decision: Decision) -> Page:
    """One decision, whole."""
    names = series_found.may_see_names(viewer, decision.series)
    parts = list(found.parts_with_people(decision))
    spoke_against = {part.pk for part in found.dissents(decision)}
    missing = () if decision.closed_at else found.waiting_for_answer(decision)
    return {
        **of_decision(viewer, decision, decision.question),
        "breadcrumbs": of_series(viewer, decision.series, "")["breadcrumbs"],
        "state": state(decision),
        "subject": DecisionSubject(decision.subject).label,
        "method": DecisionMethod(decision.method).label if decision.method else "",
        "chosen": decision.options[decision.chosen] if decision.chosen is not None else "",
        "votes": found.votes_in(decision),
        "roles": [(ParticipantRole(role).label, many) for role, many in found.roles_in(decision).items()],
        "parts": [_part(decision, part, names, part.pk in spoke_against) for part in parts],
        "voices": [
            VoiceShown(each, SIDES[side], words_for(viewer, each), tuple(answer.words for answer in answers))
            for side, each, answers in found.resting_on(decision)
        ],
        "missing": [each.sentence for each in missing],
        "changed": changes(viewer, decision),
        "draft": found.draft_of(decision),
        "may_edit": viewer.may(Permission.EDIT_DRAFTS),
        "corrected_by": decision.corrected_by.order_by("pk").first(),
    }


def _part(decision: Decision, part: DecisionPart, names: bool, dissented: bool) -> PartShown:
    option = decision.options[part.option] if part.option is not None else ""
    role = ParticipantRole(part.participant.role).label
    return PartShown(part, called(part.participant, names), role, Stance(part.stance).label, option, dissented)


def changes(viewer: Viewer, decision: Decision) -> list[tuple[str, str, str]]:
    """The elements that a decision changed: id, why, and the page of the draft's element where the reader may open it."""
    rows = []
    for edit in decision.edits.select_related("version__package__organisation").order_by("number"):
        for element_id in edit.elements:
            href = ""
            if viewer.may(Permission.SEE_DRAFTS) and edit.version.package.organisation_id == viewer.organisation.pk:
                parts = {"organisation": viewer.organisation.slug, "draft": edit.version_id, "element": element_id}
                href = reverse("draft_element", kwargs=parts)
            rows.append((element_id, edit.reason, href))
    return rows


def for_person(decision: Decision, part: DecisionPart | None) -> Page:
    """A decision as somebody sees it who takes part, by their private link."""
    return {
        "page_title": Phrase("A decision that you have a part in"),
        "series": decision.series,
        "decision": decision,
        "part": part,
        "stance": Stance(part.stance).label if part else "",
        "own_option": decision.options[part.option] if part and part.option is not None else "",
        "open": decision.decided_at is None and decision.closed_at is None,
        "method": DecisionMethod(decision.method).label if decision.method else "",
        "chosen": decision.options[decision.chosen] if decision.chosen is not None else "",
        "outcome": DecisionOutcome(decision.outcome).label if decision.outcome else "",
    }
