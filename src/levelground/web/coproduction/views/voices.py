"""You said, we did: for everybody. A series is not there before its page is opened."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from levelground.web.coproduction.presenters import draft_voices
from levelground.web.coproduction.presenters import voices as pages
from levelground.web.coproduction.queries import voices as found
from levelground.web.people.policy import anyone, members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of
from levelground.web.publishing.queries import drafts


@anyone
@require_safe
def you_said(request: HttpRequest) -> HttpResponse:
    """Every public series; `?said=C-...` finds what became of something that somebody said."""
    asked = request.GET.get("said", "").strip().upper()[: found.LONGEST_ID]
    if asked and asked in found.known([asked]):
        return redirect("you_said_words", said=asked)
    return render(request, "coproduction/voices_list.jinja", pages.listed(asked, bool(asked)))


@anyone
@require_safe
def you_said_series(request: HttpRequest, code: str) -> HttpResponse:
    """What was heard in a series, and what became of it."""
    return render(request, "coproduction/voices_series.jinja", pages.series(found.by_code(code)))


@anyone
@require_safe
def you_said_package(request: HttpRequest, package: str) -> HttpResponse:
    """The same over all series of a change package."""
    page = pages.package(package)
    if page is None:
        raise Http404("nothing public of such a change package")
    return render(request, "coproduction/voices_package.jinja", page)


@anyone
@require_safe
def you_said_element(request: HttpRequest, package: str, element: str) -> HttpResponse:
    """The voices behind an element, whatever its version."""
    page = pages.element(package, element)
    if page is None:
        raise Http404("nothing public of such an element")
    return render(request, "coproduction/voices_element.jinja", page)


@anyone
@require_safe
def you_said_words(request: HttpRequest, said: str) -> HttpResponse:
    """What became of one thing that somebody said."""
    return render(request, "coproduction/voices_words.jinja", pages.words(found.contribution(said)))


@members(Permission.SEE_COPRODUCTION)
@require_safe
def element_voices(request: HttpRequest, organisation: str, draft: int, element: str) -> HttpResponse:
    """The voices behind an element of a draft, for members."""
    viewer = viewer_of(request)
    page = draft_voices.page(viewer, drafts.one(viewer, draft), element)
    if page is None:
        raise Http404("no such element")
    return render(request, "coproduction/voices_draft_element.jinja", page)
