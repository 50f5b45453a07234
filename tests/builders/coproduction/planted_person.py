"""Somebody of whom every table of co-production knows something, under names that stand nowhere else, and where they are still found."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.selection import a_closed_call, an_answer, decided
from tests.builders.coproduction.series import a_series
from tests.builders.web import browser, organisation, person

from levelground.web.coproduction import receipts, voice_notes
from levelground.web.coproduction.actions import selection
from levelground.web.coproduction.models import (
    AccessArrangement,
    CallBack,
    ClaimLine,
    Concern,
    Contribution,
    Decision,
    DecisionPart,
    DemographicAnswers,
    Minutes,
    MinutesCorrection,
    Notice,
    Participant,
    PaymentClaim,
    PaymentOffer,
    Quote,
    Workshop,
)

NAME, PHONE, EMAIL, QUOTE = (
    "Zzyzx Quokkason",
    "01632 960 777",
    "zzyzx.quokka@example.org",
    "The narwhal corridor was always locked at night.",
)
CANARIES = ("zzyzx", "quokka", "960 777", "narwhal", "wombatish")
SOUND = b"ID3" + b"wombatish narwhal" * 9
RECEIPT = b"%PDF-1.4 zzyzx quokkason"
FAR = datetime.timedelta(days=4000)


def canary() -> Participant:
    """Somebody of whom every table of the room knows something."""
    facilitator, lead = person("facilitator"), person("qi_lead")
    series = a_series()
    answer = an_answer(
        a_closed_call(series=series),
        name=NAME,
        contact_by="phone",
        phone=PHONE,
        email=EMAIL,
        address="7 Quokka Row",
        language="Wombatish",
        access_needs="A narwhal of a chair",
        lived_experience=QUOTE,
        why=QUOTE,
        voice_note=voice_notes.keep(SOUND),
        entered_by=facilitator,
    )
    DemographicAnswers.objects.create(
        expression=answer, answers={"ethnic_group": "Wombatish"}, purpose_version="1", purge_on=timezone.localdate()
    )
    CallBack.objects.create(expression=answer, language="Wombatish", when="When Zzyzx is in")
    selection.read(expression=answer, met={"1": "yes", "2": "yes"}, words="Narwhal.", conflict="", by=person("subject_expert"))
    decided(answer, "selected", by=lead)
    answer.outcome.reason = "You know the narwhal corridor."
    answer.outcome.save()
    selection.tell_everybody(opportunity=answer.opportunity, by=lead)
    Notice.objects.update(told_at=timezone.now(), subject="About Zzyzx", words="Dear Zzyzx Quokkason, you said: narwhal.")
    one = Participant.objects.get(expression=answer)
    one.pseudonym = "Quokka"
    one.save()
    letter = {"subject": "About Zzyzx", "words": "Dear Zzyzx Quokkason.", "told_at": timezone.now()}
    Notice.objects.create(organisation=series.organisation, participant=one, kind="minutes", **letter)
    AccessArrangement.objects.create(participant=one, need="Wombatish", note="Zzyzx was called.")
    session = Workshop.objects.create(series=series, number=1, title="One", starts_at=timezone.now(), code="WRKSHP", created_by=lead)
    said = Contribution.objects.create(
        public_id="C-ZZZZ", series=series, workshop=session, participant=one, form_key="k", when="during", words=QUOTE
    )
    Quote.objects.create(contribution=said, words=QUOTE, place="/x/", asked_by=lead)
    minutes = Minutes.objects.create(workshop=session, version=1, words=f"Somebody said: {QUOTE}", written_by=lead)
    MinutesCorrection.objects.create(minutes=minutes, participant=one, words="I am Zzyzx, and I said narwhal.")
    decision = Decision.objects.create(public_id="D-ZZZZ", series=series, subject="aim", question="What?", opened_by=lead)
    DecisionPart.objects.create(decision=decision, participant=one, stance="against", dissent="Not without the narwhal corridor.")
    offered = PaymentOffer.objects.create(
        participant=one, what="session", words="Coming", rate_table="t", rate_step="s", pence=100, minutes=60, offered_by=lead,
        answer="accepted",
    )  # fmt: skip
    claim = PaymentClaim.objects.create(
        series=series, participant=one, number="CL1", state="paid", paid_on=timezone.localdate(), owed_since=timezone.localdate(),
        method="payment", payee_reference="QUOKKA-1",
    )  # fmt: skip
    ClaimLine.objects.create(claim=claim, offer=offered, kind="work", words="Coming", pence=100)
    ClaimLine.objects.create(
        claim=claim, kind="travel", words="Bus", pence=100, receipt=receipts.keep(RECEIPT), no_receipt_because="Zzyzx lost it"
    )
    Concern.objects.create(
        organisation=organisation(), reference="ZZ1", form_key="z", words=QUOTE, name=NAME, contact_by="phone", phone=PHONE,
        group_name="Quokka group", reply_by=timezone.localdate(), closed_at=timezone.now(), closed_because="Done.",
    )  # fmt: skip
    return one


def everything() -> str:
    """Every value of every table, as text."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of the test's own
            said.append(repr(cursor.fetchall()))
    return "\n".join(said).casefold()


def found_in(text: str) -> list[str]:
    return [word for word in CANARIES if word in text.casefold()]


def files() -> Iterator[Path]:
    """The site's own folder, and with SQLite the database, its journal too."""
    yield from (path for path in Path(settings.HOME).rglob("*") if path.is_file())
    if connection.vendor == "sqlite":
        database = Path(str(connection.settings_dict["NAME"]))
        yield from database.parent.glob(f"{database.name}*")


def found_in_files() -> list[str]:
    """In every byte of them."""
    connection.close()
    return [f"{path.name}: {word}" for path in files() for word in CANARIES if word.encode() in path.read_bytes().lower()]


def found_on_pages() -> list[str]:
    """In what anybody, and those who may see most, can read: feed, search, lists."""
    public = [reverse("feed"), reverse("search") + "?q=narwhal", reverse("search") + "?q=zzyzx", "/take-part/"]
    at = {"organisation": "northshire", "series": a_series().pk}
    members_only = [reverse(name, kwargs=at) for name in ("participants", "participant_addresses", "series")]
    texts = [browser().get(address).content.decode() for address in public]
    texts += [browser(person("facilitator")).get(address).content.decode() for address in members_only]
    return [word for text in texts for word in found_in(re.sub(r'value="[^"]*"|“[^”]*”|<title>.*?</title>', "", text))]
