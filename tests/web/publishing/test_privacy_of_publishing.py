"""What the room holds of a person, and how they are taken out of it."""

from __future__ import annotations

import pytest
from django.http import Http404
from tests.builders.consultations import a_comment, a_consultation
from tests.builders.versions import a_draft
from tests.builders.web import person

from levelground.web.publishing.actions import comments, consultations, ownership, privacy
from levelground.web.publishing.models import Comment, ConsultationInvitation, Ownership
from levelground.web.publishing.queries import consultations as found
from levelground.web.publishing.queries.privacy import held

pytestmark = pytest.mark.django_db
EMAIL = "amina@example.org"


def test_a_person_without_an_account_gets_what_was_said_with_their_link_and_nothing_of_others():
    consultation = a_consultation(public=False)
    invitation = consultations.invite(consultation=consultation, email=EMAIL, by=person())
    comments.comment(consultation=consultation, element="P1", words="Mine.", name="Amina", invitation=invitation)
    a_comment(consultation, "Of somebody else.")
    found_of_them = held(EMAIL.upper())
    assert [row["kind"] for row in found_of_them] == ["comment", "invitation to a consultation"]
    assert (found_of_them[0]["words"], found_of_them[0]["name"]) == ("Mine.", "Amina")
    assert held("nobody@example.org") == []


def test_a_member_gets_what_they_said_and_what_they_answer_for():
    version = a_draft()
    member = person("analyst")
    said = comments.comment_on_draft(draft=version, element="P1", words="Mine.", by=member)
    comments.answer(comment=said, outcome="noted", words="Thank you.", by=person())
    ownership.name(package=version.package, element="P1", owner=member, due=None, by=person())
    found_of_them = held(member)
    assert [row["kind"] for row in found_of_them] == ["comment", "answers for an element"]
    assert found_of_them[0]["answer"] == "Thank you."
    assert found_of_them[1]["change_package"] == "northshire_test"


@pytest.mark.parametrize("words_too", [True, False])
def test_erasure_parts_the_person_from_everything_and_takes_the_words_where_it_is_asked_to(words_too: bool):
    version = a_draft()
    member = person("partner")
    ownership.name(package=version.package, element="P1", owner=member, due=None, by=person())
    consultation = a_consultation(version, public=False)
    invitation = consultations.invite(consultation=consultation, email=member.email.upper(), by=person())
    comments.comment(consultation=consultation, element="P1", words="By link.", name="Ann", invitation=invitation)
    comments.comment_on_draft(draft=version, element="P1", words="By account.", by=member)
    other = a_comment(consultation, "Of somebody else.")
    privacy.erase(member, member.email, words_too)
    assert held(member) == [row for row in held(member) if row["kind"] == "answers for an element"]
    assert not ConsultationInvitation.objects.exclude(email="").exists()
    assert not Ownership.objects.filter(ended_at__isnull=True).exists()
    rows = Comment.objects.exclude(pk=other.pk)
    assert {(row.by, row.invitation, row.name) for row in rows} == {(None, None, "")}
    assert {bool(row.words) for row in rows} == {not words_too}
    assert {row.withdrawn_at is not None for row in rows} == {words_too}
    other.refresh_from_db()
    assert other.words == "Of somebody else."


def test_the_link_of_an_erased_invitation_leads_nowhere(monkeypatch: pytest.MonkeyPatch):
    consultation = a_consultation(public=False)
    monkeypatch.setattr("secrets.token_urlsafe", lambda _: "a-secret")
    consultations.invite(consultation=consultation, email=EMAIL, by=person())
    assert found.invitation("a-secret").email == EMAIL
    privacy.erase(None, EMAIL, words_too=False)
    with pytest.raises(Http404):
        found.invitation("a-secret")
