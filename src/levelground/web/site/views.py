"""The health check, and the pages for when something is not there or went wrong."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from levelground.errors import UserFacingError
from levelground.web.overview.queries import release
from levelground.web.people.policy import anyone


@anyone
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether this process reaches its database, and can show its release where it has one; for machines."""
    try:
        shown = release.results().change_package if settings.LEVELGROUND_RELEASE else None
    except UserFacingError:
        return JsonResponse({"status": "no results"}, status=503)
    try:
        connection.ensure_connection()
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    about = {"change_package": shown.id, "version": shown.version} if shown else {}
    return JsonResponse({"status": "ok", **about})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return render(request, "site/too_large.jinja", {"page_title": "Error: What you sent is too large"}, status=413)
    return render(request, "site/bad_request.jinja", {"page_title": "We did not understand that request"}, status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "site/not_found.jinja", {"page_title": "Page not found"}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Made without the request, so that what broke the page cannot break this one too."""
    return HttpResponse(get_template("site/server_error.jinja").render({"page_title": "Something went wrong"}), status=500)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or was sent from elsewhere."""
    return render(request, "site/bad_request.jinja", {"page_title": "Please open the form again"}, status=403)
