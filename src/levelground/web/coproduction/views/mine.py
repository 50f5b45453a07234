"""A contributor's own page, behind their private link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from levelground.web.coproduction.presenters import mine as pages
from levelground.web.coproduction.queries import participants
from levelground.web.coproduction.views.private import private_link
from levelground.web.people.policy import anyone


@anyone
@private_link
@require_safe
def mine(request: HttpRequest, secret: str) -> HttpResponse:
    """What awaits the person, what they said and what became of it, and the way to their other pages."""
    return render(request, "coproduction/mine.jinja", pages.page(participants.by_secret(secret), secret))
