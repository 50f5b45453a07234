"""The people of a series: names for the named people, labels for everybody else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from levelground.web.coproduction.actions import participants as acting
from levelground.web.coproduction.actions import privacy, private_links
from levelground.web.coproduction.forms.participants import EraseParticipantForm, ParticipantForm
from levelground.web.coproduction.presenters import participants as pages
from levelground.web.coproduction.queries import participants as found
from levelground.web.coproduction.queries import series as all_series
from levelground.web.coproduction.views.sent_forms import FORM_OR_PAGE, done, form_page, posted
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of


@members(Permission.SEE_COPRODUCTION)
@never_cache
@require_safe
def participants(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """Who takes part."""
    viewer = viewer_of(request)
    return render(request, "coproduction/participant_list.jinja", pages.people(viewer, all_series.one(viewer, series)))


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def add_participant(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """Add a stakeholder, a member of the board, an expert: somebody who did not answer a call."""
    viewer = viewer_of(request)
    here = all_series.run_by(viewer, series)
    form = ParticipantForm(posted(request))

    def act(given: dict[str, Any]) -> object:
        return private_links.join_and_tell(series=here, by=viewer.user, **given)

    if done(form, act):
        messages.success(request, "They take part now. Their private link is on its way to them.")
        return redirect("participants", organisation=organisation, series=series)
    return form_page(request, "coproduction/participant_add.jinja", pages.adding(viewer, here), form)


@members(Permission.SEE_NAMES)
@never_cache
@require_safe
def participant_addresses(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """Names and ways to reach people, to print."""
    viewer = viewer_of(request)
    return render(request, "coproduction/participant_print.jinja", pages.people(viewer, found.named_series(viewer, series), "Addresses"))


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def end_series(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """Say that a series is over: from then names are kept only so long."""
    viewer = viewer_of(request)
    here = all_series.run_by(viewer, series)
    form = forms.Form(posted(request))
    if done(form, lambda given: acting.end_series(series=here, by=viewer.user)):
        messages.success(request, "The series is over. Thank those who took part.")
        return redirect("participants", organisation=organisation, series=series)
    return form_page(request, "coproduction/participant_end_series.jinja", pages.ending(viewer, here), form)


@members(Permission.SEE_NAMES)
@never_cache
@require_safe
def participant(request: HttpRequest, organisation: str, participant: int) -> HttpResponse:
    """One person, with their name."""
    viewer = viewer_of(request)
    return render(request, "coproduction/participant_one.jinja", pages.person(viewer, found.one(viewer, participant)))


@members(Permission.SEE_NAMES)
@require_POST
def participant_new_link(request: HttpRequest, organisation: str, participant: int) -> HttpResponse:
    """Send somebody a new private link; those that they had end."""
    viewer = viewer_of(request)
    form = forms.Form(request.POST)
    one = found.one(viewer, participant)
    if done(form, lambda given: private_links.send_new(participant=one, by=viewer.user)):
        messages.success(request, "A new link is on its way. The old one does not work any more.")
    else:
        messages.info(request, " ".join(map(str, form.non_field_errors())))
    return redirect("participant", organisation=organisation, participant=participant)


@members(Permission.SEE_NAMES)
@require_http_methods(FORM_OR_PAGE)
def participant_leave(request: HttpRequest, organisation: str, participant: int) -> HttpResponse:
    """Write down that somebody has left, once more asked."""
    viewer = viewer_of(request)
    one = found.one(viewer, participant)
    if request.method == "POST":
        acting.leave(participant=one, by=viewer.user)
        messages.success(request, f"{one.label} has left. Is a place free now? Ask the next on the reserve list.")
        return redirect("participants", organisation=organisation, series=one.series_id)
    return render(request, "coproduction/participant_leave.jinja", pages.person(viewer, one, "They have left"))


@members(Permission.SEE_NAMES)
@never_cache
@require_http_methods(FORM_OR_PAGE)
def participant_erase(request: HttpRequest, organisation: str, participant: int) -> HttpResponse:
    """Take a person out at their wish, which came by phone or by post."""
    viewer = viewer_of(request)
    one = found.one(viewer, participant)
    form = EraseParticipantForm(posted(request))

    def act(given: dict[str, Any]) -> object:
        return privacy.erase_participant(participant=one, words=given["words"] == "erase", by=viewer.user)

    if done(form, act):
        messages.success(request, f"What we held of {one.label} is gone.")
        return redirect("participants", organisation=organisation, series=one.series_id)
    return form_page(request, "coproduction/participant_erase.jinja", pages.person(viewer, one, "Take out all that we hold"), form)
