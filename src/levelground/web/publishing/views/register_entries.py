"""What an organisation adds to the registers, and the news that it makes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import members
from levelground.web.people.roles import Permission


@members(Permission.KEEP_REGISTERS)
def register_entries(request: HttpRequest, organisation: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.KEEP_REGISTERS)
def add_recommendation(request: HttpRequest, organisation: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.KEEP_REGISTERS)
def register_entry(request: HttpRequest, organisation: str, entry: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.KEEP_REGISTERS)
def edit_entry(request: HttpRequest, organisation: str, entry: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.KEEP_REGISTERS)
def publish_entry(request: HttpRequest, organisation: str, entry: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.KEEP_REGISTERS)
def withdraw_entry(request: HttpRequest, organisation: str, entry: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.SEE_DRAFTS)
def news(request: HttpRequest, organisation: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.EDIT_DRAFTS)
def news_seen(request: HttpRequest, organisation: str, news: int) -> HttpResponse:
    raise Http404("not built yet")
