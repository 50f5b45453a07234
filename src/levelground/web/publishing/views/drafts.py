"""The drafts of an organisation: starting one, bringing one in, its text, its history."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import members
from levelground.web.people.roles import Permission


@members(Permission.SEE_DRAFTS)
def drafts(request: HttpRequest, organisation: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.EDIT_DRAFTS)
def start_draft(request: HttpRequest, organisation: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.EDIT_DRAFTS)
def adapt_package(request: HttpRequest, organisation: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.EDIT_DRAFTS)
def import_draft(request: HttpRequest, organisation: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.EDIT_DRAFTS)
def new_version(request: HttpRequest, organisation: str, package: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.SEE_DRAFTS)
def draft_text(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.EDIT_DRAFTS)
def replace_text(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.SEE_DRAFTS)
def draft_history(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.EDIT_DRAFTS)
def undo_edit(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.EDIT_DRAFTS)
def delete_draft(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    raise Http404("not built yet")
