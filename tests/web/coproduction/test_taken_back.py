"""Words taken back that others had put into a draft, a published version or a register: gone from drafts, and a task until re-worded."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.builders.consultations import a_comment, a_consultation
from tests.builders.coproduction.capture import a_note
from tests.builders.coproduction.decisions import a_decision
from tests.builders.coproduction.series import a_participant, a_series
from tests.builders.versions import a_draft, a_published_version, complete
from tests.builders.web import browser, person
from tests.web.coproduction.test_capture_withdrawal import rows_with

from levelground.web.coproduction.actions import contributions, decisions, taken_back
from levelground.web.coproduction.models import Contribution, Series, TakenBackWords
from levelground.web.publishing.actions import comments, drafts, edits, reviews
from levelground.web.publishing.conflicts import NotReady
from levelground.web.publishing.models import Edit, EntryVersion, HeldPackage, PackageVersion, RegisterEntry, StoredText
from levelground.web.publishing.queries import readings

pytestmark = pytest.mark.django_db
SAID = "They didn't open the yellow door for my mother. We went home."
COPIED = "People say: they didn’t open the YELLOW door for my mother, so doors stay open."
PART = "yellow door"


@pytest.fixture
def draft() -> PackageVersion:
    """A draft that a series works on."""
    version = a_draft("northshire_fair", "northshire")
    a_series(package=HeldPackage.objects.get(pk=version.package_id))
    return version


@pytest.fixture
def said(draft: PackageVersion) -> Contribution:
    return a_note(SAID, by=a_participant(series()))


def series() -> Series:
    return Series.objects.get()


def write(version: PackageVersion, words: str, element: str = "P1", **more: object) -> Edit:
    """What somebody writes into an element of a draft."""
    row = complete(version)
    given = {"seen": row.edits, "reason": "As we heard.", "by": person(), **more}
    return edits.change_element(draft=row, element_id=element, fields={"text": words}, **given)  # type: ignore[arg-type]


def text_of(version: PackageVersion) -> str:
    package = readings.reading_of(complete(version)).change_package
    return next(element.text for element in package.primary_drivers if element.id == "P1")


def page(name: str, **parts: object) -> str:
    return browser(person("facilitator")).get(reverse(name, kwargs={"organisation": "northshire", **parts})).content.decode()


class TestADraft:
    def test_they_are_in_no_row_and_a_gap_is_left(self, draft: PackageVersion, said: Contribution) -> None:
        write(draft, COPIED, reason=f"She said: {SAID}")
        write(draft, "Something else stands here now, and nobody minds.")
        write(draft, COPIED)
        assert {"StoredText.content", "Edit.reason", "Edit.operations"} <= set(rows_with(PART))
        before = complete(draft)
        contributions.withdraw(contribution=said)
        assert rows_with(PART) == []
        assert text_of(draft) == "People say: (taken back), so doors stay open."
        assert complete(draft).edits == before.edits
        assert "mother" not in str(TakenBackWords.objects.values()) and TakenBackWords.objects.get().runs

    def test_former_texts_can_still_be_read_compared_and_brought_back(self, draft: PackageVersion, said: Contribution) -> None:
        write(draft, COPIED)
        write(draft, "We say it in another way.")
        contributions.withdraw(contribution=said)
        client, at = browser(person("facilitator")), {"organisation": "northshire", "draft": draft.pk}
        for address in (
            reverse("draft_history", kwargs=at),
            f"{reverse('draft_text', kwargs=at)}?edit=1",
            f"{reverse('draft_compare', kwargs=at)}?with=edit-1",
        ):
            answer = client.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert (answer.status_code, PART.encode() in body.lower()) == (200, False), address
        edits.undo(draft=complete(draft), seen=2, by=person())
        assert text_of(draft) == "People say: (taken back), so doors stay open."

    def test_it_is_published_only_once_somebody_re_words_it(self, draft: PackageVersion, said: Contribution) -> None:
        write(draft, COPIED)
        contributions.withdraw(contribution=said)
        with pytest.raises(NotReady) as refused:
            reviews.ask(draft=complete(draft), by=person())
        assert refused.value.missing == ("Somebody took back words that stood in P1. Write it there in your own words.",)
        write(draft, "Doors stay open.")
        a_published_version(draft=complete(draft))
        row = TakenBackWords.objects.get()
        assert (row.runs, row.done_at is not None) == ({}, True), "nothing is kept of the words once it is done"

    def test_a_form_that_was_open_cannot_bring_them_back_unseen(self, draft: PackageVersion, said: Contribution) -> None:
        write(draft, COPIED)
        contributions.withdraw(contribution=said)
        write(draft, f"{COPIED} More.")
        with pytest.raises(NotReady, match="not ready"):
            reviews.ask(draft=complete(draft), by=person())

    def test_it_stands_first_on_the_pages_of_the_series_and_at_the_draft(self, draft: PackageVersion, said: Contribution) -> None:
        write(draft, COPIED)
        assert "Do this first" not in page("series", series=series().pk)
        contributions.withdraw(contribution=said)
        body = page("series", series=series().pk)
        assert body.index("Do this first") < body.index("What it is for")
        assert "Somebody took words back that stood in" in body and "(P1)" in body and PART not in body
        assert "Somebody took words back" in page("coproduction")
        assert "Somebody took back words that stood in P1." in page("draft", draft=draft.pk)

    def test_one_that_is_out_for_comment_loses_them_too(self, draft: PackageVersion, said: Contribution) -> None:
        write(draft, COPIED)
        consultation = a_consultation(complete(draft))
        comment = a_comment(consultation)
        comments.answer(comment=comment, outcome="noted", words=f"We know: {SAID}", by=person())
        contributions.withdraw(contribution=said)
        answer = browser().get(reverse("consultation", kwargs={"consultation": consultation.pk}))
        assert (answer.status_code, PART in answer.content.decode().lower()) == (200, False)
        assert rows_with(PART) == []

    def test_what_stood_there_before_somebody_spoke_is_not_their_words(self, draft: PackageVersion) -> None:
        write(draft, COPIED)
        contributions.withdraw(contribution=a_note(f"I read “{COPIED}” and I agree with it.", by=a_participant(series())))
        assert text_of(draft) == COPIED
        assert not TakenBackWords.objects.exists()

    def test_fewer_words_than_six_in_a_row_are_everybodys(self, draft: PackageVersion, said: Contribution) -> None:
        write(draft, "They open the yellow door for all.")
        contributions.withdraw(contribution=said)
        assert text_of(draft) == "They open the yellow door for all."
        assert not TakenBackWords.objects.exists()

    def test_words_of_dissent_go_the_same_way(self, draft: PackageVersion) -> None:
        made, somebody = a_decision(series()), a_participant(series())
        part = decisions.take_part(decision=made, participant=somebody, stance="against", dissent=SAID)
        write(draft, COPIED)
        decisions.take_dissent_back(part=part)
        assert rows_with(PART) == []
        assert TakenBackWords.objects.count() == 1


class TestAPublishedVersion:
    def test_it_never_changes_and_the_next_one_cannot_have_them(self, draft: PackageVersion, said: Contribution) -> None:
        write(draft, COPIED)
        published = a_published_version(draft=complete(draft))
        digest = published.text_id
        contributions.withdraw(contribution=said)
        assert complete(published).text_id == digest
        assert set(rows_with(PART)) <= {"StoredText.content", "SearchEntry.title", "SearchEntry.body"}, (
            "how it came about does not say them"
        )
        assert "Publish a new version without them" in page("series", series=series().pk)
        nxt = drafts.new_version(package=published.package, by=person())
        with pytest.raises(NotReady):
            reviews.ask(draft=nxt, by=person())
        write(nxt, "Doors stay open.")
        a_published_version(draft=complete(nxt))
        assert "Do this first" not in page("series", series=series().pk)
        assert not TakenBackWords.objects.filter(done_at=None).exists()


def test_an_entry_of_a_register_is_named_until_a_new_version_is_without_them(draft: PackageVersion, said: Contribution) -> None:
    text = StoredText.objects.create(pk="a" * 64, content=f"id: doors\nstatement: {COPIED}\n")
    by, entry = person(), RegisterEntry.objects.create(kind="recommendation", entry_id="doors", organisation=series().organisation)
    given = {"entry": entry, "text": text, "words": "Doors", "mark": "unverified", "by": by}
    first = EntryVersion.objects.create(number=1, reason=f"She said: {SAID}", **given)
    contributions.withdraw(contribution=said)
    first.refresh_from_db()
    assert first.reason == "She said: (taken back)."
    body = page("series", series=series().pk)
    assert "in an entry of the registers: doors." in body
    assert reverse("register_entry", kwargs={"organisation": "northshire", "entry": entry.pk}) in body
    given["text"] = StoredText.objects.create(pk="b" * 64, content="id: doors\nstatement: Doors stay open.\n")
    again = EntryVersion.objects.create(number=2, reason="In our words.", **given)
    assert "Do this first" not in page("series", series=series().pk)
    taken_back.after_publishing(EntryVersion, version=again)
    assert TakenBackWords.objects.get().done_at is not None
