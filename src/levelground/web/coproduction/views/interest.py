"""An expression of interest, for the person: no account, one question a page, kept on Continue, taken back at any time."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from levelground.errors import UserFacingError
from levelground.web.coproduction import voice_notes
from levelground.web.coproduction.actions import interest as acting
from levelground.web.coproduction.forms.interest import InterestForm, SendInterestForm, form_for
from levelground.web.coproduction.interest_questions import QUESTIONS
from levelground.web.coproduction.interest_refusals import InterestClosed, InterestRefused
from levelground.web.coproduction.presenters import interest as pages
from levelground.web.coproduction.queries import interest as found
from levelground.web.coproduction.queries import letter_boxes, opportunities
from levelground.web.coproduction.spam import held_because
from levelground.web.coproduction.views.private import private_link
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.policy import anyone

FORM_OR_PAGE = ["GET", "HEAD", "POST"]
GONE = 410
_PART = re.compile(r"bytes=(\d{1,9})-(\d{1,9})?")
WHOLE_FORM_SECONDS = 6.0
"""Nobody goes through all the pages in less."""


@anyone
@never_cache
@require_http_methods(FORM_OR_PAGE)
def start_interest(request: HttpRequest, code: str) -> HttpResponse:
    """What comes and how long it takes; the button begins."""
    call = opportunities.by_code(code)
    if not opportunities.is_open(call):
        return render(request, "coproduction/interest_closed.jinja", pages.closed_page(call, []), status=GONE)
    form = SendInterestForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made, secret = acting.start(opportunity=call, form_key=form.key, held_because=held_because(form, request, fastest=0))
        except InterestClosed:
            return render(request, "coproduction/interest_closed.jinja", pages.closed_page(call, []), status=GONE)
        return redirect(pages.next_address(made, secret))
    return render(request, "coproduction/interest_start.jinja", {**pages.start_page(call), "form": form})


@anyone
@private_link
@require_safe
def interest(request: HttpRequest, secret: str) -> HttpResponse:
    """Where it stands: begun, sent, or taken back."""
    expression = found.by_secret(secret)
    return render(request, "coproduction/interest_own.jinja", {**pages.own_page(expression, secret), "link": _link(request, secret)})


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def interest_question(request: HttpRequest, secret: str, question: str) -> HttpResponse:
    """One question; what is typed is kept when they go on."""
    expression = found.by_secret(secret)
    if question not in QUESTIONS:
        raise Http404("no such question")
    if question == "reach" and not expression.contact_by:
        question = "contact"
    form = form_for(question, expression, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if not pages.may_change(expression, question):
        return _not_now(request, expression, secret, form)
    counted = {}
    if "count" in request.POST:
        counted = {"counted": form.count()}
        form = _as_typed(form_for(question, expression, None), request.POST)
    elif form.is_bound and form.is_valid():
        try:
            kept = acting.answer(expression=expression, question=question, fields=form.fields_given())
        except (InterestClosed, InterestRefused):
            return _not_now(request, expression, secret, form)
        if question == "reach" and kept.email != expression.email:
            acting.post_link(expression=kept, address=reverse("interest", kwargs={"secret": secret}))
        return redirect(pages.next_address(kept, secret))
    context = {**pages.question_page(expression, secret, question), "form": form, "link": _link(request, secret), **counted}
    return render(request, "coproduction/interest_question.jinja", context, status=422 if form.errors else 200)


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def check_interest(request: HttpRequest, secret: str) -> HttpResponse:
    """All answers once more, and the button that sends them."""
    expression = found.by_secret(secret)
    if found.is_sent(expression) or expression.withdrawn_at:
        return redirect("interest", secret=secret)
    if not opportunities.is_open(expression.opportunity):
        return _not_now(request, expression, secret, None)
    form = SendInterestForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            acting.send(expression=expression, held_because=held_because(form, request, fastest=0) or _held(expression))
        except InterestClosed:
            return _not_now(request, expression, secret, None)
        except UserFacingError as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("interest", secret=secret)
    context = {**pages.check_page(expression, secret), "form": form}
    return render(request, "coproduction/interest_check.jinja", context, status=422 if form.errors else 200)


@anyone
@private_link
@require_http_methods(FORM_OR_PAGE)
def take_back_interest(request: HttpRequest, secret: str) -> HttpResponse:
    """Asked once more, then all of it is gone."""
    expression = found.by_secret(secret)
    if request.method == "POST":
        acting.take_back(expression=expression)
        messages.success(request, Phrase("You took it back. What you wrote is gone."))
        return redirect("interest", secret=secret)
    context = {**pages.own_page(expression, secret), "page_title": Phrase("Take it all back?")}
    return render(request, "coproduction/interest_take_back.jinja", context)


@anyone
@private_link
@require_safe
def my_voice_note(request: HttpRequest, secret: str) -> HttpResponse:
    """Their own voice note, to listen to."""
    return sound(request, found.by_secret(secret).voice_note)


def sound(request: HttpRequest, name: str) -> HttpResponse:
    """A voice note for the player of a page, or the part that it asks for (some phones play nothing else); never kept by the browser."""
    data = voice_notes.read(name)
    if data is None:
        raise Http404("no such voice note")
    headers = {
        "Content-Disposition": "inline",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
        "Accept-Ranges": "bytes",
        "Content-Encoding": "identity",
    }
    part, status = _PART.fullmatch(request.headers.get("Range", "")), HTTPStatus.OK
    if part is not None and int(part[1]) < len(data):
        first, last = int(part[1]), min(int(part[2] or len(data)), len(data) - 1)
        headers["Content-Range"], status = f"bytes {first}-{last}/{len(data)}", HTTPStatus.PARTIAL_CONTENT
        data = data[first : last + 1]
    return HttpResponse(data, status=status, content_type=voice_notes.type_of(name), headers=headers)


def _held(expression: Any) -> str:
    """Why a whole form waits for a person to read it: it was filled in within a moment, or its letters would fill one letter box."""
    if found.seconds_since_start(expression) < WHOLE_FORM_SECONDS:
        return "too_fast"
    full = letter_boxes.is_full(contact_by=expression.contact_by, email=expression.email, phone=expression.phone)
    return "same_address" if full else ""


def _link(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("interest", kwargs={"secret": secret}))


def _as_typed(form: InterestForm, typed: Any) -> InterestForm:
    """A form that says nothing is wrong, with what stood in it."""
    form.initial = {**form.initial, **{name: typed.get(name, "") for name in form.fields}}
    return form


def _not_now(request: HttpRequest, expression: Any, secret: str, form: InterestForm | None) -> HttpResponse:
    """It closed, or was taken back: what they had typed stands on the page, so that nothing is lost to them."""
    if expression.withdrawn_at or found.is_sent(expression):
        return redirect("interest", secret=secret)
    typed = form.typed() if form is not None else []
    context = {**pages.closed_page(expression.opportunity, typed), "secret": secret, "expression": expression}
    return render(request, "coproduction/interest_closed.jinja", context, status=GONE)
