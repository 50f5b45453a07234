"""Decisions and answers."""

from __future__ import annotations

from django.urls import URLPattern, path

from levelground.web.coproduction.views import decision_changes, decision_parts, decisions

SERIES = "organisations/<slug:organisation>/co-production/series/<int:series>"
DECISION = "organisations/<slug:organisation>/co-production/decisions/<int:decision>"

urlpatterns: list[URLPattern] = [
    path(f"{SERIES}/decisions/", decisions.decisions, name="decisions"),
    path(f"{SERIES}/decisions/open/", decisions.open_decision, name="open_decision"),
    path(f"{DECISION}/", decisions.decision, name="decision"),
    path(f"{DECISION}/parts/", decisions.enter_part, name="enter_part"),
    path(f"{DECISION}/rests-on/", decisions.rest_decision, name="rest_decision"),
    path(f"{DECISION}/decide/", decisions.decide, name="decide"),
    path(f"{DECISION}/answers/", decisions.answer_voice, name="answer_voice"),
    path(f"{DECISION}/changes/", decisions.decision_changes, name="decision_changes"),
    path(f"{DECISION}/changes/<str:element>/", decision_changes.change_for_decision, name="change_for_decision"),
    path(f"{DECISION}/close/", decisions.close_decision, name="close_decision"),
    path("mine/<str:secret>/decisions/<int:decision>/", decision_parts.take_part_in_decision, name="take_part_in_decision"),
]
