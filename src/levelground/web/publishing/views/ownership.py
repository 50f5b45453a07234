"""Who answers for what: the unowned and the overdue first."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import members
from levelground.web.people.roles import Permission


@members(Permission.SEE_DRAFTS)
def accountability(request: HttpRequest, organisation: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.NAME_OWNERS)
def name_owner(request: HttpRequest, organisation: str, draft: int, element: str) -> HttpResponse:
    raise Http404("not built yet")
