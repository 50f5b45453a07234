"""Sessions: planning, people, what is read before and after, and the pages of each person."""

from __future__ import annotations

from django.urls import URLPattern, path

from levelground.web.coproduction.views import mine_sessions, minutes, packs, session_people, workshops

_SERIES = "organisations/<slug:organisation>/co-production/series/<int:series>/"
_ONE = "organisations/<slug:organisation>/co-production/sessions/<int:workshop>/"
_MINE = "mine/<str:secret>/"

urlpatterns: list[URLPattern] = [
    path(f"{_SERIES}sessions/", workshops.workshops, name="workshops"),
    path(f"{_SERIES}sessions/plan/", workshops.plan_workshops, name="plan_workshops"),
    path(f"{_SERIES}needs/", session_people.needs_of_people, name="needs_of_people"),
    path(f"{_SERIES}needs/<int:arrangement>/", session_people.settle_need, name="settle_need"),
    path(_ONE, workshops.workshop, name="workshop"),
    path(f"{_ONE}change/", workshops.change_workshop, name="change_workshop"),
    path(f"{_ONE}prepare/", workshops.prepare_workshop, name="prepare_workshop"),
    path(f"{_ONE}cancel/", workshops.cancel_workshop, name="cancel_workshop"),
    path(f"{_ONE}session.ics", workshops.workshop_calendar, name="workshop_calendar"),
    path(f"{_ONE}print/", workshops.offline_pack, name="offline_pack"),
    path(f"{_ONE}invite/", session_people.invite_to_workshop, name="invite_to_workshop"),
    path(f"{_ONE}ready/", session_people.ready_workshop, name="ready_workshop"),
    path(f"{_ONE}people/", session_people.attendance, name="attendance"),
    path(f"{_ONE}held/", session_people.hold_workshop, name="hold_workshop"),
    path(f"{_ONE}packs/", packs.packs, name="packs"),
    path(f"{_ONE}packs/new/<str:kind>/", packs.write_pack, name="write_pack"),
    path(f"{_ONE}packs/<int:pack>/", packs.change_pack, name="change_pack"),
    path(f"{_ONE}minutes/", minutes.minutes, name="minutes"),
    path(f"{_ONE}minutes/write/", minutes.write_minutes, name="write_minutes"),
    path(f"{_ONE}minutes/send/", minutes.send_minutes, name="send_minutes"),
    path(f"{_ONE}minutes/minutes.docx", minutes.minutes_word, name="minutes_word"),
    path(f"{_ONE}minutes/corrections/<int:correction>/", minutes.answer_correction, name="answer_correction"),
    path(f"{_MINE}sessions/", mine_sessions.mine_sessions, name="mine_sessions"),
    path(f"{_MINE}sessions/<int:workshop>/", mine_sessions.mine_session, name="mine_session"),
    path(f"{_MINE}sessions/<int:workshop>/time/", mine_sessions.mine_preparation, name="mine_preparation"),
    path(f"{_MINE}sessions/<int:workshop>/session.ics", mine_sessions.mine_session_calendar, name="mine_session_calendar"),
    path(f"{_MINE}sessions/<int:workshop>/minutes/", mine_sessions.mine_minutes, name="mine_minutes"),
    path(f"{_MINE}sessions/<int:workshop>/minutes/minutes.docx", mine_sessions.mine_minutes_word, name="mine_minutes_word"),
    path(f"{_MINE}needs/", mine_sessions.mine_needs, name="mine_needs"),
    path(f"{_MINE}packs/<int:pack>/", mine_sessions.mine_pack, name="mine_pack"),
]
