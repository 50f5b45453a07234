"""The registers: recommendations, evidence, resources, frameworks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from levelground.errors import UnknownElement
from levelground.web.overview import register_entries, register_files, registers
from levelground.web.overview.queries import frameworks as held
from levelground.web.people.policy import anyone


def _list(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "overview/register.jinja", registers.page(registers.SHOWN[name], request.GET))


def _one(request: HttpRequest, template: str, name: str, presented: Callable[[], dict[str, Any]]) -> HttpResponse:
    try:
        return render(request, f"overview/{template}.jinja", presented())
    except UnknownElement as error:
        return render(request, "overview/register_unknown.jinja", register_entries.unknown(error, name), status=404)


def _csv(request: HttpRequest, name: str) -> HttpResponse:
    text = register_files.as_csv(registers.SHOWN[name], request.GET, _site(request))
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _json(request: HttpRequest, name: str) -> HttpResponse:
    return JsonResponse(register_files.as_json(registers.SHOWN[name], request.GET, _site(request)))


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


@anyone
def recommendations(request: HttpRequest) -> HttpResponse:
    return _list(request, "recommendations")


@anyone
def recommendations_csv(request: HttpRequest) -> HttpResponse:
    return _csv(request, "recommendations")


@anyone
def recommendations_json(request: HttpRequest) -> HttpResponse:
    return _json(request, "recommendations")


@anyone
def recommendation(request: HttpRequest, entry: str) -> HttpResponse:
    return _one(request, "recommendation", "recommendations", lambda: register_entries.recommendation(entry))


@anyone
def evidence(request: HttpRequest) -> HttpResponse:
    return _list(request, "evidence")


@anyone
def evidence_csv(request: HttpRequest) -> HttpResponse:
    return _csv(request, "evidence")


@anyone
def evidence_json(request: HttpRequest) -> HttpResponse:
    return _json(request, "evidence")


@anyone
def evidence_entry(request: HttpRequest, entry: str) -> HttpResponse:
    return _one(request, "evidence_entry", "evidence", lambda: register_entries.evidence(entry))


@anyone
def resources(request: HttpRequest) -> HttpResponse:
    return _list(request, "resources")


@anyone
def resources_csv(request: HttpRequest) -> HttpResponse:
    return _csv(request, "resources")


@anyone
def resources_json(request: HttpRequest) -> HttpResponse:
    return _json(request, "resources")


@anyone
def resource(request: HttpRequest, entry: str) -> HttpResponse:
    return _one(request, "resource", "resources", lambda: register_entries.resource(entry))


@anyone
def frameworks(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/frameworks.jinja", register_entries.frameworks())


@anyone
def framework(request: HttpRequest, framework: str) -> HttpResponse:
    return _one(request, "framework", "frameworks", lambda: register_entries.framework(held.framework(framework)))


@anyone
def strategies(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/strategies.jinja", register_entries.strategies())


@anyone
def strategy(request: HttpRequest, strategy: str) -> HttpResponse:
    return _one(request, "strategy", "strategies", lambda: register_entries.strategy(held.strategy(strategy)))
