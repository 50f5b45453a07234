"""Search across everything that is public, and in the drafts of one's own organisation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from levelground.web.overview import search_pages
from levelground.web.people import second_factor
from levelground.web.people.policy import anyone


@anyone
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    is_through = request.user.is_authenticated and not second_factor.is_missing(request)  # as for the pages of an organisation
    return render(request, "overview/search.jinja", search_pages.page(request.GET, request.user if is_through else None))
