"""The addresses of the room, one file for each file of views."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from levelground.web.overview.urls import front, help, open_data, packages, registers, results, search, workspace

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(workspace)),
    path("", include(packages)),
    path("", include(registers)),
    path("", include(search)),
    path("", include(open_data)),
    path("", include(help)),
    path("", include(front)),
    path("results/", include(results)),
]
