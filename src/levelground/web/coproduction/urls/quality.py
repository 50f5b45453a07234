"""The quality of co-production."""

from __future__ import annotations

from django.urls import URLPattern, path

from levelground.web.coproduction.views import quality

_ROOM = "organisations/<slug:organisation>/co-production/"

urlpatterns: list[URLPattern] = [
    path(f"{_ROOM}quality/", quality.quality, name="quality"),
    path(f"{_ROOM}series/<int:series>/quality/", quality.quality_of_series, name="quality_of_series"),
]
