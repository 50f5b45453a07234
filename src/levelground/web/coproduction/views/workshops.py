"""The sessions of a series for those who run and see them: plan, look, change, prepare, cancel, print."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from levelground.errors import UserFacingError
from levelground.web.coproduction import calendars
from levelground.web.coproduction.actions import workshops as acting
from levelground.web.coproduction.forms.workshops import CancelSessionForm, ChangeSessionForm, PlanSessionsForm, PrepareSessionForm
from levelground.web.coproduction.presenters import sessions
from levelground.web.coproduction.presenters import workshops as pages
from levelground.web.coproduction.queries import series as all_series
from levelground.web.coproduction.queries import workshops as found
from levelground.web.coproduction.views.sent_forms import FORM_OR_PAGE, posted
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of

ROWS = 3


@members(Permission.SEE_COPRODUCTION)
@require_safe
def workshops(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """All sessions of a series."""
    viewer = viewer_of(request)
    return render(request, "coproduction/workshop_list.jinja", sessions.listed(viewer, all_series.one(viewer, series)))


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def plan_workshops(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """Plan several sessions at once."""
    viewer = viewer_of(request)
    row = all_series.run_by(viewer, series)
    rows = request.GET.get("rows", "")
    many = int(rows) if rows.isdecimal() and len(rows) < ROWS else ROWS
    form = PlanSessionsForm(posted(request), rows=many, first=found.of_series(row).count() + 1)
    if form.is_bound and form.is_valid():
        made = acting.plan_all(series=row, sessions=form.sessions, timezone=form.cleaned_data["timezone"], by=viewer.user)
        planned = "One session is planned." if len(made) == 1 else f"{len(made)} sessions are planned."
        messages.success(request, f"{planned} Nobody is invited yet.")
        return redirect("workshops", organisation=organisation, series=series)
    context = {**sessions.of_series(viewer, row, "Plan sessions"), "form": form, "more_rows": len(form.rows) + ROWS}
    return render(request, "coproduction/workshop_plan.jinja", context, status=422 if form.errors else 200)


@members(Permission.SEE_COPRODUCTION)
@require_safe
def workshop(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """One session: what is not arranged first, then what is still to be done."""
    viewer = viewer_of(request)
    return render(request, "coproduction/workshop.jinja", pages.page(viewer, found.one(viewer, workshop)))


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def change_workshop(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """Change when or where it is; everybody who was invited is told."""
    viewer = viewer_of(request)
    row = found.run_by(viewer, workshop)
    form = ChangeSessionForm(posted(request), workshop=row)
    if form.is_bound and form.is_valid():
        try:
            acting.change(workshop=row, fields=form.changes(), seen=form.cleaned_data["seen"], by=viewer.user)
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "The session is changed. Everybody who was invited is told.")
            return redirect("workshop", organisation=organisation, workshop=workshop)
    context = {"told": found.told(row).count()}
    return _formed(
        request, "coproduction/workshop_change.jinja", sessions.of_workshop(viewer, row, "Change when or where"), form, **context
    )


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def prepare_workshop(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """Say what happens in it, who leads it, and who is there when it becomes too much."""
    viewer = viewer_of(request)
    row = found.run_by(viewer, workshop)
    before = {
        "agenda": row.agenda,
        "power_note": row.power_note,
        "distress_route": row.distress_route,
        "facilitators": [str(user.pk) for user in found.facilitators(row)],
    }
    form = PrepareSessionForm(posted(request), initial=before, people=found.may_facilitate(row))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        said = {name: given[name] for name in ("agenda", "power_note", "distress_route")}
        try:
            acting.prepare(workshop=row, facilitators=form.chosen(), by=viewer.user, **said)
        except UserFacingError as refused:
            form.add_error("distress_route", refused.message)
        else:
            messages.success(request, "What you wrote is kept. People who are invited see it.")
            return redirect("workshop", organisation=organisation, workshop=workshop)
    return _formed(request, "coproduction/workshop_prepare.jinja", sessions.of_workshop(viewer, row, "Prepare the session"), form)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def cancel_workshop(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """Cancel it, once more asked: people are told, and it may have to be paid all the same."""
    viewer = viewer_of(request)
    row = found.run_by(viewer, workshop)
    form = CancelSessionForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            done = acting.cancel(workshop=row, because=form.cleaned_data["because"], by=viewer.user)
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            paid = " It was late, so it is paid all the same." if done.cancelled_late else ""
            messages.success(request, f"The session is cancelled. Everybody who was invited is told.{paid}")
            return redirect("workshop", organisation=organisation, workshop=workshop)
    context = pages.cancelling(viewer, row)
    return _formed(request, "coproduction/workshop_cancel.jinja", context, form)


@members(Permission.SEE_COPRODUCTION)
@require_safe
def workshop_calendar(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """The session for a calendar."""
    row = found.one(viewer_of(request), workshop)
    return calendar(calendars.calendar_file(row, contact_email=found.contact(row.series).email), calendars.file_name(row))


@members(Permission.RUN_COPRODUCTION)
@require_safe
def offline_pack(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """All that a room without a connection needs, to print."""
    viewer = viewer_of(request)
    return render(request, "coproduction/workshop_offline.jinja", pages.offline(viewer, found.run_by(viewer, workshop)))


def calendar(content: bytes, name: str) -> HttpResponse:
    """A calendar file as an answer."""
    answer = HttpResponse(content, content_type=f"{calendars.MEDIA_TYPE}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _formed(request: HttpRequest, template: str, context: dict[str, Any], form: Form, **more: Any) -> HttpResponse:
    return render(request, template, {**context, **more, "form": form}, status=422 if form.errors else 200)
