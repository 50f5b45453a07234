"""The front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from levelground.web.overview.presenters import front as presenters
from levelground.web.people.policy import anyone
from levelground.web.people.queries import viewers
from levelground.web.publishing.queries import consultations


@anyone
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    organisations = viewers.organisations_of(request.user) if request.user.is_authenticated else []
    return render(request, "overview/home.jinja", presenters.page(consultations.open_public(), organisations))
