"""Attacks on pay by one person with two roles: who makes somebody up, opens their page or writes down their time, and then approves."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.builders.coproduction.payments import a_claim, a_cost, a_held_session, an_offer, answered
from tests.builders.coproduction.selection import a_closed_call, an_answer, decided
from tests.builders.coproduction.series import a_participant, a_series, secret_of
from tests.builders.web import browser, organisation, person

from levelground.errors import UserFacingError
from levelground.web.coproduction.actions import claims, participants, private_links, selection, workshops
from levelground.web.coproduction.models import IdentityHolder, Participant, PaymentClaim
from levelground.web.people.models import Membership, User

pytestmark = pytest.mark.django_db


def with_two_roles() -> User:
    """Somebody who approves pay, and brings people together too."""
    user = person("finance_approver")
    Membership.objects.get_or_create(user=user, organisation=organisation(), role="facilitator", ended_at=None)
    return user


def no_claim_by_their_link_is_approved(someone: Participant, by: User) -> None:
    """A claim of costs alone needs no offer of anybody else: it came by the private link, so no member's hand is in it."""
    made = a_claim(someone, (), costs=(a_cost(999_900, receipt=b"", no_receipt_because="It was lost"),))
    with pytest.raises(UserFacingError, match="Somebody else"):
        claims.approve(claim=made, by=by)
    address = reverse("finance_claim", kwargs={"organisation": "northshire", "claim": made.pk})
    assert "Somebody else" in browser(by).post(address, {"decision": "approve"}).content.decode()
    assert PaymentClaim.objects.get(pk=made.pk).state == "made"
    assert claims.approve(claim=made, by=person("finance_approver", of="southshire")).state == "approved", "somebody else does"


class TestPeopleWhoAreNot:
    def test_who_added_somebody_does_not_approve_what_they_claim(self) -> None:
        by = with_two_roles()
        someone, _ = participants.join(series=a_series(), name="Nobody", contact_by="email", email="second@account.example", by=by)
        no_claim_by_their_link_is_approved(someone, by)

    def test_nor_who_chose_them_from_an_answer_that_they_may_have_sent_themselves(self) -> None:
        by, call = with_two_roles(), a_closed_call(series=a_series())
        answer = an_answer(call, email="second@account.example")
        decided(answer, "selected", by=by)
        selection.tell_everybody(opportunity=call, by=person("qi_lead"))
        no_claim_by_their_link_is_approved(Participant.objects.get(expression=answer), by)

    def test_nor_who_had_their_link_sent_anew(self) -> None:
        by, someone = with_two_roles(), a_participant()
        participants.change(
            participant=someone, fields={"contact_by": "email", "email": "second@account.example"}, by=person("facilitator")
        )
        private_links.send_new(participant=someone, by=by)
        no_claim_by_their_link_is_approved(someone, by)

    def test_nor_one_of_the_named_people_who_open_their_letters_even_once_that_has_ended(self) -> None:
        by, someone = with_two_roles(), a_participant()
        holder = IdentityHolder.objects.create(series=someone.series, user=by, named_as="A", confirmed_independent=True, named_by=by)
        made = a_claim(someone)
        holder.ended_at = made.made_at
        holder.save()
        no_claim_by_their_link_is_approved(someone, by)

    def test_whoever_had_nothing_to_do_with_them_approves(self) -> None:
        by, someone, other = with_two_roles(), a_participant(), a_participant()
        private_links.send_new(participant=other, by=by)
        assert claims.approve(claim=a_claim(someone), by=by).state == "approved"


class TestTimeThatIsWrittenDown:
    def test_who_wrote_it_down_does_not_approve_it_once_somebody_wrote_over_it(self) -> None:
        by = with_two_roles()
        someone = a_participant()
        session = a_held_session(someone.series, (someone,))
        work = answered(an_offer(someone, what="session", workshop=session))
        workshops.record_attendance(workshop=session, participant=someone, came=True, minutes=600, by=by)
        workshops.record_attendance(
            workshop=session, participant=someone, came=True, minutes=600, preparation_minutes=5, by=person("facilitator")
        )
        with pytest.raises(UserFacingError, match="Somebody else"):
            claims.approve(claim=a_claim(someone, (work,)), by=by)

    def test_who_wrote_down_the_time_of_somebody_else_in_the_same_session_approves(self) -> None:
        by, someone, other = with_two_roles(), a_participant(), a_participant()
        session = a_held_session(someone.series, (someone, other))
        work = answered(an_offer(someone, what="session", workshop=session))
        workshops.record_attendance(workshop=session, participant=other, came=True, minutes=90, by=by)
        workshops.record_attendance(workshop=session, participant=someone, came=True, minutes=70, by=person("facilitator"))
        assert claims.approve(claim=a_claim(someone, (work,)), by=by).state == "approved"


def test_one_offer_is_not_claimed_twice_as_money_and_as_a_voucher() -> None:
    someone = a_participant()
    work = an_offer(someone, answer="voucher")
    a_claim(someone, (work,), method="voucher")
    for method in ("voucher", "payment"):
        with pytest.raises(UserFacingError, match="already"):
            a_claim(someone, (work,), method=method)
    sent = {"work": [work.pk], "payee_reference": "SUP-1", "form_key": "f" * 40}
    for query in ("", "?method=voucher", "?method=cash"):
        address = reverse("mine_claim", kwargs={"secret": secret_of(someone)})
        assert browser().post(f"{address}{query}", sent).status_code == 422, query
    assert PaymentClaim.objects.count() == 1
