"""Edits of a draft: kept with author and reason, shown to whoever was second, undone and brought back."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests.builders.web import organisation, person

from levelground.errors import ChangePackageInvalid
from levelground.web.people.models import AuditEvent
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.actions import consultations, drafts, edits
from levelground.web.publishing.conflicts import HEAD, EditConflict, NotADraft, NothingChanged
from levelground.web.publishing.models import Edit, PackageVersion, StoredText, VersionState
from levelground.web.publishing.queries import drafts as found
from levelground.web.publishing.queries import published, readings

pytestmark = pytest.mark.django_db


def a_draft(package_id: str = "northshire_test") -> PackageVersion:
    return drafts.start(organisation=organisation(), package_id=package_id, title="A test", by=person())


def an_adaptation() -> PackageVersion:
    return drafts.adapt(organisation=organisation(), base=published.one("core"), package_id="northshire_core", title="Our own", by=person())


def element(version: PackageVersion, element_id: str) -> dict:
    version.refresh_from_db()
    reading = readings.reading_of(version)
    return reading.document.at(reading.path_of(element_id))


def change(version: PackageVersion, element_id: str, seen: int, by: str = "qi_lead", **fields: object) -> Edit:
    return edits.change_element(
        draft=version, element_id=element_id, fields=fields, seen=seen, reason="Clearer.", by=person(by), take_mine=False
    )


def test_an_edit_has_its_author_its_reason_its_texts_and_its_event():
    version = a_draft()
    edit = change(version, "P1", 0, text="Decisions are looked at")
    version.refresh_from_db()
    assert (edit.number, edit.by, edit.reason, edit.elements, edit.kind) == (1, person(), "Clearer.", ["P1"], "operations")
    assert edit.operations == [
        {"op": "replace", "element": "P1", "field": "text", "value": "Decisions are looked at", "reason": "Clearer."}
    ]
    assert (version.edits, version.text) == (1, edit.after)
    event = AuditEvent.objects.get(action="publishing.edit")
    assert event.details["elements"] == ["P1"] and "Clearer" not in str(event.details)


def test_every_other_line_and_every_comment_stays():
    version = a_draft()
    before = version.text.content
    after = change(version, "P1", 0, text="Decisions are looked at").after.content
    kept = [line for line in before.splitlines() if "decisions and the rules behind them" not in line]
    assert [line for line in after.splitlines() if "Decisions are looked at" not in line] == kept


def test_other_elements_can_be_edited_from_forms_that_are_open_at_the_same_time():
    version = a_draft()
    change(version, "P1", 0, text="First")
    second = change(version, "P2", 0, "analyst", text="Second")
    assert second.number == 2
    assert (element(version, "P1")["text"], element(version, "P2")["text"]) == ("First", "Second")


def test_the_second_of_two_on_one_element_is_shown_both_and_nothing_is_written():
    version = a_draft()
    was = element(version, "P1")["text"]
    change(version, "P1", 0, text="Theirs")
    with pytest.raises(EditConflict) as raised:
        change(version, "P1", 0, "analyst", text="Mine", why=element(version, "P1")["why"])
    conflict = raised.value
    assert (conflict.element_id, conflict.now, conflict.gone) == ("P1", 1, False)
    assert (conflict.was, conflict.theirs, conflict.yours) == ({"text": was}, {"text": "Theirs"}, {"text": "Mine"})
    assert conflict.fields_both_changed == ("text",)
    assert Edit.objects.filter(version=version).count() == 2
    change(version, "P1", conflict.now, "analyst", text="Mine")
    assert element(version, "P1")["text"] == "Mine"
    assert "Theirs" in found.content_at(version, 1), "the history keeps what was there"


def test_two_who_changed_other_fields_of_one_element_are_told_that_both_can_have_theirs():
    version = a_draft()
    change(version, "P1", 0, text="Theirs")
    with pytest.raises(EditConflict) as raised:
        change(version, "P1", 0, "analyst", why="Mine")
    assert raised.value.fields_both_changed == ()
    assert set(raised.value.yours) == {"why"}


def test_an_element_that_somebody_took_away_is_gone():
    version = an_adaptation()
    edits.remove_element(draft=version, element_id="S15", seen=0, reason="Not here.", by=person())
    with pytest.raises(EditConflict) as raised:
        change(version, "S15", 0, "analyst", text="Mine")
    assert raised.value.gone and raised.value.yours == {"text": "Mine"} and raised.value.theirs == {"text": None}


def test_what_says_the_same_already_is_no_edit():
    version = a_draft()
    with pytest.raises(NothingChanged):
        change(version, "P1", 0, text=element(version, "P1")["text"])
    assert PackageVersion.objects.get(pk=version.pk).edits == 0


def test_an_edit_of_an_adaptation_is_an_operation_of_its_overlay():
    version = an_adaptation()
    edits.change_element(
        draft=version, element_id="P1", fields={"text": "In our words"}, seen=0, reason="Ours.", by=person(), meaning_stays=True
    )
    version.refresh_from_db()
    assert readings.reading_of(version).overlay.operations == [
        {"op": "reword", "element": "P1", "field": "text", "to": "In our words", "reason": "Ours."}
    ]
    assert element(version, "P1")["text"] == "In our words"


def test_elements_are_added_linked_and_unlinked():
    version = a_draft()
    new = {"id": "S9", "verification": "unverified", "text": "Another", "why": "It moves P1", "serves": ["P1"]}
    edits.add_element(draft=version, kind="secondary_drivers", element=new, after="S1", seen=0, reason="Needed.", by=person())
    assert list(dict(readings.reading_of(PackageVersion.objects.get()).paths))[3:6] == ["S1", "S9", "S2"]
    edits.link(
        draft=version, element_id="S9", field="serves", target="P2", strength="weak", assumption="If so", seen=1, reason="Too.", by=person()
    )
    assert len(element(version, "S9")["serves"]) == 2
    edits.unlink(draft=version, element_id="S9", field="serves", target="P1", seen=2, reason="No.", by=person())
    assert element(version, "S9")["serves"] == [{"id": "P2", "strength": "weak", "assumption": "If so"}]
    with pytest.raises(ChangePackageInvalid):
        edits.add_element(draft=version, kind="secondary_drivers", element=new, seen=3, reason="Twice.", by=person())


def test_the_same_link_changed_by_two_is_a_conflict_and_other_links_are_not():
    version = a_draft()
    weak = {"strength": "weak", "assumption": "If so", "reason": "Weak.", "by": person()}
    edits.link(draft=version, element_id="S1", field="serves", target="P1", seen=0, **weak)
    edits.link(draft=version, element_id="S1", field="serves", target="P2", seen=0, reason="Too.", by=person("analyst"))
    with pytest.raises(EditConflict):
        edits.unlink(draft=version, element_id="S1", field="serves", target="P1", seen=0, reason="Away.", by=person("analyst"))


def test_the_head_is_one_thing_that_two_can_want_differently():
    version = a_draft()
    edits.change_head(draft=version, fields={"title": "Theirs"}, seen=0, reason="So.", by=person())
    version.refresh_from_db()
    assert (version.title, version.edits) == ("Theirs", 1)
    with pytest.raises(EditConflict) as raised:
        edits.change_head(draft=version, fields={"title": "Mine"}, seen=0, reason="So.", by=person("analyst"))
    assert raised.value.element_id == HEAD
    assert (raised.value.theirs, raised.value.yours) == ({"title": "Theirs"}, {"title": "Mine"})
    edits.change_head(draft=version, fields={"provenance.statement": "By us"}, seen=1, reason="So.", by=person("analyst"))
    version.refresh_from_db()
    assert readings.reading_of(version).change_package.provenance.statement == "By us"


def test_the_last_edit_is_undone_and_brought_back():
    version = a_draft()
    begun = version.text_id
    change(version, "P1", 0, text="First")
    undone = edits.undo(draft=version, seen=1, by=person("analyst"))
    version.refresh_from_db()
    assert (version.text_id, version.edits, undone.undoes.number, undone.elements) == (begun, 2, 1, ["P1"])
    edits.undo(draft=version, seen=2, by=person())
    assert element(version, "P1")["text"] == "First"
    assert [edit.kind for edit in found.history(version)] == ["undo", "undo", "operations", "begun"]


def test_an_undo_is_of_the_edit_that_the_person_saw_last():
    version = a_draft()
    with pytest.raises(NothingChanged):
        edits.undo(draft=version, seen=0, by=person())
    change(version, "P1", 0, text="First")
    with pytest.raises(EditConflict):
        edits.undo(draft=version, seen=0, by=person())


def test_a_text_is_replaced_as_a_whole_and_the_history_keeps_the_other():
    version = a_draft()
    data = version.text.content.replace("title: A test", "title: Another").encode()
    edits.replace_text(draft=version, data=data, file_name="a.yaml", seen=0, reason="By hand.", by=person())
    version.refresh_from_db()
    assert (version.title, version.text.content.encode()) == ("Another", data)
    with pytest.raises(EditConflict) as raised:
        edits.replace_text(draft=version, data=data + b"# more\n", file_name="a.yaml", seen=0, reason="By hand.", by=person())
    assert raised.value.theirs["text"].encode() == data
    with pytest.raises(ChangePackageInvalid, match="not taken"):
        other = data.replace(b"id: northshire_test", b"id: northshire_other")
        edits.replace_text(draft=version, data=other, file_name="a.yaml", seen=1, reason="By hand.", by=person())


def test_while_people_comment_the_text_stays_as_it_is():
    version = a_draft()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    consultations.open(draft=version, question="What do you think?", public=True, last_day=tomorrow, by=person())
    with pytest.raises(NotADraft):
        change(version, "P1", 0, text="Late")


@pytest.mark.parametrize("state", [VersionState.REVIEW, VersionState.PUBLISHED, VersionState.WITHDRAWN])
def test_only_the_text_of_a_draft_changes(state: VersionState):
    version = a_draft()
    PackageVersion.objects.filter(pk=version.pk).update(state=state)
    with pytest.raises(NotADraft):
        change(version, "P1", 0, text="Late")


def test_a_refused_edit_leaves_nothing_behind():
    version = a_draft()
    texts = StoredText.objects.count()
    with pytest.raises(ChangePackageInvalid):
        change(version, "P1", 0, racism_level="none such")
    assert (StoredText.objects.count(), Edit.objects.count(), PackageVersion.objects.get().edits) == (texts, 1, 0)


def test_texts_and_edits_can_be_read_as_they_were():
    version = a_draft()
    change(version, "P1", 0, text="First")
    change(version, "P1", 1, text="Second")
    said = [found.reading_at(version, number).change_package.primary_drivers[0].text for number in (1, 2)]
    assert said == ["First", "Second"]
    viewer = Viewer(person(), organisation(), frozenset({"qi_lead"}))
    assert found.one(viewer, version.pk).edits == 2
