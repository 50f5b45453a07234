"""Who must be told what."""

from __future__ import annotations

from django.urls import URLPattern, path

from levelground.web.coproduction.views import notices

_DESK = "organisations/<slug:organisation>/co-production/people-to-tell/"

urlpatterns: list[URLPattern] = [
    path(_DESK, notices.notices, name="notices"),
    path(f"{_DESK}<int:notice>/", notices.notice_letter, name="notice_letter"),
    path(f"{_DESK}<int:notice>/told/", notices.notice_told, name="notice_told"),
    path(f"{_DESK}<int:notice>/again/", notices.notice_again, name="notice_again"),
    path(f"{_DESK}concerns/<int:notice>/", notices.concern_letter, name="concern_letter"),
    path(f"{_DESK}concerns/<int:notice>/told/", notices.concern_told, name="concern_told"),
    path(f"{_DESK}concerns/<int:notice>/again/", notices.concern_again, name="concern_again"),
]
