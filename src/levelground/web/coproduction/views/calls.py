"""Open calls for those who run them: written, promised, published, ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from levelground.web.coproduction.actions import opportunities as acts
from levelground.web.coproduction.forms.opportunities import CallForm, WithdrawCallForm, new_values, values_of
from levelground.web.coproduction.presenters import opportunities as pages
from levelground.web.coproduction.presenters import running_calls as present
from levelground.web.coproduction.queries import opportunities as found
from levelground.web.coproduction.queries import series as all_series
from levelground.web.coproduction.refusals import CallRefused
from levelground.web.coproduction.views.series import FORM, refused, to
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM)
def draft_call(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """Write a new call."""
    viewer = viewer_of(request)
    one = all_series.run_by(viewer, series)
    form = CallForm(request.POST or None, initial=new_values(one.title, one.purpose, one.influence))
    if request.method == "POST" and form.is_valid():
        made = acts.draft(series=one, fields=form.values(), criteria=form.criteria_lines() or [], by=viewer.user)
        messages.success(request, "Kept as a draft. Nobody outside sees it. Below is what it still needs.")
        return to(viewer, "run_call", opportunity=made.pk)
    return render(request, "coproduction/call_form.jinja", present.writing(viewer, form, one), status=422 if form.errors else 200)


@members(Permission.SEE_COPRODUCTION)
@require_safe
def run_call(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """One call: what is missing, its promises, its links, how many have answered."""
    viewer = viewer_of(request)
    call = found.one(viewer, opportunity)
    short = request.build_absolute_uri(f"/j/{call.code}")
    return render(request, "coproduction/call_run.jinja", {**present.running(viewer, call), "short": short})


@members(Permission.SEE_COPRODUCTION)
@require_safe
def preview_call(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """The call as people will read it."""
    viewer = viewer_of(request)
    call = found.one(viewer, opportunity)
    return render(request, "coproduction/call.jinja", {**pages.page(call), "preview": True, "breadcrumbs": present.back_to(viewer, call)})


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM)
def change_call(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """Change a call; of a published one only what was not promised."""
    viewer = viewer_of(request)
    call = found.run_by(viewer, opportunity)
    only = acts.AFTER_PUBLICATION if call.published_at else None
    form = CallForm(request.POST or None, initial=values_of(call, found.criteria_of(call)), only=only)
    if request.method == "POST" and form.is_valid():
        try:
            acts.change(opportunity=call, fields=form.values(), criteria=form.criteria_lines(), by=viewer.user)
        except CallRefused as error:
            refused(form, error)
        else:
            messages.success(request, "Your changes are kept.")
            return to(viewer, "run_call", opportunity=call.pk)
    page = present.writing(viewer, form, call.series, call)
    return render(request, "coproduction/call_form.jinja", page, status=422 if form.errors else 200)


@members(Permission.RUN_COPRODUCTION)
@require_POST
def confirm_promise(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """Say that a promise holds; of a draft also that it does not."""
    viewer = viewer_of(request)
    call = found.run_by(viewer, opportunity)
    act = acts.take_back_promise if request.POST.get("take_back") else acts.confirm_promise
    try:
        act(opportunity=call, promise=request.POST.get("promise", ""), by=viewer.user)
    except CallRefused as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, "Kept, with your name and the time.")
    return to(viewer, "run_call", opportunity=call.pk)


@members(Permission.RUN_COPRODUCTION)
@require_POST
def publish_call(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """Put the call out, or say all that is missing."""
    viewer = viewer_of(request)
    call = found.run_by(viewer, opportunity)
    try:
        acts.publish(opportunity=call, by=viewer.user)
    except CallRefused as error:
        if "state" in error.problems:
            messages.warning(request, error.message)
            return to(viewer, "run_call", opportunity=call.pk)
        page = {**present.running(viewer, call), "refused": True, "short": ""}
        return render(request, "coproduction/call_run.jinja", page, status=422)
    messages.success(request, "The call is out. Send its short link, print the poster, and post the letter.")
    return to(viewer, "run_call", opportunity=call.pk)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM)
def withdraw_call(request: HttpRequest, organisation: str, opportunity: int) -> HttpResponse:
    """End a call before its time; everybody who answered is told why."""
    viewer = viewer_of(request)
    call = found.run_by(viewer, opportunity)
    form = WithdrawCallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.withdraw(opportunity=call, because=form.cleaned_data["because"], by=viewer.user)
        except CallRefused as error:
            refused(form, error)
        else:
            messages.success(request, "The call has ended. Its page says why, and those who answered are told.")
            return to(viewer, "run_call", opportunity=call.pk)
    page = present.withdrawing(viewer, form, call)
    return render(request, "coproduction/call_withdraw.jinja", page, status=422 if form.errors else 200)
