"""An organisation at work: what waits for whom, and the first hour."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from levelground.web.overview.presenters import workspace as presenters
from levelground.web.overview.queries import work
from levelground.web.people.policy import members
from levelground.web.people.viewer import viewer_of


@members()
@require_safe
def workspace(request: HttpRequest, organisation: str) -> HttpResponse:
    viewer = viewer_of(request)
    return render(request, "overview/workspace.jinja", presenters.page(viewer, work.of(viewer)))
