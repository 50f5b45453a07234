"""People to tell by phone or post, and messages that could not be sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from levelground.web.coproduction import notice_ways
from levelground.web.coproduction.actions import notices as acting
from levelground.web.coproduction.presenters import notices as pages
from levelground.web.coproduction.queries import notices as found
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of

TOLD = "It is written down that they were told."


@members(Permission.SEE_COPRODUCTION)
@never_cache
@require_safe
def notices(request: HttpRequest, organisation: str) -> HttpResponse:
    """What waits to be told, overdue first."""
    return render(request, "coproduction/notice_list.jinja", pages.desk(viewer_of(request)))


@members(Permission.SEE_NAMES)
@never_cache
@require_safe
def notice_letter(request: HttpRequest, organisation: str, notice: int) -> HttpResponse:
    """A letter to print, or the words for a call."""
    return _letter(request, notice, of_concern=False)


@members(Permission.ANSWER_CONCERNS)
@never_cache
@require_safe
def concern_letter(request: HttpRequest, organisation: str, notice: int) -> HttpResponse:
    """The same, to somebody who raised a concern."""
    return _letter(request, notice, of_concern=True)


@members(Permission.SEE_NAMES)
@require_POST
def notice_told(request: HttpRequest, organisation: str, notice: int) -> HttpResponse:
    """Somebody told them."""
    return _told(request, notice, of_concern=False)


@members(Permission.ANSWER_CONCERNS)
@require_POST
def concern_told(request: HttpRequest, organisation: str, notice: int) -> HttpResponse:
    """Somebody told whoever raised the concern."""
    return _told(request, notice, of_concern=True)


@members(Permission.SEE_NAMES)
@require_POST
def notice_again(request: HttpRequest, organisation: str, notice: int) -> HttpResponse:
    """Send a message again that could not be sent."""
    return _again(request, notice, of_concern=False)


@members(Permission.ANSWER_CONCERNS)
@require_POST
def concern_again(request: HttpRequest, organisation: str, notice: int) -> HttpResponse:
    """Send a message again to whoever raised the concern."""
    return _again(request, notice, of_concern=True)


def _letter(request: HttpRequest, notice: int, *, of_concern: bool) -> HttpResponse:
    viewer = viewer_of(request)
    found_ = found.one(viewer, notice, of_concern=of_concern)
    return render(request, "coproduction/notice_letter.jinja", pages.letter(viewer, found_))


def _told(request: HttpRequest, notice: int, *, of_concern: bool) -> HttpResponse:
    viewer = viewer_of(request)
    acting.done(notice=found.one(viewer, notice, of_concern=of_concern), by=viewer.user)
    messages.success(request, TOLD)
    return redirect("notices", organisation=viewer.organisation.slug)


def _again(request: HttpRequest, notice: int, *, of_concern: bool) -> HttpResponse:
    viewer = viewer_of(request)
    row = acting.send_again(notice=found.one(viewer, notice, of_concern=of_concern), by=viewer.user)
    if notice_ways.again(row) is None and row.told_at is None:
        messages.warning(request, "This site cannot send it. Please call them or write to them.")
    else:
        messages.success(request, "It is sent again. If it fails again, it comes back to this list.")
    return redirect("notices", organisation=viewer.organisation.slug)
