"""One thing that somebody said, for those who work with it: its themes, a flag, a second reading, taking it back for the person."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from levelground.errors import UserFacingError
from levelground.web.coproduction.actions import contributions as acting
from levelground.web.coproduction.forms.contributions import FlagForm, NoteThemesForm, SecondReadingForm, TakenBackForm
from levelground.web.coproduction.presenters import contributions as pages
from levelground.web.coproduction.queries import board
from levelground.web.coproduction.queries import contributions as found
from levelground.web.coproduction.queries import series as all_series
from levelground.web.coproduction.views.sent_forms import FORM_OR_PAGE, posted
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of


@members(Permission.SEE_COPRODUCTION)
@require_safe
def contribution(request: HttpRequest, organisation: str, series: int, contribution: int) -> HttpResponse:
    """What was said, by label, with what may be done with it."""
    viewer = viewer_of(request)
    row = all_series.one(viewer, series)
    said = found.one(row, contribution)
    themes = board.themes(row)
    ticked = {"themes": [str(theme.pk) for theme in said.themes.all()]}
    return render(
        request,
        "coproduction/contribution.jinja",
        {
            **pages.of_contribution(viewer, row, said, "One note"),
            "themes_form": NoteThemesForm(themes=themes, initial=ticked) if themes else None,
            "flag_form": FlagForm(),
        },
    )


@members(Permission.RUN_COPRODUCTION)
@require_POST
def theme_contribution(request: HttpRequest, organisation: str, series: int, contribution: int) -> HttpResponse:
    """Put it under the themes that are ticked."""
    viewer = viewer_of(request)
    row = all_series.run_by(viewer, series)
    form = NoteThemesForm(request.POST, themes=board.themes(row))
    if form.is_valid():
        said = found.one(row, contribution)
        _done(request, lambda: acting.set_themes(contribution=said, themes=form.chosen(), by=viewer.user), "Its themes are kept.")
    return redirect("contribution", organisation=organisation, series=series, contribution=contribution)


@members(Permission.SEE_COPRODUCTION)
@require_POST
def flag_contribution(request: HttpRequest, organisation: str, series: int, contribution: int) -> HttpResponse:
    """Say that it is sensitive: every reader may. Nothing of it is quoted until somebody else has read it again."""
    viewer = viewer_of(request)
    said = found.one(all_series.one(viewer, series), contribution)
    form = FlagForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why it is sensitive.")
    else:
        because = form.cleaned_data["because"]
        kept = "It is marked as sensitive. Somebody else reads it again before anything is quoted."
        _done(request, lambda: acting.flag_sensitive(contribution=said, because=because, by=viewer.user), kept)
    return redirect("contribution", organisation=organisation, series=series, contribution=contribution)


@members(Permission.READ_AGAIN)
@require_safe
def second_readings(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """What waits for a second reading by this person."""
    viewer = viewer_of(request)
    row = all_series.one(viewer, series)
    context = pages.of_series(viewer, row, "Second readings", *pages.trail(viewer, row))
    waiting = pages.notes(viewer, found.to_read_again(viewer, row))
    return render(request, "coproduction/contribution_readings.jinja", {**context, "notes": waiting})


@members(Permission.READ_AGAIN)
@require_http_methods(FORM_OR_PAGE)
def read_contribution_again(request: HttpRequest, organisation: str, series: int, contribution: int) -> HttpResponse:
    """Read something sensitive a second time, and say whether a part of it may be quoted."""
    viewer = viewer_of(request)
    row = all_series.one(viewer, series)
    said = found.one(row, contribution)
    form = SecondReadingForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            acting.read_again(contribution=said, verdict=form.cleaned_data["verdict"], by=viewer.user)
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, "Your reading is kept.")
            return redirect("second_readings", organisation=organisation, series=series)
    may = found.may_read_again(viewer, said)
    return _page(request, "contribution_read_again", pages.of_contribution(viewer, row, said, "Second reading"), form, may=may)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def withdraw_contribution(request: HttpRequest, organisation: str, series: int, contribution: int) -> HttpResponse:
    """Take words back for somebody who asked for it; asked once more, because nobody can bring them back."""
    viewer = viewer_of(request)
    row = all_series.run_by(viewer, series)
    said = found.one(row, contribution)
    form = TakenBackForm(posted(request))
    if form.is_bound and form.is_valid():
        acting.withdraw(contribution=said, by=viewer.user, because=form.cleaned_data["because"])
        messages.success(request, "The words are gone from this site.")
        return redirect("board", organisation=organisation, series=series)
    return _page(request, "contribution_withdraw", pages.of_contribution(viewer, row, said, "Take words back"), form)


def _page(request: HttpRequest, name: str, context: pages.Context, form: Form, **more: object) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, f"coproduction/{name}.jinja", {**context, "form": form, **more}, status=status)


def _done(request: HttpRequest, act: pages.Act, said: str) -> None:
    try:
        act()
    except UserFacingError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, said)
