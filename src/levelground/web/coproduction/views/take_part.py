"""Open calls for everybody: no account, no name, no trace of who asked for a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from levelground.web.coproduction.presenters import opportunities as pages
from levelground.web.coproduction.queries import opportunities as found
from levelground.web.coproduction.scan_codes import code_to_scan
from levelground.web.people.policy import anyone


@anyone
@require_safe
def take_part(request: HttpRequest) -> HttpResponse:
    """What people can take part in now."""
    return render(request, "coproduction/call_list.jinja", pages.listed())


@anyone
@require_safe
def call(request: HttpRequest, code: str) -> HttpResponse:
    """One call: what is offered, what it is for, what is promised."""
    one = found.by_code(code)
    address = request.build_absolute_uri(reverse("call", kwargs={"code": one.code}))
    return render(request, "coproduction/call.jinja", {**pages.page(one), "address": address, "short": _short(request, one.code)})


@anyone
@require_safe
def short_link(request: HttpRequest, code: str) -> HttpResponse:
    """The link that fits into a message, and that people can type."""
    return redirect("call", code=found.by_code(code).code)


@anyone
@require_safe
def call_poster(request: HttpRequest, code: str) -> HttpResponse:
    """One sheet to print."""
    one = found.by_code(code)
    return render(request, "coproduction/call_poster.jinja", {**pages.poster(one), "short": _short(request, one.code)})


@anyone
@require_safe
def call_code(request: HttpRequest, code: str) -> HttpResponse:
    """The short link as a picture for a phone's camera."""
    return HttpResponse(code_to_scan(_short(request, found.by_code(code).code)), content_type="image/svg+xml")


@anyone
@require_safe
def call_text(request: HttpRequest, code: str) -> HttpResponse:
    """The whole call without any layout, for a letter."""
    one = found.by_code(code)
    return HttpResponse(pages.as_text(one, _short(request, one.code)), content_type="text/plain; charset=utf-8")


def _short(request: HttpRequest, code: str) -> str:
    return request.build_absolute_uri(reverse("short_link", kwargs={"code": code}))
