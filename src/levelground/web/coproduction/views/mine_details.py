"""A person's own details, behind their private link: what we hold, how we reach them, a new link, leaving, having it all removed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from levelground.web.coproduction.actions import participants as acting
from levelground.web.coproduction.actions import privacy, private_links
from levelground.web.coproduction.forms.participants import DetailsForm, EraseParticipantForm
from levelground.web.coproduction.presenters import participants as pages
from levelground.web.coproduction.queries import participants as found
from levelground.web.coproduction.views.private import private_link
from levelground.web.coproduction.views.sent_forms import FORM_OR_PAGE, done
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.policy import anyone


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def mine_details(request: HttpRequest, secret: str) -> HttpResponse:
    """What we hold of somebody, and how they want to be known and reached."""
    person = found.by_secret(secret)
    form = DetailsForm(request.POST if request.method == "POST" else None, person=person)
    if done(form, lambda given: acting.change(participant=person, fields=given)):
        messages.success(request, Phrase("Your details are changed."))
        return redirect("mine_details", secret=secret)
    context = {**pages.details(person, secret), "form": form}
    return render(request, "coproduction/mine_details.jinja", context, status=422 if form.errors else 200)


@anyone
@private_link
@require_POST
def mine_new_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A new private link: the old one ends."""
    new = private_links.send_new(participant=found.by_secret(secret), by=None)
    messages.success(request, Phrase("This page has a new address now. Keep it: links that you had before do not work any more."))
    return redirect("mine_details", secret=new)


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def mine_leave(request: HttpRequest, secret: str) -> HttpResponse:
    """Leave, once more asked. What they said and what they are owed stays."""
    person = found.by_secret(secret)
    if request.method == "POST":
        acting.leave(participant=person)
        messages.success(request, Phrase("You have left. Thank you for all that you gave. You can still see this page."))
        return redirect("mine", secret=secret)
    return render(request, "coproduction/mine_details_leave.jinja", pages.details(person, secret, Phrase("Leave")))


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def mine_erase(request: HttpRequest, secret: str) -> HttpResponse:
    """Have everything removed, with what they said or without."""
    person = found.by_secret(secret)
    form = EraseParticipantForm(request.POST if request.method == "POST" else None)

    def act(given: dict[str, Any]) -> object:
        return privacy.erase_participant(participant=person, words=given["words"] == "erase")

    if done(form, act):
        messages.success(request, Phrase("What we held of you is gone. Thank you for all that you gave."))
        return redirect("home")
    context = {**pages.details(person, secret, Phrase("Take out all that we hold of you")), "form": form}
    return render(request, "coproduction/mine_details_erase.jinja", context, status=422 if form.errors else 200)
