"""The guided first hour: steps from nothing to a draft, with what is done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from levelground.web.overview import help_pages
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of


@members(Permission.SEE_DRAFTS)
@require_safe
def first_hour(request: HttpRequest, organisation: str) -> HttpResponse:
    return render(request, "overview/first_hour.jinja", help_pages.first_hour(viewer_of(request)))
