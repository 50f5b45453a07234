"""One element of a draft: read, changed, added, linked, taken away; and the driver diagram."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import members
from levelground.web.people.roles import Permission


@members(Permission.SEE_DRAFTS)
def draft_diagram(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.SEE_DRAFTS)
def draft_element(request: HttpRequest, organisation: str, draft: int, element: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.EDIT_DRAFTS)
def edit_element(request: HttpRequest, organisation: str, draft: int, element: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.EDIT_DRAFTS)
def link_element(request: HttpRequest, organisation: str, draft: int, element: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.EDIT_DRAFTS)
def remove_element(request: HttpRequest, organisation: str, draft: int, element: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.EDIT_DRAFTS)
def add_element(request: HttpRequest, organisation: str, draft: int, kind: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.EDIT_DRAFTS)
def edit_head(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")
