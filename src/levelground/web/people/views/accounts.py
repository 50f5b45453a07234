"""A person's own account: what is held of them, what they agreed to, how they sign in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from levelground.web.people import second_factor
from levelground.web.people.actions import consents as consent_actions
from levelground.web.people.consents import CONSENT_TEXTS
from levelground.web.people.policy import signed_in
from levelground.web.people.queries import accounts
from levelground.web.people.queries import consents as consent_queries
from levelground.web.people.viewer import user_of


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Who they are here, where they work, and how they sign in."""
    user = user_of(request)
    page = {
        "page_title": "Your account",
        "person": user,
        "places": accounts.places_of(user),
        "ways_in": accounts.ways_in_of(user),
        "second_step_missing": second_factor.is_missing(request),
    }
    return render(request, "people/account.jinja", page)


@signed_in
def consents(request: HttpRequest) -> HttpResponse:
    """What they agree to: give it, take it back, and read what was agreed when."""
    user = user_of(request)
    if request.method == "POST":
        subject = request.POST.get("subject", "")
        if subject not in CONSENT_TEXTS:
            raise Http404("nothing of that name to agree to")
        if request.POST.get("answer") == "give":
            consent_actions.give(subject=subject, by=user)
            messages.success(request, "Thank you. We noted that you agree.")
        else:
            consent_actions.withdraw(subject=subject, by=user)
            messages.success(request, "We noted that you do not agree any more.")
        return redirect("consents")
    page = {
        "page_title": "What you agree to",
        "standing_consents": consent_queries.standing_of(user),
        "titles": {subject: text.title for subject, text in CONSENT_TEXTS.items()},
        "history": consent_queries.history_of(user),
        "breadcrumbs": [{"text": "Your account", "href": reverse("account")}],
    }
    return render(request, "people/consents.jinja", page)
