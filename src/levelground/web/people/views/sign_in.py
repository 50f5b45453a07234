"""When a second step is lost: what a person does. What an administrator does for them is on the page of the member."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from levelground.web.people.policy import anyone


@anyone
def second_factor_lost(request: HttpRequest) -> HttpResponse:
    """What to do without phone, passkey and recovery codes."""
    return render(request, "people/second_factor_lost.jinja", {"page_title": "I cannot do the second step"})
