"""Pay, for those who approve claims and hand them to finance. They read numbers and labels, never names."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from levelground.web.coproduction.actions import claims as claiming
from levelground.web.coproduction.actions import finance as acting
from levelground.web.coproduction.actions import offers as offering
from levelground.web.coproduction.forms.payments import DeskForm, PaidForm, QuestionForm
from levelground.web.coproduction.payment_refusals import PaymentRefused
from levelground.web.coproduction.presenters import payments as pages
from levelground.web.coproduction.queries import finance as found
from levelground.web.coproduction.queries import payments
from levelground.web.coproduction.views.mine_pay import receipt_answer, refused_in
from levelground.web.coproduction.views.sent_forms import posted
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
DESK = ("finance_form", "finance_contact", "benefits_advice", "days_to_pay")


@members(Permission.APPROVE_PAY)
@require_safe
def finance(request: HttpRequest, organisation: str) -> HttpResponse:
    """All claims, whoever has waited longest first."""
    return render(request, "coproduction/finance_list.jinja", pages.front(viewer_of(request)))


@members(Permission.APPROVE_PAY)
@get_or_post
def finance_claim(request: HttpRequest, organisation: str, claim: int) -> HttpResponse:
    """One claim: approve it, or send it back with a question."""
    viewer = viewer_of(request)
    one = payments.claim_in(viewer, claim)
    form = QuestionForm(request.POST if request.POST.get("decision") == "ask" else None)
    if request.method == "POST" and _decided(request, form, one, viewer.user):
        return redirect("finance", organisation=organisation)
    context = pages.one_claim(viewer, one, form=form)
    return render(request, "coproduction/finance_claim.jinja", context, status=422 if form.errors else 200)


def _decided(request: HttpRequest, form: QuestionForm, claim: Any, by: Any) -> bool:
    """Whether something was done; a refusal is said at the top of the page."""
    try:
        if request.POST.get("decision") == "approve":
            claiming.approve(claim=claim, by=by)
            messages.success(request, f"Claim {claim.number} is approved. The person hears of it.")
            return True
        if form.is_bound and form.is_valid():
            claiming.return_claim(claim=claim, because=form.cleaned_data["because"], by=by)
            messages.success(request, f"Claim {claim.number} went back with your question.")
            return True
    except PaymentRefused as refused:
        messages.info(request, refused.message)
    return False


@members(Permission.APPROVE_PAY)
@require_safe
def claim_receipt(request: HttpRequest, organisation: str, claim: int, line: int) -> HttpResponse:
    """The receipt of one line."""
    return receipt_answer(payments.receipt_of(payments.claim_in(viewer_of(request), claim), line))


@members(Permission.APPROVE_PAY)
@get_or_post
def finance_export(request: HttpRequest, organisation: str) -> HttpResponse:
    """What would go into the next file; sent, the file is made, once and for all."""
    viewer = viewer_of(request)
    if request.method == "POST":
        try:
            made, _ = acting.export(organisation=viewer.organisation, by=viewer.user)
        except PaymentRefused as refused:
            messages.info(request, refused.message)
            return redirect("finance", organisation=organisation)
        messages.success(request, "The file is made. Download it and give it to finance. No claim in it goes into another file.")
        return redirect("finance_file", organisation=organisation, export=made.pk)
    return render(request, "coproduction/finance_export.jinja", pages.about_to_export(viewer))


@members(Permission.APPROVE_PAY)
@get_or_post
def finance_file(request: HttpRequest, organisation: str, export: int) -> HttpResponse:
    """One file: its claims, and the form that says which of them finance has paid."""
    viewer = viewer_of(request)
    one = found.export_in(viewer, export)
    form = PaidForm(posted(request), claims=pages.may_be_paid(one))
    if form.is_bound and form.is_valid() and _paid(form, viewer.user):
        messages.success(request, "Marked as paid. Each person hears of it.")
        return redirect("finance_file", organisation=organisation, export=export)
    context = pages.one_export(viewer, one, form=form)
    return render(request, "coproduction/finance_file.jinja", context, status=422 if form.errors else 200)


def _paid(form: PaidForm, by: Any) -> bool:
    given = form.cleaned_data
    try:
        with transaction.atomic():
            for claim in given["claims"]:
                acting.mark_paid(claim=claim, paid_on=given["paid_on"], finance_reference=given["finance_reference"], by=by)
    except PaymentRefused as refused:
        refused_in(form, refused)
        return False
    return True


@members(Permission.APPROVE_PAY)
@require_safe
def finance_file_csv(request: HttpRequest, organisation: str, export: int) -> HttpResponse:
    """The file itself, the same bytes each time."""
    one = found.export_in(viewer_of(request), export)
    content = found.file_of(one)
    if content is None:
        messages.info(request, "This file cannot be made again as it was. Somebody in it was erased since, or a record has changed.")
        return redirect("finance_file", organisation=organisation, export=export)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="claims-{one.at:%Y-%m-%d}-{one.pk}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


@members(Permission.APPROVE_PAY)
@get_or_post
def payment_desk(request: HttpRequest, organisation: str) -> HttpResponse:
    """How the organisation pays."""
    viewer = viewer_of(request)
    desk = payments.desk_of(viewer.organisation)
    data = posted(request)
    form = DeskForm(data, initial={name: getattr(desk, name) for name in DESK})
    if form.is_bound and form.is_valid():
        offering.set_desk(organisation=viewer.organisation, by=viewer.user, **{name: form.cleaned_data[name] for name in DESK})
        messages.success(request, "Kept. People read it on their own page.")
        return redirect("finance", organisation=organisation)
    context = pages.finance_page(viewer, "How we pay", form=form)
    return render(request, "coproduction/finance_desk.jinja", context, status=422 if form.errors else 200)
