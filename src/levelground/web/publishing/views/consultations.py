"""A consultation for those who take part: no account, no name, no trace of who asked for a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from levelground.errors import UserFacingError
from levelground.web.people.policy import anyone
from levelground.web.publishing import pace
from levelground.web.publishing.actions import comments as acting
from levelground.web.publishing.forms.consultations import CommentForm
from levelground.web.publishing.presenters import consultations as pages
from levelground.web.publishing.presenters.consultations import TakingPart
from levelground.web.publishing.queries import consultations as found

ON_A_PAGE = 50
FORM_OR_PAGE = ["GET", "HEAD", "POST"]

Row = TypeVar("Row", bound=Model)


def paged(rows: QuerySet[Row], request: HttpRequest) -> Page[Row]:
    """The page that the address asks for; the nearest where there is no such page."""
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))


@anyone
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """What people are asked now, and what they were asked."""
    return render(request, "publishing/consultations.jinja", pages.listed())


@anyone
@require_safe
def consultation(request: HttpRequest, consultation: int) -> HttpResponse:
    """What is asked, and the plan; once it is over, what people said."""
    return _plan(request, TakingPart(found.public(consultation)))


@anyone
@require_http_methods(FORM_OR_PAGE)
def consultation_element(request: HttpRequest, consultation: int, element: str) -> HttpResponse:
    """One element, and the form to say what one thinks of it."""
    return _element(request, TakingPart(found.public(consultation)), element)


@anyone
@require_safe
def what_changed(request: HttpRequest, consultation: int) -> HttpResponse:
    """What was said, what was answered, what was changed because of it and what was not."""
    part = TakingPart(found.public(consultation))
    return render(request, "publishing/consultation_changes.jinja", pages.changes(part, paged(found.shown(part.consultation), request)))


@anyone
@never_cache
@require_http_methods(FORM_OR_PAGE)
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The same, for somebody with an invitation link; with what they said themselves, which they can take back."""
    invitation = found.invitation(token)
    if request.method == "POST":
        acting.take_back(comment=found.comment_by_invitation(invitation, request.POST.get("take_back", "")))
        return redirect("invited", token=token)
    return _plan(request, TakingPart(invitation.consultation, token), mine=found.said_by_invitation(invitation))


@anyone
@never_cache
@require_http_methods(FORM_OR_PAGE)
def invited_element(request: HttpRequest, token: str, element: str) -> HttpResponse:
    """One element, for somebody with an invitation link."""
    return _element(request, TakingPart(found.invitation(token).consultation, token), element)


@anyone
@never_cache
@require_http_methods(FORM_OR_PAGE)
def my_comment(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody said, for whoever holds the link that they were given: to see the answer, or to take it back."""
    comment = found.comment_by_token(token)
    if request.method == "POST":
        acting.take_back(comment=comment)
        return redirect("my_comment", token=token)
    return render(request, "publishing/comment_mine.jinja", {**pages.mine(comment), "token": token, "link": request.build_absolute_uri()})


def _plan(request: HttpRequest, part: TakingPart, mine: Sequence[object] = ()) -> HttpResponse:
    context = pages.plan(part)
    if context["over"]:
        comments = paged(found.shown(part.consultation), request)
        context = {**pages.changes(part, comments), **context}
    return render(request, "publishing/consultation.jinja", {**context, "mine": mine})


def _element(request: HttpRequest, part: TakingPart, element: str) -> HttpResponse:
    element_id = "" if element == found.WHOLE else element
    comments = paged(found.shown(part.consultation, element_id), request)
    context = pages.element(part, element_id, comments)
    if context is None:
        raise Http404("no such element")
    if context["over"] and request.method != "POST":
        return render(request, "publishing/consultation_element.jinja", context)
    form = CommentForm(request.POST) if request.method == "POST" else CommentForm()
    if form.is_bound and form.is_valid():
        said = _said(request, part, element_id, form)
        if said is not None:
            return redirect("my_comment", token=said.token)
    return render(request, "publishing/consultation_element.jinja", {**context, "form": form}, status=422 if form.errors else 200)


def _said(request: HttpRequest, part: TakingPart, element_id: str, form: CommentForm) -> acting.CommentReceipt | None:
    """What was said, kept; None where it could not be, with the reason in the form and every word still in it."""
    if pace.too_many(request):
        form.add_error(None, "Many comments came from here in a short time. Your words are below. Wait ten minutes, then press the button.")
        return None
    try:
        return acting.comment(
            consultation=part.consultation,
            element=element_id,
            words=form.cleaned_data["words"],
            name=form.cleaned_data["name"],
            by=request.user if request.user.is_authenticated else None,
            invitation=found.invitation(part.token) if part.token else None,
        )
    except UserFacingError as refused:
        form.add_error(None, refused.message)
        return None
