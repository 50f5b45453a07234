"""Concerns, for those who raise them and for those who answer; and the languages of the pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from levelground.web.coproduction.views import concern_desk, concerns, languages

DESK = "organisations/<slug:organisation>/co-production/concerns/"
LANGUAGES = "organisations/<slug:organisation>/co-production/languages/"

urlpatterns: list[URLPattern] = [
    path("concerns/", concerns.concerns, name="concerns"),
    path("concerns/<slug:organisation>/", concerns.raise_concern, name="raise_concern"),
    path("concern/<str:secret>/", concerns.concern_mine, name="concern_mine"),
    path("concern/<str:secret>/take-back/", concerns.concern_take_back, name="concern_take_back"),
    path(DESK, concern_desk.concern_desk, name="concern_desk"),
    path(f"{DESK}settings/", concern_desk.concern_settings, name="concern_settings"),
    path(f"{DESK}new/", concern_desk.concern_enter, name="concern_enter"),
    path(f"{DESK}<int:concern>/", concern_desk.concern, name="concern"),
    path(f"{DESK}<int:concern>/reply/", concern_desk.concern_reply, name="concern_reply"),
    path(f"{DESK}<int:concern>/take-up/", concern_desk.concern_take_up, name="concern_take_up"),
    path(f"{DESK}<int:concern>/close/", concern_desk.concern_close, name="concern_close"),
    path(f"{DESK}<int:concern>/let-through/", concern_desk.concern_let_through, name="concern_let_through"),
    path(LANGUAGES, languages.languages, name="languages"),
    path(f"{LANGUAGES}<str:language>/", languages.language, name="language"),
    path(f"{LANGUAGES}<str:language>/sample/", languages.language_sample, name="language_sample"),
]
