"""Where somebody stands in a decision, by their private link."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from levelground.web.coproduction.actions import decisions as acting
from levelground.web.coproduction.decision_refused import DecisionRefused
from levelground.web.coproduction.forms.decisions import PartForm
from levelground.web.coproduction.presenters import decisions as pages
from levelground.web.coproduction.queries import decisions as found
from levelground.web.coproduction.queries import participants
from levelground.web.coproduction.views.private import private_link
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.policy import anyone


@anyone
@private_link
@require_http_methods(["GET", "HEAD", "POST"])
def take_part_in_decision(request: HttpRequest, secret: str, decision: int) -> HttpResponse:
    """Say where one stands, read what was decided and the answer, or take words back."""
    person = participants.by_secret(secret)
    of = found.for_participant(person, decision)
    part = found.part_of(of, person)
    if request.method == "POST" and "take_back" in request.POST:
        if part is not None:
            acting.take_dissent_back(part=part)
            messages.success(request, Phrase("Your words are taken back. They are gone from every page."))
        return redirect("take_part_in_decision", secret=secret, decision=of.pk)
    given = (
        {"stance": part.stance, "option": part.option, "dissent": part.dissent, "may_be_shown": part.dissent_may_be_shown} if part else {}
    )
    form = PartForm(request.POST if request.method == "POST" else None, decision=of, initial=given)
    if form.is_bound and form.is_valid():
        try:
            acting.take_part(decision=of, participant=person, **form.part())
        except DecisionRefused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, Phrase("We have kept what you said. You can change it until it is decided."))
            return redirect("take_part_in_decision", secret=secret, decision=of.pk)
    shown = {**pages.for_person(of, part), "form": form, "secret": secret}
    return render(request, "coproduction/decision_mine.jinja", shown, status=422 if form.errors else 200)
