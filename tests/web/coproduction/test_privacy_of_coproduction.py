"""What people told us goes at their wish at once, and in the end: out of every table, every file, every page, every log."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.planted_person import (
    CANARIES,
    EMAIL,
    FAR,
    PHONE,
    QUOTE,
    canary,
    everything,
    files,
    found_in,
    found_in_files,
    found_on_pages,
)
from tests.builders.coproduction.selection import a_closed_call
from tests.builders.coproduction.series import a_participant, a_series
from tests.builders.web import browser, organisation, person

from levelground.web.coproduction import signed_links
from levelground.web.coproduction.actions import own_data, participants, privacy
from levelground.web.coproduction.models import (
    Concern,
    Contribution,
    DecisionPart,
    ExpressionOfInterest,
    IdentityHolder,
    Participant,
    PaymentClaim,
    PaymentDesk,
    Quote,
)
from levelground.web.coproduction.queries.privacy import held as people_privacy_held
from levelground.web.people.actions import privacy as people_privacy
from levelground.web.people.models import AuditEvent
from levelground.web.people.queries import audit_events


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    monkeypatch.setenv("LEVELGROUND_AUDIT_HEAD", str(tmp_path / "head.jsonl"))


@pytest.mark.django_db(transaction=True)
class TestNothingIsLeft:
    @pytest.fixture(autouse=True)
    def no_log_has_it(self, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
        with caplog.at_level(logging.DEBUG):
            yield
        assert found_in(caplog.text) == []

    def test_after_erasure_by_the_persons_own_page(self) -> None:
        one = canary()
        assert set(found_in(everything())) == set(CANARIES)
        address = reverse("mine_erase", kwargs={"secret": signed_links.secret_for(one)})
        client = browser()
        assert client.post(address, {"words": "erase"}).status_code == 422
        answer = client.post(address, {"words": "erase", "sure": "on"})
        assert (answer.status_code, answer["Location"]) == (302, "/")
        people_privacy.erase_address(email=PHONE, words=True)  # the concern, which came from another door
        assert found_in(everything()) == []
        assert found_in_files() == []
        assert found_on_pages() == []
        assert client.get(address).status_code == 404
        assert audit_events.verified().findings == ()

    def test_after_the_purge_of_a_day_far_away(self) -> None:
        one = canary()
        participants.end_series(series=one.series, by=person("qi_lead"))
        out = io.StringIO()
        call_command("purge", "--on", (timezone.localdate() + FAR).isoformat(), stdout=out)
        assert "participants: 1" in out.getvalue()
        kept = everything().replace(QUOTE.casefold(), "")  # what people said is theirs, and stays without a name until they take it back
        kept = re.sub(r"i am zzyzx, and i said narwhal\.|not without the narwhal corridor\.", "", kept)
        kept = kept.replace("'quokka'", "").replace("quokka group", "")  # the name that they chose for their words, and the group's
        assert found_in(kept) == []
        assert [path.name for path in files() if path.parent.name in {"voice_notes", "receipts"}] == []
        out = io.StringIO()
        call_command("purge", "--on", (timezone.localdate() + FAR).isoformat(), stdout=out)
        assert out.getvalue() == "Nothing is old enough to be deleted.\n"

    def test_after_both_nothing_at_all(self) -> None:
        one = canary()
        privacy.erase_participant(participant=one, words=True)
        call_command("purge", "--on", (timezone.localdate() + FAR).isoformat(), stdout=io.StringIO())
        assert found_in(everything()) == []


@pytest.mark.django_db
class TestErasure:
    def test_words_stay_without_a_name_where_the_person_wishes_it(self) -> None:
        one = canary()
        privacy.erase_participant(participant=one, words=False)
        said = Contribution.objects.get()
        assert (said.words, said.attribution, said.withdrawn_at) == (QUOTE, "anonymous", None)
        assert Quote.objects.count() == 0
        one.refresh_from_db()
        assert (one.name, one.phone, one.pseudonym, one.number > 0) == ("", "", "", True)
        assert DecisionPart.objects.get().stance == "against"

    def test_what_is_not_paid_yet_can_still_be_paid_and_then_it_goes(self) -> None:
        one = canary()
        PaymentClaim.objects.update(state="approved", paid_on=None)
        privacy.erase_participant(participant=one, words=True)
        assert PaymentClaim.objects.get().payee_reference == "QUOKKA-1"
        PaymentClaim.objects.update(state="paid", paid_on=timezone.localdate())
        assert privacy.purge(on=timezone.localdate())["receipts"] > 0
        assert (PaymentClaim.objects.get().payee_reference, PaymentClaim.objects.get().number) == ("", "CL1")

    def test_an_address_or_a_number_without_an_account(self) -> None:
        canary()
        out = io.StringIO()
        call_command("export_person", "+44 1632 960777", stdout=out)
        held = json.loads(out.getvalue())["co_production"]
        assert {one["kind"] for one in held} == {"takes part", "answer to a call", "concern"}
        assert [one["about_you"] for one in held if "about_you" in one] == [{"ethnic_group": "Wombatish"}]
        call_command("erase_person", EMAIL.upper(), stdout=io.StringIO())
        assert Participant.objects.get().purged_at is not None
        assert Concern.objects.get().purged_at is None  # it has no email: the number says whose it is
        with pytest.raises(CommandError, match="Look at its spelling"):
            call_command("erase_person", EMAIL)

    def test_somebody_who_works_here(self) -> None:
        user = person("facilitator")
        series = a_series()
        holder = IdentityHolder.objects.get(series=series, user=user)
        call = a_closed_call(series=series, contact_name=user.name, contact_email=user.email)
        one = a_participant(series, user=user, name=user.name)
        people_privacy.erase(person=user, by=None)
        for row in (holder, call, one):
            row.refresh_from_db()
        assert (holder.named_as, holder.ended_at is None) == (privacy.ERASED, False)
        assert (call.contact_name, call.contact_email) == (privacy.ERASED, "")
        assert (one.name, one.user) == ("", None)

    def test_the_words_that_say_how_to_reach_finance(self) -> None:
        user = person("finance_approver")
        theirs = PaymentDesk.objects.create(organisation=organisation(), finance_contact=f"Ask {user.name.upper()}, {PHONE}")
        by_email = PaymentDesk.objects.create(organisation=organisation("eastshire"), finance_contact=f"Write to {user.email}")
        another = PaymentDesk.objects.create(
            organisation=organisation("southshire"), finance_contact=f"Another {user.name}, who is not them"
        )
        assert [one["kind"] for one in people_privacy_held(user)] == ["contact of finance"] * 2
        people_privacy.erase(person=user, by=None)
        for row in (theirs, by_email, another):
            row.refresh_from_db()
        assert (theirs.finance_contact, by_email.finance_contact) == ("", "")
        assert another.finance_contact != ""

    @pytest.mark.parametrize("address", [EMAIL.upper(), "+44 1632 960777"])
    def test_the_address_of_somebody_in_finance_who_has_no_account(self, address: str) -> None:
        desk = PaymentDesk.objects.create(organisation=organisation(), finance_contact=f"Mx Quokkason, {PHONE}, {EMAIL}")
        people_privacy.erase_address(email=address, words=False)
        desk.refresh_from_db()
        assert desk.finance_contact == ""

    def test_by_somebody_who_knows_the_name_and_by_nobody_else(self) -> None:
        one = canary()
        address = reverse("participant_erase", kwargs={"organisation": "northshire", "participant": one.pk})
        given = {"words": "keep", "sure": "on"}
        assert browser(person("qi_lead")).post(address, given).status_code == 403
        IdentityHolder.objects.filter(user=person("partner")).update(ended_at=timezone.now())
        assert browser(person("partner")).post(address, given).status_code == 404
        assert browser(person("facilitator")).post(address, given).status_code == 302
        assert AuditEvent.objects.get(action="coproduction.erase_participant").by == person("facilitator").pk


def test_every_table_about_a_person_says_what_becomes_of_it() -> None:
    """A new table that hangs on somebody who takes part, answered a call or raised a concern is spoken for before it is here."""
    people = {Participant, ExpressionOfInterest, Concern}
    about = {
        model.__name__
        for model in apps.get_app_config("coproduction").get_models()
        for column in model._meta.get_fields()
        if (isinstance(column, models.ForeignKey | models.ManyToManyField) and column.related_model in people)
        or column.name in {"email", "phone", "contact_email", "named_as", "answers_as", "signed_as"}
    }
    assert about - own_data.NAMES_PEOPLE.keys() == set()
    names = {model.__name__ for model in apps.get_app_config("coproduction").get_models()}
    assert own_data.NAMES_PEOPLE.keys() - names == set()
