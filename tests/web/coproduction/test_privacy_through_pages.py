"""Somebody who did everything through the site's own pages, and then has it all removed: rows, files, logs, sessions, cache, pages."""

from __future__ import annotations

import contextlib
import datetime
import logging
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.capture import an_open_session
from tests.builders.coproduction.decisions import a_decision
from tests.builders.coproduction.interest_form import filled_in, say, sent, started
from tests.builders.coproduction.payments import an_offer, answered
from tests.builders.coproduction.planted_person import (
    CANARIES,
    EMAIL,
    NAME,
    PHONE,
    QUOTE,
    RECEIPT,
    SOUND,
    everything,
    found_in,
    found_in_files,
)
from tests.builders.coproduction.selection import decided
from tests.builders.coproduction.series import a_call, a_series
from tests.builders.web import browser, person

from levelground.web.coproduction import signed_links
from levelground.web.coproduction.actions import selection
from levelground.web.coproduction.models import (
    Contribution,
    DecisionPart,
    ExpressionOfInterest,
    Opportunity,
    Participant,
    PaymentClaim,
    Series,
)

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A folder of one's own, in which every message is kept as a file too."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    monkeypatch.setenv("LEVELGROUND_AUDIT_HEAD", str(tmp_path / "head.jsonl"))
    backend = "django.core.mail.backends.filebased.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend, EMAIL_FILE_PATH=str(tmp_path / "outbox")):
        yield


@pytest.fixture(autouse=True)
def no_log_has_it(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.INFO):
        yield
    assert found_in(caplog.text) == []


def answers_a_call(series: Series) -> Client:
    """Every question with a canary in it; first some wrong answers, so that error pages and their sessions had them too."""
    client, secret = started(a_call(series))
    say(client, secret, "reach", email=f"{EMAIL} zzyzx")
    say(client, secret, "why", why=QUOTE * 20)
    sound = SimpleUploadedFile("zzyzx.mp3", SOUND, "audio/mpeg")
    filled_in(
        client,
        secret,
        name={"name": NAME},
        reach={"email": EMAIL},
        language={"language": "Wombatish"},
        access={"access_needs": "A narwhal of a chair"},
        experience={"lived_experience": QUOTE},
        why={"why": QUOTE},
        voice={"sound": sound},
        about_you={"wanted": "yes"},
        ethnic_group={"ethnic_group": "Wombatish"},
    )
    sent(client, secret)
    return client


def takes_part(client: Client, secret: str, series: Series) -> None:
    """Says it before, in and after a session, disagrees, claims, is known under a name of their own."""

    def there(name: str, **parts: int) -> str:
        return reverse(name, kwargs={"secret": secret, **parts})

    def hidden(address: str) -> dict[str, str]:
        found = re.findall(r'name="(form_key|began|opened)"\s+value="([^"]+)"', client.get(address).content.decode())
        return {**dict(found), "website": ""}

    session, decision = an_open_session(series), a_decision(series)
    named = {"attribution": "pseudonym", "pseudonym": "Quokka", "words": QUOTE}
    for address in (there("mine_words"), there("mine_live", workshop=session.pk)):
        assert client.post(address, {**hidden(address), **named}).status_code == 302
    part = there("take_part_in_decision", decision=decision.pk)
    client.post(part, {"stance": "against", "dissent": "Not without the narwhal corridor.", "may_be_shown": "on"})
    answered(an_offer(Participant.objects.get()))
    claim = there("mine_claim")
    key = hidden(claim)
    cost = {"cost1-kind": "travel", "cost1-words": "Bus to Zzyzx", "cost1-amount": "4.20"}
    client.post(claim, {**key, **cost, "cost1-receipt": SimpleUploadedFile("zzyzx.pdf", RECEIPT), "payee_reference": "QUOKKA-1"})


@contextlib.contextmanager
def another_worker() -> Iterator[None]:
    """A second process has the database open, as on a real site: SQLite then keeps its journal when one of them closes."""
    if connection.vendor != "sqlite":
        yield
        return
    with contextlib.closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as other:
        other.execute("SELECT count(*) FROM sqlite_master").fetchall()
        yield


@pytest.mark.parametrize("unpaid", [False, True], ids=["paid", "claim open"])
def test_after_erasure_nothing_is_left_of_what_went_through_the_pages(unpaid: bool) -> None:
    series = a_series()
    client = answers_a_call(series)
    answer, lead = ExpressionOfInterest.objects.get(), person("qi_lead")
    assert (answer.name, answer.held_because) == (NAME, "")
    Opportunity.objects.update(closes_on=YESTERDAY)
    answer.opportunity.refresh_from_db()
    selection.read(expression=answer, met={}, words="Narwhal.", conflict="", by=person("subject_expert"))
    decided(answer, "selected", by=lead)
    selection.tell_everybody(opportunity=answer.opportunity, by=lead)
    one = Participant.objects.get()
    Participant.objects.filter(pk=one.pk).update(phone=PHONE)
    one.refresh_from_db()
    takes_part(client, signed_links.secret_for(one), series)
    assert Contribution.objects.count() == 2 and DecisionPart.objects.get().dissent and PaymentClaim.objects.count() == 1
    staff = browser(person("facilitator"))
    for name, of in (("series", series.pk), ("participants", series.pk), ("board", series.pk), ("decisions", series.pk)):
        staff.get(reverse(name, kwargs={"organisation": "northshire", "series": of}))
    staff.get(reverse("search"), {"q": "narwhal"})
    assert set(found_in(everything())) == set(CANARIES)
    assert found_in_files()
    if not unpaid:
        PaymentClaim.objects.update(state="paid", paid_on=YESTERDAY)
    with another_worker():
        client.post(reverse("mine_erase", kwargs={"secret": signed_links.secret_for(one)}), {"words": "erase", "sure": "on"})
        if unpaid:  # what is owed can still be paid, by finance's own reference; once it is, that goes too
            assert set(found_in(everything())) <= {"zzyzx", "quokka"}
            assert not PaymentClaim.objects.exclude(payee_reference="QUOKKA-1").exists()
            return
        assert found_in(everything()) == []
        assert found_in_files() == []
    for address in ("/", reverse("search") + "?q=zzyzx", reverse("feed"), reverse("you_said_series", kwargs={"code": series.code})):
        page = browser().get(address)
        body = b"".join(page.streaming_content) if page.streaming else page.content
        assert found_in(re.sub(r'value="[^"]*"|“[^”]*”|<title>.*?</title>', "", body.decode())) == [], address
