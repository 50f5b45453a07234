"""Joining an organisation by an invitation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import anyone


@anyone
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    raise Http404("not built yet")
