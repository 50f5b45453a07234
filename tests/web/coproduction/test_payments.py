"""Offers, answers, claims and approvals: whoever comes is offered pay, and no hand that touched a claim approves it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone
from tests.builders.coproduction.payments import PNG, a_claim, a_cost, a_held_session, an_offer, answered
from tests.builders.coproduction.series import a_call, a_participant, a_series
from tests.builders.web import browser, organisation, person

from levelground.web.coproduction.actions import claims, finance, offers, privacy
from levelground.web.coproduction.models import Attendance, Notice, Participant, PaymentClaim, PaymentOffer
from levelground.web.coproduction.payment_refusals import PaymentRefused
from levelground.web.coproduction.queries import finance as finance_found
from levelground.web.coproduction.queries import payments as found
from levelground.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db


def approver() -> Any:
    return person("finance_approver")


def standing(offer: PaymentOffer) -> found.OfferStanding:
    return next(each for each in found.standings(offer.participant) if each.offer.pk == offer.pk)


def files() -> list[str]:
    folder = settings.HOME / "receipts"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


class TestOffers:
    def test_an_offer_is_the_rate_times_the_time_and_the_person_hears_of_it(self, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            made = an_offer(a_participant(), minutes=90)
        assert (made.pence, made.answer, made.benefits_flag) == (4125, "", False)
        assert "£41.25" in mail.outbox[-1].body and "say no" in mail.outbox[-1].body
        assert Notice.objects.get().kind == "payment"

    def test_it_can_be_more_than_the_rate_and_never_less(self) -> None:
        assert an_offer(a_participant(), pence=3000).pence == 3000
        with pytest.raises(PaymentRefused, match=r"£27\.50.*never less"):
            an_offer(a_participant(), pence=2749)

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [("what", "dancing"), ("rate_table", "nobody_2020"), ("rate_step", "fortnight"), ("minutes", 0)],
    )
    def test_what_makes_no_sense_is_refused(self, field: str, wrong: Any) -> None:
        with pytest.raises(PaymentRefused):
            an_offer(a_participant(), **{field: wrong})
        assert not PaymentOffer.objects.exists()

    def test_everybody_who_was_asked_to_a_session_is_offered_what_the_call_promised_once(self) -> None:
        series = a_series()
        a_call(series, rate_table="nihr_2025", rate_step="hour", preparation_minutes=30, expenses=["travel"])
        here, away, brings = a_participant(series), a_participant(series), a_participant(series, role="facilitator")
        session = a_held_session(series, (here, brings), minutes=60)
        Attendance.objects.create(workshop=session, participant=away, came=False)
        by = person("facilitator")
        made = offers.offer_workshop(workshop=session, by=by)
        assert [(each.participant, each.what, each.minutes, each.pence) for each in made] == [
            (here, "session", 60, 2750),
            (here, "preparation", 30, 1375),
            (away, "session", 60, 2750),
            (away, "preparation", 30, 1375),
        ]
        assert made[0].expenses == ["travel"]
        assert Notice.objects.count() == 2, "one letter for each person"
        assert offers.offer_workshop(workshop=session, by=by) == []

    def test_no_yes_before_the_advice_on_benefits_was_shown(self) -> None:
        made = an_offer(a_participant())
        for yes in ("accepted", "voucher"):
            with pytest.raises(PaymentRefused, match="benefits"):
                offers.answer(offer=made, answer=yes)
        assert offers.answer(offer=made, answer="declined").answer == "declined", "a no needs no advice"

    def test_saying_no_closes_nothing_else(self) -> None:
        someone = a_participant()
        offers.answer(offer=an_offer(someone), answer="declined")
        someone.refresh_from_db()
        assert someone.left_at is None
        second = answered(an_offer(someone))
        assert standing(second).claimable
        assert claims.make(participant=someone, lines=[a_cost()], method="payment").pence == 420

    def test_somebody_who_wants_advice_first_keeps_the_offer(self) -> None:
        made = an_offer(a_participant())
        offers.ask_for_advice(participant=made.participant)
        made.refresh_from_db()
        assert (made.answer, made.benefits_flag) == ("", True)
        assert standing(made).open

    def test_an_answer_can_be_changed_until_it_is_claimed(self) -> None:
        made = an_offer(a_participant(), answer="accepted")
        assert offers.answer(offer=made, answer="voucher").answer == "voucher"
        claims.make(participant=made.participant, lines=[made], method="voucher")
        with pytest.raises(PaymentRefused, match="claim already"):
            offers.answer(offer=made, answer="declined")

    def test_an_offer_that_somebody_accepted_stands(self) -> None:
        by = person("facilitator")
        with pytest.raises(PaymentRefused, match="stands"):
            offers.withdraw(offer=an_offer(a_participant(), answer="accepted"), by=by)
        gone = offers.withdraw(offer=an_offer(a_participant()), by=by)
        with pytest.raises(PaymentRefused, match="taken back"):
            offers.answer(offer=gone, answer="declined")


class TestWhatCanBeClaimed:
    @pytest.mark.parametrize(
        ("state", "there", "session", "preparation"),
        [
            ({"state": "held"}, {"came": True, "minutes": 60}, True, True),
            ({"state": "held"}, {"came": False}, False, False),
            ({"state": "held"}, {"came": False, "preparation_minutes": 20}, False, True),
            ({"state": "held"}, {"came": None}, False, False),
            ({"state": "cancelled", "cancelled_late": True}, {"came": None}, True, True),
            ({"state": "cancelled"}, {"came": None}, False, False),
            ({"state": "cancelled"}, {"came": None, "preparation_minutes": 15}, False, True),
        ],
    )
    def test_by_who_came_and_what_was_cancelled(self, state: Any, there: Any, session: bool, preparation: bool) -> None:
        someone = a_participant()
        workshop = a_held_session(someone.series, **state)
        Attendance.objects.create(workshop=workshop, participant=someone, **there)
        both = [answered(an_offer(someone, what=what, workshop=workshop)) for what in ("session", "preparation")]
        assert [standing(each).claimable for each in both] == [session, preparation]
        for each, may in zip(both, (session, preparation), strict=True):
            if may:
                claims.make(participant=someone, lines=[each], method="payment")
            else:
                with pytest.raises(PaymentRefused, match="cannot be claimed yet"):
                    claims.make(participant=someone, lines=[each], method="payment")

    def test_a_session_that_ran_on_is_paid_to_its_end_and_a_short_one_as_offered(self) -> None:
        someone = a_participant()
        workshop = a_held_session(someone.series, (someone,))
        made = answered(an_offer(someone, what="session", workshop=workshop))
        Attendance.objects.update(minutes=75)
        assert standing(made).pence == 3438, "£27.50 an hour for 75 minutes is £34.375"
        Attendance.objects.update(minutes=20)
        assert standing(made).pence == 2750

    def test_nothing_is_claimed_twice_nor_by_another_way_than_was_said(self) -> None:
        someone = a_participant()
        work = an_offer(someone, answer="accepted")
        with pytest.raises(PaymentRefused, match="Yes, pay me"):
            claims.make(participant=someone, lines=[work], method="voucher")
        claims.make(participant=someone, lines=[work], method="payment")
        with pytest.raises(PaymentRefused, match="already"):
            claims.make(participant=someone, lines=[work], method="payment")
        assert PaymentClaim.objects.count() == 1

    def test_what_somebody_else_was_offered_is_not_theirs(self) -> None:
        theirs = an_offer(a_participant(), answer="accepted")
        with pytest.raises(PaymentRefused, match="not there"):
            claims.make(participant=a_participant(), lines=[theirs], method="payment")

    def test_the_same_form_sent_twice_is_one_claim(self) -> None:
        someone = a_participant()
        made = [claims.make(participant=someone, lines=[a_cost()], method="payment", form_key="k" * 32) for _ in range(2)]
        assert made[0] == made[1]
        assert PaymentClaim.objects.count() == 1
        assert made[0].form_key != "k" * 32, "only a digest of it is kept"
        assert made[0].lines.count() == 1
        assert made[0].lines.get().receipt in files()

    def test_days_count_from_the_first_session_else_from_the_claim(self) -> None:
        someone = a_participant()
        sessions = [a_held_session(someone.series, (someone,), days_ago=ago) for ago in (3, 9)]
        work = tuple(answered(an_offer(someone, what="session", workshop=each)) for each in sessions)
        assert finance_found.days(a_claim(someone, work)) == 9
        assert finance_found.days(a_claim(someone)) == 0


class TestCosts:
    def test_a_cost_has_a_receipt_or_says_why_not(self) -> None:
        someone = a_participant()
        with pytest.raises(PaymentRefused, match="receipt"):
            claims.make(participant=someone, lines=[a_cost(receipt=b"")], method="payment")
        made = claims.make(participant=someone, lines=[a_cost(receipt=b"", no_receipt_because="The bus gives none")], method="payment")
        assert (made.pence, made.lines.get().receipt) == (420, "")

    @pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"MZ\x90\x00", b"GIF89a", b"plain words", b"%PD"])
    def test_what_is_no_picture_and_no_pdf_is_refused_whatever_it_is_called(self, content: bytes) -> None:
        before = files()
        with pytest.raises(PaymentRefused, match="no picture"):
            claims.make(participant=a_participant(), lines=[a_cost(receipt=content)], method="payment")
        assert files() == before

    def test_a_refused_claim_leaves_no_receipt_behind(self) -> None:
        before = files()
        with pytest.raises(PaymentRefused):
            claims.make(participant=a_participant(), lines=[a_cost(), a_cost(kind="yacht")], method="payment")
        with pytest.raises(PaymentRefused, match="too large"):
            claims.make(participant=a_participant(), lines=[a_cost(), a_cost(receipt=PNG + bytes(5 * 1024 * 1024))], method="payment")
        assert files() == before

    @pytest.mark.parametrize(
        "said",
        [
            {"payee_reference": "12-34-56 12345678"},
            {"payee_reference": "GB29 NWBK 6016 1331 9268 19"},
            {"words": "pay to 12 34 56, account 87654321"},
            {"no_receipt_because": "my IBAN is DE89370400440532013000", "receipt": b""},
        ],
    )
    def test_bank_details_are_refused_in_every_text(self, said: dict[str, Any]) -> None:
        reference = said.pop("payee_reference", "SUP-1")
        with pytest.raises(PaymentRefused, match="bank details"):
            claims.make(participant=a_participant(), lines=[a_cost(**said)], method="payment", payee_reference=reference)
        assert not PaymentClaim.objects.exists()


class TestASecondPerson:
    def test_approves_and_the_person_hears_of_it(self, django_capture_on_commit_callbacks: Any) -> None:
        made = a_claim(a_participant(), costs=(a_cost(),))
        with django_capture_on_commit_callbacks(execute=True):
            approved = claims.approve(claim=made, by=approver())
        assert (approved.state, approved.answered_by, approved.pence) == ("approved", approver(), 3170)
        assert "£31.70" in mail.outbox[-1].body

    def test_who_made_it_for_somebody_does_not(self) -> None:
        made = a_claim(a_participant(), by=approver())
        with pytest.raises(PaymentRefused, match="Somebody else"):
            claims.approve(claim=made, by=approver())

    def test_who_offered_or_answered_for_somebody_does_not(self) -> None:
        someone, other = a_participant(), a_participant()
        offered = answered(an_offer(someone, by=approver()))
        told = an_offer(other)
        offers.advice_shown(participant=other, by=approver())
        offers.answer(offer=told, answer="accepted", by=approver())
        for each, work in ((someone, offered), (other, told)):
            with pytest.raises(PaymentRefused, match="Somebody else"):
                claims.approve(claim=a_claim(each, (work,)), by=approver())

    def test_who_changed_it_later_does_not(self) -> None:
        made = a_claim(a_participant(), payee_reference="")
        claims.set_payee(claim=made, payee_reference="SUP-9", by=approver())
        claims.return_claim(claim=made, because="Which bus?", by=person("finance_approver", of="southshire"))
        claims.send_again(claim=made, reply="The 42.", by=person("facilitator"))
        with pytest.raises(PaymentRefused, match="Somebody else"):
            claims.approve(claim=made, by=approver())

    @pytest.mark.parametrize("how", ["account", "address"])
    def test_nobody_approves_their_own(self, how: str) -> None:
        own = {"user": approver()} if how == "account" else {"email": approver().email.upper()}
        with pytest.raises(PaymentRefused, match="your own"):
            claims.approve(claim=a_claim(a_participant(**own)), by=approver())

    def test_money_needs_the_reference_of_finance_and_a_voucher_none(self) -> None:
        someone = a_participant()
        made = a_claim(someone, payee_reference="")
        with pytest.raises(PaymentRefused, match="reference"):
            claims.approve(claim=made, by=approver())
        claims.set_payee(claim=made, payee_reference="SUP-7")
        assert claims.approve(claim=made, by=approver()).state == "approved"
        voucher = a_claim(someone, (an_offer(someone, answer="voucher"),), method="voucher", payee_reference="")
        assert claims.approve(claim=voucher, by=approver()).state == "approved"

    def test_lines_that_do_not_come_to_the_amount_are_seen(self) -> None:
        made = a_claim(a_participant())
        PaymentClaim.objects.update(pence=9999)
        with pytest.raises(PaymentRefused, match=r"£27\.50.*£99\.99"):
            claims.approve(claim=made, by=approver())

    def test_a_claim_that_came_back_is_mended_and_goes_on(self) -> None:
        made = a_claim(a_participant(), costs=(a_cost(), a_cost(999)))
        claims.return_claim(claim=made, because="Two buses?", by=approver())
        line = made.lines.get(pence=999)
        again = claims.send_again(claim=made, reply="One was wrong.", take_out=[line.pk], add=[a_cost(100)])
        assert (again.state, again.pence) == ("made", 2750 + 420 + 100)
        assert claims.approve(claim=made, by=approver()).state == "approved"
        with pytest.raises(PaymentRefused, match="approved"):
            claims.return_claim(claim=made, because="And now?", by=approver())

    def test_something_stays_in_a_claim(self) -> None:
        made = a_claim(a_participant())
        claims.return_claim(claim=made, because="Really?", by=approver())
        with pytest.raises(PaymentRefused, match="at least one"):
            claims.send_again(claim=made, reply="No.", take_out=list(made.lines.values_list("pk", flat=True)))
        assert PaymentClaim.objects.get().lines.count() == 1


class TestFinance:
    def paid(self, claim: PaymentClaim, **more: Any) -> PaymentClaim:
        given = {"paid_on": timezone.localdate(), "finance_reference": "RUN-7", **more}
        return finance.mark_paid(claim=claim, by=approver(), **given)

    def test_each_claim_is_in_one_file_and_paid_once(self) -> None:
        made = a_claim(a_participant())
        claims.approve(claim=made, by=approver())
        export, content = finance.export(organisation=organisation(), by=approver())
        assert finance_found.file_of(export) == content
        with pytest.raises(PaymentRefused, match="No approved claim"):
            finance.export(organisation=organisation(), by=approver())
        assert self.paid(made).state == "paid"
        with pytest.raises(PaymentRefused, match="paid"):
            self.paid(made)

    def test_what_is_not_with_finance_is_not_paid(self) -> None:
        made = a_claim(a_participant())
        with pytest.raises(PaymentRefused, match="with finance"):
            self.paid(made)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"paid_on": timezone.localdate() + datetime.timedelta(days=1)}, "paid_on"),
            ({"paid_on": datetime.date(2020, 1, 1)}, "paid_on"),
            ({"finance_reference": "  "}, "finance_reference"),
            ({"finance_reference": "12-34-56 / 12345678"}, "finance_reference"),
        ],
    )
    def test_a_payment_that_cannot_be_is_refused(self, wrong: dict[str, Any], field: str) -> None:
        made = a_claim(a_participant())
        claims.approve(claim=made, by=approver())
        finance.export(organisation=organisation(), by=approver())
        with pytest.raises(PaymentRefused) as refused:
            self.paid(made, **wrong)
        assert refused.value.field == field

    def test_only_the_organisations_own_claims_are_in_its_file(self) -> None:
        ours, theirs = a_claim(a_participant()), a_claim(a_participant(a_series("southshire")))
        for each in (ours, theirs):
            claims.approve(claim=each, by=person("finance_approver", of=each.series.organisation.slug))
        export, content = finance.export(organisation=organisation(), by=approver())
        assert (export.pence, export.claims_counted) == (2750, 1)
        assert theirs.number.encode() not in content

    def test_the_file_has_no_name_no_words_and_no_formula(self) -> None:
        someone = a_participant(name="Canary Zzyzx", email="canary@zzyzx.example")
        made = a_claim(someone, costs=(a_cost(words="Taxi for Zzyzx"),), payee_reference='=HYPERLINK("x")')
        claims.approve(claim=made, by=approver())
        _, content = finance.export(organisation=organisation(), by=approver())
        text = content.decode()
        assert "anary" not in text and "zzyzx" not in text.casefold() and approver().name not in text
        row = text.splitlines()[1]
        assert row.startswith(f"{made.number},\"'=HYPERLINK(")
        assert ",payment,31.70,27.50,4.20,work 27.50; travel 4.20," in row

    def test_a_record_that_changed_after_the_file_went_is_seen(self) -> None:
        claims.approve(claim=a_claim(a_participant()), by=approver())
        export, _ = finance.export(organisation=organisation(), by=approver())
        PaymentClaim.objects.update(pence=1)
        assert finance_found.file_of(export) is None

    @pytest.mark.django_db(transaction=True)
    def test_after_erasure_the_amounts_stay_and_the_words_and_receipts_go(self) -> None:
        someone = a_participant()
        made = a_claim(someone, costs=(a_cost(words="Taxi to the Canary ward"),))
        receipt = made.lines.exclude(receipt="").get().receipt
        claims.return_claim(claim=made, because="Why to the Canary ward?", by=approver())
        claims.send_again(claim=made, reply="I was at the Canary ward.")
        claims.approve(claim=made, by=approver())
        finance.export(organisation=organisation(), by=approver())
        self.paid(made)
        privacy.erase_participant(participant=someone, words=True)
        assert receipt not in files()
        made.refresh_from_db()
        assert (made.pence, made.returned_because, made.reply) == (3170, "", "")
        assert not made.lines.filter(words__icontains="canary").exists()
        assert "Travel" in browser(approver()).get(f"/organisations/northshire/co-production/finance/claims/{made.pk}/").content.decode()


def test_the_audit_trail_tells_every_step_without_a_word_of_anybody() -> None:
    someone: Participant = a_participant()
    made = a_claim(someone, costs=(a_cost(words="Taxi for Canary"),), payee_reference="CANARY-1")
    claims.approve(claim=made, by=approver())
    finance.export(organisation=organisation(), by=approver())
    finance.mark_paid(claim=made, paid_on=timezone.localdate(), finance_reference="CANARY-2", by=approver())
    told = list(AuditEvent.objects.values_list("action", "details"))
    steps = ["offer_pay", "show_advice", "answer_offer", "make_claim", "approve_claim", "export_claims", "mark_paid"]
    assert [action for action, _ in told if action.partition(".")[2] in steps] == [f"coproduction.{step}" for step in steps]
    assert "anary" not in str(told).casefold()
