"""Pay, for members who offer it and who write down what people tell them. They read labels; no name is needed for any of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from levelground.web.coproduction.actions import offers as offering
from levelground.web.coproduction.forms.payments import LATER, OfferAnswerForm, OfferForm, OfferWorkshopForm
from levelground.web.coproduction.payment_refusals import PaymentRefused
from levelground.web.coproduction.payment_words import PAYMENT
from levelground.web.coproduction.presenters import payments as pages
from levelground.web.coproduction.queries import payments as found
from levelground.web.coproduction.views import mine_pay
from levelground.web.coproduction.views.mine_pay import refused_in
from levelground.web.coproduction.views.sent_forms import posted
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@members(Permission.OFFER_PAY)
@require_safe
def payments(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """Everybody's pay in a series."""
    viewer = viewer_of(request)
    return render(request, "coproduction/payment_series.jinja", pages.of_series(viewer, found.series_in(viewer, series)))


@members(Permission.OFFER_PAY)
@get_or_post
def offer_pay(request: HttpRequest, organisation: str, series: int) -> HttpResponse:
    """Offer pay for one piece of work, to one person or several."""
    viewer = viewer_of(request)
    of = found.series_in(viewer, series)
    people = [person for person in found.people_of(of) if person.left_at is None and person.purged_at is None]
    form = OfferForm(_sent(request), people=people, rate=found.rate_for(of))
    if form.is_bound and form.is_valid() and _offered(form, viewer.user):
        messages.success(request, "The offer is made. Each person hears of it, and answers by their own link or through you.")
        return redirect("payments", organisation=organisation, series=series)
    context = pages.member_form(viewer, of, "Offer pay", form=form)
    return render(request, "coproduction/payment_offer.jinja", context, status=422 if form.errors else 200)


def _offered(form: OfferForm, by: Any) -> bool:
    given = form.cleaned_data
    table, step = form.rate_given()
    same = {name: given[name] for name in ("what", "words", "minutes", "expenses")}
    try:
        with transaction.atomic():
            for person in given["people"]:
                offering.offer(participant=person, rate_table=table, rate_step=step, pence=given["amount"], by=by, **same)
    except PaymentRefused as refused:
        refused_in(form, refused)
        return False
    return True


@members(Permission.OFFER_PAY)
@get_or_post
def offer_workshop_pay(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """Offer everybody who was asked to a session pay for it."""
    viewer = viewer_of(request)
    session = found.workshop_in(viewer, workshop)
    call = found.promised(session.series)
    form = OfferWorkshopForm(_sent(request), rate=found.rate_for(session.series), preparation=call.preparation_minutes if call else 0)
    if form.is_bound and form.is_valid():
        table, step = form.rate_given()
        minutes = form.cleaned_data["preparation_minutes"]
        try:
            made = offering.offer_workshop(workshop=session, rate_table=table, rate_step=step, preparation_minutes=minutes, by=viewer.user)
        except PaymentRefused as refused:
            refused_in(form, refused)
        else:
            people = len({each.participant_id for each in made})
            messages.success(request, f"Offered to {people} {'person' if people == 1 else 'people'}. Each of them hears of it.")
            return redirect("payments", organisation=organisation, series=session.series_id)
    context = pages.offer_session(viewer, session, form=form)
    return render(request, "coproduction/payment_offer.jinja", context, status=422 if form.errors else 200)


@members(Permission.OFFER_PAY)
@get_or_post
def answer_offers_for(request: HttpRequest, organisation: str, participant: int) -> HttpResponse:
    """Write down what somebody says to their offers, by phone for example."""
    viewer = viewer_of(request)
    person = found.participant_in(viewer, participant)
    standings = [each for each in found.standings(person) if each.claim is None]
    form = OfferAnswerForm(_sent(request), standings=standings, for_them=True)
    if form.is_bound and form.is_valid() and _answered(form, person, viewer.user):
        messages.success(request, f"The answer of {person.label} is written down.")
        return redirect("payments", organisation=organisation, series=person.series_id)
    more = {"form": form, "person": person, "rows": pages.offer_rows(standings)}
    context = pages.member_form(viewer, person.series, f"Answer for {person.label}", **more)
    return render(request, "coproduction/payment_answer.jinja", context, status=422 if form.errors else 200)


def _answered(form: OfferAnswerForm, person: Any, by: Any) -> bool:
    given = form.cleaned_data
    try:
        with transaction.atomic():
            if given["advised"]:
                offering.advice_shown(participant=person, by=by)
            if given["answer"] == LATER:
                offering.ask_for_advice(participant=person, by=by)
                return True
            for each in form.chosen():
                offering.answer(offer=each.offer, answer=given["answer"], benefits_flag=given["benefits"], by=by)
    except PaymentRefused as refused:
        refused_in(form, refused)
        return False
    return True


@members(Permission.OFFER_PAY)
@require_POST
def withdraw_offer(request: HttpRequest, organisation: str, offer: int) -> HttpResponse:
    """Take back an offer that nobody said yes to."""
    viewer = viewer_of(request)
    one = found.offer_in(viewer, offer)
    try:
        offering.withdraw(offer=one, by=viewer.user)
    except PaymentRefused as refused:
        messages.info(request, refused.message)
    else:
        messages.success(request, "The offer is taken back.")
    return redirect("payments", organisation=organisation, series=one.participant.series_id)


@members(Permission.OFFER_PAY)
@get_or_post
def enter_claim(request: HttpRequest, organisation: str, participant: int) -> HttpResponse:
    """Write down a claim for somebody. Whoever does cannot approve it."""
    viewer = viewer_of(request)
    person = found.participant_in(viewer, participant)
    method = mine_pay.wanted_method(request)
    form, costs = mine_pay.claim_forms(request, person, method)
    if form.is_bound:
        made = mine_pay.claimed(form, costs, person, method, viewer.user)
        if made is not None:
            messages.success(request, f"Claim {made.number} is written down. Somebody else has to approve it.")
            return redirect("payments", organisation=organisation, series=person.series_id)
    more = {"form": form, "costs": costs, "person": person, "voucher": method != PAYMENT, "expenses": pages.expense_words(person.series)}
    context = pages.member_form(viewer, person.series, f"Claim for {person.label}", **more)
    return render(request, "coproduction/payment_claim_form.jinja", context, status=422 if form.errors else 200)


@members(Permission.OFFER_PAY)
@get_or_post
def claim_question(request: HttpRequest, organisation: str, claim: int) -> HttpResponse:
    """One claim; where it came back with a question, the form to answer it for the person."""
    viewer = viewer_of(request)
    one = found.claim_in(viewer, claim)
    form, cost = mine_pay.reply_forms(request, one)
    if form.is_bound and mine_pay.replied(form, cost, one, viewer.user):
        messages.success(request, "The answer is written down. The claim goes on.")
        return redirect("payments", organisation=organisation, series=one.series_id)
    more = {"form": form, "cost": cost, **pages.one_for_person(one)}
    context = pages.member_form(viewer, one.series, f"Claim {one.number}", **more)
    return render(request, "coproduction/payment_claim.jinja", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest) -> Any:
    return posted(request)
