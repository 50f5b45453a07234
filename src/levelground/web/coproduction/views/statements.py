"""What the group itself says: written with a private link or for the group, agreed to, checked for two things only, shown."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from levelground.errors import UserFacingError
from levelground.web.coproduction.actions import statements as acting
from levelground.web.coproduction.forms.contributions import StatementForm, TakeOutForm
from levelground.web.coproduction.presenters import contributions as pages
from levelground.web.coproduction.queries import participants
from levelground.web.coproduction.queries import series as all_series
from levelground.web.coproduction.queries import statements as found
from levelground.web.coproduction.views.live import FORM_OR_PAGE
from levelground.web.coproduction.views.private import private_link
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.policy import anyone, members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of


@members(Permission.SEE_COPRODUCTION)
@require_safe
def statements(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """The statements of a group, and how many stand behind each."""
    viewer = viewer_of(request)
    row = all_series.one(viewer, series)
    context = pages.of_series(viewer, row, "What the group says", *pages.trail(viewer, row))
    return render(request, "coproduction/statements.jinja", {**context, **pages.statements(row)})


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def write_statement(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """Write down what the group says, for the group; each of them is asked whether they stand behind it."""
    viewer = viewer_of(request)
    row = all_series.run_by(viewer, series)
    form = StatementForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = acting.write(series=row, **form.cleaned_data, by=viewer.user)
        except UserFacingError as refused:
            form.add_error("words", refused.message)
        else:
            messages.success(request, Phrase("It is kept. People of the group can agree to it on their own pages."))
            return redirect("statement", organisation=organisation, series=series, statement=made.pk)
    context = pages.of_series(viewer, row, "Write down what the group says", *pages.trail(viewer, row))
    return _page(request, "statement_write", {**context, "form": form})


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def statement(request: HttpRequest, organisation: str, series: int, statement: int) -> HttpResponse:
    """One statement as it looks, and taking out what must go, with the reason that is printed."""
    viewer = viewer_of(request)
    row = all_series.run_by(viewer, series)
    said = found.one(row, statement)
    form = TakeOutForm(request.POST if request.method == "POST" else None, initial={"words": said.words})
    if form.is_bound and form.is_valid():
        try:
            acting.take_out(statement=said, words=form.cleaned_data["words"], because=form.cleaned_data["because"], by=viewer.user)
        except UserFacingError as refused:
            form.add_error("words", refused.message)
        else:
            messages.success(request, Phrase("It is changed. The group is asked again, because these are other words."))
            return redirect("statement", organisation=organisation, series=series, statement=statement)
    context = pages.of_series(viewer, row, said.title, *pages.trail(viewer, row))
    return _page(request, "statement", {**context, **pages.statement(row, said), "form": form})


@members(Permission.RUN_COPRODUCTION)
@require_POST
def show_statement(request: HttpRequest, organisation: str, series: int, statement: int) -> HttpResponse:
    """Show it to everybody, once somebody of the group agrees to these words."""
    viewer = viewer_of(request)
    said = found.one(all_series.run_by(viewer, series), statement)
    try:
        acting.show(statement=said, by=viewer.user)
    except UserFacingError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, Phrase("Everybody can read it now, with how many agree."))
    return redirect("statement", organisation=organisation, series=series, statement=statement)


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def mine_statements(request: HttpRequest, secret: str) -> HttpResponse:
    """What the group says; and the form with which somebody of the group writes a statement."""
    person = participants.by_secret(secret)
    form = StatementForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = acting.write(series=person.series, **form.cleaned_data, participant=person)
        except UserFacingError as refused:
            form.add_error("words", refused.message)
        else:
            messages.success(request, Phrase("Your statement is kept. The others of the group can read it and agree."))
            return redirect("mine_group_statement", secret=secret, statement=made.pk)
    context = {**pages.of_person(person, secret, Phrase("What your group says")), **pages.statements(person.series), "form": form}
    return _page(request, "mine_words_statements", context)


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def mine_statement(request: HttpRequest, secret: str, statement: int) -> HttpResponse:
    """One statement, and whether this person stands behind it."""
    person = participants.by_secret(secret)
    said = found.one(person.series, statement)
    if request.method == "POST":
        agrees = request.POST.get("agree") == "yes"
        try:
            (acting.agree if agrees else acting.stop_agreeing)(statement=said, participant=person)
        except UserFacingError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, Phrase("You stand behind it.") if agrees else Phrase("You do not stand behind it."))
        return redirect("mine_group_statement", secret=secret, statement=statement)
    context = pages.of_person(person, secret, said.title)
    more = {**pages.statement(person.series, said), "agrees": found.agrees(person, said)}
    return render(request, "coproduction/mine_words_statement.jinja", {**context, **more})


def _page(request: HttpRequest, name: str, context: pages.Context) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if context["form"].errors else HTTPStatus.OK
    return render(request, f"coproduction/{name}.jinja", context, status=status)
