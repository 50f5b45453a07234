"""What an organisation adds to the registers, and the news that it makes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from levelground.errors import UserFacingError
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer, viewer_of
from levelground.web.publishing.actions import register_entries as acts
from levelground.web.publishing.forms.register_entries import NewsSeenForm, RecommendationEntryForm, WithdrawEntryForm
from levelground.web.publishing.presenters import register_entries as present
from levelground.web.publishing.queries import register_entries as held
from levelground.web.publishing.queries import registers as kept
from levelground.web.publishing.register_rules import EntryRefused


@members(Permission.KEEP_REGISTERS)
def register_entries(request: HttpRequest, organisation: str) -> HttpResponse:
    viewer = viewer_of(request)
    number = present.page_number(request.GET.get("page"))
    return render(request, "publishing/register_entries.jinja", present.entries(viewer, *held.of(viewer, number), number))


@members(Permission.KEEP_REGISTERS)
@require_http_methods(["GET", "POST"])
def add_recommendation(request: HttpRequest, organisation: str) -> HttpResponse:
    viewer = viewer_of(request)
    form = _form(request, viewer, None, 0)
    if request.method == "POST" and form.is_valid():
        try:
            new = form.new_source(len(held.own_sources(viewer)))
            reason = form.cleaned_data["reason"]
            version = acts.add(organisation=viewer.organisation, value=form.value(new), source=new, reason=reason, by=viewer.user)
        except UserFacingError as error:
            _refused(form, error)
        else:
            messages.success(request, "The recommendation is kept as a draft. Read it once more, then publish it.")
            return _to(viewer, "register_entry", entry=version.entry_id)
    return render(request, "publishing/register_entry_form.jinja", present.adding(viewer, form))


@members(Permission.KEEP_REGISTERS)
def register_entry(request: HttpRequest, organisation: str, entry: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = held.one(viewer, entry)
    return render(request, "publishing/register_entry.jinja", present.entry(viewer, found, held.history(found)))


@members(Permission.KEEP_REGISTERS)
@require_http_methods(["GET", "POST"])
def edit_entry(request: HttpRequest, organisation: str, entry: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = held.one(viewer, entry)
    newest = held.newest(found)
    form = _form(request, viewer, kept.value(newest.text_id, found.kind), newest.number)
    if request.method == "POST" and form.is_valid():
        try:
            new = form.new_source(len(held.own_sources(viewer)))
            said = {"value": form.value(new), "source": new, "reason": form.cleaned_data["reason"]}
            acts.change(entry=found, seen=form.cleaned_data["seen"] or 0, by=viewer.user, **said)
        except UserFacingError as error:
            _refused(form, error, newest.number)
        else:
            messages.success(request, "Your change is kept as a draft. What everybody sees stays as it was until you publish it.")
            return _to(viewer, "register_entry", entry=found.pk)
    return render(request, "publishing/register_entry_form.jinja", present.changing(viewer, form, found))


@members(Permission.KEEP_REGISTERS)
@require_http_methods(["POST"])
def publish_entry(request: HttpRequest, organisation: str, entry: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = held.one(viewer, entry)
    try:
        acts.publish(entry=found, by=viewer.user)
    except EntryRefused as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, "It is published. Those who write a change package that it concerns will see it in their news.")
    return _to(viewer, "register_entry", entry=found.pk)


@members(Permission.KEEP_REGISTERS)
@require_http_methods(["GET", "POST"])
def withdraw_entry(request: HttpRequest, organisation: str, entry: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = held.one(viewer, entry)
    form = WithdrawEntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.withdraw(entry=found, reason=form.cleaned_data["why"], by=viewer.user)
        except EntryRefused as error:
            messages.warning(request, error.message)
        else:
            messages.success(request, "It is withdrawn. Its page stays, and says why.")
        return _to(viewer, "register_entry", entry=found.pk)
    return render(request, "publishing/register_entry_withdraw.jinja", present.withdrawing(viewer, form, found))


@members(Permission.SEE_DRAFTS)
def news(request: HttpRequest, organisation: str) -> HttpResponse:
    viewer = viewer_of(request)
    number = present.page_number(request.GET.get("page"))
    return render(request, "publishing/news.jinja", present.news(viewer, *held.news_of(viewer, number), number))


@members(Permission.EDIT_DRAFTS)
@require_http_methods(["GET", "POST"])
def news_seen(request: HttpRequest, organisation: str, news: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = held.one_news(viewer, news)
    form = NewsSeenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.see(news=found, organisation=viewer.organisation, words=form.cleaned_data["what"], by=viewer.user)
        messages.success(request, "Noted. This news is marked as seen to.")
        return _to(viewer, "news")
    return render(request, "publishing/news_seen.jinja", present.seeing(viewer, form, found))


def _form(request: HttpRequest, viewer: Viewer, known: Any, seen: int) -> RecommendationEntryForm:
    sources = kept.names_of_sources() | held.own_sources(viewer)
    proposed = "" if known else held.proposed_id(viewer)
    data = request.POST if request.method == "POST" else None
    slug = viewer.organisation.slug
    return RecommendationEntryForm(data, sources=list(sources.items()), proposed=proposed, slug=slug, known=known, seen=seen)


def _refused(form: RecommendationEntryForm, error: UserFacingError, newest: int | None = None) -> None:
    """What an action refused, at its field; everything that was typed stays in the form."""
    if isinstance(error, EntryRefused):
        for name, said in error.problems.items():
            form.add_error(name if name in form.fields and name != "seen" else None, said)
        if "seen" in error.problems and newest is not None:
            form.seen_anew(newest)
    else:
        form.add_error(None, " ".join([error.message, *(finding.message for finding in error.findings)]))


def _to(viewer: Viewer, name: str, **parts: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, kwargs={"organisation": viewer.organisation.slug, **parts}))
