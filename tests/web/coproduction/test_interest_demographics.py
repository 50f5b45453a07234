"""What people say about themselves is reached by one role, in counts, without a name or a reference, and by no other page."""

from __future__ import annotations

import datetime
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.everything import MAY
from tests.builders.coproduction.everything import WHO as ADDRESSES
from tests.builders.coproduction.interest import begun_interest, sent_interest
from tests.builders.coproduction.series import a_call
from tests.builders.web import browser, person
from tests.builders.world import world
from tests.journeys.addresses import entries
from tests.journeys.addresses import parts as parts_of

from levelground.web.coproduction.actions import demographics as acting
from levelground.web.coproduction.actions import interest
from levelground.web.coproduction.models import DemographicAnswers, DemographicCount, Opportunity, SelectionOutcome
from levelground.web.coproduction.queries import demographics

pytestmark = pytest.mark.django_db
CANARY = "Canary Islander of the tests"


def said(call: Opportunity, many: int, **answers: str) -> None:
    """So many people answered the call, and said this about themselves."""
    for _ in range(many):
        made = sent_interest(call)
        for question, words in answers.items():
            acting.answer(expression=made, question=question, words=words)


def has_closed(call: Opportunity) -> None:
    """The call's last day was yesterday."""
    Opportunity.objects.filter(pk=call.pk).update(closes_on=timezone.localdate() - datetime.timedelta(days=1))


def where(call: Opportunity) -> str:
    return reverse("interest_demographics", kwargs={"organisation": "northshire", "opportunity": call.pk})


def page_of(call: Opportunity) -> str:
    """What the analyst reads, in one line."""
    return unescape(" ".join(browser(person("analyst")).get(where(call)).content.decode().split()))


def counted(call: Opportunity) -> str:
    """The same once it has been counted."""
    assert browser(person("analyst")).post(where(call)).status_code == 302
    return page_of(call)


def test_two_looks_cannot_be_set_against_each_other() -> None:
    """Whoever changes an answer, comes late or goes: what was counted stays as it was."""
    call = a_call()
    said(call, 7, age="25 to 34", ethnic_group="Irish")
    said(call, 8, age="35 to 49", ethnic_group="Irish")
    has_closed(call)
    first = counted(call)
    assert "25 to 34" in first and "about 5" in first and "15 people have answered" in first
    last = DemographicAnswers.objects.order_by("-pk")[0].expression
    acting.answer(expression=last, question="age", words="25 to 34")  # 8 and 7 now: the bands would change places
    said(call, 1, age="75 or over")
    assert demographics.counts(call.series, call)["age"]["25 to 34"]["all"] == 8
    again = counted(call)
    assert "about 10" in first and "75 or over" not in again and "15 people have answered" in again
    assert DemographicCount.objects.count() == 1
    rows = {
        group: people
        for group, people, _ in next(each["rows"] for each in DemographicCount.objects.get().tables if "25 to 34" in str(each))
    }
    assert rows == {"25 to 34": "about 5", "35 to 49": "about 10"}


def test_own_words_go_from_the_count_with_whoever_takes_theirs_back_and_nobody_sees_whose() -> None:
    call = a_call()
    said(call, 9, ethnic_group="Irish", age="25 to 34")
    said(call, 2, ethnic_group=CANARY)
    said(call, 2, ethnic_group="Wombatish")
    has_closed(call)
    assert CANARY in counted(call) and "Wombatish" in page_of(call)
    gone = DemographicAnswers.objects.get(expression=DemographicAnswers.objects.order_by("pk")[0].expression_id).expression
    interest.take_back(expression=gone)  # one of those who chose from the list: still nothing tells who it was
    after = page_of(call)
    assert CANARY not in after and "Wombatish" not in after and "in words of their own is gone from here" in after
    assert "Irish" in after and "13 people have answered the call." in after
    assert CANARY not in str(DemographicCount.objects.values().get())


@pytest.mark.parametrize("how", ["changed", "purged"])
def test_own_words_go_from_the_count_when_they_are_changed_or_their_day_has_come(how: str) -> None:
    call = a_call()
    said(call, 9, ethnic_group="Irish")
    said(call, 4, ethnic_group=CANARY)
    has_closed(call)
    assert CANARY in counted(call)
    if how == "changed":
        acting.answer(expression=DemographicAnswers.objects.order_by("-pk")[0].expression, question="ethnic_group", words="Irish")
    else:
        acting.purge(on=demographics.purge_day(call))
    assert CANARY not in str(DemographicCount.objects.values().get()) and CANARY not in page_of(call)


def test_counts_by_group_in_their_own_words_few_are_not_counted_out() -> None:
    call = a_call()
    said(call, 6, ethnic_group="Black Welsh", age="25 to 34")
    said(call, 2, ethnic_group="Roma")
    said(call, 1, ethnic_group="prefer_not_to_say")
    before = browser(person("analyst")).get(where(call)).content.decode()
    assert "There is nothing to see yet." in before and "Black Welsh" not in before
    assert browser(person("analyst")).post(where(call)).status_code == 422
    assert not DemographicCount.objects.exists()
    has_closed(call)
    page = counted(call)
    assert "9 people have answered the call." in page
    for group, many in (
        ("Black Welsh", "about 5"),
        ("Roma", "fewer than 5"),
        ("Prefer not to say", "fewer than 5"),
        ("25 to 34", "about 5"),
    ):
        assert f'scope="row">{group}</th> <td class="nhsuk-table__cell">{many}</td>' in page
    assert "Zainab" not in page
    assert "people.example" not in page


def test_a_small_count_that_the_others_give_away_is_not_shown() -> None:
    call = a_call()
    said(call, 7, age="25 to 34")
    said(call, 4, age="75 or over")
    has_closed(call)
    page = counted(call)
    assert "11 people have answered the call." in page
    assert "75 or over" not in page
    assert "Not shown. From these counts you could tell how few said one thing." in page


def test_what_is_held_back_or_not_sent_does_not_count() -> None:
    call = a_call()
    for made in (sent_interest(call, held_because="honeypot"), begun_interest(call)):
        acting.answer(expression=made, question="age", words="25 to 34")
    chosen = sent_interest(call)
    acting.answer(expression=chosen, question="age", words="25 to 34")
    SelectionOutcome.objects.create(expression=chosen, result="selected", reason="As agreed", by=call.created_by)
    assert demographics.counts(call.series, call)["age"] == {"25 to 34": {"all": 1, "chosen": 1}}


@pytest.mark.parametrize("role", sorted(set(MAY) | {"administrator"}))
def test_only_the_role_that_may_opens_the_page(role: str) -> None:
    answer = browser(person(role)).get(where(a_call()))
    assert answer.status_code == (200 if "demographics: see" in MAY.get(role, set()) else 403)


def test_no_page_of_the_room_shows_an_answer_to_any_role() -> None:
    """Every address of co-production, opened by every role: the words stand on one page alone, for the one role that may."""
    known = world()
    call = Opportunity.objects.get(pk=known.of("interest_demographics")["opportunity"])
    DemographicAnswers.objects.all().delete()
    said(call, 2, ethnic_group=CANARY)
    acting.answer(expression=sent_interest(call), question="gender", words=CANARY)
    has_closed(call)
    acting.count(opportunity=call, by=person("analyst"))
    shown, opened = [], 0
    for role in sorted(MAY):
        client = browser(person(role))
        for pattern, entry in entries():
            if entry.name in ADDRESSES and pattern.startswith("organisations/"):
                answer = client.get(reverse(entry.name, kwargs={part: known.of(entry.name)[part] for part in parts_of(pattern)}))
                opened += answer.status_code == 200
                if CANARY.encode() in (b"".join(answer.streaming_content) if answer.streaming else answer.content):
                    shown.append((role, entry.name))
    assert opened > 20, "the pages were looked at"
    assert shown == [(role, "interest_demographics") for role in sorted(MAY) if "demographics: see" in MAY[role]]


def test_they_go_on_their_day_and_not_before() -> None:
    call = a_call()
    said(call, 3, age="25 to 34")
    day = demographics.purge_day(call)
    assert day > call.told_by > timezone.localdate()
    assert acting.purge(on=day - datetime.timedelta(days=1)) == 0
    assert acting.purge(on=day) == 3
    assert not DemographicAnswers.objects.exists()
    assert demographics.counts(call.series, call)["age"] == {demographics.NOT_SAID: {"all": 3, "chosen": 0}}
