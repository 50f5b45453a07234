"""No page asks the database more often because there is more to show: every list is asked for as a whole."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.builders.versions import a_draft, a_published_version
from tests.builders.web import browser, organisation, person

from levelground.web.people.models import Membership, User
from levelground.web.publishing.models import (
    Answer,
    Comment,
    Consultation,
    Edit,
    EntryFacet,
    EntryVersion,
    HeldPackage,
    Ownership,
    PackageVersion,
    RegisterEntry,
    StoredText,
)

pytestmark = pytest.mark.django_db
OWN = "/organisations/northshire"
OPEN_TO_ALL = (
    "/", "/packages/", "/packages.json", "/packages.csv", "/packages/northshire_out/", "/packages/northshire_out/versions/",
    "/packages/northshire_out/compare/", "/packages/northshire_out/0.1.0/diagram/", "/packages/northshire_out/0.1.0/elements/P1/",
    "/recommendations/", "/recommendations.csv", "/recommendations/northshire_R0/", "/evidence/", "/resources/", "/frameworks/",
    "/search/?q=number", "/consultations/", "/news.atom", "/open-data/",
)  # fmt: skip
SIGNED_IN = (f"{OWN}/", f"{OWN}/first-hour/", f"{OWN}/drafts/", f"{OWN}/drafts/adapt/", f"{OWN}/accountability/")
OF_A_DRAFT = (
    "",
    "findings/",
    "history/",
    "compare/",
    "comments/",
    "diagram/",
    "elements/P1/",
    "elements/P1/edit/",
    "about/",
    "review/ask/",
)
OF_A_CURATOR = (f"{OWN}/registers/", f"{OWN}/news/")
OF_PEOPLE = (f"{OWN}/people/", f"{OWN}/audit/", f"{OWN}/settings/")
MOST = 22
"""No page asks more questions than this."""


def asked(client: Client, addresses: tuple[str, ...]) -> dict[str, int]:
    """Address -> how many questions its page asks."""
    found = {}
    for address in addresses:
        client.get(address)  # what a process remembers is not counted
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        found[address] = len(queries) if answer.status_code == 200 else answer.status_code  # which is more than any page may ask
    return found


def more(draft: PackageVersion, out: PackageVersion, first: int) -> None:
    """Four more of everything that a page may list."""
    lead, now = person(), timezone.now()
    lasts = timezone.localdate() + datetime.timedelta(days=9)
    for number in range(first, first + 4):
        somebody = User.objects.create(email=f"somebody{number}@northshire.example", name=f"Somebody {number}")
        Membership.objects.create(user=somebody, organisation=organisation(), role="viewer" if number % 2 else "qi_lead")
        another = a_copy(draft, HeldPackage.objects.create(package_id=f"northshire_d{number}", organisation=organisation()))
        a_copy(out, HeldPackage.objects.create(package_id=f"northshire_o{number}", organisation=organisation()))
        a_copy(out, out.package, number=f"1.{number}.0", published_at=now)
        Edit.objects.create(
            version=draft, number=number + 1, by=somebody, reason="A test.", kind="operations", elements=["P1"], after=draft.text
        )
        Edit.objects.create(version=another, number=0, by=somebody, reason="A test.", kind="begun", after=draft.text)
        PackageVersion.objects.filter(pk=draft.pk).update(edits=number + 1)
        held = Consultation.objects.create(
            version=another, text=another.text, question="Is it fair?", public=True, opened_by=lead, last_day=lasts
        )
        PackageVersion.objects.filter(pk=another.pk).update(state="consultation")
        for place in (draft, another):
            said = Comment.objects.create(version=place, element="P1", words="Why?", by=somebody, shown_at=now)
            if number % 2:
                Answer.objects.create(comment=said, outcome="noted", words="Thank you.", by=lead)
        Comment.objects.create(version=another, consultation=held, element="P1", words="Why?", name="Somebody", shown_at=now)
        Ownership.objects.create(package=draft.package, element=f"S{number}", owner=somebody, named_by=lead)
        Ownership.objects.create(package=another.package, element="P1", owner=somebody, named_by=lead)
        a_recommendation(number, somebody)


def a_copy(version: PackageVersion, package: HeldPackage, **changes: object) -> PackageVersion:
    """Another row with the same text."""
    same = PackageVersion.objects.get(pk=version.pk)
    same.pk, same.package = None, package
    for name, value in changes.items():
        setattr(same, name, value)
    same.save(force_insert=True)
    return same


def a_recommendation(number: int, by: User) -> None:
    """One that is published."""
    said = f"id: northshire_R{number}\nverification: secondary\ntext: Do the thing with number {number}.\naddressees: [NHS trusts]\n"
    said += "disciplines: [sickle_cell]\nthemes: [language]\nsource: oximetry_2021\nedition: '2021'\n"
    text = StoredText.objects.create(digest=f"{number:064}", content=said)
    entry = RegisterEntry.objects.create(kind="recommendation", entry_id=f"northshire_R{number}", organisation=organisation())
    version = EntryVersion.objects.create(
        entry=entry, number=1, state="published", text=text, words=f"Do the thing with number {number}.", mark="secondary", by=by,
        source="oximetry_2021", edition="2021", facets={"addressee": ["NHS trusts"]}, reason="a test", published_at=timezone.now(),
    )  # fmt: skip
    EntryFacet.objects.create(version=version, kind="recommendation", name="addressee", value="NHS trusts")


def test_no_page_asks_more_often_because_there_is_more_to_show() -> None:
    out, draft = a_published_version("northshire_out"), a_draft("northshire_test")
    pages = (*SIGNED_IN, *(f"{OWN}/drafts/{draft.pk}/{end}" for end in OF_A_DRAFT))
    browsers = [(browser(), OPEN_TO_ALL), (browser(person("qi_lead")), pages), (browser(person("administrator")), OF_PEOPLE)]
    browsers.append((browser(person("curator")), OF_A_CURATOR))
    more(draft, out, 0)
    few = {key: count for client, addresses in browsers for key, count in asked(client, addresses).items()}
    more(draft, out, 4)
    many = {key: count for client, addresses in browsers for key, count in asked(client, addresses).items()}
    assert {key: (few[key], count) for key, count in many.items() if count > few[key]} == {}
    assert {key: count for key, count in many.items() if count > MOST} == {}
