"""The people of an organisation, its roles and its audit trail."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import members
from levelground.web.people.roles import Permission


@members(Permission.SEE_PEOPLE)
def member_list(request: HttpRequest, organisation: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.MANAGE_PEOPLE)
def invite(request: HttpRequest, organisation: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.MANAGE_PEOPLE)
def withdraw_invitation(request: HttpRequest, organisation: str, invitation: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.MANAGE_PEOPLE)
def member(request: HttpRequest, organisation: str, member: int) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.SEE_PEOPLE)
def roles(request: HttpRequest, organisation: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.MANAGE_ORGANISATION)
def organisation_settings(request: HttpRequest, organisation: str) -> HttpResponse:
    raise Http404("not built yet")


@members(Permission.SEE_AUDIT)
def audit_trail(request: HttpRequest, organisation: str) -> HttpResponse:
    raise Http404("not built yet")
