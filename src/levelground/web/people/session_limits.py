"""A session ends when nobody used it for a while, and after a working day whatever happens."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

SIGNED_IN, SEEN = "signed_in_at", "seen_at"
NOTED_EVERY = 60
"""Seconds: a session that is in use is written at most once a minute."""


def begin(request: HttpRequest) -> None:
    """Note when somebody signed in; called when they do."""
    request.session[SIGNED_IN] = request.session[SEEN] = time.time()


class SessionLimits:
    """Signs out who was away for longer than `IDLE_AT_MOST`, or signed in longer ago than `SIGNED_IN_AT_MOST`."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = time.time()
            if self._is_over(request, now):
                return _signed_out(request)
            if now - request.session.get(SEEN, 0) >= NOTED_EVERY:
                request.session[SEEN] = now
        return self.respond(request)

    def _is_over(self, request: HttpRequest, now: float) -> bool:
        idle = now - request.session.get(SEEN, 0)
        whole = now - request.session.get(SIGNED_IN, 0)
        return bool(idle > settings.IDLE_AT_MOST.total_seconds() or whole > settings.SIGNED_IN_AT_MOST.total_seconds())


def _signed_out(request: HttpRequest) -> HttpResponse:
    """To the page for signing in, which leads back to where they were."""
    logout(request)
    messages.info(request, "You were signed out to keep your account safe. Sign in again to go on.")
    there = {"next": request.get_full_path()} if request.method == "GET" else {}
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode(there)}" if there else reverse("account_login"))
