"""The pages of pay, from an offer to the statement: as the person, as a member, as somebody who approves and reads no names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from tests.builders.coproduction import payments as build
from tests.builders.coproduction import quality as build_quality
from tests.builders.coproduction.payments import PNG, a_claim, a_cost, a_held_session, an_offer
from tests.builders.coproduction.series import a_call, a_participant, a_series, secret_of
from tests.builders.web import browser, person

from levelground.web.coproduction.actions import claims, finance, offers
from levelground.web.coproduction.models import Attendance, FinanceExport, Participant, PaymentClaim, PaymentDesk, PaymentOffer

pytestmark = pytest.mark.django_db
AT = {"organisation": "northshire"}


def mine(name: str, someone: Participant, **parts: Any) -> str:
    return reverse(name, kwargs={"secret": secret_of(someone), **parts})


def at(name: str, **parts: Any) -> str:
    return reverse(name, kwargs={**AT, **parts})


def facilitator() -> Client:
    return browser(person("facilitator"))


def approver() -> Client:
    return browser(person("finance_approver"))


def words(response: Any) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


class TestThePersonsOwnPages:
    def test_the_advice_comes_first_then_the_answer(self) -> None:
        someone, client = a_participant(), browser()
        made = an_offer(someone)
        page = client.get(mine("mine_offers", someone))
        assert "Pay can change what you get in benefits" in words(page) and "public sector" in words(page)
        assert "Send my answer" not in words(page)
        sent = {"offers": [made.pk], "answer": "accepted"}
        refused = client.post(mine("mine_offers", someone), sent)
        assert refused.status_code == 422 and "First read what pay can do" in words(refused)
        assert client.post(mine("mine_offers", someone), {"read": "1"}).status_code == 302
        assert "Send my answer" in words(client.get(mine("mine_offers", someone)))
        assert client.post(mine("mine_offers", someone), sent)["Location"] == mine("mine_pay", someone)
        made.refresh_from_db()
        assert (made.answer, made.entered_by) == ("accepted", None)
        assert "You can claim now" in words(client.get(mine("mine_pay", someone)))

    def test_who_wants_advice_first_answers_later(self) -> None:
        someone, client = a_participant(), browser()
        made = an_offer(someone)
        client.post(mine("mine_offers", someone), {"read": "1"})
        client.post(mine("mine_offers", someone), {"offers": [made.pk], "answer": "later"})
        made.refresh_from_db()
        assert (made.answer, made.benefits_flag) == ("", True)
        assert "The offer stays open" in words(client.get(mine("mine_pay", someone)))

    def test_a_claim_with_a_receipt(self) -> None:
        someone, client = a_participant(), browser()
        work = an_offer(someone, answer="accepted")
        key = re.search(r'name="form_key" value="([^"]+)"', client.get(mine("mine_claim", someone)).content.decode())
        assert key
        sent = {
            "form_key": key[1],
            "work": [work.pk],
            "payee_reference": "SUP-7",
            "cost1-kind": "travel",
            "cost1-words": "Bus",
            "cost1-amount": "£4.20",
        }
        assert "A PDF file stays as" in client.get(mine("mine_claim", someone)).content.decode()
        for _ in range(2):
            receipt = SimpleUploadedFile("evil.html", PNG, "text/html")
            answer = client.post(mine("mine_claim", someone), {**sent, "cost1-receipt": receipt})
            assert answer.status_code == 302
            made = PaymentClaim.objects.get()
        assert (made.pence, made.payee_reference, made.made_by) == (3170, "SUP-7", None)
        line = made.lines.get(kind="travel")
        got = client.get(mine("mine_receipt", someone, claim=made.pk, line=line.pk))
        assert (got.content, got["Content-Type"]) == (PNG, "image/png")
        assert got["Content-Disposition"].startswith("attachment") and got["X-Content-Type-Options"] == "nosniff"
        other = a_participant()
        assert client.get(mine("mine_receipt", other, claim=made.pk, line=line.pk)).status_code == 404

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({}, "There is nothing in this claim"),
            ({"payee_reference": "12-34-56 12345678", "cost1-kind": "travel"}, "looks like bank details"),
            ({"cost1-amount": "4.20"}, "Choose what kind of cost it was"),
            ({"cost2-kind": "travel", "cost2-amount": "4.205", "cost2-no_receipt_because": "none"}, "Write an amount in pounds"),
            ({"cost1-kind": "travel", "cost1-amount": "4.20"}, "say why there is none"),
            ({"cost1-kind": "data", "cost1-amount": "4", "cost1-words": "GB29 NWBK 6016 1331 9268 19"}, "looks like bank details"),
        ],
    )
    def test_what_is_missing_is_said_at_its_place(self, sent: dict[str, str], said: str) -> None:
        someone = a_participant()
        page = browser().post(mine("mine_claim", someone), sent)
        assert page.status_code == 422
        assert said in words(page)
        assert not PaymentClaim.objects.exists()

    def test_a_file_that_is_no_receipt_is_refused_in_words(self) -> None:
        someone = a_participant()
        file = SimpleUploadedFile("receipt.png", b"<script>alert(1)</script>", "image/png")
        sent = {"cost1-kind": "travel", "cost1-amount": "4", "cost1-receipt": file}
        page = browser().post(mine("mine_claim", someone), sent)
        assert page.status_code == 422 and "no picture and no PDF" in words(page)

    def test_a_question_is_answered(self) -> None:
        someone, client = a_participant(), browser()
        made = a_claim(someone, costs=(a_cost(),))
        claims.return_claim(claim=made, because="Which bus was it?", by=person("finance_approver"))
        assert "Which bus was it?" in words(client.get(mine("mine_pay", someone)))
        where = mine("mine_claim_question", someone, claim=made.pk)
        assert client.post(where, {"reply": ""}).status_code == 422
        assert client.post(where, {"reply": "The 42.", "payee_reference": "SUP-8"}).status_code == 302
        made.refresh_from_db()
        assert (made.state, made.reply, made.payee_reference) == ("made", "The 42.", "SUP-8")

    def test_the_statement_says_all_that_was_paid_on_the_page_and_as_text(self) -> None:
        someone = paid_person()
        for name in ("mine_statement", "mine_statement_text"):
            said = words(browser().get(mine(name, someone)))
            assert "£31.70" in said and "Bus there and back" in said and "Paid on" in said
            assert someone.name not in said

    def test_every_page_goes_nowhere_else(self) -> None:
        someone = paid_person()
        claim = someone.claims.get()
        line = claim.lines.exclude(receipt="").get().pk
        for name in build.MINE:
            more = {"mine_claim_question": {"claim": claim.pk}, "mine_receipt": {"claim": claim.pk, "line": line}}.get(name, {})
            page = browser().get(mine(name, someone, **more))
            assert (page.status_code, page["Cache-Control"], page["X-Robots-Tag"]) == (200, "no-store", "noindex, nofollow"), name
            assert "same-origin" in page["Referrer-Policy"]

    def test_somebody_elses_claim_is_not_there(self) -> None:
        made = a_claim(a_participant())
        assert browser().get(mine("mine_claim_question", a_participant(), claim=made.pk)).status_code == 404


def paid_person() -> Participant:
    """Somebody who was paid for an hour and a bus."""
    someone, by = a_participant(), person("finance_approver")
    made = claims.approve(claim=a_claim(someone, costs=(a_cost(),)), by=by)
    finance.export(organisation=someone.series.organisation, by=by)
    finance.mark_paid(claim=made, paid_on=timezone.localdate(), finance_reference="RUN-7", by=by)
    return someone


class TestMembers:
    def test_a_session_is_offered_to_all_who_were_asked(self) -> None:
        series = a_series()
        a_call(series, rate_table="nihr_2025", rate_step="hour", preparation_minutes=15)
        people = [a_participant(series) for _ in range(3)]
        session = a_held_session(series, tuple(people))
        where = at("offer_workshop_pay", workshop=session.pk)
        assert "Person 1, Person 2, Person 3" in words(facilitator().get(where))
        facilitator().post(where, {"rate": "nihr_2025/hour", "preparation_minutes": "15"})
        assert PaymentOffer.objects.count() == 6
        facilitator().post(where, {"rate": "nihr_2025/hour", "preparation_minutes": "15"})
        assert PaymentOffer.objects.count() == 6
        said = words(facilitator().get(at("payments", series=series.pk)))
        assert "£27.50" in said and "£6.88" in said and people[0].name not in said

    def test_several_people_are_offered_one_thing(self) -> None:
        series = a_series()
        people = [a_participant(series) for _ in range(2)]
        sent = {
            "people": [each.pk for each in people],
            "what": "review",
            "words": "Read the draft",
            "rate": "nihr_2025/hour",
            "minutes": "30",
        }
        less = facilitator().post(at("offer_pay", series=series.pk), {**sent, "amount": "5"})
        assert less.status_code == 422 and "never less" in words(less)
        assert not PaymentOffer.objects.exists()
        assert facilitator().post(at("offer_pay", series=series.pk), sent).status_code == 302
        assert [offer.pence for offer in PaymentOffer.objects.all()] == [1375, 1375]

    def test_an_answer_by_phone_needs_the_advice_said_first(self) -> None:
        made = an_offer(a_participant())
        where = at("answer_offers_for", participant=made.participant_id)
        sent = {"offers": [made.pk], "answer": "accepted"}
        refused = facilitator().post(where, sent)
        assert refused.status_code == 422 and "Tell them first" in words(refused)
        assert facilitator().post(where, {**sent, "advised": "on"}).status_code == 302
        made.refresh_from_db()
        assert (made.answer, made.entered_by) == ("accepted", person("facilitator"))

    def test_a_claim_written_down_for_somebody(self) -> None:
        someone = a_participant()
        work = an_offer(someone, answer="voucher")
        where = at("enter_claim", participant=someone.pk) + "?method=voucher"
        assert facilitator().post(where, {"work": [work.pk]}).status_code == 302
        made = PaymentClaim.objects.get()
        assert (made.method, made.made_by) == ("voucher", person("facilitator"))

    def test_an_offer_is_taken_back(self) -> None:
        made = an_offer(a_participant())
        facilitator().post(at("withdraw_offer", offer=made.pk))
        made.refresh_from_db()
        assert made.withdrawn_at is not None


class TestWhoeverApproves:
    def test_from_the_claim_to_paid_without_a_name(self) -> None:
        someone = a_participant(name="Canary Zzyzx", email="canary@zzyzx.example")
        made = a_claim(someone, costs=(a_cost(),))
        client = approver()
        one = at("finance_claim", claim=made.pk)
        pages = [client.get(at("finance")), client.get(one)]
        assert client.get(at("claim_receipt", claim=made.pk, line=made.lines.get(kind="travel").pk)).content == PNG
        assert client.post(one, {"decision": "approve"}).status_code == 302
        pages.append(client.get(at("finance_export")))
        where = client.post(at("finance_export"))["Location"]
        export = FinanceExport.objects.get()
        pages += [client.get(where), client.get(at("finance_file_csv", export=export.pk))]
        assert pages[-1].content.decode().splitlines()[1].startswith(f"{made.number},SUP-0042,payment,31.70,")
        early = client.post(where, {"claims": [made.pk], "paid_on": "1/1/2020", "finance_reference": "RUN-1"})
        assert early.status_code == 422 and "approved after that day" in words(early)
        today = timezone.localdate()
        sent = {"claims": [made.pk], "paid_on": f"{today.day}/{today.month}/{today.year}", "finance_reference": "RUN-1"}
        assert client.post(where, sent).status_code == 302
        pages += [client.get(where), client.get(at("finance")), client.get(one)]
        made.refresh_from_db()
        assert (made.state, made.finance_reference) == ("paid", "RUN-1")
        for page in pages:
            assert page.status_code == 200
            assert "anary" not in page.content.decode() and "zzyzx" not in page.content.decode()
            assert made.number in page.content.decode()

    def test_who_may_not_approve_it_is_told_why_and_gets_no_button(self) -> None:
        made = a_claim(a_participant(), by=person("finance_approver"))
        page = approver().get(at("finance_claim", claim=made.pk))
        assert "Somebody else has to approve it" in words(page) and "Approve £" not in words(page)
        approver().post(at("finance_claim", claim=made.pk), {"decision": "approve"})
        made.refresh_from_db()
        assert made.state == "made"

    def test_whoever_has_waited_longest_stands_first(self) -> None:
        someone = a_participant()
        numbers = {}
        for ago in (5, 50, 20):
            session = a_held_session(someone.series, (someone,), days_ago=ago)
            work = build.answered(an_offer(someone, what="session", workshop=session))
            numbers[ago] = a_claim(someone, (work,)).number
        said = words(approver().get(at("finance")))
        assert said.index(numbers[50]) < said.index(numbers[20]) < said.index(numbers[5])
        assert said.count("Late") == 1, "thirty days are promised"

    def test_a_claim_goes_back_with_a_question(self) -> None:
        made = a_claim(a_participant())
        where = at("finance_claim", claim=made.pk)
        assert approver().post(where, {"decision": "ask", "because": ""}).status_code == 422
        assert approver().post(where, {"decision": "ask", "because": "Which day was it?"}).status_code == 302
        made.refresh_from_db()
        assert (made.state, made.returned_because) == ("returned", "Which day was it?")

    def test_how_the_organisation_pays_is_what_people_read(self) -> None:
        sent = {
            "finance_form": "https://finance.northshire.example/form",
            "benefits_advice": "Ask Brap on 01632 960 003.",
            "days_to_pay": "14",
        }
        assert approver().post(at("payment_desk"), sent).status_code == 302
        someone = a_participant()
        an_offer(someone)
        assert "https://finance.northshire.example/form" in browser().get(mine("mine_pay", someone)).content.decode()
        assert "within 14 days" in words(browser().get(mine("mine_pay", someone)))
        assert "Ask Brap" in words(browser().get(mine("mine_offers", someone)))
        assert approver().post(at("payment_desk"), {**sent, "finance_contact": "Pay 12-34-56 12345678"}).status_code == 422
        assert PaymentDesk.objects.get().finance_contact == ""


def test_the_questions_to_the_database_do_not_grow_with_people(django_assert_max_num_queries: Any) -> None:
    series = a_series()
    session = a_held_session(series)
    for _ in range(6):
        someone = a_participant(series)
        Attendance.objects.create(workshop=session, participant=someone, came=True, minutes=60)
        a_claim(someone, costs=(a_cost(),))
        offers.advice_shown(participant=someone)
    for client, where in ((facilitator(), at("payments", series=series.pk)), (approver(), at("finance"))):
        with django_assert_max_num_queries(30):
            assert client.get(where).status_code == 200


RIGHT = {"pay: offer": {"qi_lead", "facilitator"}, "pay: approve": {"finance_approver"}}
ALL_ROLES = ("qi_lead", "facilitator", "finance_approver", "board_member", "partner", "administrator")
RIGHT["coproduction: see"] = set(ALL_ROLES) - {"finance_approver", "administrator"}


@pytest.mark.parametrize("role", [*ALL_ROLES, "signed out", "of another organisation"])
def test_who_may_open_which_page(role: str, release: Path) -> None:
    every, by_name = build.parts("northshire")
    client = browser(None if role == "signed out" else person("qi_lead", of="southshire") if "another" in role else person(role))
    for name, who in {**build.WHO, **build_quality.WHO}.items():
        given = {"organisation": "northshire", "series": a_series().pk, **every, **by_name.get(name, {})}
        pattern = reverse(name, kwargs=_needed(name, given))
        with transaction.atomic():
            status = client.get(pattern).status_code
            transaction.set_rollback(True)
        right = who == "everybody" or role in RIGHT[who]
        wrong = {"signed out": 302, "of another organisation": 404}.get(role, 403)
        assert status == (wrong if not right else 405 if name == "withdraw_offer" else 200), (name, pattern)


def _needed(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """The parts that an address has."""
    [(_, names)] = get_resolver().reverse_dict.getlist(name)[0][0]
    return {part: given[part] for part in names}
