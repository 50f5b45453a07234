"""Search across everything that is public, and in the drafts of one's own organisation."""

from __future__ import annotations

from django.urls import path

from levelground.web.overview.views import search

urlpatterns = [
    path("search/", search.search, name="search"),
]
