"""Review by a second person, publishing, withdrawing."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from levelground.change_package.provenance import CoProductionStatus
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of
from levelground.web.publishing.actions import reviews as acting
from levelground.web.publishing.conflicts import NotADraft, NotReady
from levelground.web.publishing.forms.reviews import AnswerReview, WithdrawVersion
from levelground.web.publishing.presenters import reviewing
from levelground.web.publishing.presenters.page import of_draft
from levelground.web.publishing.queries import drafts
from levelground.web.publishing.queries import reviews as found
from levelground.web.publishing.views.drafts import sent

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@members(Permission.PUBLISH)
def ask_for_review(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    """Asks, or takes the version back from its review to be changed."""
    viewer = viewer_of(request)
    version = drafts.one(viewer, draft)
    form = forms.Form(sent(request))
    if request.method == "POST":
        try:
            if "take_back" in request.POST:
                acting.take_back(draft=version, by=viewer.user)
                messages.success(request, "It is a draft again. Its text can be changed.")
            else:
                acting.ask(draft=version, by=viewer.user)
                messages.success(request, "The draft is ready to be reviewed. Members who can review it get an email.")
            return redirect("draft", organisation=organisation, draft=draft)
        except (NotReady, NotADraft) as refusal:
            _refuse(form, refusal)
            version = drafts.one(viewer, draft)
    page = {
        **of_draft(viewer, version, "Ask for a review"),
        "form": form,
        "missing": found.missing_before_review(version) if version.state == "draft" else (),
        "said_before": reviewing.said_before(version),
    }
    return render(request, "publishing/ask_for_review.jinja", page)


@get_or_post
@members(Permission.REVIEW)
def review(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    viewer = viewer_of(request)
    version = drafts.one(viewer, draft)
    waiting = found.waiting(version) if version.state == "review" else None
    form = AnswerReview(sent(request))
    if request.method == "POST" and waiting is not None and form.is_valid():
        given = form.cleaned_data
        try:
            acting.answer(review=waiting, verdict=given["verdict"], words=given["words"], by=viewer.user)
        except (NotReady, NotADraft) as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, "Thank you. Your review has been kept.")
            return redirect("draft", organisation=organisation, draft=draft)
    page = {
        **of_draft(viewer, version, "Review"),
        "form": form,
        "waiting": waiting,
        "may_not": found.may_not_review(version, viewer.user) if waiting else "",
        "new": reviewing.what_is_new(version),
        "warnings": reviewing.warnings(version),
        "said_before": reviewing.said_before(version),
    }
    return render(request, "publishing/review.jinja", page)


@get_or_post
@members(Permission.PUBLISH)
def publish(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    viewer = viewer_of(request)
    version = drafts.one(viewer, draft)
    form = forms.Form(sent(request))
    if request.method == "POST":
        try:
            published = acting.publish(draft=version, by=viewer.user)
        except (NotReady, NotADraft) as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, f"Version {published.number} is published. Anybody can read it.")
            return redirect("draft", organisation=organisation, draft=draft)
    page = {
        **of_draft(viewer, version, "Publish"),
        "form": form,
        "missing": found.missing_before_publishing(version),
        "in_review": version.state == "review",
        "not_co_produced": version.co_production != CoProductionStatus.AGREED,
        "accepted": found.accepted(version),
    }
    return render(request, "publishing/publish.jinja", page)


@get_or_post
@members(Permission.PUBLISH)
def withdraw_version(request: HttpRequest, organisation: str, version: int) -> HttpResponse:
    viewer = viewer_of(request)
    held = drafts.one(viewer, version)
    form = WithdrawVersion(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            acting.withdraw(version=held, reason=form.cleaned_data["reason"], by=viewer.user)
        except NotADraft as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, f"Version {held.number} has been withdrawn. Its page says why.")
            return redirect("drafts", organisation=organisation)
    page = {**of_draft(viewer, held, "Withdraw this version"), "form": form, "published": held.state == "published"}
    return render(request, "publishing/withdraw_version.jinja", page)


def _refuse(form: forms.Form, refusal: NotReady | NotADraft) -> None:
    form.is_valid()
    for words in refusal.missing if isinstance(refusal, NotReady) else (refusal.message,):
        form.add_error(None, words)
