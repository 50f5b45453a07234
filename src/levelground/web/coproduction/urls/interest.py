"""An expression of interest, and the desk at which the answers to a call arrive."""

from __future__ import annotations

from django.urls import URLPattern, path

from levelground.web.coproduction.views import interest, interest_desk

_ROOM = "organisations/<slug:organisation>/co-production/"
_CALL = f"{_ROOM}calls/<int:opportunity>/"

urlpatterns: list[URLPattern] = [
    path("take-part/<str:code>/interest/", interest.start_interest, name="start_interest"),
    path("interest/<str:secret>/", interest.interest, name="interest"),
    path("interest/<str:secret>/check/", interest.check_interest, name="check_interest"),
    path("interest/<str:secret>/take-back/", interest.take_back_interest, name="take_back_interest"),
    path("interest/<str:secret>/voice-note/", interest.my_voice_note, name="my_voice_note"),
    path("interest/<str:secret>/question/<str:question>/", interest.interest_question, name="interest_question"),
    path(f"{_CALL}interest/", interest_desk.interest_desk, name="interest_desk"),
    path(f"{_CALL}interest/enter/", interest_desk.enter_interest, name="enter_interest"),
    path(f"{_CALL}interest/people/", interest_desk.interest_people, name="interest_people"),
    path(f"{_CALL}interest/about-people/", interest_desk.interest_demographics, name="interest_demographics"),
    path(f"{_CALL}call-backs/", interest_desk.call_backs, name="call_backs"),
    path(f"{_ROOM}interest/<int:expression>/held/", interest_desk.held_interest, name="held_interest"),
    path(f"{_ROOM}interest/<int:expression>/voice-note/", interest_desk.voice_note, name="voice_note"),
    path(f"{_ROOM}call-backs/<int:call_back>/", interest_desk.call_back, name="call_back"),
]
