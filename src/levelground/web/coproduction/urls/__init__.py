"""The addresses of the room, one file for each subject."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from levelground.web.coproduction.urls import (
    calls,
    capture,
    concerns,
    decisions,
    interest,
    notices,
    payments,
    quality,
    selection,
    series,
    voices,
    workshops,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(series)),
    path("", include(calls)),
    path("", include(interest)),
    path("", include(selection)),
    path("", include(workshops)),
    path("", include(capture)),
    path("", include(decisions)),
    path("", include(payments)),
    path("", include(concerns)),
    path("", include(quality)),
    path("", include(voices)),
    path("", include(notices)),
]
