"""How well people and an organisation work together, for one series and for all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from levelground.web.coproduction.presenters import quality as pages
from levelground.web.coproduction.queries import series as series_found
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of


@members(Permission.SEE_COPRODUCTION)
@require_safe
def quality(request: HttpRequest, organisation: str) -> HttpResponse:
    """All series of the organisation together."""
    return render(request, "coproduction/quality.jinja", pages.of_organisation(viewer_of(request)))


@members(Permission.SEE_COPRODUCTION)
@require_safe
def quality_of_series(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """One series."""
    viewer = viewer_of(request)
    return render(request, "coproduction/quality.jinja", pages.of_series(viewer, series_found.one(viewer, series)))
