"""Everything to download, with its licence, and the feed of what is new."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import anyone


@anyone
def open_data(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def packages_csv(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def packages_json(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def feed(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")
