"""The sessions of one person behind their private link: answer, read, say what they need, correct the minutes. No account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from levelground.errors import UserFacingError
from levelground.web.coproduction import calendars, minutes_in_word
from levelground.web.coproduction.actions import arrangements
from levelground.web.coproduction.actions import minutes as minutes_acting
from levelground.web.coproduction.actions import workshops as acting
from levelground.web.coproduction.forms.session_papers import CorrectionForm, NeedForm, PreparationTimeForm, SessionAnswerForm
from levelground.web.coproduction.presenters import mine_sessions as pages
from levelground.web.coproduction.presenters import minutes as minutes_pages
from levelground.web.coproduction.queries import minutes as minutes_found
from levelground.web.coproduction.queries import packs as packs_found
from levelground.web.coproduction.queries import participants
from levelground.web.coproduction.queries import workshops as found
from levelground.web.coproduction.views.minutes import word_file
from levelground.web.coproduction.views.private import private_link
from levelground.web.coproduction.views.workshops import calendar
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.policy import anyone

FORM_OR_PAGE = ["GET", "HEAD", "POST"]


@anyone
@private_link
@require_safe
def mine_sessions(request: HttpRequest, secret: str) -> HttpResponse:
    """All sessions that the person was asked to."""
    return render(request, "coproduction/mine_sessions.jinja", pages.page(participants.by_secret(secret), secret))


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def mine_session(request: HttpRequest, secret: str, workshop: int) -> HttpResponse:
    """All about one session, and the question whether they can come."""
    person = participants.by_secret(secret)
    place = found.attendance_of(person, workshop)
    form = SessionAnswerForm(_posted(request), initial={"answer": place.answer})
    if form.is_bound and form.is_valid():
        try:
            acting.answer_invitation(attendance=place, answer=form.cleaned_data["answer"])
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, Phrase("Thank you. We have your answer. You can change it at any time."))
            return redirect("mine_session", secret=secret, workshop=workshop)
    context = {**pages.one(person, secret, place), "form": form}
    return render(request, "coproduction/mine_sessions_one.jinja", context, status=422 if form.errors else 200)


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def mine_preparation(request: HttpRequest, secret: str, workshop: int) -> HttpResponse:
    """How long the person took to prepare for one session, in their own count."""
    person = participants.by_secret(secret)
    place = found.attendance_of(person, workshop)
    form = PreparationTimeForm(_posted(request), initial={"minutes": place.preparation_minutes or ""})
    if form.is_bound and form.is_valid():
        acting.tell_preparation(attendance=place, minutes=form.cleaned_data["minutes"])
        messages.success(request, Phrase("Thank you. The time is written down, so that it can be paid."))
        return redirect("mine_session", secret=secret, workshop=workshop)
    context = {**pages.one(person, secret, place), "heading": Phrase("Your time to prepare"), "form": form}
    return render(request, "coproduction/mine_sessions_preparation.jinja", context, status=422 if form.errors else 200)


@anyone
@private_link
@require_safe
def mine_session_calendar(request: HttpRequest, secret: str, workshop: int) -> HttpResponse:
    """The session for the person's calendar."""
    row = found.attendance_of(participants.by_secret(secret), workshop).workshop
    return calendar(calendars.calendar_file(row, contact_email=found.contact(row.series).email), calendars.file_name(row))


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def mine_needs(request: HttpRequest, secret: str) -> HttpResponse:
    """What the person needs to take part, how far it is, and the form to ask for more."""
    person = participants.by_secret(secret)
    form = NeedForm(_posted(request))
    if form.is_bound and form.is_valid():
        arrangements.ask(participant=person, need=form.cleaned_data["need"])
        messages.success(request, Phrase("Thank you. We will see to it, and tell you here how far it is."))
        return redirect("mine_needs", secret=secret)
    context = {**pages.needs_page(person, secret), "form": form}
    return render(request, "coproduction/mine_sessions_needs.jinja", context, status=422 if form.errors else 200)


@anyone
@private_link
@require_safe
def mine_pack(request: HttpRequest, secret: str, pack: int) -> HttpResponse:
    """One text to read before a session, also to print."""
    person = participants.by_secret(secret)
    return render(request, "coproduction/pack_read.jinja", pages.pack_page(person, secret, packs_found.readable(person, pack)))


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def mine_minutes(request: HttpRequest, secret: str, workshop: int) -> HttpResponse:
    """The minutes, for somebody who came, and the form to say what is not right."""
    person = participants.by_secret(secret)
    row = _was_there(person, workshop)
    sent = minutes_found.sent(row)
    form = CorrectionForm(_posted(request))
    if form.is_bound and form.is_valid() and sent is not None:
        try:
            minutes_acting.correct(minutes=sent, participant=person, words=form.cleaned_data["words"])
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, Phrase("Thank you. We read it, and answer you on this page."))
            return redirect("mine_minutes", secret=secret, workshop=workshop)
    context = {**pages.base(person, secret, "What was said"), **minutes_pages.for_person(person, secret, row), "form": form}
    return render(request, "coproduction/mine_sessions_minutes.jinja", context, status=422 if form.errors else 200)


@anyone
@private_link
@require_safe
def mine_minutes_word(request: HttpRequest, secret: str, workshop: int) -> HttpResponse:
    """The minutes as a Word file."""
    sent = minutes_found.sent(_was_there(participants.by_secret(secret), workshop))
    if sent is None:
        raise Http404("no minutes yet")
    return word_file(minutes_in_word.minutes_file(sent), minutes_pages.file_name(sent))


def _was_there(person: Any, workshop: int) -> Any:
    """The session, where the person came to it; Http404 else."""
    place = found.attendance_of(person, workshop)
    if not place.came:
        raise Http404("they did not come to it")
    return place.workshop


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
