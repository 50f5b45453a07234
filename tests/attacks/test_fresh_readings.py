"""Attacks on reading without names, by those who can look up whose reference it is."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.builders.coproduction.selection import a_closed_call, an_answer, read_by
from tests.builders.coproduction.series import a_series
from tests.builders.web import browser, person

from levelground.errors import UserFacingError
from levelground.web.coproduction.models import BlindReading, IdentityHolder

pytestmark = pytest.mark.django_db


def test_who_knows_the_names_reads_nothing_blind_also_once_that_has_ended() -> None:
    answer = an_answer(a_closed_call(), lived_experience="I waited at the yellow door.")
    call = answer.opportunity
    at = {"organisation": "northshire", "opportunity": call.pk}
    names = browser(person("facilitator")).get(reverse("interest_people", kwargs=at)).content.decode()
    assert answer.reference in names and answer.name in names, "this page says whose reference it is"
    IdentityHolder.objects.filter(user=person("partner")).update(ended_at=call.published_at)
    for role in ("facilitator", "partner"):
        address = reverse("read_interest", kwargs={**at, "expression": answer.pk})
        page = browser(person(role)).get(address).content.decode()
        assert "yellow door" not in page and "Ask another reader" in page
        browser(person(role)).post(address, {"criterion_1": "yes", "criterion_2": "yes"})
        with pytest.raises(UserFacingError, match="Ask another reader"):
            read_by(answer, person(role))
    assert not BlindReading.objects.exists()
    read_by(answer, person("qi_lead"))
    assert BlindReading.objects.get().reader == person("qi_lead")


def test_who_knows_the_names_of_another_series_reads() -> None:
    answer, other = an_answer(a_closed_call()), a_series(code="OTHER1")
    IdentityHolder.objects.filter(user=person("partner")).exclude(series=other).delete()
    read_by(answer, person("partner"))
    assert BlindReading.objects.get().reader == person("partner")
