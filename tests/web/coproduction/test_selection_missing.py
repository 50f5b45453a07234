"""Who is missing: bands that give nobody away, also not by subtraction, and not by counting twice."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from django.urls import reverse
from tests.builders.coproduction.selection import a_closed_call, an_answer
from tests.builders.coproduction.series import a_call
from tests.builders.web import browser, person

from levelground.web.coproduction import bands
from levelground.web.coproduction.actions import missing_people
from levelground.web.coproduction.models import DemographicAnswers, MissingPeopleCount, Opportunity, SelectionOutcome, ServedGroup
from levelground.web.people.change_refused import ChangeRefused


def consistent(counts: list[int]) -> list[tuple[int, ...]]:
    """Every set of counts that has these bands and this total."""
    known = [bands.band(count) for count in counts]
    each = itertools.product(*(range(one.low, one.high + 1) for one in known))
    return [some for some in each if sum(some) == sum(counts)]


def test_small_counts_are_one_band_and_never_zero() -> None:
    assert {bands.words(bands.band(count)) for count in range(5)} == {"fewer than 5"}
    assert [bands.words(bands.band(count)) for count in (5, 7, 8, 12, 13, 40)] == [
        "about 5", "about 5", "about 10", "about 10", "about 15", "about 40",
    ]  # fmt: skip


def test_no_small_count_follows_from_the_bands_and_the_total() -> None:
    shown = 0
    for counts in itertools.product(range(0, 12), repeat=3):
        if bands.is_safe(counts, sum(counts)):
            shown += 1
            possible = consistent(list(counts))
            for place, count in enumerate(counts):
                assert count >= 5 or len({some[place] for some in possible}) >= 3, counts
    assert shown > 1000
    assert not bands.is_safe([4, 4, 4], 12)
    assert not bands.is_safe([0, 0, 8], 8)


def test_nor_from_those_chosen_set_beside_all() -> None:
    seeded, shown = random.Random(5), 0  # noqa: S311 - a sample that is the same each time
    for _ in range(1500):
        everybody = [seeded.randint(0, 14) for _ in range(seeded.choice((2, 3)))]
        chosen = [seeded.randint(0, count) for count in everybody]
        if not bands.are_safe_together(everybody, chosen):
            continue
        shown += 1
        possible = [
            list(zip(a, c, strict=True))
            for a in consistent(everybody)
            for c in consistent(chosen)
            if all(part <= whole for whole, part in zip(a, c, strict=True))
        ]
        for place, (whole, part) in enumerate(zip(everybody, chosen, strict=True)):
            for true, values in (
                (whole, {some[place][0] for some in possible}),
                (part, {some[place][1] for some in possible}),
                (whole - part, {some[place][0] - some[place][1] for some in possible}),
            ):
                assert true >= 5 or len(values) >= 3, (everybody, chosen)
    assert shown > 100


@pytest.mark.django_db
class TestCount:
    def call(self, people: int = 40, **said: Any) -> Opportunity:
        call = a_closed_call(group_size=20)
        for number in range(people):
            answers = {"gender": "Woman" if number % 4 else "Man", "ethnic_group": "Zzyzx, my own word", **said}
            DemographicAnswers.objects.create(expression=an_answer(call), answers=answers, purpose_version="1", purge_on="2099-01-01")
        return call

    def choose(self, call: Opportunity, number: int) -> None:
        rows = call.expressions.filter(outcome__isnull=True).order_by("pk")[:number]
        for each in rows:
            SelectionOutcome.objects.create(expression=each, result="selected", reason="x", by=person("qi_lead"))

    def test_bands_beside_those_who_are_served(self) -> None:
        call = self.call()
        for group, people in (("Woman", 400), ("Man", 600)):
            ServedGroup.objects.create(series=call.series, characteristic="gender", group=group, people=people, source="x")
        self.choose(call, 20)
        made = missing_people.count(opportunity=call, by=person("qi_lead"))
        [gender] = [one for one in made.table["questions"] if one["name"] == "gender"]
        rows = {row["group"]: row for row in gender["rows"]}
        assert (rows["Man"]["served"], rows["Man"]["all"]) == ("60 in 100", "about 10")
        assert rows["Man"]["missing"] == "Fewer than their share answered"
        assert rows["Woman"]["missing"] == ""
        assert rows["Non-binary"]["all"] == "fewer than 5"

    def test_words_of_ones_own_are_nobodys_group(self) -> None:
        made = missing_people.count(opportunity=self.call(), by=person("qi_lead"))
        assert "Zzyzx" not in str(made.table)

    def test_the_page_has_bands_only(self) -> None:
        call = self.call()
        own = browser(person("qi_lead"))
        address = reverse("missing_people", kwargs={"organisation": "northshire", "opportunity": call.pk})
        assert own.post(address).status_code == 302
        text = own.get(address).content.decode()
        assert "about 30" in text and "fewer than 5" in text and "Zzyzx" not in text

    def test_two_counts_never_differ_by_a_few_people(self) -> None:
        call, lead = self.call(), person("qi_lead")
        self.choose(call, 12)
        first = missing_people.count(opportunity=call, by=lead)
        self.choose(call, 1)
        with pytest.raises(ChangeRefused, match="Too little has changed"):
            missing_people.count(opportunity=call, by=lead)
        self.choose(call, 4)
        second = missing_people.count(opportunity=call, by=lead)
        SelectionOutcome.objects.filter(expression__in=second.chosen[-5:]).delete()
        DemographicAnswers.objects.update(answers={"gender": "Man"})
        assert missing_people.count(opportunity=call, by=lead) == first  # the very same people: what they changed since is not told
        self.choose(call, 4)
        with pytest.raises(ChangeRefused, match="Too little has changed"):  # four more than the first count, one less than the second
            missing_people.count(opportunity=call, by=lead)
        assert MissingPeopleCount.objects.count() == 2

    def test_too_few_or_too_early(self) -> None:
        lead = person("qi_lead")
        with pytest.raises(ChangeRefused, match="Fewer than 10"):
            missing_people.count(opportunity=self.call(9), by=lead)
        with pytest.raises(ChangeRefused, match="still open"):
            missing_people.count(opportunity=a_call(), by=lead)
