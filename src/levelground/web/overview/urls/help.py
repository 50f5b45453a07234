"""Help, and what we say about ourselves."""

from __future__ import annotations

from django.urls import path

from levelground.web.overview.views import help

urlpatterns = [
    path("help/", help.help, name="help"),
    path("help/<slug:task>/", help.help_task, name="help_task"),
    path("privacy/", help.privacy, name="privacy"),
    path("accessibility/", help.accessibility, name="accessibility"),
    path("about/", help.about, name="about"),
]
