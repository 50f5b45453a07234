"""The front page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import anyone


@anyone
def home(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")
