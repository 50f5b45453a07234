"""A draft put out for comment: opening, the last day, inviting, answering, taking back, and that nothing is published unanswered."""

from __future__ import annotations

import datetime
import json
import re
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.http import Http404
from tests.builders.consultations import QUESTION, a_comment, a_consultation
from tests.builders.versions import a_draft, complete
from tests.builders.web import organisation, person

from levelground.errors import UnknownElement
from levelground.web.people.models import AuditEvent
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.actions import comments, consultations, edits, reviews
from levelground.web.publishing.conflicts import NotADraft, NotReady
from levelground.web.publishing.consultation_refusals import ConsultationRefused
from levelground.web.publishing.models import Answer, Comment, Consultation, ConsultationInvitation, Edit, PackageVersion, VersionState
from levelground.web.publishing.queries import consultations as found
from levelground.web.publishing.queries import drafts
from levelground.web.publishing.queries import reviews as reviewing

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def viewer(role: str = "qi_lead", of: str = "northshire") -> Viewer:
    return Viewer(person(role, of), organisation(of), frozenset({role}))


def edit(version: PackageVersion, text: str = "Other words.") -> Edit:
    seen = complete(version).edits
    return edits.change_element(draft=version, element_id="P1", fields={"text": text}, seen=seen, reason="People asked.", by=person())


def test_a_draft_that_is_out_is_not_edited_and_is_a_draft_again_when_it_is_closed():
    version = a_draft()
    consultation = a_consultation(version)
    assert complete(version).state == VersionState.CONSULTATION
    with pytest.raises(NotADraft, match="consultation"):
        edit(version)
    with pytest.raises(NotADraft):
        reviews.ask(draft=version, by=person())
    with pytest.raises(NotADraft, match="out for consultation"):
        a_consultation(version)
    consultations.close(consultation=consultation, by=person("facilitator"))
    assert edit(version).number == 1
    with pytest.raises(ConsultationRefused, match="closed already"):
        consultations.close(consultation=consultation, by=person())


@pytest.mark.parametrize(
    ("opened", "last_day", "at", "over"),
    [
        # summer: London is an hour ahead of UTC, so the day ends at 23:00 UTC
        ("2027-06-01T12:00", "2027-06-10", "2027-06-10T22:59:59", False),
        ("2027-06-01T12:00", "2027-06-10", "2027-06-10T23:00:00", True),
        # winter
        ("2027-01-01T12:00", "2027-01-10", "2027-01-10T23:59:59", False),
        ("2027-01-01T12:00", "2027-01-10", "2027-01-11T00:00:00", True),
        # the clocks go forward at 01:00 UTC on 28 March, and back on 31 October
        ("2027-03-20T12:00", "2027-03-28", "2027-03-28T22:59:59", False),
        ("2027-03-20T12:00", "2027-03-28", "2027-03-28T23:00:00", True),
        ("2027-10-20T12:00", "2027-10-31", "2027-10-31T23:59:59", False),
        ("2027-10-20T12:00", "2027-10-31", "2027-11-01T00:00:00", True),
    ],
)
def test_the_last_day_ends_at_midnight_in_london(opened: str, last_day: str, at: str, over: bool):
    with time_machine.travel(datetime.datetime.fromisoformat(opened + "+00:00"), tick=False):
        version = a_draft()
        last = datetime.date.fromisoformat(last_day)
        consultation = consultations.open(draft=version, question=QUESTION, public=True, last_day=last, by=person())
    with time_machine.travel(datetime.datetime.fromisoformat(at + "+00:00"), tick=False):
        assert found.is_over(consultation) is over
        assert (consultation in found.open_public()) is not over
        assert (consultation in found.closed_public()) is over
        assert found.is_out(complete(version)) is not over
        state = VersionState.DRAFT if over else VersionState.CONSULTATION
        assert drafts.one(viewer(), version.pk).state == state
        assert [each.state for each in drafts.of(viewer())] == [state]
        if over:
            assert edit(version).number == 1
            with pytest.raises(ConsultationRefused, match="closed"):
                a_comment(consultation)
            with pytest.raises(ConsultationRefused):
                consultations.invite(consultation=consultation, email="a@example.org", by=person())
        else:
            with pytest.raises(NotADraft):
                edit(version)
            assert a_comment(consultation).pk


def test_a_draft_whose_consultation_ran_out_can_be_put_out_again():
    version = a_draft()
    with time_machine.travel(datetime.datetime(2027, 6, 1, 12, tzinfo=LONDON)):
        first = a_consultation(version, days=1)
    with time_machine.travel(datetime.datetime(2027, 6, 5, 12, tzinfo=LONDON)):
        second = a_consultation(version)
        assert found.is_over(first)
        assert not found.is_over(second)
        assert found.current(version) == second
        assert complete(version).state == VersionState.CONSULTATION


def test_a_last_day_that_has_passed_is_refused_and_today_is_not():
    version = a_draft()
    with pytest.raises(ConsultationRefused, match="today or later"):
        a_consultation(version, days=-1)
    assert complete(version).state == VersionState.DRAFT
    assert not found.is_over(a_consultation(version, days=0))


def test_people_are_asked_about_the_text_as_it_was_put_out():
    version = a_draft()
    consultation = a_consultation(version)
    before = found.reading_of(consultation).change_package
    consultations.close(consultation=consultation, by=person())
    edit(version, "Quite other words.")
    assert found.reading_of(Consultation.objects.get()).change_package == before


def test_an_invitation_is_a_link_of_which_only_the_digest_is_kept(django_capture_on_commit_callbacks):
    consultation = a_consultation(public=False)
    with django_capture_on_commit_callbacks(execute=True):
        made = consultations.invite(consultation=consultation, email="amina@example.org", by=person())
    [letter] = mail.outbox
    assert letter.to == ["amina@example.org"]
    assert QUESTION in letter.body
    token = re.search(r"/consultations/invited/([\w-]+)/", letter.body)[1]
    assert found.invitation(token) == made
    assert token not in json.dumps(list(ConsultationInvitation.objects.values("email", "token_digest")))
    for wrong in (token[:-1], token + "a", made.token_digest, ""):
        with pytest.raises(Http404):
            found.invitation(wrong)


def test_a_letter_is_not_sent_when_nothing_was_stored(django_capture_on_commit_callbacks):
    consultation = a_consultation(public=False)
    with django_capture_on_commit_callbacks(execute=False):
        consultations.invite(consultation=consultation, email="amina@example.org", by=person())
    assert mail.outbox == []


def test_whoever_was_invited_is_told_once_that_there_is_an_answer_and_no_word_of_it_is_in_the_letter(django_capture_on_commit_callbacks):
    consultation = a_consultation(public=False)
    invitation = consultations.invite(consultation=consultation, email="amina@example.org", by=person())
    asked = comments.comment(consultation=consultation, element="P1", words="Very private words", invitation=invitation).comment
    nameless = a_comment(consultation)
    with django_capture_on_commit_callbacks(execute=True):
        for words in ("Dear you", "Dear you again"):
            comments.answer(comment=asked, outcome="noted", words=words, by=person())
        comments.answer(comment=nameless, outcome="noted", words="Dear you", by=person())
    [letter] = mail.outbox
    assert letter.to == ["amina@example.org"]
    assert "has answered you" in letter.subject
    assert "private" not in letter.body
    assert "Dear" not in letter.body


def test_nothing_is_published_while_a_comment_waits_for_an_answer():
    version = a_draft()
    consultation = a_consultation(version)
    first, second, third = (a_comment(consultation, words, shown=shown) for words, shown in (("A", True), ("B", False), ("C", False)))
    consultations.close(consultation=consultation, by=person())
    assert found.unanswered(version) == 3
    with pytest.raises(NotReady) as refused:
        reviews.ask(draft=version, by=person())
    assert "3 comments have no answer yet." in refused.value.missing
    comments.answer(comment=first, outcome="noted", words="Thank you.", by=person())
    comments.set_aside(comment=second, because="spam", by=person())
    comments.take_back(comment=third)
    assert found.unanswered(version) == 0
    assert not [said for said in reviewing.missing_before_review(complete(version)) if "comment" in said]


def test_a_comment_that_is_not_shown_for_naming_somebody_still_gets_an_answer():
    consultation = a_consultation()
    comment = a_comment(consultation)
    comments.set_aside(comment=comment, because="names_a_person", by=person())
    assert found.unanswered(consultation.version) == 1
    assert list(found.shown(consultation)) == []
    assert found.set_aside_count(consultation) == 1


def test_what_members_say_of_a_draft_holds_nothing_up():
    version = a_draft()
    for role in ("partner", "expert_by_lived_experience", "board_member", "subject_expert"):
        comments.comment_on_draft(draft=version, element="P1", words="From me.", by=person(role))
    assert found.unanswered(version) == 0
    assert len(found.on_draft(viewer("partner"), version)) == 4


def test_members_who_do_not_answer_see_only_what_is_shown_of_a_consultation():
    consultation = a_consultation()
    shown, hidden = a_comment(consultation, "Shown."), a_comment(consultation, "Hidden.", shown=False)
    assert list(found.on_draft(viewer("partner"), consultation.version)) == [shown]
    assert list(found.on_draft(viewer("facilitator"), consultation.version)) == [shown, hidden]


def test_a_comment_is_on_an_element_that_is_there():
    consultation = a_consultation()
    with pytest.raises(UnknownElement):
        a_comment(consultation, element="P99")
    assert a_comment(consultation, element="").element == ""


def test_changed_needs_an_edit_and_not_yet_needs_a_date():
    version = a_draft()
    consultation = a_consultation(version)
    comment = a_comment(consultation)
    consultations.close(consultation=consultation, by=person())
    with pytest.raises(ConsultationRefused, match="edit"):
        comments.answer(comment=comment, outcome="changed", words="We did.", by=person())
    with pytest.raises(ConsultationRefused, match="date"):
        comments.answer(comment=comment, outcome="not_yet", words="Later.", by=person())
    made = edit(version)
    assert found.edits_since(comment) == [made]
    comments.answer(comment=comment, outcome="not_yet", words="Later.", by_date=datetime.date(2030, 1, 1), by=person())
    comments.answer(comment=comment, outcome="changed", words="We did.", edits=[made], by=person("facilitator"))
    answer = Answer.objects.get()
    assert (answer.outcome, answer.by_date, list(answer.edits.all()), answer.by) == ("changed", None, [made], person("facilitator"))
    assert found.edits_of([comment]) == {comment.pk: [made]}


def test_edits_before_the_consultation_were_not_made_because_of_it():
    version = a_draft()
    with time_machine.travel(datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=2)):
        edit(version)
    consultation = a_consultation(version)
    assert found.edits_since(a_comment(consultation)) == []


def test_taking_back_takes_the_words_out_of_every_table_but_the_answer():
    consultation = a_consultation()
    said = comments.comment(consultation=consultation, element="P1", words="Very private words", name="Amina")
    comments.show(comment=said.comment, by=person())
    assert found.comment_by_token(said.token) == said.comment
    comments.take_back(comment=said.comment)
    row = Comment.objects.get()
    assert (row.words, row.name) == ("", "")
    assert row.withdrawn_at is not None
    with pytest.raises(ConsultationRefused, match="took it back"):
        comments.answer(comment=row, outcome="noted", words="Thank you.", by=person())
    with pytest.raises(Http404):
        found.comment_on(consultation.version, row.pk)
    assert found.unanswered(consultation.version) == 0


def test_the_audit_trail_tells_of_everything_and_holds_no_word_of_anybody():
    version = a_draft()
    consultation = a_consultation(version, public=False)
    consultations.invite(consultation=consultation, email="amina@example.org", by=person())
    said = comments.comment(consultation=consultation, element="P1", words="Very private words", name="Amina")
    comments.show(comment=said.comment, by=person())
    comments.set_aside(comment=said.comment, because="attacks_people", by=person())
    comments.answer(comment=said.comment, outcome="noted", words="Dear Amina", by=person())
    comments.take_back(comment=said.comment)
    consultations.close(consultation=consultation, by=person())
    events = list(AuditEvent.objects.filter(action__startswith="publishing.co").order_by("number"))
    assert [event.action.removeprefix("publishing.") for event in events] == [
        "consultation_open",
        "consultation_invite",
        "comment",
        "comment_show",
        "comment_set_aside",
        "comment_answer",
        "comment_take_back",
        "consultation_close",
    ]
    told = json.dumps([event.details for event in events])
    for word in ("Amina", "amina", "private", "Dear", QUESTION, said.token):
        assert word not in told
    assert {event.organisation for event in events} == {organisation().pk}


def test_an_event_and_what_it_tells_of_are_kept_together_or_not_at_all(monkeypatch: pytest.MonkeyPatch):
    consultation = a_consultation()
    monkeypatch.setattr("levelground.web.people.actions.audit.record", _broken)
    with pytest.raises(RuntimeError):
        a_comment(consultation)
    assert not Comment.objects.exists()


def _broken(**_: object) -> None:
    raise RuntimeError("no room left")
