"""First readings without names, choosing, who is missing, telling everybody, the reserve list; and the page of one person's outcome."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from levelground.web.coproduction.actions import missing_people as counting
from levelground.web.coproduction.actions import selection as acting
from levelground.web.coproduction.forms.selection import OtherWayForm, OutcomeForm, ReadingForm
from levelground.web.coproduction.presenters import selection as pages
from levelground.web.coproduction.queries import opportunities
from levelground.web.coproduction.queries import selection as found
from levelground.web.coproduction.views.private import private_link
from levelground.web.coproduction.views.sent_forms import FORM_OR_PAGE, done, form_page, posted
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.policy import anyone, members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of


@members(Permission.READ_INTEREST)
@require_safe
def readings(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """What there is to read without names, and what this reader has read."""
    viewer = viewer_of(request)
    return render(request, "coproduction/selection_readings.jinja", pages.readings(viewer, opportunities.run_by(viewer, opportunity)))


@members(Permission.READ_INTEREST)
@require_http_methods(FORM_OR_PAGE)
def read_interest(request: HttpRequest, organisation: str, opportunity: int, expression: int) -> HttpResponse:
    """Read one, criterion by criterion; or say that one has a conflict."""
    viewer = viewer_of(request)
    chosen = found.one(viewer, opportunity, expression)
    form = ReadingForm(posted(request), call=chosen.opportunity)

    def act(given: dict[str, Any]) -> object:
        met = {} if given["conflict"] else form.met()
        return acting.read(expression=chosen, met=met, words=given["words"], conflict=given["conflict"], by=viewer.user)

    if done(form, act):
        messages.success(request, "Thank you. It is kept. Here is what is left to read.")
        return redirect("readings", organisation=organisation, opportunity=opportunity)
    return form_page(request, "coproduction/selection_read.jinja", pages.reading(viewer, chosen), form)


@members(Permission.RUN_COPRODUCTION)
@require_safe
def selection(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """All answers side by side."""
    viewer = viewer_of(request)
    return render(request, "coproduction/selection_list.jinja", pages.selection(viewer, opportunities.run_by(viewer, opportunity)))


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def choose_interest(request: HttpRequest, organisation: str, opportunity: int, expression: int) -> HttpResponse:
    """Decide what comes of one, with all readings of it side by side."""
    viewer = viewer_of(request)
    chosen = found.one(viewer, opportunity, expression)
    context = pages.choosing(viewer, chosen)
    held = context["outcome"]
    form = OutcomeForm(posted(request), initial=pages.as_chosen(held))

    def act(given: dict[str, Any]) -> object:
        return acting.choose(expression=chosen, **given, by=viewer.user)

    if done(form, act):
        messages.success(request, f"{chosen.reference}: what comes of it is kept. Nobody is told yet.")
        return redirect("selection", organisation=organisation, opportunity=opportunity)
    return form_page(request, "coproduction/selection_choose.jinja", context, form)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def other_way_for(request: HttpRequest, organisation: str, opportunity: int, expression: int) -> HttpResponse:
    """Write down what somebody said to the other way, on the phone or in a letter."""
    viewer = viewer_of(request)
    chosen = found.one(viewer, opportunity, expression)
    form = OtherWayForm(posted(request))

    def act(given: dict[str, Any]) -> object:
        return acting.answer_other_way(expression=chosen, accepts=given["answer"] == "yes", way=given["way"], by=viewer.user)

    if done(form, act):
        messages.success(request, f"{chosen.reference}: their answer is kept.")
        return redirect("selection", organisation=organisation, opportunity=opportunity)
    return form_page(request, "coproduction/selection_answer.jinja", pages.choosing(viewer, chosen), form)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def missing_people(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """Who is missing among those who answered and those who are chosen; counted when somebody asks."""
    viewer = viewer_of(request)
    call = opportunities.run_by(viewer, opportunity)
    form = forms.Form(posted(request))
    if done(form, lambda given: counting.count(opportunity=call, by=viewer.user)):
        messages.success(request, "It is counted.")
        return redirect("missing_people", organisation=organisation, opportunity=opportunity)
    return form_page(request, "coproduction/selection_missing.jinja", pages.missing(viewer, call), form)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def tell_everybody(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """Tell everybody what came of their answer, once more asked."""
    viewer = viewer_of(request)
    call = opportunities.run_by(viewer, opportunity)
    form = forms.Form(posted(request))
    if done(form, lambda given: acting.tell_everybody(opportunity=call, by=viewer.user)):
        messages.success(request, "Emails are sent. Whoever wants a call or a letter is on the list of people to tell.")
        return redirect("notices", organisation=organisation)
    return form_page(request, "coproduction/selection_tell.jinja", pages.telling(viewer, call), form)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def draw_from_reserve(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """Ask the next on the reserve list, where a place is free."""
    viewer = viewer_of(request)
    call = opportunities.run_by(viewer, opportunity)
    form = forms.Form(posted(request))
    if done(form, lambda given: acting.draw_from_reserve(opportunity=call, by=viewer.user)):
        messages.success(request, "The next person on the list is asked.")
        return redirect("selection", organisation=organisation, opportunity=opportunity)
    return form_page(request, "coproduction/selection_reserve.jinja", pages.drawing(viewer, call), form)


@members(Permission.SEE_COPRODUCTION)
@require_safe
def not_told(request: HttpRequest, organisation: str) -> HttpResponse:
    """Who was not told by the promised day, who waits longest first."""
    return render(request, "coproduction/selection_not_told.jinja", pages.not_told(viewer_of(request)))


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def my_outcome(request: HttpRequest, secret: str) -> HttpResponse:
    """What came of one's answer, and the other paid way, to say yes or no to."""
    outcome = found.by_outcome_link(secret)
    form = OtherWayForm(posted(request), initial={"way": outcome.other_way})
    private: list[str] = []

    def act(given: dict[str, Any]) -> object:
        accepts = given["answer"] == "yes"
        private.append(acting.answer_other_way(expression=outcome.expression, accepts=accepts, way=given["way"]))
        return private

    if done(form, act):
        if private[0]:
            messages.success(request, Phrase("Thank you. This is your own page. Keep its address: it is yours alone."))
            return redirect("mine", secret=private[0])
        messages.success(request, Phrase("Thank you for telling us. You can change your mind here."))
        return redirect("my_outcome", secret=secret)
    return form_page(request, "coproduction/selection_outcome.jinja", pages.mine(outcome), form)
