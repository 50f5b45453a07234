"""The answers to a call, for members: the desk, answers by phone or on paper, calls in other languages, what was held back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from levelground.errors import UserFacingError
from levelground.web.coproduction.actions import call_backs as calling
from levelground.web.coproduction.actions import demographics
from levelground.web.coproduction.actions import interest as acting
from levelground.web.coproduction.actions import interest_entry as entering
from levelground.web.coproduction.forms.interest_desk import EnterInterestForm, HeldInterestForm, begun_with, call_back_form
from levelground.web.coproduction.presenters import interest_desk as pages
from levelground.web.coproduction.queries import interest as found
from levelground.web.coproduction.queries import opportunities
from levelground.web.coproduction.views.interest import sound
from levelground.web.coproduction.views.sent_forms import FORM_OR_PAGE, form_page, posted
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of

LONGEST_NUMBER = 18


@members(Permission.RUN_COPRODUCTION)
@require_safe
def interest_desk(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """How many answered and how, who waits for a call, what was held back."""
    viewer = viewer_of(request)
    return render(request, "coproduction/interest_desk.jinja", pages.desk(viewer, opportunities.run_by(viewer, opportunity)))


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def enter_interest(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """Write down an answer that came by phone or on paper."""
    viewer = viewer_of(request)
    call = opportunities.run_by(viewer, opportunity)
    asked = request.GET.get("call_back", "")
    called = found.call_to_make(viewer, call, int(asked)) if asked.isdecimal() and len(asked) < LONGEST_NUMBER else None
    context = pages.enter_page(viewer, call)
    form = EnterInterestForm(posted(request), closed=not context["is_open"], initial=begun_with(called) if called else {})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = entering.enter(
                opportunity=call,
                form_key=form.key,
                channel=given["channel"],
                answers=form.answers(),
                call_back=called,
                in_time=given.get("in_time", False),
                by=viewer.user,
            )
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"It is written down. Tell them their reference: {made.reference}.")
            return redirect("interest_desk", organisation=organisation, opportunity=opportunity)
    return form_page(request, "coproduction/interest_enter.jinja", context, form)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def held_interest(request: HttpRequest, organisation: str, expression: int) -> HttpResponse:
    """One that was held back: read it, then release it or leave it out."""
    viewer = viewer_of(request)
    held = found.held_one(viewer, expression)
    form = HeldInterestForm(posted(request))
    if form.is_bound and form.is_valid():
        if form.cleaned_data["decision"] == "release":
            acting.release(expression=held, by=viewer.user)
            messages.success(request, f"{held.reference} is read with the others now.")
        else:
            acting.leave_out(expression=held, because=form.cleaned_data["because"], by=viewer.user)
            messages.success(request, f"{held.reference} is left out. It is kept, with your reason.")
        return redirect("interest_desk", organisation=organisation, opportunity=held.opportunity_id)
    return form_page(request, "coproduction/interest_held.jinja", pages.held_page(viewer, held), form)


@members(Permission.SEE_NAMES)
@never_cache
@require_safe
def call_backs(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """Who asked to be called, with the number; for the named people."""
    viewer = viewer_of(request)
    return render(request, "coproduction/interest_call_backs.jinja", pages.call_backs_page(viewer, found.named_call(viewer, opportunity)))


@members(Permission.SEE_NAMES)
@never_cache
@require_http_methods(FORM_OR_PAGE)
def call_back(request: HttpRequest, organisation: str, call_back: int) -> HttpResponse:
    """One call: the interpreter, each try, done."""
    viewer = viewer_of(request)
    one = found.call_back(viewer, call_back)
    form = call_back_form(one, posted(request))
    if form.is_bound and form.is_valid():
        outcome = form.cleaned_data["outcome"]
        calling.keep(
            call_back=one, interpreter=form.cleaned_data["interpreter"], tried=outcome == "tried", done=outcome == "done", by=viewer.user
        )
        messages.success(request, "It is written down.")
        return redirect("call_backs", organisation=organisation, opportunity=one.expression.opportunity_id)
    return form_page(request, "coproduction/interest_call_back.jinja", pages.call_back_page(viewer, one), form)


@members(Permission.SEE_NAMES)
@never_cache
@require_safe
def interest_people(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """Who answered, and how to reach them; for the named people."""
    viewer = viewer_of(request)
    return render(request, "coproduction/interest_people.jinja", pages.people_page(viewer, found.named_call(viewer, opportunity)))


@members(Permission.READ_INTEREST)
@require_safe
def voice_note(request: HttpRequest, organisation: str, expression: int) -> HttpResponse:
    """A voice note, for those who read the answers; the person was told that they hear it."""
    return sound(request, found.voice_note(viewer_of(request), expression))


@members(Permission.SEE_DEMOGRAPHICS)
@never_cache
@require_http_methods(FORM_OR_PAGE)
def interest_demographics(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """What people said about themselves, counted once when somebody asks: bands and their own words, without a name."""
    viewer = viewer_of(request)
    call = opportunities.run_by(viewer, opportunity)
    form = forms.Form(posted(request))
    if form.is_bound and form.is_valid():
        try:
            demographics.count(opportunity=call, by=viewer.user)
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "It is counted.")
            return redirect("interest_demographics", organisation=organisation, opportunity=opportunity)
    return form_page(request, "coproduction/interest_demographics.jinja", pages.demographics_page(viewer, call), form)
