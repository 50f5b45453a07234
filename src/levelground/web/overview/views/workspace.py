"""An organisation at work: what waits for whom, and the first hour."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import members
from levelground.web.people.roles import Permission


@members()
def workspace(request: HttpRequest, organisation: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.SEE_DRAFTS)
def first_hour(request: HttpRequest, organisation: str) -> HttpResponse:
    raise Http404("not built yet")
