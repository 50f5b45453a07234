"""Published change packages, for everybody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from levelground.errors import UnknownElement
from levelground.web.overview import package_files, published_package
from levelground.web.overview.presenters import package_version as presenters
from levelground.web.overview.presenters import packages as lists
from levelground.web.overview.queries import adaptations
from levelground.web.people.policy import anyone
from levelground.web.publishing.queries import published
from levelground.web.publishing.queries.published import Published

View = Callable[..., HttpResponse]

PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


def _page(view: View) -> View:
    """Read and never sent to; what is not published, draft or nothing at all, becomes the same 404 with the nearest names."""

    @wraps(view)
    def wrapper(request: HttpRequest, **names: str) -> HttpResponse:
        try:
            return view(request, **names)
        except UnknownElement as error:
            return render(request, "overview/package_unknown.jinja", lists.unknown(error), status=404)

    return anyone(require_safe(wrapper))


_text_of_a_version = cache_control(public=True, max_age=3600)
"""A text never changes; an hour, so that its withdrawal is soon seen."""


def _version(request: HttpRequest, version: Published) -> HttpResponse:
    versions = published.versions(version.id)
    page = presenters.page(version, versions, adaptations.of(version.id))
    return render(request, "overview/package_version.jinja", page)


@_page
def packages(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/packages.jinja", lists.page(published.latest(), request.GET))


@_page
def package(request: HttpRequest, package: str) -> HttpResponse:
    return _version(request, published.one(package))


@_page
def package_versions(request: HttpRequest, package: str) -> HttpResponse:
    published.one(package)
    return render(request, "overview/package_versions.jinja", presenters.versions_page(published.versions(package)))


@_page
def package_compare(request: HttpRequest, package: str) -> HttpResponse:
    published.one(package)
    found = published.versions(package)
    chosen = (request.GET.get("from", "")[:200], request.GET.get("to", "")[:200])
    page = presenters.compare(package, found, chosen, _known(*chosen))
    return render(request, "overview/package_compare.jinja", page)


def _known(*names: str) -> dict[str, Published]:
    """Those of the names (`id@version`) that are published."""
    known: dict[str, Published] = {}
    for name in filter(None, names):
        package_id, _, number = name.partition("@")
        known |= {one.name: one for one in published.versions(package_id) if one.number == number}
    return known


@_page
def package_version(request: HttpRequest, package: str, number: str) -> HttpResponse:
    return _version(request, published.one(package, number))


@_page
def package_diagram(request: HttpRequest, package: str, number: str) -> HttpResponse:
    return render(request, "overview/package_diagram.jinja", presenters.diagram(published.one(package, number)))


# An SVG may carry style attributes; opened by itself it is shut in a box of its own.
@_page
@_text_of_a_version
def package_diagram_svg(request: HttpRequest, package: str, number: str) -> HttpResponse:
    svg, _ = published_package.picture(published.one(package, number))
    return HttpResponse(svg.encode(), content_type="image/svg+xml; charset=utf-8", headers={"Content-Security-Policy": PICTURE_POLICY})


@_page
def package_element(request: HttpRequest, package: str, number: str, element: str) -> HttpResponse:
    version = published.one(package, number)
    try:
        page = presenters.element(version, element)
    except UnknownElement as error:
        return render(request, "overview/package_unknown.jinja", presenters.element_unknown(version, error), status=404)
    return render(request, "overview/package_element.jinja", page)


@_page
@_text_of_a_version
def package_yaml(request: HttpRequest, package: str, number: str) -> HttpResponse:
    version = published.one(package, number)
    disposition = {"Content-Disposition": f'attachment; filename="{version.id}-{version.number}.yaml"'}
    return HttpResponse(version.data, content_type="application/yaml; charset=utf-8", headers=disposition)


@_page
@_text_of_a_version
def package_json(request: HttpRequest, package: str, number: str) -> HttpResponse:
    version = published.one(package, number)
    return JsonResponse(
        package_files.whole(version, request.build_absolute_uri("/").rstrip("/")), json_dumps_params={"ensure_ascii": False}
    )
