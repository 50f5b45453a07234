"""One draft at a glance: its outline, what `check` finds, what differs from others, what a new base brings."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from levelground.errors import Severity
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of
from levelground.web.publishing.presenters import comparing, findings, next_steps, outline, page
from levelground.web.publishing.queries import drafts, readings, reviews


@members(Permission.SEE_DRAFTS)
def draft(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    """What the draft says, what there is to do next, and what `check` finds in it as it is now."""
    viewer, version = viewer_of(request), drafts.one(viewer_of(request), draft)
    reading, found = readings.reading_of(version), readings.findings_of(version)
    counts = Counter(str(finding.element) for finding in found if finding.severity is not Severity.NOTE)
    accepted = reviews.accepted(version) is not None
    context = {
        "accepted": accepted,
        "package": reading.change_package,
        "adapts": reading.base.change_package if reading.base is not None else None,
        "tasks": next_steps.tasks(viewer, version, reading, found, accepted=accepted),
        "found": findings.told(viewer, version, reading, found),
        "outline": outline.entries(reading, counts),
        "parts": outline.parts(reading),
        "last": drafts.last_edit(version),
        "may_comment": viewer.may(Permission.COMMENT_ON_DRAFTS),
        "saved": request.GET.get("saved", ""),
        "first": reviews.elsewhere(version) if version.state in drafts.OPEN else (),
        "newer_base": comparing.newer_base(version),
    }
    return render(request, "publishing/draft.jinja", {**page.of_draft(viewer, version, version.title), **context})


@members(Permission.SEE_DRAFTS)
def draft_findings(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    """All that `check` finds."""
    viewer, version = viewer_of(request), drafts.one(viewer_of(request), draft)
    found = findings.told(viewer, version, readings.reading_of(version), readings.findings_of(version))
    shown = page.of_draft(viewer, version, "What the check found")
    return render(request, "publishing/draft_findings.jinja", {**shown, "found": found})


@members(Permission.SEE_DRAFTS)
def draft_compare(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    """The draft beside something else; what that is stands in the address."""
    viewer, version = viewer_of(request), drafts.one(viewer_of(request), draft)
    reading = readings.reading_of(version)
    known = comparing.offered(version, reading)
    chosen = request.GET.get("with", known[0].key if known else "")
    context = {
        "items": comparing.as_choices(known, chosen),
        "comparison": comparing.side_by_side(version, reading, chosen, known),
        "unknown": bool(known) and chosen not in {each.key for each in known},
    }
    return render(request, "publishing/draft_compare.jinja", {**page.of_draft(viewer, version, "Compare"), **context})
