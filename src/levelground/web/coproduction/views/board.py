"""The board of a series: what was said, under themes. By keyboard and without scripts: a list to choose from and a button."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from levelground.errors import UserFacingError
from levelground.web.coproduction.actions import contributions as acting
from levelground.web.coproduction.actions import themes as theming
from levelground.web.coproduction.forms.contributions import MoveNoteForm, ThemeForm
from levelground.web.coproduction.presenters import contributions as pages
from levelground.web.coproduction.queries import board as found
from levelground.web.coproduction.queries import contributions
from levelground.web.coproduction.queries import series as all_series
from levelground.web.coproduction.views.sent_forms import FORM_OR_PAGE, posted
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of


@members(Permission.SEE_COPRODUCTION)
@require_http_methods(["GET", "HEAD"])
def board(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """Everything that was said in a series: what stands under no theme first, then theme by theme."""
    viewer = viewer_of(request)
    return render(request, "coproduction/board.jinja", pages.board_of(viewer, all_series.one(viewer, series), ThemeForm()))


@members(Permission.RUN_COPRODUCTION)
@require_POST
def add_theme(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """A new column."""
    viewer = viewer_of(request)
    row = all_series.run_by(viewer, series)
    form = ThemeForm(request.POST)
    if form.is_valid():
        try:
            theming.add(series=row, name=form.cleaned_data["name"], by=viewer.user)
        except UserFacingError as refused:
            form.add_error("name", refused.message)
        else:
            messages.success(request, "The theme is on the board.")
            return redirect("board", organisation=organisation, series=series)
    context = pages.board_of(viewer, row, form)
    return render(request, "coproduction/board.jinja", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def rename_theme(request: HttpRequest, organisation: str, series: int, theme: int) -> HttpResponse:
    """Another name for a theme."""
    viewer = viewer_of(request)
    row = all_series.run_by(viewer, series)
    column = found.theme(row, theme)
    form = ThemeForm(posted(request), initial={"name": column.name})
    if form.is_bound and form.is_valid():
        try:
            theming.rename(theme=column, name=form.cleaned_data["name"], by=viewer.user)
        except UserFacingError as refused:
            form.add_error("name", refused.message)
        else:
            messages.success(request, "The theme has its new name.")
            return redirect("board", organisation=organisation, series=series)
    context = {**pages.of_series(viewer, row, "Rename a theme", *pages.trail(viewer, row)), "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "coproduction/board_theme.jinja", context, status=status)


@members(Permission.RUN_COPRODUCTION)
@require_POST
def move_note(request: HttpRequest, organisation: str, series: int, contribution: int) -> HttpResponse:
    """Put a note into another column, or into one more; the page goes on at the next one without a theme, or back to the note."""
    viewer = viewer_of(request)
    row = all_series.run_by(viewer, series)
    note = contributions.one(row, contribution)
    form = MoveNoteForm(request.POST, themes=found.themes(row))
    if form.is_valid():
        try:
            acting.set_themes(contribution=note, themes=form.themes_of(note), by=viewer.user)
        except UserFacingError as refused:
            messages.error(request, refused.message)
        else:
            chosen = form.themes.get(form.cleaned_data["theme"])
            messages.success(request, f"The note stands under “{chosen.name}” now." if chosen else "The note stands under no theme now.")
    then = (form.cleaned_data.get("then") if form.is_valid() else None) or note.pk
    return redirect(f"{reverse('board', kwargs={'organisation': organisation, 'series': series})}#note-{then}")
