"""Quotes, for those who ask for them and show them."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from levelground.errors import UserFacingError
from levelground.web.coproduction.actions import quotes as acting
from levelground.web.coproduction.forms.contributions import AskToQuoteForm
from levelground.web.coproduction.presenters import contributions as pages
from levelground.web.coproduction.queries import contributions
from levelground.web.coproduction.queries import quotes as found
from levelground.web.coproduction.queries import series as all_series
from levelground.web.coproduction.views.sent_forms import FORM_OR_PAGE, posted
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of

ACTS: dict[str, tuple[Callable[..., object], str]] = {
    "approve": (acting.approve, "Their yes is kept."),
    "refuse": (acting.refuse, "Their no is kept. The quote is shown nowhere."),
    "show": (acting.show, "The quote stands in its place now."),
    "take_down": (acting.take_down, "The quote is gone from its place."),
}
"""What the buttons of the page of a quote do, and what is said then."""


@members(Permission.SEE_COPRODUCTION)
@require_safe
def quotes(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """The quotes that somebody was asked about, and how far each is."""
    viewer = viewer_of(request)
    row = all_series.one(viewer, series)
    context = pages.of_series(viewer, row, "Quotes", *pages.trail(viewer, row))
    return render(request, "coproduction/quotes.jinja", {**context, "quotes": pages.quotes(viewer, found.of_series(row))})


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def ask_to_quote(request: HttpRequest, organisation: str, series: int, contribution: int) -> HttpResponse:
    """Ask somebody whether exact words of theirs may stand in an exact place."""
    viewer = viewer_of(request)
    row = all_series.run_by(viewer, series)
    said = contributions.one(row, contribution)
    form = AskToQuoteForm(posted(request), places=pages.places(row), initial={"words": said.words})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = acting.ask(contribution=said, words=given["words"], place=given["place"], by=viewer.user)
        except UserFacingError as refused:
            form.add_error("words", refused.message)
        else:
            messages.success(request, "The person is asked. Nobody sees the quote until they say yes.")
            return redirect("quote", organisation=organisation, series=series, quote=made.pk)
    context = {**pages.of_contribution(viewer, row, said, "Ask to quote"), "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "coproduction/quote_ask.jinja", context, status=status)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def quote(request: HttpRequest, organisation: str, series: int, quote: int) -> HttpResponse:
    """One quote in its place: the answer of somebody who was asked on the phone or by letter, and showing it."""
    viewer = viewer_of(request)
    row = all_series.run_by(viewer, series)
    asked = found.one(row, quote)
    act = ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    if act is not None:
        do, done = act
        try:
            do(quote=asked, by=viewer.user)
        except UserFacingError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, done)
        return redirect("quote", organisation=organisation, series=series, quote=quote)
    return render(request, "coproduction/quote.jinja", pages.of_quote(viewer, row, asked))
