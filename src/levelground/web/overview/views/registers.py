"""The registers: recommendations, evidence, resources, frameworks."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import anyone


@anyone
def recommendations(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def recommendations_csv(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def recommendations_json(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def recommendation(request: HttpRequest, entry: str) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def evidence(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def evidence_csv(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def evidence_json(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def evidence_entry(request: HttpRequest, entry: str) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def resources(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def resources_csv(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def resources_json(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def resource(request: HttpRequest, entry: str) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def frameworks(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def framework(request: HttpRequest, framework: str) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def strategies(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")


@anyone
def strategy(request: HttpRequest, strategy: str) -> HttpResponse:
    raise Http404("not built yet")
