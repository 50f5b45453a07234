"""From draft to review to published to withdrawn: who may, what must hold, what is told."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone
from tests.builders.versions import a_draft, a_published_version, complete, in_review, whole_text
from tests.builders.web import organisation, person

from levelground.web.people.models import AuditEvent, Membership
from levelground.web.publishing import signals
from levelground.web.publishing.actions import drafts, edits, reviews
from levelground.web.publishing.conflicts import NotADraft, NotReady
from levelground.web.publishing.models import PackageVersion, Review, VersionState
from levelground.web.publishing.queries import published
from levelground.web.publishing.queries import reviews as found

pytestmark = pytest.mark.django_db


def answer(version: PackageVersion, verdict: str = "accepted", by: str = "board_member") -> Review:
    waiting = found.waiting(version)
    assert waiting is not None
    return reviews.answer(review=waiting, verdict=verdict, words="I read it.", by=person(by))


def test_a_version_goes_from_draft_to_review_to_published_to_withdrawn():
    version = in_review(a_draft())
    assert version.state == VersionState.REVIEW
    answer(version)
    reviews.publish(draft=version, by=person())
    version = complete(version)
    assert (version.state, version.published_by) == (VersionState.PUBLISHED, person())
    assert published.one("northshire_test").number == "0.1.0"
    reviews.withdraw(version=version, reason="A figure was wrong.", by=person())
    version = complete(version)
    assert (version.state, version.withdrawn_because) == (VersionState.WITHDRAWN, "A figure was wrong.")
    assert published.one("northshire_test").withdrawn_because == "A figure was wrong."
    assert not any(one.id == "northshire_test" for one in published.latest())
    verbs = list(AuditEvent.objects.order_by("number").values_list("action", flat=True))
    asked = ["begin_draft", "ask_for_review", "answer_review", "publish", "withdraw"]
    assert verbs == [f"publishing.{verb}" for verb in asked]
    assert "figure" not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_members_who_may_review_are_told_and_so_is_who_asked(django_capture_on_commit_callbacks):
    version = a_draft()
    edits.change_element(draft=version, element_id="P1", fields={"text": "New"}, seen=0, reason="So.", by=person("analyst"))
    others = [person("board_member"), person("partner"), person("board_member", of="southshire"), person("subject_expert")]
    Membership.objects.filter(user=others[-1]).update(ended_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        version = in_review(version)
    [asked] = mail.outbox
    assert asked.to == ["board_member@northshire.example"]
    assert person().name in asked.body and person("analyst").name not in asked.body
    assert f"http://127.0.0.1:8000/organisations/northshire/drafts/{version.pk}/review/" in asked.body
    with django_capture_on_commit_callbacks(execute=True):
        answer(version, "sent_back")
    answered = mail.outbox[-1]
    assert (len(mail.outbox), answered.to) == (2, [person().email])
    assert "sent it back" in answered.body and f"/drafts/{version.pk}/review/ask/" in answered.body
    assert person("board_member").name not in answered.body and "I read it." not in answered.body
    with django_capture_on_commit_callbacks(execute=True):
        answer(in_review(complete(version)))
    assert "can be published" in mail.outbox[-1].body and f"/drafts/{version.pk}/publish/" in mail.outbox[-1].body


def test_who_wrote_part_of_it_does_not_review_it():
    version = a_draft()
    edits.change_element(draft=version, element_id="P1", fields={"text": "New"}, seen=0, reason="So.", by=person("analyst"))
    version = in_review(version)
    with pytest.raises(NotReady, match="wrote"):
        answer(version, by="analyst")
    with pytest.raises(NotReady):
        answer(version, by="qi_lead")
    assert found.may_not_review(version, person("board_member")) == ""


def test_who_asked_does_not_review():
    version = a_draft()
    reviews.ask(draft=version, by=person("subject_expert"))
    with pytest.raises(NotReady, match="asked"):
        answer(complete(version), by="subject_expert")


def test_sent_back_it_is_a_draft_again_and_needs_another_review():
    version = in_review(a_draft())
    answer(version, "sent_back")
    version = complete(version)
    assert version.state == VersionState.DRAFT
    with pytest.raises(NotADraft):
        reviews.publish(draft=version, by=person())
    version = in_review(version)
    with pytest.raises(NotReady, match="published"):
        reviews.publish(draft=version, by=person())
    answer(version)
    reviews.publish(draft=version, by=person())


def test_taken_back_and_changed_it_needs_another_review():
    version = in_review(a_draft())
    answer(version)
    reviews.take_back(draft=version, by=person())
    edits.change_element(draft=version, element_id="P1", fields={"text": "New"}, seen=0, reason="So.", by=person())
    version = in_review(version)
    with pytest.raises(NotReady) as raised:
        reviews.publish(draft=version, by=person())
    assert raised.value.missing == ("A second person has not yet said that this text can be published.",)


def test_a_review_is_answered_once():
    version = in_review(a_draft())
    review = answer(version)
    with pytest.raises(NotReady, match="already"):
        reviews.answer(review=review, verdict="sent_back", words="No.", by=person("subject_expert"))


def test_errors_stop_the_way_to_a_review():
    text = whole_text().replace("serves: [S1]", "serves: [NOWHERE]")
    version = drafts.import_text(organisation=organisation(), data=text.encode(), file_name="a.yaml", by=person())
    assert version.errors
    with pytest.raises(NotReady) as raised:
        reviews.ask(draft=version, by=person())
    assert "put right" in raised.value.missing[0]
    assert complete(version).state == VersionState.DRAFT


def test_a_number_that_is_not_above_the_published_one_stops_it_too():
    draft = drafts.new_version(package=a_published_version().package, by=person())
    edits.change_head(draft=draft, fields={"version": "0.0.9"}, seen=0, reason="So.", by=person())
    with pytest.raises(NotReady, match="not ready") as raised:
        reviews.ask(draft=draft, by=person())
    assert "above 0.1.0" in raised.value.missing[0]


def test_rooms_above_are_told_inside_the_transaction():
    heard: list[tuple[str, str]] = []

    def listen(sender: object, version: PackageVersion, **_: object) -> None:
        heard.append((version.number, version.state))

    signals.version_published.connect(listen)
    try:
        version = a_published_version()
        reviews.withdraw(version=version, reason="Wrong.", by=person())
    finally:
        signals.version_published.disconnect(listen)
    assert heard == [("0.1.0", "published"), ("0.1.0", "withdrawn")]


def test_what_breaks_a_listener_publishes_nothing():
    version = in_review(a_draft())
    answer(version)

    def broken(sender: object, **_: object) -> None:
        raise RuntimeError("the index is full")

    signals.version_published.connect(broken)
    try:
        with pytest.raises(RuntimeError):
            reviews.publish(draft=version, by=person())
    finally:
        signals.version_published.disconnect(broken)
    assert complete(version).state == VersionState.REVIEW
    assert not AuditEvent.objects.filter(action="publishing.publish").exists()
