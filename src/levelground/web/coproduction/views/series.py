"""Series: the front page of co-production, one series, who knows names in it, and who is served."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from levelground.web.coproduction.actions import series as acts
from levelground.web.coproduction.forms.series import NameHolderForm, ServedGroupsForm, StartSeriesForm, as_typed
from levelground.web.coproduction.presenters import series as present
from levelground.web.coproduction.queries import series as found
from levelground.web.coproduction.refusals import CallRefused
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer, viewer_of

FORM = ["GET", "HEAD", "POST"]


def refused(form: Form, error: CallRefused) -> None:
    """What an action refused, at its field; everything that was typed stays in the form."""
    for name, said in error.problems.items():
        form.add_error(name if name in form.fields else None, said)


def to(viewer: Viewer, name: str, **parts: Any) -> HttpResponse:
    """On to a page of the viewer's organisation."""
    return HttpResponseRedirect(reverse(name, kwargs={"organisation": viewer.organisation.slug, **parts}))


@members(Permission.SEE_COPRODUCTION)
@require_safe
def coproduction(request: HttpRequest, organisation: str) -> HttpResponse:
    """What needs doing first, and every series."""
    return render(request, "coproduction/series_list.jinja", present.front(viewer_of(request)))


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM)
def start_series(request: HttpRequest, organisation: str) -> HttpResponse:
    """Begin a series."""
    viewer = viewer_of(request)
    form = StartSeriesForm(
        request.POST or None, packages=found.packages(viewer), others=found.other_organisations(viewer), host=viewer.organisation.name
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["package"]
        made = acts.start(
            organisation=viewer.organisation,
            title=form.cleaned_data["title"],
            purpose=form.cleaned_data["purpose"],
            influence=form.cleaned_data["influence"],
            package=found.package(viewer, int(chosen)) if chosen else None,
            identities_held_by=form.holder(),
            by=viewer.user,
        )
        messages.success(request, "The series is begun. Next, say who will know the names of those who come.")
        return to(viewer, "series", series=made.pk)
    page = present.form_page(viewer, form, "Start a series")
    return render(request, "coproduction/series_start.jinja", page, status=422 if form.errors else 200)


@members(Permission.SEE_COPRODUCTION)
@require_safe
def series(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """One series."""
    viewer = viewer_of(request)
    return render(request, "coproduction/series_one.jinja", present.series(viewer, found.one(viewer, series)))


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM)
def name_holder(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """Name somebody who knows who takes part; only the organisation that keeps the names says so."""
    viewer = viewer_of(request)
    one = found.named_by(viewer, series)
    form = NameHolderForm(request.POST or None, people=found.may_be_named(one))
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("named_as", "confirmed_independent")}
        try:
            acts.name_holder(series=one, user=form.person(), by=viewer.user, **said)
        except CallRefused as error:
            refused(form, error)
        else:
            messages.success(request, "Named. Everybody reads on each call who knows the names.")
            return to(viewer, "series", series=one.pk)
    page = present.form_page(viewer, form, "Name somebody who will know who takes part", one)
    return render(request, "coproduction/series_holder.jinja", page, status=422 if form.errors else 200)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM)
def end_holder(request: HttpRequest, organisation: str, series: int, holder: int) -> HttpResponse:
    """Somebody is to know names no more: asked once more, then done."""
    viewer = viewer_of(request)
    one = found.named_by(viewer, series)
    row = found.holder(one, holder)
    if request.method == "POST":
        acts.end_holder(holder=row, by=viewer.user)
        messages.success(request, "From now on this person sees no names in this series.")
        return to(viewer, "series", series=one.pk)
    page = present.form_page(viewer, None, "End somebody’s knowledge of names", one, holder=row)
    return render(request, "coproduction/series_end_holder.jinja", page)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM)
def served_groups(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """How many people of each group are served: the whole table, typed or pasted."""
    viewer = viewer_of(request)
    one = found.run_by(viewer, series)
    form = ServedGroupsForm(request.POST or None, initial={"counts": as_typed(found.served(one))})
    if request.method == "POST" and form.is_valid():
        counts = form.cleaned_data["counts"]
        acts.set_served_groups(series=one, counts=counts, by=viewer.user)
        messages.success(request, f"Kept: {len(counts)} {'group' if len(counts) == 1 else 'groups'}.")
        return to(viewer, "series", series=one.pk)
    page = present.serving(viewer, form, one)
    return render(request, "coproduction/series_served.jinja", page, status=422 if form.errors else 200)


@members(Permission.RUN_COPRODUCTION)
@require_POST
def open_public_page(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """Everybody may read what is said and done in this series."""
    viewer = viewer_of(request)
    one = found.run_by(viewer, series)
    acts.open_public_page(series=one, by=viewer.user)
    messages.success(request, "The public page is open. Everybody can read what was said and what was done.")
    return to(viewer, "series", series=one.pk)
