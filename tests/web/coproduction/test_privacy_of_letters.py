"""Letters that the site keeps in files for a trial, and concerns that are over: they go with the person, through the site's own pages."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.concerns import a_concern
from tests.builders.coproduction.interest_form import filled_in, sent, started
from tests.builders.coproduction.series import a_call, a_participant, secret_of
from tests.builders.coproduction.workshops import a_session
from tests.builders.web import browser, person

from levelground.web.coproduction.actions import concerns, contributions, privacy, workshops
from levelground.web.coproduction.concern_links import address_of
from levelground.web.coproduction.models import Concern, ConcernReply, Contribution, ExpressionOfInterest
from levelground.web.people.actions import privacy as people_privacy

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "zzyzx@people.example"
FAR = datetime.timedelta(days=4000)


@pytest.fixture(autouse=True)
def outbox(tmp_path: Path) -> Any:
    """Every message in a file, as in a trial."""
    folder = tmp_path / "outbox"
    backend = "django.core.mail.backends.filebased.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend, EMAIL_FILE_PATH=str(folder)):
        yield folder


def letters(folder: Path, to: str = EMAIL) -> int:
    """How many files hold a letter to somebody."""
    return sum(to in path.read_text() for path in folder.glob("*"))


class TestLettersInFiles:
    def test_of_somebody_who_has_everything_removed(self, outbox: Path) -> None:
        one, other = a_participant(email=EMAIL), a_participant(email="other@people.example")
        workshops.invite(workshop=a_session(), participants=[one, other], by=person("facilitator"))
        assert (letters(outbox), letters(outbox, "other@people.example")) == (1, 1)
        browser().post(reverse("mine_erase", kwargs={"secret": secret_of(one)}), {"words": "keep", "sure": "on"})
        assert (letters(outbox), letters(outbox, "other@people.example")) == (0, 1)

    def test_of_an_answer_that_is_taken_back_before_it_was_sent_and_after(self, outbox: Path) -> None:
        for finished in (False, True):
            client, secret = started(a_call())
            filled_in(client, secret, reach={"email": EMAIL})
            if finished:
                sent(client, secret)
            assert letters(outbox) == 1 + finished
            client.post(reverse("take_back_interest", kwargs={"secret": secret}))
            assert letters(outbox) == 0

    def test_of_an_answer_that_is_old_enough(self, outbox: Path) -> None:
        client, secret = started(a_call())
        filled_in(client, secret, reach={"email": EMAIL})
        assert letters(outbox) == 1
        ExpressionOfInterest.objects.update(started_at=timezone.now() - datetime.timedelta(days=40))
        assert privacy.purge(on=timezone.localdate())["unfinished"] == 1
        assert letters(outbox) == 0

    def test_of_a_concern_taken_back_or_erased_by_address(self, outbox: Path) -> None:
        concern = a_concern(contact_by="email", email=EMAIL)
        assert letters(outbox) == 1
        browser().post(f"{address_of(concern)}take-back/")
        assert letters(outbox) == 0
        a_concern(contact_by="email", email=EMAIL)
        assert letters(outbox) == 1
        people_privacy.erase_address(email=EMAIL)
        assert letters(outbox) == 0

    def test_all_of_them_after_ninety_days(self, outbox: Path) -> None:
        a_concern(contact_by="email", email=EMAIL)
        today = timezone.localdate()
        privacy.purge(on=today + datetime.timedelta(days=89))
        assert letters(outbox) == 1
        privacy.purge(on=today + datetime.timedelta(days=91))
        assert letters(outbox) == 0


def test_of_a_concern_that_is_over_nothing_is_kept_that_nobody_can_read_or_take_back() -> None:
    concern = a_concern(words="I am Zzyzx. Call 01632 960 777. The door was locked at night.", name="Zzyzx", group_name="Quokka group")
    by = person("facilitator")
    concerns.reply(concern=concern, words="Dear Zzyzx, we heard you.", by=by)
    said = contributions.contribute(
        series=None, words="The door was locked at night.", when="any_time", form_key="k" * 40, concern=concern, entered_by=by
    )
    concerns.close(concern=concern, because="Zzyzx was called.", by=by)
    privacy.purge(on=timezone.localdate() + datetime.timedelta(days=364))
    assert Concern.objects.get().words
    privacy.purge(on=timezone.localdate() + datetime.timedelta(days=365))
    kept = f"{list(Concern.objects.values())}{list(ConcernReply.objects.values())}"
    for canary in ("Zzyzx", "960 777", "locked", "Quokka"):
        assert canary not in kept
    assert Concern.objects.get().reference == concern.reference
    assert Contribution.objects.get(pk=said.pk).words == "The door was locked at night.", "what started a thread stays, without a name"
