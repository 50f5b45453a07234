"""An organisation at work: what waits for whom, and the first hour."""

from __future__ import annotations

from django.urls import path

from levelground.web.overview.views import first_hour, workspace

urlpatterns = [
    path("organisations/<slug:organisation>/", workspace.workspace, name="workspace"),
    path("organisations/<slug:organisation>/first-hour/", first_hour.first_hour, name="first_hour"),
]
