"""The front page."""

from __future__ import annotations

from django.urls import path

from levelground.web.overview.views import front

urlpatterns = [
    path("", front.home, name="home"),
]
