"""Open calls: for everybody, and for those who run them."""

from __future__ import annotations

from django.urls import URLPattern, path

from levelground.web.coproduction.views import calls, take_part

_CALL = "organisations/<slug:organisation>/co-production/calls/<int:opportunity>/"

urlpatterns: list[URLPattern] = [
    path("take-part/", take_part.take_part, name="take_part"),
    path("take-part/<str:code>/", take_part.call, name="call"),
    path("take-part/<str:code>/poster/", take_part.call_poster, name="call_poster"),
    path("take-part/<str:code>/code.svg", take_part.call_code, name="call_code"),
    path("take-part/<str:code>/text/", take_part.call_text, name="call_text"),
    path("j/<str:code>", take_part.short_link, name="short_link"),
    path("organisations/<slug:organisation>/co-production/series/<int:series>/calls/new/", calls.draft_call, name="draft_call"),
    path(_CALL, calls.run_call, name="run_call"),
    path(f"{_CALL}preview/", calls.preview_call, name="preview_call"),
    path(f"{_CALL}change/", calls.change_call, name="change_call"),
    path(f"{_CALL}promises/", calls.confirm_promise, name="confirm_promise"),
    path(f"{_CALL}publish/", calls.publish_call, name="publish_call"),
    path(f"{_CALL}withdraw/", calls.withdraw_call, name="withdraw_call"),
]
