"""Two at once never pay twice, on SQLite and (when the tests run there) PostgreSQL. The files sum to the approvals, whatever they are."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import close_old_connections, connection
from tests.builders.coproduction.payments import a_claim, a_cost, an_offer
from tests.builders.coproduction.series import a_participant
from tests.builders.web import organisation, person

from levelground.web.coproduction.actions import claims, finance, offers
from levelground.web.coproduction.models import ClaimLine, FinanceExport, PaymentClaim, PaymentOffer
from levelground.web.coproduction.payment_refusals import PaymentRefused
from levelground.web.people.models import AuditEvent, Membership, User

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """What each task gave, or the error that it raised; all begin together."""
    gate, given = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(index: int, task: Callable[[], Any]) -> None:
        gate.wait()
        try:
            given[index] = task()
        except Exception as error:
            given[index] = error  # type: ignore[call-overload]
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def approvers() -> list[User]:
    found = [person("finance_approver"), User.objects.create(email="second@northshire.example", name="Second")]
    Membership.objects.create(user=found[1], organisation=organisation(), role="finance_approver")
    return found


def refusals(given: list[Any]) -> int:
    assert all(isinstance(each, PaymentRefused) for each in given if isinstance(each, Exception)), given
    return sum(isinstance(each, PaymentRefused) for each in given)


def told(action: str) -> int:
    return AuditEvent.objects.filter(action=f"coproduction.{action}").count()


def test_of_two_who_approve_at_once_one_does() -> None:
    made, people = a_claim(a_participant()), approvers()
    given = at_once(*(lambda by=by: claims.approve(claim=made, by=by) for by in people))  # type: ignore[misc]
    assert refusals(given) == 1
    assert told("approve_claim") == 1


def test_of_two_files_made_at_once_one_has_the_claims() -> None:
    people = approvers()
    someone = a_participant()
    made = [a_claim(someone, costs=(a_cost(pence),)) for pence in (101, 202, 303)]
    for claim in made:
        claims.approve(claim=claim, by=people[0])
    given = at_once(*(lambda by=by: finance.export(organisation=organisation(), by=by) for by in (*people, *people)))  # type: ignore[misc]
    assert refusals(given) == 3
    export = FinanceExport.objects.get()
    assert export.pence == sum(claim.pence for claim in made)
    assert set(PaymentClaim.objects.values_list("export", "state")) == {(export.pk, "exported")}


def test_an_approval_and_a_file_at_once_lose_nothing() -> None:
    people, someone = approvers(), a_participant()
    made = [a_claim(someone) for _ in range(6)]
    claims.approve(claim=made[0], by=people[0])
    tasks: list[Callable[[], Any]] = [lambda each=each: claims.approve(claim=each, by=people[0]) for each in made[1:]]  # type: ignore[misc]
    assert refusals(at_once(*tasks, lambda: finance.export(organisation=organisation(), by=people[1]))) == 0
    if PaymentClaim.objects.filter(state="approved").exists():
        finance.export(organisation=organisation(), by=people[1])
    assert sum(FinanceExport.objects.values_list("pence", flat=True)) == sum(claim.pence for claim in made)
    assert not PaymentClaim.objects.exclude(state="exported").exists()


def test_a_claim_sent_by_two_fingers_at_once_is_one() -> None:
    someone = a_participant()
    work = an_offer(someone, answer="accepted")
    same = at_once(*(lambda: claims.make(participant=someone, lines=[work], method="payment", form_key="k" * 40),) * 3)
    assert refusals(same) == 0
    assert len({claim.pk for claim in same}) == PaymentClaim.objects.count() == ClaimLine.objects.count() == 1
    other = an_offer(someone, answer="accepted")
    given = at_once(*(lambda: claims.make(participant=someone, lines=[other], method="payment"),) * 3)
    assert refusals(given) == 2


def test_a_no_and_a_claim_at_once_agree_in_the_end() -> None:
    someone = a_participant()
    for _ in range(4):
        work = an_offer(someone, answer="accepted")
        given = at_once(
            lambda work=work: claims.make(participant=someone, lines=[work], method="payment"),  # type: ignore[misc]
            lambda work=work: offers.answer(offer=work, answer="declined"),  # type: ignore[misc]
        )
        assert refusals(given) == 1
        work.refresh_from_db()
        assert ClaimLine.objects.filter(offer=work).exists() == (work.answer == "accepted")


def test_paid_twice_at_once_is_paid_once() -> None:
    made, people = a_claim(a_participant()), approvers()
    approved = claims.approve(claim=made, by=people[0])
    finance.export(organisation=organisation(), by=people[0])
    day = approved.answered_at.date() if approved.answered_at else None
    assert day
    given = at_once(
        *(lambda by=by: finance.mark_paid(claim=made, paid_on=day, finance_reference="RUN-1", by=by) for by in people)  # type: ignore[misc]
    )
    assert refusals(given) == 1
    assert told("mark_paid") == 1


@pytest.mark.parametrize("seed", range(3))
def test_the_files_sum_to_the_approvals_to_the_penny(seed: int) -> None:
    """Claims of random lines, some questioned, some changed, some approved; files at random moments."""
    random, by = Random(seed), person("finance_approver")  # noqa: S311 - of a test
    people, approved, contents = [a_participant() for _ in range(3)], 0, []
    for _ in range(14):
        someone = random.choice(people)
        costs = tuple(a_cost(random.randint(1, 99_999), receipt=b"", no_receipt_because="None") for _ in range(random.randint(0, 3)))
        claim = a_claim(someone, (an_offer(someone, answer="accepted", minutes=random.randint(1, 400)),), costs=costs)
        if random.random() < 0.3:
            claims.return_claim(claim=claim, because="Why?", by=by)
            claim = claims.send_again(claim=claim, reply="So.", add=[a_cost(random.randint(1, 999), receipt=b"", no_receipt_because="No")])
        if random.random() < 0.7:
            approved += claims.approve(claim=claim, by=by).pence
        if random.random() < 0.3:
            contents += made_file(by)
    contents += made_file(by)
    rows = [row for content in contents for row in csv.DictReader(io.StringIO(content.decode(), newline=""))]
    assert sum(Decimal(row["amount_pounds"]) for row in rows) * 100 == approved
    assert len({row["claim_number"] for row in rows}) == len(rows) == PaymentClaim.objects.exclude(state="made").count()
    assert PaymentOffer.objects.count() == 14


def made_file(by: User) -> list[bytes]:
    """A file, where something waits for one."""
    try:
        return [finance.export(organisation=organisation(), by=by)[1]]
    except PaymentRefused:
        return []
