"""The addresses of the room, one file for each file of views."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from levelground.web.people.urls import accounts, invitations, organisations, signing_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(accounts)),
    path("", include(invitations)),
    path("", include(organisations)),
    path("", include(signing_in)),
]
