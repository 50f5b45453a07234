"""The list of people to tell, and one letter, as their templates need them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from levelground.web.coproduction import notice_ways
from levelground.web.coproduction.models import ContactBy, Notice
from levelground.web.coproduction.queries import notices as found
from levelground.web.design_system.translations import Language, languages
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer


def desk(viewer: Viewer) -> dict[str, Any]:
    """All that waits to be told, overdue first."""
    tasks = found.waiting(viewer)
    at = {"organisation": viewer.organisation.slug}
    return {
        "page_title": "People to tell",
        "breadcrumbs": [{"text": "Co-production", "href": reverse("coproduction", kwargs=at)}],
        "overdue": [_row(viewer, task) for task in tasks if task.overdue],
        "rows": [_row(viewer, task) for task in tasks if not task.overdue],
        "may_see_names": viewer.may(Permission.SEE_NAMES),
        "at": at,
    }


def _row(viewer: Viewer, task: found.Task) -> dict[str, Any]:
    name = "notice_letter" if task.notice.concern is None else "concern_letter"
    at = {"organisation": viewer.organisation.slug, "notice": task.notice.pk}
    return {
        "label": task.label,
        "what": task.notice.get_kind_display(),
        "how": task.why,
        "due": task.notice.due,
        "name": (task.to.name or "No name") if task.to else "",
        "reach": reach(task.notice) if task.to else "",
        "href": reverse(name, kwargs=at) if task.to else "",
    }


def reach(notice: Notice) -> str:
    """How the person is reached, for whoever may know it."""
    person = found.person_of(notice)
    return {
        ContactBy.EMAIL.value: person.email,
        ContactBy.PHONE.value: person.phone,
        ContactBy.POST.value: person.address,
    }.get(notice.channel, "")


def letter(viewer: Viewer, notice: Notice) -> dict[str, Any]:
    """One letter to print, or the words for a call."""
    at = {"organisation": viewer.organisation.slug}
    of_concern = notice.concern is not None
    return {
        "page_title": notice.subject or notice.get_kind_display(),
        "breadcrumbs": [
            {"text": "Co-production", "href": reverse("coproduction", kwargs=at)},
            {"text": "People to tell", "href": reverse("notices", kwargs=at)},
        ],
        "notice": notice,
        "person": found.person_of(notice),
        "reach": reach(notice),
        "today": timezone.localdate(),
        "told": reverse("concern_told" if of_concern else "notice_told", kwargs={**at, "notice": notice.pk}),
        "again": reverse("concern_again" if of_concern else "notice_again", kwargs={**at, "notice": notice.pk}),
        "language": _language(notice),
        "can_send": notice_ways.again(notice) is not None,
    }


def _language(notice: Notice) -> Language | None:
    """The language of its words, where it is not English."""
    return languages().get(notice.language)
