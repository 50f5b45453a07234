"""Review by a second person, publishing, withdrawing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import members
from levelground.web.people.roles import Permission


@members(Permission.PUBLISH)
def ask_for_review(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.REVIEW)
def review(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.PUBLISH)
def publish(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.PUBLISH)
def withdraw_version(request: HttpRequest, organisation: str, version: int) -> HttpResponse:
    raise Http404("not built yet")
