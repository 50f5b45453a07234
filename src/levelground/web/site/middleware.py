"""What wraps every answer: headers that close it to other sites, and errors in words instead of traces."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from http import HTTPStatus

from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from levelground.errors import UserFacingError

Respond = Callable[[HttpRequest], HttpResponse]

ANSWERED_ELSEWHERE = (Http404, PermissionDenied, BadRequest, SuspiciousOperation, ImmediateHttpResponse, ReauthenticationRequired)

log = logging.getLogger(__name__)


def closed_to_other_sites(respond: Respond) -> Respond:
    """Nothing here is for another site to embed, and no page needs a camera, a place or a microphone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if response.cookies and "public" in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "private"  # with a cookie it is for one browser: no proxy hands it to another
        return response

    return middleware


class ErrorsInWords:
    """A release that cannot be read becomes a page that says so (503), and a line in the log without a trace.

    What others answer is left to them, and is no failure: Django has a page for each of its refusals, and who must give a password
    or a code once more is led to where they do by the middleware of signing in.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.respond(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            page = render(request, "site/only_sent_to.jinja", {"page_title": "There is no page here"}, status=response.status_code)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ANSWERED_ELSEWHERE):
            return None
        if not isinstance(exception, UserFacingError):
            where = "".join(traceback.format_tb(exception.__traceback__))  # its own words may hold what somebody typed
            log.error("a page failed: %s\n%s", type(exception).__name__, where)
            return None
        log.error("%s", " ".join([exception.message, *map(str, exception.findings)]))
        return render(request, "site/no_results.jinja", {"page_title": "The results cannot be shown"}, status=503)
