"""How a draft begins, comes in from a file, becomes the next version, and is deleted."""

from __future__ import annotations

import pytest
from django.http import Http404
from tests.builders.versions import a_draft, a_published_version, complete, whole_text
from tests.builders.web import organisation, person

from levelground.errors import ChangePackageInvalid, ChangePackageUnreadable
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.actions import drafts, edits
from levelground.web.publishing.conflicts import NotADraft, NotReady
from levelground.web.publishing.models import Edit, HeldPackage, PackageVersion, StoredText
from levelground.web.publishing.queries import drafts as found
from levelground.web.publishing.queries import published, readings

pytestmark = pytest.mark.django_db


def viewer(of: str = "northshire") -> Viewer:
    return Viewer(person(of=of), organisation(of), frozenset({"qi_lead"}))


def bring_in(data: bytes | str, **options: object) -> PackageVersion:
    data = data.encode() if isinstance(data, str) else data
    return drafts.import_text(organisation=organisation(), data=data, file_name="ours.yaml", by=person(), **options)


def rules_of(error: pytest.ExceptionInfo[ChangePackageInvalid]) -> list[str]:
    return [finding.rule for finding in error.value.findings]


def test_a_draft_begins_with_the_template_as_edit_nought():
    version = a_draft()
    assert (version.package.package_id, version.title, version.edits, version.number) == ("northshire_test", "A test", 0, "0.1.0")
    assert (version.discipline[:8], version.co_production) == ("TO WRITE", "not_yet_co_produced")
    edit = Edit.objects.get()
    assert (edit.number, edit.kind, edit.before, edit.after_id) == (0, "begun", None, version.text_id)


@pytest.mark.parametrize(
    ("package_id", "rule"),
    [
        ("test", "id-of-another"),
        ("southshire_test", "id-of-another"),
        ("northshire_", "id-of-another"),
        ("northshire_a b", "id-of-another"),
        ("northshire_" + "a" * 60, "id-too-long"),
    ],
)
def test_ids_begin_with_the_organisation_that_gives_them(package_id: str, rule: str):
    with pytest.raises(ChangePackageInvalid) as raised:
        a_draft(package_id)
    assert rules_of(raised) == [rule]


def test_an_organisation_that_is_called_like_an_id_of_the_library_does_not_get_that_id():
    with pytest.raises(ChangePackageInvalid) as raised:
        drafts.start(organisation=organisation("mental"), package_id="mental_health", title="T", by=person(of="mental"))
    assert rules_of(raised) == ["id-of-the-library"]


def test_a_second_open_draft_of_one_change_package_is_refused():
    a_draft()
    with pytest.raises(ChangePackageInvalid) as raised:
        a_draft()
    assert rules_of(raised) == ["id-taken"] and PackageVersion.objects.count() == 1


def test_an_adaptation_is_pinned_to_the_very_version_of_its_base():
    base = published.one("mental_health")
    version = drafts.adapt(organisation=organisation(), base=base, package_id="northshire_mh", title="Ours", by=person())
    assert (version.adapts_id, version.adapts_version) == ("mental_health", base.number)
    assert readings.reading_of(version).base.digest == published.one("mental_health").reading().digest


def test_an_adaptation_of_what_an_organisation_published_finds_its_base_among_the_rows():
    base = a_published_version()
    one = published.one(base.package.package_id)
    mine = drafts.adapt(organisation=organisation("south"), base=one, package_id="south_ours", title="Ours", by=person(of="south"))
    readings.reading.cache_clear()
    assert readings.reading_of(mine).base.pin.digest == base.text_id
    assert (mine.adapts_id, mine.adapts_version) == (base.package.package_id, base.number)


def test_an_adaptation_of_an_adaptation_finds_both_bases():
    first = drafts.adapt(organisation=organisation(), base=published.one("core"), package_id="northshire_a", title="A", by=person())
    PackageVersion.objects.filter(pk=first.pk).update(state="published", published_at="2026-01-01T00:00:00Z")
    second = drafts.adapt(
        organisation=organisation(), base=published.one("northshire_a"), package_id="northshire_b", title="B", by=person()
    )
    readings.reading.cache_clear()
    assert readings.reading_of(second).files == ("northshire_b.yaml", "northshire_a.yaml", "core.yaml")


def test_a_draft_is_no_base_so_that_a_file_does_not_tell_that_it_exists():
    draft = drafts.start(organisation=organisation("south"), package_id="south_secret", title="S", by=person(of="south"))
    overlay = (
        drafts.adapt(organisation=organisation(), base=published.one("core"), package_id="northshire_x", title="X", by=person())
        .text.content.replace("id: core", "id: south_secret")
        .replace(published.one("core").digest, draft.text_id)
        .replace(f"version: {published.one('core').number}", "version: 0.1.0")
        .replace("id: northshire_x", "id: northshire_y")
    )
    with pytest.raises(ChangePackageInvalid) as raised:
        bring_in(overlay)
    never = overlay.replace("south_secret", "south_nothing")
    with pytest.raises(ChangePackageInvalid) as raised_of_nothing:
        bring_in(never)
    assert rules_of(raised) == rules_of(raised_of_nothing) == ["missing-base"]


def test_a_file_comes_in_and_goes_out_as_the_same_bytes():
    data = ("\ufeff" + whole_text("northshire_in")).replace("\n", "\r\n").encode()
    version = bring_in(data)
    assert version.text.content.encode() == data
    assert Edit.objects.get().kind == "import"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"title: [", None),
        (whole_text("northshire_in").encode("utf-16"), "not-utf-8"),
        (whole_text("northshire_in").replace("A test", "Caf\u00e9").encode("latin-1"), "not-utf-8"),
        (b"- a list\n", None),
        (b"", None),
    ],
)
def test_what_is_no_change_package_is_refused_and_leaves_nothing_behind(data: bytes, rule: str | None):
    with pytest.raises((ChangePackageInvalid, ChangePackageUnreadable)) as raised:
        bring_in(data)
    assert raised.value.findings and (rule is None or rules_of(raised) == [rule])
    assert not HeldPackage.objects.exists() and not StoredText.objects.exists()


def test_a_file_with_the_id_of_another_is_refused_at_its_line_or_given_an_id_of_ones_own():
    data = whole_text("somebody_else")
    with pytest.raises(ChangePackageInvalid) as raised:
        bring_in(data)
    (finding,) = raised.value.findings
    assert finding.rule == "id-of-another" and finding.place.line == data.splitlines().index("id: somebody_else") + 1
    version = bring_in(data, own_id=True)
    assert version.text.content == data.replace("id: somebody_else", "id: northshire_somebody_else")


def test_the_next_version_is_the_published_text_with_a_higher_number():
    last = a_published_version()
    draft = drafts.new_version(package=last.package, by=person())
    assert draft.number == "0.2.0"
    assert draft.text.content == last.text.content.replace("version: 0.1.0", "version: 0.2.0")
    with pytest.raises(ChangePackageInvalid) as raised:
        drafts.new_version(package=last.package, by=person())
    assert rules_of(raised) == ["id-taken"]


def test_a_change_package_that_was_never_published_has_no_next_version():
    with pytest.raises(NotReady):
        drafts.new_version(package=a_draft().package, by=person())


def test_a_file_of_a_version_that_is_not_above_the_published_one_is_refused():
    last = a_published_version()
    with pytest.raises(ChangePackageInvalid) as raised:
        bring_in(last.text.content)
    assert rules_of(raised) == ["version-not-newer"]
    assert bring_in(last.text.content.replace("version: 0.1.0", "version: 0.10.0")).number == "0.10.0"


def test_a_deleted_draft_leaves_no_text_and_its_id_can_be_used_again():
    version = a_draft()
    edits.change_element(draft=version, element_id="P1", fields={"text": "New"}, seen=0, reason="So.", by=person())
    edits.undo(draft=version, seen=1, by=person())
    drafts.delete(draft=version, by=person())
    assert not StoredText.objects.exists() and not HeldPackage.objects.exists() and not Edit.objects.exists()
    a_draft()
    with pytest.raises(NotADraft, match="deleted"):
        drafts.delete(draft=version, by=person())


def test_a_deleted_draft_leaves_the_texts_that_others_have():
    last = a_published_version()
    draft = drafts.new_version(package=last.package, by=person())
    drafts.delete(draft=draft, by=person())
    assert list(StoredText.objects.filter(pk=last.text_id)) == [last.text]
    assert published.one(last.package.package_id).number == "0.1.0"


def test_what_is_published_is_not_deleted():
    with pytest.raises(NotADraft):
        drafts.delete(draft=a_published_version(), by=person())


def test_an_organisation_sees_its_own_and_for_others_there_is_nothing():
    mine, theirs = a_draft(), complete(a_draft("south_test", of="south"))
    assert found.of(viewer()) == [mine] and found.of(viewer("south")) == [theirs]
    with pytest.raises(Http404):
        found.one(viewer(), theirs.pk)
    with pytest.raises(Http404):
        found.package(viewer(), "south_test")
    assert list(found.published_packages_of(viewer())) == []


def test_the_draft_that_was_edited_last_comes_first():
    first, second = a_draft(), a_draft("northshire_second")
    assert found.of(viewer()) == [second, first]
    edits.change_element(draft=first, element_id="P1", fields={"text": "New"}, seen=0, reason="So.", by=person())
    assert found.of(viewer()) == [first, second]
