"""The quality of co-production: each number worked out by hand on a small world, and none that gives a few people away."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.payments import a_claim, a_cost, a_held_session, an_offer, answered
from tests.builders.coproduction.series import a_call, a_participant, a_series
from tests.builders.web import browser, organisation, person

from levelground.web.coproduction.actions import claims, finance
from levelground.web.coproduction.models import (
    Attendance,
    Contribution,
    ContributionResponse,
    Decision,
    DecisionPart,
    MissingPeopleCount,
    Notice,
    Participant,
    PaymentClaim,
    Series,
)
from levelground.web.coproduction.presenters import quality as pages
from levelground.web.coproduction.queries import workshops
from levelground.web.coproduction.queries.quality import QualityOfCoProduction, ShareOf, quality
from levelground.web.publishing.models import HeldPackage

pytestmark = pytest.mark.django_db


def said(someone: Participant, *, told: bool = False, **fields: Any) -> Contribution:
    number = Contribution.objects.count()
    made = Contribution.objects.create(
        public_id=f"C-{number}", series=someone.series, participant=someone, form_key=f"k{number}", when="during", words="Words.", **fields
    )
    if told:
        ContributionResponse.objects.create(contribution=made, words="We did.", by=person())
    return made


def decided(series: Series, **fields: Any) -> Decision:
    number = Decision.objects.count()
    return Decision.objects.create(
        public_id=f"D-{number}",
        series=series,
        subject="aim",
        question="?",
        opened_by=person(),
        **{"decided_at": timezone.now(), **fields},
    )


def stands(value: QualityOfCoProduction) -> dict[str, str]:
    return {what: how for what, how, _ in pages.rows(value)}


def test_nothing_yet_is_said_as_nothing_yet() -> None:
    value = quality([a_series()])
    assert value == QualityOfCoProduction(0, ShareOf(0, 0), None, 0, ShareOf(0, 0), 0, Decimal(0), (), None, ())
    assert value.hours_a_decision is None
    assert stands(value)["Days to pay"] == "Nothing is paid yet"
    assert stands(value)["Who was missing"] == "Not counted yet"
    assert quality([]) == value


def test_told_are_those_who_have_an_answer_to_all_that_they_said_and_wait_for_no_letter() -> None:
    series = a_series()
    all_, some, none, waits, took_back = (a_participant(series) for _ in range(5))
    said(all_, told=True), said(all_, told=True)
    said(some, told=True), said(some)
    said(none)
    said(waits, told=True)
    Notice.objects.create(organisation=series.organisation, participant=waits, kind="decision", channel="phone")
    said(took_back, withdrawn_at=timezone.now())
    Contribution.objects.create(public_id="C-x", series=series, form_key="x", when="during", words="Nobody knows whose.")
    assert quality([series]).told == ShareOf(1, 4)


def test_decisions_have_lived_experience_behind_them_by_a_part_or_by_words() -> None:
    series = a_series()
    lived, other = a_participant(series), a_participant(series, role="subject_expert")
    DecisionPart.objects.create(decision=decided(series), participant=lived, stance="for")
    decided(series).rests_on.create(contribution=said(lived))
    for decision in (decided(series), decided(series)):
        DecisionPart.objects.create(decision=decision, participant=other, stance="against")
    decided(series).rests_on.create(contribution=said(lived, withdrawn_at=timezone.now()))
    DecisionPart.objects.create(decision=decided(series, decided_at=None), participant=lived, stance="against", dissent="No.")
    value = quality([series])
    assert (value.lived_experience, value.dissents) == (ShareOf(2, 5), 2)


def test_hours_together_are_as_sessions_count_them_and_hours_asked_are_all_that_was_asked() -> None:
    series = a_series()
    one, two = a_participant(series), a_participant(series)
    first, late, early = (
        a_held_session(series),
        a_held_session(series, state="cancelled", cancelled_late=True),
        a_held_session(series, state="cancelled"),
    )
    for session in (first, late, early):
        Attendance.objects.create(workshop=session, participant=one, came=session == first or None, minutes=75 if session == first else 0)
    Attendance.objects.create(workshop=first, participant=two, came=False, preparation_minutes=20)
    an_offer(one, what="preparation", workshop=first, minutes=30)
    an_offer(two, minutes=45)
    answered(an_offer(two, minutes=500), "declined")
    decided(series)
    value = quality([series])
    assert value.contact_hours == workshops.contact_hours(series) == Decimal("1.25")
    assert value.hours_a_decision == Decimal("1.25")
    assert value.hours_asked == (Decimal(60 + 20 + 45) / 60, Decimal(75 + 30 + 60) / 60)


def test_who_waits_for_pay_longest_first_and_for_what() -> None:
    series = a_series()
    people = [a_participant(series) for _ in range(6)]
    session = a_held_session(series, tuple(people[:4]), days_ago=30)
    work = [answered(an_offer(each, what="session", workshop=session)) for each in people[:3]]
    a_claim(people[1], (work[1],), costs=(a_cost(420),))
    paid = claims.approve(claim=a_claim(people[2], (work[2],)), by=person("finance_approver"))
    finance.export(organisation=series.organisation, by=person("finance_approver"))
    finance.mark_paid(claim=paid, paid_on=timezone.localdate(), finance_reference="RUN", by=person("finance_approver"))
    an_offer(people[4], answer="accepted")
    answered(an_offer(people[5]), "declined")
    a_held_session(series, (people[4],), days_ago=50)
    value = quality([series])
    assert [(each.label, each.days, each.pence, each.waits_for) for each in value.owed] == [
        ("Person 5", 50, 2750, "an offer"),
        ("Person 1", 30, 2750, "a claim"),
        ("Person 2", 30, 3170, "approval"),
        ("Person 4", 30, 0, "an offer"),
    ]
    assert (value.days_to_pay, value.claims_paid) == (30, 1)


def test_days_to_pay_are_the_middle_one() -> None:
    series = a_series()
    for days in (1, 5, 90):
        made = a_claim(a_participant(series))
        today = timezone.localdate()
        PaymentClaim.objects.filter(pk=made.pk).update(state="paid", paid_on=today, owed_since=today - datetime.timedelta(days=days))
    assert stands(quality([series]))["Days to pay"] == "5 (3 claims)"


def test_who_was_missing_is_what_the_last_count_of_the_call_says() -> None:
    call = a_call()
    row = {"group": "18 to 24", "missing": "Fewer than their share answered"}
    for rows in ([row], [{"group": "85 and over", "missing": "Fewer than their share chosen"}, {"group": "25 to 34", "missing": ""}]):
        MissingPeopleCount.objects.create(opportunity=call, table={"questions": [{"heading": "Your age", "rows": rows}]}, by=person())
    assert quality([call.series]).missing == ("85 and over (your age)",)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        ((0, 0), "None yet"),
        ((3, 4), "More than half"),
        ((2, 4), "Half or fewer"),
        ((4, 4), "All of them"),
        ((0, 4), "None of them"),
        ((18, 20), "More than half"),
        ((2, 20), "Half or fewer"),
        ((20, 20), "20 of 20"),
        ((10, 20), "10 of 20"),
        ((5, 10), "5 of 10"),
    ],
)
def test_a_share_of_a_few_people_is_said_without_its_numbers(share: tuple[int, int], words: str) -> None:
    value = QualityOfCoProduction(share[1], ShareOf(*share), None, 0, ShareOf(0, 0), 0, Decimal(0), (Decimal(1),) * 4, None, ())
    found = stands(value)
    assert found["Told what became of what they said"] == words
    assert found["Hours asked of one person"].startswith("Fewer than 5")
    assert found["People with lived experience"] == {0: "Nobody yet", 4: "Fewer than 5, so no number is shown"}.get(share[1], str(share[1]))


def test_the_pages_show_it_and_labels_only_to_those_who_offer_pay() -> None:
    series = a_series()
    a_held_session(series, (a_participant(series, name="Canary Zzyzx"),), days_ago=12)
    theirs = a_series("southshire")
    a_held_session(theirs, (a_participant(theirs),), days_ago=99)
    for name, more in (("quality", {}), ("quality_of_series", {"series": series.pk})):
        where = reverse(name, kwargs={"organisation": "northshire", **more})
        board, lead = (words(browser(person(role)).get(where)) for role in ("board_member", "qi_lead"))
        assert "an offer" in board and "Person 1" not in board and "Person 1" in lead
        assert "Zzyzx" not in board + lead
        assert "99" not in lead
    elsewhere = reverse("quality_of_series", kwargs={"organisation": "northshire", "series": theirs.pk})
    assert browser(person()).get(elsewhere).status_code == 404


def test_the_report_of_a_board_says_no_small_number_and_none_of_them_as_0() -> None:
    few = QualityOfCoProduction(3, ShareOf(2, 3), 9.0, 2, ShareOf(1, 4), 1, Decimal(2), (Decimal(1),) * 3, None, ())
    found = {what: how for what, how, _ in pages.board_rows(few)}
    assert found == {
        "People with lived experience": pages.TOO_FEW,
        "Told what became of what they said": "More than half",
        "Days to pay": "9 (fewer than 5 claims)",
        "Decisions with lived experience behind them": "1 of 4",
        "Times that somebody disagreed": "Fewer than 5",
        "Hours together for each decision": pages.TOO_FEW,
        "Hours asked of one person": pages.TOO_FEW,
        "Who was missing": "Not counted yet",
        "People who wait for pay": "Nobody",
    }
    many = replace(few, people=9, dissents=5, claims_paid=7)
    found = {what: how for what, how, _ in pages.board_rows(many)}
    assert (found["Times that somebody disagreed"], found["Days to pay"]) == ("5", "9 (7 claims)")
    assert found["Hours together for each decision"] == "0.5 hours"


class TestTheBoardPage:
    """What the records say stands on the report of a board; of series that are public alone."""

    @pytest.fixture
    def series(self) -> Series:
        held = HeldPackage.objects.create(organisation=organisation(), package_id="mental_health_small")
        series = a_series(package=held)
        Series.objects.update(public_at=timezone.now())
        for _ in range(6):
            said(a_participant(series, name="Canary Zzyzx"), told=True)
        return series

    def board(self, client: Any) -> str:
        return words(client.get(reverse("results")))

    def test_it_stands_there_with_its_meaning_and_what_is_good(self, client: Any, series: Series) -> None:
        page = self.board(client)
        assert "How it was co-produced" in page
        assert "Told what became of what they said 6 of 6 They have an answer to all that they said, and no letter waits. Good is" in page
        assert "told what became of what they said: 6 of 6; days to pay: nothing is paid yet" in page
        assert "does not say who shaped it" in page
        assert "Zzyzx" not in page

    def test_a_series_that_is_not_public_does_not(self, client: Any, series: Series) -> None:
        Series.objects.update(public_at=None)
        page = self.board(client)
        assert "6 of 6" not in page
        assert "It stands in the records of whoever ran the sessions." in page


def test_the_questions_to_the_database_do_not_grow() -> None:
    def more() -> None:
        someone = a_participant(series)
        a_held_session(series, (someone,))
        said(someone, told=True)
        decided(series)
        a_claim(someone, costs=(a_cost(),))

    series, counted = a_series(), []
    for _ in range(2):
        more()
        with CaptureQueriesContext(connection) as queries:
            quality([series])
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 20


def words(response: Any) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
