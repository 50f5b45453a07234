"""One draft at a glance: its outline, what `check` finds, what differs from others, what a new base brings."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import members
from levelground.web.people.roles import Permission


@members(Permission.SEE_DRAFTS)
def draft(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.SEE_DRAFTS)
def draft_findings(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.SEE_DRAFTS)
def draft_compare(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.EDIT_DRAFTS)
def upgrade_draft(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")
