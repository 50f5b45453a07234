"""The results of the release that this site shows: one function a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from levelground.errors import UnknownElement
from levelground.reports import comparison_page
from levelground.web.overview.presenters import results as presenters
from levelground.web.overview.queries import release
from levelground.web.people.policy import anyone

View = Callable[..., HttpResponse]

PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
"""An SVG may carry style attributes; opened by itself it is shut in a box of its own."""


def _page(view: View) -> View:
    """Pages are read, never sent to. A name that is not there becomes a 404 with the nearest names; no release, a page that says so."""

    @wraps(view)
    def wrapper(request: HttpRequest, **names: str) -> HttpResponse:
        if not release.configured():
            return render(request, "overview/no_release.jinja", presenters.no_release(), status=200 if view.__name__ == "results" else 404)
        try:
            return view(request, **names)
        except UnknownElement as error:
            return render(request, "overview/unknown.jinja", presenters.unknown(error), status=404)

    return anyone(require_safe(wrapper))


def _download(text: str, content_type: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text.encode(), content_type=content_type, headers=disposition)


@_page
def results(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/results.jinja", presenters.home(release.results(), release.charts()))


@anyone
@require_safe
@cache_control(max_age=3600)
def board_sheet(request: HttpRequest) -> HttpResponse:
    """The sheet of what `reports` writes: the board page and comparisons. It needs no release."""
    return HttpResponse(comparison_page.sheet(), content_type="text/css; charset=utf-8")


@_page
def diagram(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/diagram.jinja", presenters.diagram(release.results(), release.charts()))


@_page
def measures(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/measures.jinja", presenters.measures(release.results()))


@_page
def measure(request: HttpRequest, measure_id: str) -> HttpResponse:
    page: dict[str, Any] = presenters.measure(release.results(), release.measure(measure_id), release.charts())
    return render(request, "overview/measure.jinja", page)


@_page
def measure_csv(request: HttpRequest, measure_id: str) -> HttpResponse:
    return _download(release.measure_csv(measure_id), "text/csv; charset=utf-8", f"{measure_id}.csv")


# An SVG may carry style attributes; opened by itself it is shut in a box of its own.
@_page
def picture(request: HttpRequest, name: str) -> HttpResponse:
    policy = {"Content-Security-Policy": PICTURE_POLICY}
    return HttpResponse(release.picture(name).svg.encode(), content_type="image/svg+xml; charset=utf-8", headers=policy)


@_page
def change_package(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/change_package.jinja", presenters.change_package(release.results()))


@_page
def change_package_text(request: HttpRequest) -> HttpResponse:
    package = release.results().change_package
    text = release.results().change_package_text
    return _download(text, "text/plain; charset=utf-8", f"{package.id}-{package.version}.yaml")
