"""Concerns for those who answer them, and for those who set priorities: what nobody has taken up stands first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from levelground.errors import UserFacingError
from levelground.web.coproduction.actions import concerns as acting
from levelground.web.coproduction.forms.concerns import (
    CloseConcernForm,
    ConcernDeskForm,
    RaiseConcernForm,
    ReplyToConcernForm,
    TakeUpConcernForm,
)
from levelground.web.coproduction.presenters import concerns as pages
from levelground.web.coproduction.queries import concerns as found
from levelground.web.coproduction.views.sent_forms import FORM_OR_PAGE
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of

FORM = "coproduction/concern_form.jinja"


@members(Permission.SEE_CONCERNS)
@require_safe
def concern_desk(request: HttpRequest, organisation: str) -> HttpResponse:
    """The concerns of an organisation."""
    return render(request, "coproduction/concern_desk.jinja", pages.desk(viewer_of(request)))


@members(Permission.SEE_CONCERNS)
@require_safe
def concern(request: HttpRequest, organisation: str, concern: int) -> HttpResponse:
    """One of them."""
    viewer = viewer_of(request)
    return render(request, "coproduction/concern.jinja", pages.one(viewer, found.one(viewer, concern)))


@members(Permission.ANSWER_CONCERNS)
@require_http_methods(FORM_OR_PAGE)
def concern_settings(request: HttpRequest, organisation: str) -> HttpResponse:
    """Who answers, and within how many days."""
    viewer = viewer_of(request)
    people, desk = found.may_answer(viewer), found.desk_of(viewer)
    form = ConcernDeskForm(request.POST if request.method == "POST" else None, members=people, initial=ConcernDeskForm.said(desk))
    context = {
        "page_title": "Who answers concerns",
        "submit": "Save",
        "lead": pages.ABOUT_THE_DESK,
        **_to_the_desk(organisation),
    }
    return _done(
        request,
        form,
        context,
        lambda: acting.open_desk(organisation=viewer.organisation, by=viewer.user, **form.fields_said()),
        "Saved. People see it where they raise a concern.",
    )


@members(Permission.ANSWER_CONCERNS)
@require_http_methods(FORM_OR_PAGE)
def concern_enter(request: HttpRequest, organisation: str) -> HttpResponse:
    """Write one down for somebody who called, wrote or came by."""
    viewer = viewer_of(request)
    desk = found.desk_of(viewer)
    if desk is None:
        messages.info(request, "Say first who answers concerns. Then you can write one down.")
        return redirect("concern_settings", organisation=organisation)
    form = RaiseConcernForm(request.POST if request.method == "POST" else None)
    context = {"page_title": "Write down a concern", "submit": "Save the concern", "lead": pages.ABOUT_ENTERING, "guarded": True}

    def enter() -> None:
        who = {name: form.cleaned_data[name] for name in acting.WHO}
        acting.raise_concern(desk=desk, form_key=form.key, words=form.cleaned_data["words"], who=who, by=viewer.user)

    said = "Written down. If they left a way to be told, they get the link to their own page."
    return _done(request, form, {**context, **_to_the_desk(organisation)}, enter, said)


@members(Permission.ANSWER_CONCERNS)
@require_http_methods(FORM_OR_PAGE)
def concern_reply(request: HttpRequest, organisation: str, concern: int) -> HttpResponse:
    """Answer one."""
    viewer = viewer_of(request)
    row = found.one(viewer, concern)
    form = ReplyToConcernForm(request.POST if request.method == "POST" else None)
    context = {**pages.of(viewer, row, "Answer the concern"), "submit": "Send the answer", "quoted": row.words}
    said = "Your answer is on their page. They are told, if they left a way."
    return _done(request, form, context, lambda: acting.reply(concern=row, words=form.cleaned_data["words"], by=viewer.user), said)


@members(Permission.ANSWER_CONCERNS)
@require_http_methods(FORM_OR_PAGE)
def concern_take_up(request: HttpRequest, organisation: str, concern: int) -> HttpResponse:
    """Make one one's own, and start a thread."""
    viewer = viewer_of(request)
    row = found.one(viewer, concern)
    form = TakeUpConcernForm(request.POST if request.method == "POST" else None, series=found.series_to_start_in(viewer))
    context = {**pages.of(viewer, row, "Take up the concern"), "submit": "Take it up", "quoted": row.words, "lead": pages.ABOUT_TAKING_UP}
    said = "It is taken up. Whoever raised it is told."
    return _done(request, form, context, lambda: acting.take_up(concern=row, series=form.chosen(), by=viewer.user), said)


@members(Permission.ANSWER_CONCERNS)
@require_http_methods(FORM_OR_PAGE)
def concern_close(request: HttpRequest, organisation: str, concern: int) -> HttpResponse:
    """Close one, with a reason."""
    viewer = viewer_of(request)
    row = found.one(viewer, concern)
    form = CloseConcernForm(request.POST if request.method == "POST" else None)
    context = {**pages.of(viewer, row, "Close the concern"), "submit": "Close it", "quoted": row.words}
    said = "It is closed. Whoever raised it can read why."
    return _done(request, form, context, lambda: acting.close(concern=row, because=form.cleaned_data["because"], by=viewer.user), said)


@members(Permission.ANSWER_CONCERNS)
@require_http_methods(FORM_OR_PAGE)
def concern_let_through(request: HttpRequest, organisation: str, concern: int) -> HttpResponse:
    """Say that a concern which was held back is one."""
    viewer = viewer_of(request)
    row = found.one(viewer, concern)
    context = {
        **pages.of(viewer, row, "Is this a concern?"),
        "submit": "Yes, it is a concern",
        "quoted": row.words,
        "lead": pages.ABOUT_HELD,
    }
    form = forms.Form(request.POST if request.method == "POST" else None)
    return _done(request, form, context, lambda: acting.let_through(concern=row, by=viewer.user), "It is in the list now.")


def _to_the_desk(organisation: str) -> dict[str, Any]:
    address = reverse("concern_desk", kwargs={"organisation": organisation})
    return {"back": address, "breadcrumbs": [{"text": "Concerns", "href": address}]}


def _done(request: HttpRequest, form: forms.Form, context: dict[str, Any], act: Callable[[], object], said: str) -> HttpResponse:
    """Show a form, or do what it asks for and go back; what is refused stands above the form, with every word still in it."""
    if form.is_bound and form.is_valid():
        try:
            act()
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, said)
            return redirect(context["back"])
    return render(request, FORM, {**context, "form": form}, status=422 if form.errors else 200)
