"""Everything to download, with its licence, and the feed of what is new."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from levelground.web.overview import feed as atom
from levelground.web.overview import package_files
from levelground.web.overview.presenters import open_data as presenters
from levelground.web.overview.presenters import packages as lists
from levelground.web.overview.queries import news
from levelground.web.people.policy import anyone
from levelground.web.publishing.queries import published


@anyone
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    return render(request, "overview/open_data.jinja", presenters.page(_site(request)))


@anyone
@require_safe
@cache_control(public=True, max_age=300)
def packages_csv(request: HttpRequest) -> HttpResponse:
    text = package_files.as_csv(lists.matching(published.latest(), lists.asked(request.GET)), _site(request))
    headers = {"Content-Disposition": 'attachment; filename="packages.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@anyone
@require_safe
@cache_control(public=True, max_age=300)
def packages_json(request: HttpRequest) -> HttpResponse:
    given = lists.asked(request.GET)
    return JsonResponse(package_files.as_json(lists.matching(published.latest(), given), given, _site(request)))


@anyone
@require_safe
@cache_control(public=True, max_age=300)
def feed(request: HttpRequest) -> HttpResponse:
    return HttpResponse(atom.feed(news.recent(), _site(request)), content_type="application/atom+xml; charset=utf-8")


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
