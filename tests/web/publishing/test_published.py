"""What is published: the library's and the organisations' seen the same way, drafts as unknown as what never was."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.builders.versions import a_draft, a_published_version
from tests.builders.web import organisation, person

from levelground.errors import UnknownElement
from levelground.web.people.models import Organisation
from levelground.web.publishing.actions import drafts, reviews
from levelground.web.publishing.models import HeldPackage, PackageVersion, StoredText
from levelground.web.publishing.queries import published

pytestmark = pytest.mark.django_db


def test_the_library_comes_first_each_change_package_once_at_its_highest():
    a_published_version()
    ids = [one.id for one in published.latest()]
    assert len(ids) == len(set(ids)) == 11 and ids[-1] == "northshire_test"
    assert {one.id: one.number for one in published.latest()}["core"] == "1.1.0"


def test_the_versions_of_one_newest_first_wherever_it_stands():
    first = a_published_version()
    a_published_version(draft=drafts.new_version(package=first.package, by=person()))
    assert [one.number for one in published.versions("northshire_test")] == ["0.2.0", "0.1.0"]
    assert [one.number for one in published.versions("core")] == ["1.1.0", "1.0.0"]
    assert published.versions("nothing") == ()


def test_one_is_the_latest_that_stands_or_the_number_that_is_asked_for():
    first = a_published_version()
    second = a_published_version(draft=drafts.new_version(package=first.package, by=person()))
    assert published.one("northshire_test").number == "0.2.0"
    assert published.one("northshire_test", "0.1.0").digest == first.text_id
    reviews.withdraw(version=second, reason="Wrong.", by=person())
    assert published.one("northshire_test").number == "0.1.0"
    assert {one.id: one.number for one in published.latest()}["northshire_test"] == "0.1.0"
    assert published.one("core", "1.0.0").reading().change_package.version == "1.0.0"


def test_a_draft_is_as_unknown_as_what_never_was():
    a_draft()
    with pytest.raises(UnknownElement) as of_a_draft:
        published.one("northshire_test")
    with pytest.raises(UnknownElement) as of_nothing:
        published.one("northshire_none")
    told = [str(error.value.findings[0]).replace("_none", "_test") for error in (of_a_draft, of_nothing)]
    assert told[0] == told[1]
    with pytest.raises(UnknownElement, match="core@9"):
        published.one("core", "9.0.0")


def test_the_bytes_of_what_is_published_are_those_of_its_file():
    version = a_published_version()
    assert published.one("northshire_test").data == version.text.content.encode()
    assert b"levelground/overlay" in published.one("mental_health").data or published.one("mental_health").data


def test_lists_cost_two_queries_and_parse_nothing(monkeypatch: pytest.MonkeyPatch):
    published.latest()
    version = a_published_version()
    for number in range(20):
        package = HeldPackage.objects.create(package_id=f"northshire_{number}", organisation=organisation())
        for minor in range(5):
            version.pk, version.package, version.number = None, package, f"1.{minor}.0"
            version.save(force_insert=True)
    monkeypatch.setattr("levelground.web.publishing.queries.readings.read_text", lambda *_: pytest.fail("a text was parsed"))
    for most in (3, 2):  # what a process has seen once it does not ask for again
        with CaptureQueriesContext(connection) as queries:
            found = published.latest()
        assert len(queries) <= most and len(found) == 10 + 21
    assert PackageVersion.objects.count() == 101


def test_a_list_says_at_once_what_another_process_did():
    first = a_published_version()
    assert "northshire_test" in {one.id for one in published.latest()}
    Organisation.objects.update(name="Another name")
    assert {one.publisher for one in published.latest() if one.version_pk} == {"Another name"}
    PackageVersion.objects.filter(pk=first.pk).update(state="withdrawn", withdrawn_because="It was wrong.")
    assert "northshire_test" not in {one.id for one in published.latest()}


def test_adaptations_are_those_whose_latest_version_adapts_it():
    version = a_published_version()
    assert version.pk not in {one.version_pk for one in published.latest_adapting("core")}
    PackageVersion.objects.filter(pk=version.pk).update(adapts_id="core", adapts_version="1.0.0", text_id=other_text())
    found = published.latest_adapting("core")
    assert found == tuple(one for one in published.latest() if one.adapts.partition("@")[0] == "core")
    assert version.pk in {one.version_pk for one in found} and None in {one.version_pk for one in found}
    version.pk, version.number, version.adapts_id, version.published_at = None, "0.9.0", "", timezone.now()
    version.save(force_insert=True)
    assert "northshire_test" not in {one.id for one in published.latest_adapting("core")}


def other_text() -> str:
    return StoredText.objects.create(digest="1" * 64, content="").pk
