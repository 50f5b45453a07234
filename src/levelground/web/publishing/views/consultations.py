"""A draft put out for comment, from opening to what changed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import anyone, members
from levelground.web.people.roles import Permission


@anyone
def consultations(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def consultation(request: HttpRequest, consultation: int) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def consultation_element(request: HttpRequest, consultation: int, element: str) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def what_changed(request: HttpRequest, consultation: int) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def invited(request: HttpRequest, token: str) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def invited_element(request: HttpRequest, token: str, element: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.RUN_CONSULTATIONS)
def open_consultation(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.RUN_CONSULTATIONS)
def run_consultation(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.RUN_CONSULTATIONS)
def close_consultation(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.SEE_DRAFTS)
def comments(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.COMMENT_ON_DRAFTS)
def comment_on_element(request: HttpRequest, organisation: str, draft: int, element: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.ANSWER_COMMENTS)
def answer_comment(request: HttpRequest, organisation: str, draft: int, comment: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.ANSWER_COMMENTS)
def show_comment(request: HttpRequest, organisation: str, draft: int, comment: int) -> HttpResponse:
    raise Http404("not built yet")
