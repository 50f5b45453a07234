"""Help, and what we say about ourselves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from levelground.web.overview.presenters import results as presenters
from levelground.web.overview.queries import release
from levelground.web.people.policy import anyone


@anyone
def help(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def privacy(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/accessibility.jinja", presenters.accessibility())


@anyone
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/about.jinja", presenters.about(release.found()))
