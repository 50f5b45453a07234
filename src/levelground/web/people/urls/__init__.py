"""The addresses of the room, one file for each file of views."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from levelground.web.people.urls import accounts, invitations, organisations

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(accounts)),
    path("", include(invitations)),
    path("", include(organisations)),
    path("account/", include("allauth.urls")),
]
