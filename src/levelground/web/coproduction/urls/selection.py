"""Selection, the people who take part, and their own details."""

from __future__ import annotations

from django.urls import URLPattern, path

from levelground.web.coproduction.views import mine_details, participants, selection

_ROOM = "organisations/<slug:organisation>/co-production/"
_CALL = f"{_ROOM}calls/<int:opportunity>/"
_PEOPLE = f"{_ROOM}series/<int:series>/people/"
_PERSON = f"{_ROOM}people/<int:participant>/"
_MINE = "mine/<str:secret>/details/"

urlpatterns: list[URLPattern] = [
    path(f"{_CALL}readings/", selection.readings, name="readings"),
    path(f"{_CALL}readings/<int:expression>/", selection.read_interest, name="read_interest"),
    path(f"{_CALL}selection/", selection.selection, name="selection"),
    path(f"{_CALL}selection/tell/", selection.tell_everybody, name="tell_everybody"),
    path(f"{_CALL}selection/reserve/", selection.draw_from_reserve, name="draw_from_reserve"),
    path(f"{_CALL}selection/who-is-missing/", selection.missing_people, name="missing_people"),
    path(f"{_CALL}selection/<int:expression>/", selection.choose_interest, name="choose_interest"),
    path(f"{_CALL}selection/<int:expression>/answer/", selection.other_way_for, name="other_way_for"),
    path(f"{_ROOM}not-told/", selection.not_told, name="not_told"),
    path("outcome/<str:secret>/", selection.my_outcome, name="my_outcome"),
    path(_PEOPLE, participants.participants, name="participants"),
    path(f"{_PEOPLE}add/", participants.add_participant, name="add_participant"),
    path(f"{_PEOPLE}addresses/", participants.participant_addresses, name="participant_addresses"),
    path(f"{_PEOPLE}end/", participants.end_series, name="end_series"),
    path(_PERSON, participants.participant, name="participant"),
    path(f"{_PERSON}new-link/", participants.participant_new_link, name="participant_new_link"),
    path(f"{_PERSON}leave/", participants.participant_leave, name="participant_leave"),
    path(f"{_PERSON}erase/", participants.participant_erase, name="participant_erase"),
    path(_MINE, mine_details.mine_details, name="mine_details"),
    path(f"{_MINE}new-link/", mine_details.mine_new_link, name="mine_new_link"),
    path(f"{_MINE}leave/", mine_details.mine_leave, name="mine_leave"),
    path(f"{_MINE}erase/", mine_details.mine_erase, name="mine_erase"),
]
