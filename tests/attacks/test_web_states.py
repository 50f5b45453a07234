"""Steps taken in the wrong state, by the wrong person, twice, or at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from django.core.cache import cache
from django.db import close_old_connections, connection
from django.urls import reverse
from tests.builders.consultations import a_comment, a_consultation
from tests.builders.versions import a_draft, a_published_version, complete, in_review, whole_text
from tests.builders.web import PASSWORD, browser, organisation, person

from levelground.errors import UserFacingError
from levelground.web.people.actions import invitations, members
from levelground.web.people.models import Membership, User
from levelground.web.publishing.actions import comments, consultations, edits, reviews
from levelground.web.publishing.models import Comment, Edit, PackageVersion

LEAD_EDITS = {
    "edit_head": {"title": "Changed", "reason": "x", "seen": "0", "take_mine": "1"},
    "replace_text": {"text": whole_text(title="Changed"), "reason": "x", "seen": "0"},
    "undo_edit": {"seen": "99"},
    "delete_draft": {},
}


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def of_draft(name: str, version: PackageVersion, **parts: object) -> str:
    return reverse(name, kwargs={"organisation": version.package.organisation.slug, "draft": version.pk, **parts})


def out() -> PackageVersion:
    return a_consultation().version


@pytest.mark.django_db
@pytest.mark.parametrize("state", [out, lambda: in_review(a_draft()), a_published_version])
def test_a_text_that_is_out_in_review_or_published_is_changed_by_nothing(state: Callable[[], PackageVersion]) -> None:
    version = complete(state())
    lead, before = browser(person()), (version.state, version.text_id, version.edits)
    for name, sent in LEAD_EDITS.items():
        lead.post(of_draft(name, version), sent)
    lead.post(of_draft("edit_element", version, element="P1"), {"text": "Changed", "reason": "x", "seen": "0"})
    lead.post(of_draft("remove_element", version, element="P1"), {"reason": "x", "seen": "0"})
    lead.post(of_draft("add_element", version, kind="change_ideas"), {"id": "C9", "text": "x", "reason": "x", "seen": "0"})
    lead.post(of_draft("open_consultation", version), {"question": "x", "public": "everybody", "last_day": "1/1/2099"})
    now = complete(version)
    assert (now.state, now.text_id, now.edits) == before
    with pytest.raises(UserFacingError):
        edits.change_head(draft=version, fields={"title": "Changed"}, seen=0, reason="x", by=person(), take_mine=True)


@pytest.mark.django_db
def test_nothing_is_published_without_the_review_of_somebody_else() -> None:
    version = a_draft()
    lead = browser(person())
    lead.post(of_draft("publish", version))
    lead.post(of_draft("ask_for_review", version))
    lead.post(of_draft("review", version), {"verdict": "accepted", "words": "Mine is good."})
    lead.post(of_draft("publish", version))
    assert complete(version).state == "review"
    browser(person("partner")).post(of_draft("review", version), {"verdict": "accepted", "words": "x"})
    browser(person("board_member")).post(of_draft("publish", version))
    assert complete(version).state == "review"
    browser(person("board_member")).post(of_draft("review", version), {"verdict": "accepted", "words": "Good."})
    browser(person("board_member")).post(of_draft("review", version), {"verdict": "sent_back", "words": "Twice."})
    assert complete(version).state == "review"
    lead.post(of_draft("publish", version))
    assert complete(version).state == "published"


@pytest.mark.django_db
def test_an_accepted_text_that_was_taken_back_and_changed_needs_another_review() -> None:
    version = in_review(a_draft())
    reviews.answer(review=version.reviews.get(), verdict="accepted", words="Good.", by=person("board_member"))
    lead = browser(person())
    lead.post(of_draft("ask_for_review", version), {"take_back": "1"})
    edits.change_head(draft=version, fields={"title": "Another"}, seen=0, reason="x", by=person())
    lead.post(of_draft("publish", version))
    lead.post(of_draft("ask_for_review", version))
    lead.post(of_draft("publish", version))
    assert complete(version).state == "review"


@pytest.mark.django_db
def test_nothing_is_said_once_a_consultation_has_closed() -> None:
    consultation = a_consultation()
    consultations.close(consultation=consultation, by=person())
    address = reverse("consultation_element", args=[consultation.pk, "P1"])
    browser().post(address, {"words": "Late.", "name": "", "website": "", "began": ""})
    with pytest.raises(UserFacingError):
        comments.comment(consultation=consultation, element="P1", words="Late.")
    assert not Comment.objects.exists()


@pytest.mark.django_db
def test_a_role_that_ended_opens_nothing_from_the_next_page_on() -> None:
    lead, held = browser(person()), a_draft()
    assert lead.get(of_draft("draft", held)).status_code == 200
    members.change_roles(organisation=organisation(), person=person(), roles=(), by=person("administrator"))
    assert lead.get(of_draft("draft", held)).status_code == 404
    assert lead.post(of_draft("delete_draft", held)).status_code == 404


def at_once(*tasks: Callable[[], object]) -> list[object]:
    """What each gave, or its error; all begin together."""
    gate, given = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(index: int, task: Callable[[], object]) -> None:
        gate.wait()
        try:
            given[index] = task()  # type: ignore[call-overload]
        except Exception as error:
            given[index] = error  # type: ignore[call-overload]
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def refused(given: list[object]) -> int:
    """How many were refused in words; anything else that went wrong is a fault."""
    faults = [one for one in given if isinstance(one, Exception) and not isinstance(one, UserFacingError)]
    assert not faults, faults
    return sum(isinstance(one, UserFacingError) for one in given)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_up_an_invitation_at_once_one_has_the_account() -> None:
    invited = members.invite(organisation=organisation(), email="new@person.example", role="analyst", by=None, tell=False)
    join = [
        lambda name=name: invitations.accept_with_new_account(invitation=invited.invitation, name=name, password=PASSWORD)
        for name in ("One", "Two")
    ]
    assert refused(at_once(*join)) == 1
    assert User.objects.filter(email="new@person.example").count() == Membership.objects.filter(role="analyst").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_publishes_one_answers_one_undoes() -> None:
    version, lead, board, expert = in_review(a_draft()), person(), person("board_member"), person("subject_expert")
    review = version.reviews.get()
    answers = [lambda by=by: reviews.answer(review=review, verdict="accepted", words="Good.", by=by) for by in (board, expert)]
    assert refused(at_once(*answers)) == 1
    assert refused(at_once(*[lambda: reviews.publish(draft=version, by=lead)] * 2)) == 1
    other = a_draft("northshire_two")
    edits.change_head(draft=other, fields={"title": "Changed"}, seen=0, reason="x", by=lead)
    assert refused(at_once(*[lambda: edits.undo(draft=other, seen=1, by=lead)] * 2)) == 1
    assert list(Edit.objects.filter(version=other).order_by("number").values_list("number", flat=True)) == [0, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_what_is_said_while_a_consultation_closes_is_either_in_it_or_refused() -> None:
    consultation, lead = a_consultation(), person()
    say = [lambda: comments.comment(consultation=consultation, element="P1", words="Now.")] * 3
    given = at_once(lambda: consultations.close(consultation=consultation, by=lead), *say)
    refused(given)
    consultation.refresh_from_db()
    assert all(comment.at <= consultation.closed_at for comment in Comment.objects.all())


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_leave_one() -> None:
    consultation, lead = a_consultation(), person()
    comment = a_comment(consultation)
    with suppress(UserFacingError):
        given = at_once(*[lambda: comments.answer(comment=comment, outcome="not_changed", words="Because.", by=lead)] * 2)
    refused(given)
    assert comment.__class__.objects.get(pk=comment.pk).answer.words == "Because."
