"""Search across everything that is public, and in the drafts of one's own organisation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from levelground.web.people.policy import anyone


@anyone
def search(request: HttpRequest) -> HttpResponse:
    raise Http404("not built yet")
