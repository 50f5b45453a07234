"""Help, and what we say about ourselves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from levelground.web.overview import help_pages, help_tasks
from levelground.web.overview.presenters import results as presenters
from levelground.web.overview.queries import release
from levelground.web.people.policy import anyone


@anyone
@require_safe
def help(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/help.jinja", help_pages.tasks())


@anyone
@require_safe
def help_task(request: HttpRequest, task: str) -> HttpResponse:
    found = help_tasks.near(task)
    if found is None:
        raise Http404("no such page of help")
    return render(request, "overview/help_task.jinja", help_pages.task(found))


@anyone
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/privacy.jinja", help_pages.privacy())


@anyone
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/accessibility.jinja", presenters.accessibility())


@anyone
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/about.jinja", presenters.about(release.found()))
