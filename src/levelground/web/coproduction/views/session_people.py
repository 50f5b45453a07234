"""The people of a session for those who run it: invite them, meet what they need, say that all is ready, write down who came."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from levelground.errors import UserFacingError
from levelground.web.coproduction.actions import arrangements
from levelground.web.coproduction.actions import workshops as acting
from levelground.web.coproduction.forms.session_papers import NeedOfSomebodyForm, SettleNeedForm
from levelground.web.coproduction.forms.workshops import AttendanceForm, InviteToSessionForm, ReadySessionForm
from levelground.web.coproduction.presenters import sessions
from levelground.web.coproduction.presenters import workshops as pages
from levelground.web.coproduction.queries import arrangements as needs
from levelground.web.coproduction.queries import participants
from levelground.web.coproduction.queries import series as all_series
from levelground.web.coproduction.queries import workshops as found
from levelground.web.coproduction.views.sent_forms import FORM_OR_PAGE, form_page, posted
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer, viewer_of


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def invite_to_workshop(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """Ask people to come."""
    viewer = viewer_of(request)
    row = found.run_by(viewer, workshop)
    people = sessions.people(viewer, row.series, list(found.may_be_invited(row)))
    form = InviteToSessionForm(posted(request), people=people)
    if form.is_bound and form.is_valid():
        try:
            made = acting.invite(workshop=row, participants=form.cleaned_data["people"], by=viewer.user)
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            asked = "One person is invited." if len(made) == 1 else f"{len(made)} people are invited."
            messages.success(request, f"{asked} Those without email wait to be told by phone or post.")
            return redirect("workshop", organisation=organisation, workshop=workshop)
    context = {**sessions.of_workshop(viewer, row, "Invite people"), "form": form, "people": people}
    return render(request, "coproduction/workshop_invite.jinja", context, status=422 if form.errors else 200)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def ready_workshop(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """Say that all is arranged, or why it goes ahead all the same."""
    viewer = viewer_of(request)
    row = found.run_by(viewer, workshop)
    form = ReadySessionForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            acting.mark_ready(workshop=row, despite=form.cleaned_data["despite"], by=viewer.user)
        except UserFacingError as refused:
            form.add_error("despite" if row.distress_route else None, refused.message)
        else:
            messages.success(request, "The session is marked as ready.")
            return redirect("workshop", organisation=organisation, workshop=workshop)
    waiting = pages.need_rows(viewer, row.series, needs.not_arranged(row))
    context = {**sessions.of_workshop(viewer, row, "Is all arranged?"), "form": form, "waiting": waiting}
    return render(request, "coproduction/workshop_ready.jinja", context, status=422 if form.errors else 200)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def attendance(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """What people answered, who came, and how long each took."""
    viewer = viewer_of(request)
    row = found.run_by(viewer, workshop)
    others = sessions.people(viewer, row.series, list(found.may_be_invited(row)))
    form = AttendanceForm(posted(request), rows=sessions.attending(viewer, row), others=others)
    if form.is_bound and form.is_valid():
        try:
            _record(viewer, row, form)
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "What you wrote is kept.")
            return redirect("workshop", organisation=organisation, workshop=workshop)
    context = {**sessions.of_workshop(viewer, row, "Answers and who came"), "form": form}
    return render(request, "coproduction/workshop_attendance.jinja", context, status=422 if form.errors else 200)


@transaction.atomic
def _record(viewer: Viewer, row: Any, form: AttendanceForm) -> None:
    """All of it, or none."""
    for each, _ in form.rows:
        given = form.of(each)
        answer = given.pop("answer")
        if answer and answer != each.answer:
            acting.answer_invitation(attendance=each, answer=answer, by=viewer.user)
        acting.record_attendance(workshop=row, participant=each.participant, by=viewer.user, **given)
    for person in form.also_came():
        acting.record_attendance(workshop=row, participant=person, came=True, minutes=row.minutes, by=viewer.user)


@members(Permission.RUN_COPRODUCTION)
@require_POST
def hold_workshop(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """Say that it took place."""
    viewer = viewer_of(request)
    row = found.run_by(viewer, workshop)
    try:
        acting.hold(workshop=row, by=viewer.user)
    except UserFacingError as refused:
        messages.info(request, refused.message)
    else:
        messages.success(request, "The session is marked as held. Write down who came, so that people are paid.")
    return redirect("workshop", organisation=organisation, workshop=workshop)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def needs_of_people(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """What people need, what is not arranged first; and the form to write down another need."""
    viewer = viewer_of(request)
    row = all_series.run_by(viewer, series)
    people = sessions.people(viewer, row, list(participants.of_series(row)))
    form = NeedOfSomebodyForm(posted(request), people=people)
    if form.is_bound and form.is_valid():
        arrangements.ask(participant=form.cleaned_data["who"], need=form.cleaned_data["need"], by=viewer.user)
        messages.success(request, "The need is kept. It stays on this page until it is met.")
        return redirect("needs_of_people", organisation=organisation, series=series)
    context = {**pages.needs_page(viewer, row), "form": form, "people": people}
    return render(request, "coproduction/workshop_needs.jinja", context, status=422 if form.errors else 200)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def settle_need(request: HttpRequest, organisation: str, series: int, arrangement: int) -> HttpResponse:
    """Say how far something is that somebody needs."""
    viewer = viewer_of(request)
    row = all_series.run_by(viewer, series)
    need = needs.one(row, arrangement)
    form = SettleNeedForm(posted(request), initial={"state": need.state, "note": need.note})
    if form.is_bound and form.is_valid():
        try:
            arrangements.settle(arrangement=need, by=viewer.user, **form.cleaned_data)
        except UserFacingError as refused:
            form.add_error("note", refused.message)
        else:
            messages.success(request, "It is kept. The person sees it on their page.")
            return redirect("needs_of_people", organisation=organisation, series=series)
    return form_page(request, "coproduction/workshop_need.jinja", pages.need_page(viewer, row, need), form)
