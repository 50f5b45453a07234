"""An organisation at work: what waits first, then what there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from levelground.web.design_system import days
from levelground.web.overview import words
from levelground.web.overview.queries.work import MOST, WaitingWork
from levelground.web.people.roles import ROLES, Permission
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import PackageVersion, VersionState

TAGS = {
    VersionState.DRAFT: "grey",
    VersionState.CONSULTATION: "blue",
    VersionState.REVIEW: "orange",
    VersionState.PUBLISHED: "green",
    VersionState.WITHDRAWN: "red",
}


def page(viewer: Viewer, work: WaitingWork) -> dict[str, Any]:
    """The page of an organisation, for one member."""
    slug = viewer.organisation.slug
    return {
        "page_title": viewer.organisation.name,
        "slug": slug,
        "roles": [ROLES[role] for role in sorted(viewer.roles) if role in ROLES],
        "waiting": list(_waiting(viewer, work)),
        "concerns": words.counted(work.concerns, "concern") if work.concerns else "",
        "sees_drafts": viewer.may(Permission.SEE_DRAFTS),
        "edits": viewer.may(Permission.EDIT_DRAFTS),
        "manages_people": viewer.may(Permission.MANAGE_PEOPLE),
        "empty": work.empty,
        "drafts": [_draft(slug, each) for each in work.drafts[:MOST]],
        "more_drafts": max(0, len(work.drafts) - MOST),
        "published": [_published(each) for each in work.published],
        "more_published": work.all_published - len(work.published),
    }


def _waiting(viewer: Viewer, work: WaitingWork) -> Iterator[tuple[str, str, str]]:
    """What waits for this person: a sentence, what to do, where."""
    slug = viewer.organisation.slug
    of = {version.pk: version for version in work.drafts}
    for review in work.reviews:
        address = reverse("review", kwargs={"organisation": slug, "draft": review.version_id})
        yield f"“{review.version.title}” waits for a review by a second person.", "Read it and say what you think", address
    for version_id, many in work.unanswered.items():
        if version_id in of:
            address = reverse("comments", kwargs={"organisation": slug, "draft": version_id})
            waits = "comment waits" if many == 1 else "comments wait"
            yield f"{many:,} {waits} for an answer on “{of[version_id].title}”.", "Answer", address
    if viewer.may(Permission.EDIT_DRAFTS):
        for draft in work.drafts:
            if draft.errors and draft.state == VersionState.DRAFT:
                address = reverse("draft_findings", kwargs={"organisation": slug, "draft": draft.pk})
                yield f"“{draft.title}” has {words.counted(draft.errors, 'error')} to mend before it can be reviewed.", "See each", address
    yield from _owners(viewer, work)
    if work.news:
        address = reverse("news", kwargs={"organisation": slug})
        yield f"{words.counted(work.news, 'piece')} of news from the registers may change your work.", "Read the news", address


def _owners(viewer: Viewer, work: WaitingWork) -> Iterator[tuple[str, str, str]]:
    address = reverse("accountability", kwargs={"organisation": viewer.organisation.slug})
    if work.overdue:
        yield f"{words.counted(work.overdue, 'part is', 'parts are')} overdue.", "See who answers for what", address
    if work.unowned:
        step = "Name who does" if viewer.may(Permission.NAME_OWNERS) else "See which"
        yield f"Nobody answers yet for {words.counted(work.unowned, 'part')} of your change packages.", step, address


def _draft(slug: str, version: PackageVersion) -> dict[str, Any]:
    state = VersionState(version.state)
    found = [words.counted(version.errors, "error")] if version.errors else []
    found += [words.counted(version.warnings, "warning")] if version.warnings else []
    return {
        "title": version.title,
        "number": version.number,
        "href": reverse("draft", kwargs={"organisation": slug, "draft": version.pk}),
        "state": state.label,
        "tag": TAGS[state],
        "found": " and ".join(found) or "Nothing to mend",
        "edited": days.day(getattr(version, "last_edit_at", None)),
    }


def _published(version: PackageVersion) -> dict[str, Any]:
    state = VersionState(version.state)
    at = version.withdrawn_at if state is VersionState.WITHDRAWN else version.published_at
    return {
        "title": version.title,
        "number": version.number,
        "href": reverse("package_version", kwargs={"package": version.package.package_id, "number": version.number}),
        "state": state.label,
        "tag": TAGS[state],
        "on": days.day(at),
    }
