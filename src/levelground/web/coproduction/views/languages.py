"""The pages in other languages, for members: what waits for a human check, and how it would look."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from levelground.web.coproduction.presenters import languages as pages
from levelground.web.design_system import translations
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission


@members(Permission.SEE_COPRODUCTION)
@require_safe
def languages(request: HttpRequest, organisation: str) -> HttpResponse:
    """Every language, with how many of its texts wait."""
    return render(request, "coproduction/languages.jinja", pages.listed(organisation))


@members(Permission.SEE_COPRODUCTION)
@require_safe
def language(request: HttpRequest, organisation: str, language: str) -> HttpResponse:
    """One language, text by text."""
    return render(request, "coproduction/language.jinja", pages.one(organisation, _known(language), request.GET.get("page")))


@members(Permission.SEE_COPRODUCTION)
@require_safe
def language_sample(request: HttpRequest, organisation: str, language: str) -> HttpResponse:
    """The form to raise a concern as it would be, with a mark on what nobody has checked. It can be sent nowhere."""
    known = _known(language)
    with translations.speaking(known, preview=True):
        return render(request, "coproduction/language_sample.jinja", pages.sample(organisation, known))


def _known(code: str) -> translations.Language:
    found = translations.languages().get(code)
    if found is None:
        raise Http404("no such language")
    return found
