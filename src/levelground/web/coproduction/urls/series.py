"""Series, their public page, and who knows names."""

from __future__ import annotations

from django.urls import URLPattern, path

from levelground.web.coproduction.views import series

_ROOM = "organisations/<slug:organisation>/co-production/"
_SERIES = f"{_ROOM}series/<int:series>/"

urlpatterns: list[URLPattern] = [
    path(_ROOM, series.coproduction, name="coproduction"),
    path(f"{_ROOM}start/", series.start_series, name="start_series"),
    path(_SERIES, series.series, name="series"),
    path(f"{_SERIES}names/", series.name_holder, name="name_holder"),
    path(f"{_SERIES}names/<int:holder>/end/", series.end_holder, name="end_holder"),
    path(f"{_SERIES}served/", series.served_groups, name="served_groups"),
    path(f"{_SERIES}public/", series.open_public_page, name="open_public_page"),
]
