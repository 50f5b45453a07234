"""Contributions, their second reading, quotes, themes and statements: what is kept, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from tests.builders.coproduction.capture import SAID, a_note, a_quote, a_statement, a_theme, an_open_session
from tests.builders.coproduction.series import a_participant, a_series
from tests.builders.web import person

from levelground.web.coproduction.actions import contributions, prompts, quotes, statements, themes
from levelground.web.coproduction.contribution_refusals import ContributionRefused
from levelground.web.coproduction.models import Contribution, GroupStatement, Notice, Quote
from levelground.web.coproduction.queries import board
from levelground.web.coproduction.queries import contributions as found
from levelground.web.coproduction.queries import quotes as shown_quotes
from levelground.web.coproduction.queries import statements as shown_statements
from levelground.web.people.models import AuditEvent
from levelground.web.people.viewer import Viewer

pytestmark = pytest.mark.django_db


def viewer(role: str, of: str = "northshire") -> Viewer:
    user = person(role, of=of)
    return Viewer(user, user.memberships.get().organisation, frozenset({role}))


class TestContributions:
    """What somebody said is kept once, in their words."""

    def test_the_same_note_sent_twice_is_one(self) -> None:
        somebody = a_participant()
        first = a_note("Yes.", by=somebody, form_key="k" * 32)
        assert a_note("Yes.\r\n", by=somebody, form_key="k" * 32) == first
        assert Contribution.objects.count() == 1

    def test_other_words_with_the_same_key_are_not_lost(self) -> None:
        somebody = a_participant()
        a_note("Yes.", by=somebody, form_key="k" * 32)
        a_note("No.", by=somebody, form_key="k" * 32)
        assert sorted(Contribution.objects.values_list("words", flat=True)) == ["No.", "Yes."]

    def test_a_note_that_comes_again_after_it_was_taken_back_stays_taken_back(self) -> None:
        somebody = a_participant()
        contributions.withdraw(contribution=a_note(by=somebody, form_key="k" * 32))
        assert a_note(by=somebody, form_key="k" * 32).words == ""
        assert Contribution.objects.count() == 1

    def test_without_a_private_link_nobody_is_named(self) -> None:
        assert a_note(series=a_series(), attribution="name").attribution == "anonymous"

    def test_a_note_without_words_is_refused(self) -> None:
        with pytest.raises(ContributionRefused, match="needs words"):
            a_note("  \n ")

    def test_several_are_written_down_once_and_each_is_one(self) -> None:
        series, by = a_series(), person("facilitator")
        for _ in range(2):
            contributions.write_down(
                series=series, notes=["Yes.", "Yes.", "No."], when="during", form_key="one form", by=by, medium="paper"
            )
        assert Contribution.objects.count() == 3
        assert {(each.entered_by, each.medium) for each in Contribution.objects.all()} == {(by, "paper")}

    def test_the_audit_trail_holds_no_word_and_no_name(self) -> None:
        said = a_note(by=a_participant(), attribution="pseudonym", sensitive=True)
        contributions.attribute(contribution=said, attribution="pseudonym", pseudonym="Kingfisher")
        contributions.flag_sensitive(contribution=said, because="A ward is named", by=person("analyst"))
        contributions.withdraw(contribution=said)
        written = str(list(AuditEvent.objects.values()))
        assert "coproduction.contribute" in written
        for word in ("waited", "Kingfisher", "ward", "Ngozi"):
            assert word not in written


class TestSecondReading:
    """Sensitive words are read by somebody else before anything of them is quoted."""

    def test_by_neither_who_flagged_it_nor_who_wrote_it_down(self) -> None:
        flagged, wrote = person("curator"), person("facilitator")
        said = a_note(entered_by=wrote)
        contributions.flag_sensitive(contribution=said, because="a ward is named", by=flagged)
        for first in (flagged, wrote):
            with pytest.raises(ContributionRefused, match="somebody else"):
                contributions.read_again(contribution=said, verdict="may_be_quoted", by=first)
        contributions.read_again(contribution=said, verdict="may_be_quoted", by=person("qi_lead"))
        said.refresh_from_db()
        assert said.read_again_verdict == "may_be_quoted"

    def test_nor_by_who_said_it(self) -> None:
        said = a_note(by=a_participant(user=person("expert_by_lived_experience")), sensitive=True)
        with pytest.raises(ContributionRefused, match="somebody else"):
            contributions.read_again(contribution=said, verdict="may_be_quoted", by=person("expert_by_lived_experience"))
        assert not found.to_read_again(viewer("expert_by_lived_experience"), said.series).exists()
        assert not found.may_read_again(viewer("expert_by_lived_experience"), said)

    def test_who_writes_it_down_as_sensitive_has_flagged_it(self) -> None:
        wrote = person("facilitator")
        said = a_note(entered_by=wrote, sensitive=True)
        assert said.flagged_by == wrote
        assert not found.to_read_again(viewer("facilitator"), said.series).exists()
        assert found.to_read_again(viewer("qi_lead"), said.series).get() == said

    def test_what_nobody_flagged_needs_none(self) -> None:
        with pytest.raises(ContributionRefused, match="needs no second reading"):
            contributions.read_again(contribution=a_note(), verdict="may_be_quoted", by=person("qi_lead"))

    def test_flagging_again_asks_again(self) -> None:
        said = a_note(sensitive=True)
        contributions.read_again(contribution=said, verdict="may_be_quoted", by=person("qi_lead"))
        contributions.flag_sensitive(contribution=said, because="now a name is in the news", by=person("curator"))
        said.refresh_from_db()
        assert (said.read_again_verdict, said.read_again_at) == ("", None)

    @pytest.mark.parametrize(("role", "reads"), [("facilitator", True), ("expert_by_lived_experience", True), ("board_member", False)])
    def test_unread_it_is_read_by_those_who_must(self, role: str, reads: bool) -> None:
        said = a_note(sensitive=True)
        assert found.may_read(viewer(role), said) is reads
        contributions.read_again(contribution=said, verdict="may_be_quoted", by=person("qi_lead"))
        said.refresh_from_db()
        assert found.may_read(viewer(role), said)


class TestQuotes:
    """Nobody is quoted who has not seen it in its place and said yes."""

    def test_only_exact_words(self) -> None:
        with pytest.raises(ContributionRefused, match="exact"):
            a_quote(words="I waited five hours.")

    def test_a_note_of_nobody_cannot_be_quoted(self) -> None:
        with pytest.raises(ContributionRefused, match="nobody can be asked"):
            a_quote(a_note(series=a_series()))

    def test_not_before_the_person_says_yes(self) -> None:
        asked = a_quote()
        with pytest.raises(ContributionRefused, match="has not said yes"):
            quotes.show(quote=asked, by=person("facilitator"))
        quotes.refuse(quote=asked)
        with pytest.raises(ContributionRefused, match="has not said yes"):
            quotes.show(quote=asked, by=person("facilitator"))
        assert shown_quotes.shown_at("The board report") == []

    def test_a_sensitive_quote_cannot_be_published_unread(self) -> None:
        said = a_note(sensitive=True)
        asked = a_quote(said, approved=True)
        with pytest.raises(ContributionRefused, match="second time"):
            quotes.show(quote=asked, by=person("facilitator"))
        contributions.read_again(contribution=said, verdict="not_quoted", by=person("qi_lead"))
        with pytest.raises(ContributionRefused, match="second time"):
            quotes.show(quote=asked, by=person("facilitator"))
        contributions.read_again(contribution=said, verdict="may_be_quoted", by=person("curator"))
        quotes.show(quote=asked, by=person("facilitator"))
        assert [each.words for each in shown_quotes.shown_at("The board report")] == ["I waited four hours at the door."]

    def test_flagged_after_it_was_shown_it_is_gone_until_it_is_read_again(self) -> None:
        asked = a_quote(shown=True)
        contributions.flag_sensitive(contribution=asked.contribution, because="somebody is known", by=person("analyst"))
        assert shown_quotes.shown_of(asked.contribution.series) == []

    def test_a_row_that_says_shown_is_not_believed_without_the_rest(self) -> None:
        asked = a_quote(shown=True)
        Contribution.objects.update(sensitive=True)  # past the actions
        assert shown_quotes.shown_at(asked.place) == []

    def test_a_no_after_a_yes_takes_it_down_at_once(self) -> None:
        asked = a_quote(shown=True)
        quotes.refuse(quote=asked)
        assert shown_quotes.shown_at(asked.place) == []

    @pytest.mark.parametrize(("attribution", "named"), [("anonymous", ""), ("pseudonym", "Kingfisher"), ("name", "Ngozi Example 1")])
    def test_it_is_named_as_the_person_wants(self, attribution: str, named: str) -> None:
        said = a_note(by=a_participant(pseudonym="Kingfisher"), attribution=attribution)
        a_quote(said, shown=True)
        assert [each.said_by for each in shown_quotes.shown_at("The board report")] == [named]

    def test_the_person_is_told_without_the_words(self, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            asked = a_quote()
            a_quote(asked.contribution)  # asked again: not told again
        [letter] = mail.outbox
        assert "asks to quote you" in letter.subject
        assert "/mine/" in letter.body
        assert "waited" not in letter.body

    def test_somebody_without_email_is_asked_by_a_notice(self) -> None:
        a_quote(a_note(by=a_participant(contact_by="phone", email="", phone="01632 960 009")))
        notice = Notice.objects.get(kind="quote")
        assert (notice.channel, notice.told_at) == ("phone", None)
        assert "waited" not in notice.words


class TestThemes:
    """Columns of the board."""

    def test_unthemed_stands_first_and_one_note_in_several_columns(self) -> None:
        series = a_series()
        said, other = a_note(by=a_participant(series)), a_note("It was too loud.", by=a_participant(series))
        waiting, noise = a_theme(series), a_theme(series, "Noise")
        contributions.set_themes(contribution=said, themes=[waiting, noise], by=person("facilitator"))
        assert [(column.theme, column.notes) for column in board.columns(series)] == [
            (None, (other,)),
            (waiting, (said,)),
            (noise, (said,)),
        ]

    def test_names_are_not_given_twice(self) -> None:
        theme = a_theme(name="Waiting")
        with pytest.raises(ContributionRefused, match="already"):
            a_theme(name="waiting")
        assert themes.rename(theme=theme, name="waiting", by=person("facilitator")).name == "waiting"

    def test_no_theme_of_another_series(self) -> None:
        said, theirs = a_note(), a_theme(a_series("southshire"))
        contributions.set_themes(contribution=said, themes=[theirs], by=person("facilitator"))
        assert not said.themes.exists()


class TestStatements:
    """What the group says for itself."""

    def test_it_is_shown_with_how_many_agree(self) -> None:
        series = a_series()
        first, second, _ = (a_participant(series) for _ in range(3))
        a_statement(first, second, disagrees=True, shown=True)
        [voice] = shown_statements.shown(series)
        assert (voice.words, voice.disagrees, voice.agreed, voice.of) == ("We wait too long.", True, 2, 3)

    def test_not_before_somebody_of_the_group_agrees(self) -> None:
        series, by = a_series(), person("facilitator")
        made = statements.write(series=series, title="We", words="We wait.", by=by)
        with pytest.raises(ContributionRefused, match="Nobody of the group"):
            statements.show(statement=made, by=by)

    def test_what_is_taken_out_is_printed_and_the_group_asked_again(self) -> None:
        first = a_participant()
        made, by = a_statement(first, words="Dr Smith let us wait too long.", shown=True), person("facilitator")
        with pytest.raises(ContributionRefused, match="why"):
            statements.take_out(statement=made, words="We wait too long.", because=" ", by=by)
        statements.take_out(statement=made, words="Somebody let us wait too long.", because="A name, so that nobody is known.", by=by)
        assert shown_statements.shown(first.series) == ()
        with pytest.raises(ContributionRefused, match="Nobody of the group"):
            statements.show(statement=made, by=by)
        statements.agree(statement=made, participant=first)
        statements.show(statement=made, by=by)
        [voice] = shown_statements.shown(first.series)
        assert voice.edited_because == "A name, so that nobody is known."
        assert "Smith" not in voice.words

    def test_when_nobody_agrees_any_more_it_is_gone(self) -> None:
        first = a_participant()
        statements.stop_agreeing(statement=a_statement(first, shown=True), participant=first)
        assert shown_statements.shown(first.series) == ()
        assert GroupStatement.objects.get().shown_at is None

    def test_nobody_agrees_for_another_group(self) -> None:
        made = a_statement(a_participant())
        with pytest.raises(ContributionRefused, match="another group"):
            statements.agree(statement=made, participant=a_participant(a_series("southshire")))

    def test_taken_back_it_has_no_words(self) -> None:
        first = a_participant()
        statements.withdraw(statement=a_statement(first, shown=True))
        assert shown_statements.shown(first.series) == ()
        assert GroupStatement.objects.get().words == ""


def test_questions_are_counted_and_a_cancelled_session_takes_no_notes() -> None:
    session, by = an_open_session(), person("facilitator")
    assert prompts.ask(workshop=session, words="What else?", by=by).number == 2
    session.state = "cancelled"
    session.save()
    prompts.stop_capture(workshop=session, by=by)
    with pytest.raises(ContributionRefused, match="cancelled"):
        prompts.start_capture(workshop=session, by=by)


def test_the_words_of_the_tests_are_what_they_say() -> None:
    assert a_note().words == SAID
    assert Quote.objects.count() == 0
