"""Published change packages, for everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import anyone


@anyone
def packages(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def package(request: HttpRequest, package: str) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def package_versions(request: HttpRequest, package: str) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def package_compare(request: HttpRequest, package: str) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def package_version(request: HttpRequest, package: str, number: str) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def package_diagram(request: HttpRequest, package: str, number: str) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def package_diagram_svg(request: HttpRequest, package: str, number: str) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def package_element(request: HttpRequest, package: str, number: str, element: str) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def package_yaml(request: HttpRequest, package: str, number: str) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def package_json(request: HttpRequest, package: str, number: str) -> HttpResponse:
    raise Http404("not built yet")
