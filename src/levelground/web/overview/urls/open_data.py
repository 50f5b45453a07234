"""Everything to download, with its licence, and the feed of what is new."""

from __future__ import annotations

from django.urls import path

from levelground.web.overview.views import open_data

urlpatterns = [
    path("open-data/", open_data.open_data, name="open_data"),
    path("packages.csv", open_data.packages_csv, name="packages_csv"),
    path("packages.json", open_data.packages_json, name="packages_json"),
    path("news.atom", open_data.feed, name="feed"),
]
