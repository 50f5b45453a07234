"""Concerns for those who raise them: no account, no name, and a private link to what becomes of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from levelground.errors import UserFacingError
from levelground.web.coproduction import spam
from levelground.web.coproduction.actions import concerns as acting
from levelground.web.coproduction.forms.concerns import AddToConcernForm, RaiseConcernForm
from levelground.web.coproduction.presenters import concerns as pages
from levelground.web.coproduction.queries import concerns as found
from levelground.web.coproduction.queries import letter_boxes
from levelground.web.coproduction.views.private import private_link
from levelground.web.coproduction.views.sent_forms import FORM_OR_PAGE, form_page, posted
from levelground.web.people.policy import anyone


@anyone
@require_safe
def concerns(request: HttpRequest) -> HttpResponse:
    """Who takes concerns, who answers, and within how many days."""
    return render(request, "coproduction/concern_desks.jinja", pages.listed())


@anyone
@never_cache
@require_http_methods(FORM_OR_PAGE)
def raise_concern(request: HttpRequest, organisation: str) -> HttpResponse:
    """The form to raise one with an organisation."""
    desk = found.desk(organisation)
    form = RaiseConcernForm(posted(request))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        who = {name: given[name] for name in acting.WHO}
        full = letter_boxes.is_full(contact_by=given["contact_by"], email=given["email"], phone=given["phone"])
        held = spam.held_because(form, request) or ("same_address" if full else "")
        _, secret = acting.raise_concern(desk=desk, form_key=form.key, words=given["words"], who=who, held_because=held)
        return redirect("concern_mine", secret=secret)
    return form_page(request, "coproduction/concern_raise.jinja", pages.raising(desk), form)


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def concern_mine(request: HttpRequest, secret: str) -> HttpResponse:
    """What somebody raised, every answer to it, and a box to say more."""
    concern = found.by_secret(secret)
    form = AddToConcernForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            acting.add(concern=concern, words=form.cleaned_data["words"])
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("concern_mine", secret=secret)
    context = {**pages.mine(concern, secret), "form": form, "link": request.build_absolute_uri(request.path)}
    return render(request, "coproduction/concern_mine.jinja", context, status=422 if form.errors else 200)


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def concern_take_back(request: HttpRequest, secret: str) -> HttpResponse:
    """Take it back, once more asked."""
    concern = found.by_secret(secret)
    if request.method == "POST":
        acting.withdraw(concern=concern)
        return redirect("concern_mine", secret=secret)
    return render(request, "coproduction/concern_take_back.jinja", pages.mine(concern, secret))
