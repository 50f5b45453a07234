"""Offers, claims and pay."""

from __future__ import annotations

from django.urls import URLPattern, path

from levelground.web.coproduction.views import finance, mine_pay, payments

_ROOM = "organisations/<slug:organisation>/co-production/"
_SERIES = f"{_ROOM}series/<int:series>/"
_PERSON = f"{_ROOM}people/<int:participant>/pay/"
_FINANCE = f"{_ROOM}finance/"
_MINE = "mine/<str:secret>/pay/"

urlpatterns: list[URLPattern] = [
    path(_MINE, mine_pay.mine_pay, name="mine_pay"),
    path(f"{_MINE}offers/", mine_pay.mine_offers, name="mine_offers"),
    path(f"{_MINE}claim/", mine_pay.mine_claim, name="mine_claim"),
    path(f"{_MINE}claims/<int:claim>/", mine_pay.mine_claim_question, name="mine_claim_question"),
    path(f"{_MINE}claims/<int:claim>/receipts/<int:line>/", mine_pay.mine_receipt, name="mine_receipt"),
    path(f"{_MINE}statement/", mine_pay.mine_statement, name="mine_statement"),
    path(f"{_MINE}statement/text/", mine_pay.mine_statement_text, name="mine_statement_text"),
    path(f"{_SERIES}pay/", payments.payments, name="payments"),
    path(f"{_SERIES}pay/offer/", payments.offer_pay, name="offer_pay"),
    path(f"{_ROOM}workshops/<int:workshop>/pay/", payments.offer_workshop_pay, name="offer_workshop_pay"),
    path(f"{_PERSON}answer/", payments.answer_offers_for, name="answer_offers_for"),
    path(f"{_PERSON}claim/", payments.enter_claim, name="enter_claim"),
    path(f"{_ROOM}offers/<int:offer>/withdraw/", payments.withdraw_offer, name="withdraw_offer"),
    path(f"{_ROOM}claims/<int:claim>/", payments.claim_question, name="claim_question"),
    path(_FINANCE, finance.finance, name="finance"),
    path(f"{_FINANCE}claims/<int:claim>/", finance.finance_claim, name="finance_claim"),
    path(f"{_FINANCE}claims/<int:claim>/receipts/<int:line>/", finance.claim_receipt, name="claim_receipt"),
    path(f"{_FINANCE}export/", finance.finance_export, name="finance_export"),
    path(f"{_FINANCE}files/<int:export>/", finance.finance_file, name="finance_file"),
    path(f"{_FINANCE}files/<int:export>/claims.csv", finance.finance_file_csv, name="finance_file_csv"),
    path(f"{_FINANCE}how-we-pay/", finance.payment_desk, name="payment_desk"),
]
