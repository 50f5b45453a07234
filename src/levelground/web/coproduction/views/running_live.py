"""A session while it goes on, for whoever runs it: open and close the notes, ask, write down for others, see what comes in."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from levelground.errors import UserFacingError
from levelground.web.coproduction.actions import contributions as acting
from levelground.web.coproduction.actions import prompts as asking
from levelground.web.coproduction.forms.contributions import EnterNotesForm, PromptForm
from levelground.web.coproduction.presenters import contributions as notes
from levelground.web.coproduction.presenters import live as pages
from levelground.web.coproduction.queries import contributions, plan_parts, workshops
from levelground.web.coproduction.queries import series as all_series
from levelground.web.coproduction.views.live import FORM_OR_PAGE, own_script_may_send
from levelground.web.coproduction.views.sent_forms import posted
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of


@members(Permission.RUN_COPRODUCTION)
@own_script_may_send
@require_http_methods(FORM_OR_PAGE)
def run_live(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """The code to show in the room, the questions, the notes as they come in; and the form to ask one more question."""
    viewer = viewer_of(request)
    session = workshops.run_by(viewer, workshop)
    form = PromptForm(posted(request), elements=plan_parts.parts(session.series))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        asking.ask(workshop=session, words=given["words"], element=given.get("element", ""), by=viewer.user)
        messages.success(request, "The question is open. People see it when they open their page again.")
        return redirect("run_live", organisation=organisation, workshop=workshop)
    context = pages.running(viewer, session, form=form, live_page=request.build_absolute_uri(reverse("live")))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "coproduction/live_run.jinja", context, status=status)


@members(Permission.RUN_COPRODUCTION)
@require_safe
def live_notes(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """What came in so far: the page of the session takes its list from here again and again while it is open."""
    viewer = viewer_of(request)
    session = workshops.run_by(viewer, workshop)
    return render(request, "coproduction/live_notes.jinja", pages.running(viewer, session))


@members(Permission.RUN_COPRODUCTION)
@require_POST
def open_notes(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """From now on everybody with the code can send notes."""
    viewer = viewer_of(request)
    try:
        asking.start_capture(workshop=workshops.run_by(viewer, workshop), by=viewer.user)
    except UserFacingError as refused:
        messages.info(request, refused.message)
    else:
        messages.success(request, "Notes are open. Show people the code.")
    return redirect("run_live", organisation=organisation, workshop=workshop)


@members(Permission.RUN_COPRODUCTION)
@require_POST
def close_notes(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """Nobody begins a note with the code any more."""
    viewer = viewer_of(request)
    asking.stop_capture(workshop=workshops.run_by(viewer, workshop), by=viewer.user)
    messages.success(request, "Notes are closed. What waits on a phone still comes in. People with a private link can still write.")
    return redirect("run_live", organisation=organisation, workshop=workshop)


@members(Permission.RUN_COPRODUCTION)
@require_POST
def turn_prompt(request: HttpRequest, organisation: str, workshop: int, prompt: int) -> HttpResponse:
    """Close a question that is open, and open one that is closed."""
    viewer = viewer_of(request)
    row = contributions.prompt(workshops.run_by(viewer, workshop), prompt)
    if row.open:
        asking.close_prompt(prompt=row, by=viewer.user)
    else:
        asking.open_prompt(prompt=row, by=viewer.user)
    messages.success(request, "The question is open." if row.open else "The question is closed. The answers stay.")
    return redirect("run_live", organisation=organisation, workshop=workshop)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def enter_notes(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """Write down notes for others: said in the room, on the phone, or on the printed pack."""
    viewer = viewer_of(request)
    session = workshops.run_by(viewer, workshop)
    context = notes.of_session(viewer, session, "Write down notes for others")
    return _entering(request, context, redirect("enter_notes", organisation=organisation, workshop=workshop))


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def enter_contributions(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """The same outside the sessions: on the phone, or on paper."""
    viewer = viewer_of(request)
    row = all_series.run_by(viewer, series)
    context = notes.of_series(viewer, row, "Write down what somebody said", *notes.trail(viewer, row))
    return _entering(request, context, redirect("board", organisation=organisation, series=series))


def _entering(request: HttpRequest, context: notes.Context, then: HttpResponse) -> HttpResponse:
    viewer, series, session = viewer_of(request), context["series"], context.get("workshop")
    form = EnterNotesForm(
        posted(request),
        initial=EnterNotesForm.beginning(session),
        people=notes.people(viewer, series),
        workshop=session,
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        acting.write_down(
            series=series,
            workshop=session,
            participant=given["who"],
            prompt=given["prompt"],
            notes=given["words"],
            when=given["when"],
            medium=given["medium"],
            form_key=given["form_key"],
            attribution=given["attribution"],
            pseudonym=given["pseudonym"],
            sensitive=given["sensitive"],
            by=viewer.user,
        )
        messages.success(request, f"Notes kept: {len(given['words'])}.")
        return then
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "coproduction/live_enter.jinja", {**context, "form": form}, status=status)
