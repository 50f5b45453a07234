"""Pay, for the person themselves, behind their private link: offers, advice, claims, receipts, the statement."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from levelground.web.coproduction import receipts
from levelground.web.coproduction.actions import claims as claiming
from levelground.web.coproduction.actions import offers as offering
from levelground.web.coproduction.claim_parts import ClaimPart
from levelground.web.coproduction.forms.payments import LATER, ClaimForm, CostForm, OfferAnswerForm, ReplyForm, cost_forms
from levelground.web.coproduction.payment_refusals import PaymentRefused
from levelground.web.coproduction.payment_words import METHODS, PAYMENT
from levelground.web.coproduction.presenters import payments as pages
from levelground.web.coproduction.queries import participants
from levelground.web.coproduction.queries import payments as found
from levelground.web.coproduction.views.private import private_link
from levelground.web.design_system.phrases import Phrase
from levelground.web.people.policy import anyone

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
AGAIN = Phrase("If you chose a receipt, choose it once more: a file is not kept when something is missing.")


def refused_in(form: Form, refused: PaymentRefused) -> None:
    """Say a refusal at the field that it is about, else at the top."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.message)


def receipt_answer(name: str) -> HttpResponse:
    """A receipt, to be kept by the reader and shown by no browser: whatever is in it, it is not run."""
    content, media_type = receipts.read(name)
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="receipt.{name.partition(".")[2]}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@anyone
@private_link
@require_safe
def mine_pay(request: HttpRequest, secret: str) -> HttpResponse:
    """What the person is offered, can claim, and has claimed."""
    return render(request, "coproduction/mine_pay.jinja", pages.mine(participants.by_secret(secret), secret))


@anyone
@private_link
@get_or_post
def mine_offers(request: HttpRequest, secret: str) -> HttpResponse:
    """First what pay can do to benefits and where to ask; once that is read, the answer."""
    person = participants.by_secret(secret)
    standings = [each for each in found.standings(person) if each.claim is None]
    if "read" in request.POST:
        offering.advice_shown(participant=person)
        return redirect("mine_offers", secret=secret)
    advised = all(each.offer.advice_shown_at for each in standings)
    form = OfferAnswerForm(request.POST if request.method == "POST" else None, standings=standings)
    if form.is_bound and form.is_valid() and _answered(request, form, person):
        return redirect("mine_pay", secret=secret)
    more = {"form": form, "rows": pages.offer_rows(standings), "advised": advised}
    context = pages.mine_form(person, secret, Phrase("Answer an offer of pay"), **more)
    return render(request, "coproduction/mine_pay_answer.jinja", context, status=422 if form.errors else 200)


def _answered(request: HttpRequest, form: OfferAnswerForm, person: Any) -> bool:
    given = form.cleaned_data
    if given["answer"] == LATER:
        offering.ask_for_advice(participant=person)
        messages.success(request, Phrase("The offer stays open. Ask for advice, then come back and answer when you are ready."))
        return True
    try:
        for each in form.chosen():
            offering.answer(offer=each.offer, answer=given["answer"], benefits_flag=given["benefits"])
    except PaymentRefused as refused:
        refused_in(form, refused)
        return False
    messages.success(request, Phrase("Thank you. We have your answer."))
    return True


@anyone
@private_link
@get_or_post
def mine_claim(request: HttpRequest, secret: str) -> HttpResponse:
    """Claim pay for what was done, and costs; `?method=voucher` for what is to be a voucher."""
    person = participants.by_secret(secret)
    method = wanted_method(request)
    form, costs = claim_forms(request, person, method)
    if form.is_bound:
        made = claimed(form, costs, person, method)
        if made is not None:
            messages.success(
                request, Phrase("We have your claim. Its number is %(number)s. Somebody else looks at it next.", number=made.number)
            )
            return redirect("mine_pay", secret=secret)
    more = {"form": form, "costs": costs, "voucher": method != PAYMENT, "expenses": pages.expense_words(person.series)}
    context = pages.mine_form(person, secret, Phrase("Make a claim"), **more)
    return render(request, "coproduction/mine_pay_claim.jinja", context, status=422 if form.errors else 200)


def wanted_method(request: HttpRequest) -> str:
    """How the claim of this page is to be paid."""
    method = request.GET.get("method", PAYMENT)
    return method if method in METHODS else PAYMENT


def claim_forms(request: HttpRequest, person: Any, method: str) -> tuple[ClaimForm, list[CostForm]]:
    """The form of a claim and those of its costs."""
    ready = [each for each in found.standings(person) if each.claimable and each.method == method]
    reference = found.payee_reference_of(person)
    data = request.POST if request.method == "POST" else None
    form = ClaimForm(data, standings=ready, money=method == PAYMENT, reference=reference, form_key=secrets.token_urlsafe(32))
    return form, cost_forms(data, request.FILES if data is not None else None)


def claimed(form: ClaimForm, costs: list[CostForm], person: Any, method: str, by: Any = None) -> Any:
    """The claim, made; None where it is refused, with why in the forms."""
    filled = [cost for cost in costs if cost.filled]
    fine = [each.is_valid() for each in (form, *filled)]
    if all(fine):
        given = form.cleaned_data
        lines: list[ClaimPart] = [*(each.offer for each in form.chosen()), *(cost.given() for cost in filled)]
        reference, key = given.get("payee_reference", ""), given["form_key"]
        try:
            return claiming.make(participant=person, lines=lines, method=method, payee_reference=reference, form_key=key, by=by)
        except PaymentRefused as refused:
            refused_in(form, refused)
    if any(cost.errors for cost in filled):
        form.add_error(None, Phrase("Something is missing in a cost. Look at the costs below."))
    if any(cost.cleaned_data.get("receipt") for cost in filled):
        form.add_error(None, AGAIN)
    return None


@anyone
@private_link
@get_or_post
def mine_claim_question(request: HttpRequest, secret: str, claim: int) -> HttpResponse:
    """One claim; where it came back with a question, the form to answer it."""
    person = participants.by_secret(secret)
    one = found.claim_of(person, claim)
    form, cost = reply_forms(request, one)
    if form.is_bound and replied(form, cost, one):
        messages.success(request, Phrase("Thank you. Your claim goes on."))
        return redirect("mine_pay", secret=secret)
    more = {"form": form, "cost": cost, **pages.one_for_person(one)}
    context = pages.mine_form(person, secret, Phrase("Claim %(number)s", number=one.number), **more)
    return render(request, "coproduction/mine_pay_question.jinja", context, status=422 if form.errors else 200)


def reply_forms(request: HttpRequest, claim: Any) -> tuple[ReplyForm, CostForm]:
    """The form that answers a question about a claim, and that of one more cost."""
    data = request.POST if request.method == "POST" else None
    return ReplyForm(data, claim=claim), CostForm(data, request.FILES if data is not None else None, prefix="cost1")


def replied(form: ReplyForm, cost: CostForm, claim: Any, by: Any = None) -> bool:
    """Whether the answer was kept; else why not stands in the form."""
    fine = [form.is_valid(), not cost.filled or cost.is_valid()]
    if not all(fine):
        return False
    given = form.cleaned_data
    try:
        claiming.send_again(
            claim=claim,
            reply=given["reply"],
            payee_reference=given.get("payee_reference", ""),
            take_out=[int(pk) for pk in given["take_out"]],
            add=[cost.given()] if cost.filled else [],
            by=by,
        )
    except PaymentRefused as refused:
        refused_in(form, refused)
        return False
    return True


@anyone
@private_link
@require_safe
def mine_receipt(request: HttpRequest, secret: str, claim: int, line: int) -> HttpResponse:
    """A receipt that the person sent."""
    return receipt_answer(found.receipt_of(found.claim_of(participants.by_secret(secret), claim), line))


@anyone
@private_link
@require_safe
def mine_statement(request: HttpRequest, secret: str) -> HttpResponse:
    """All that the person was paid, to print."""
    return render(request, "coproduction/mine_pay_statement.jinja", pages.statement(participants.by_secret(secret), secret))


@anyone
@private_link
@require_safe
def mine_statement_text(request: HttpRequest, secret: str) -> HttpResponse:
    """The same as plain text, to keep."""
    text = pages.statement_text(participants.by_secret(secret))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
