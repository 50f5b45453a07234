"""Decisions: dissent is kept word for word, none closes while somebody who spoke has no answer, and a closed one never changes."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from tests.builders.coproduction.decisions import a_decided, a_decision, something_said
from tests.builders.coproduction.series import a_participant, a_series
from tests.builders.versions import a_draft
from tests.builders.web import person

from levelground.web.coproduction.actions import decisions
from levelground.web.coproduction.decision_refused import DecisionRefused
from levelground.web.coproduction.models import Decision, DecisionPart, Notice, NoticeKind, Series
from levelground.web.coproduction.queries import decisions as found
from levelground.web.people.models import AuditEvent
from levelground.web.publishing.actions import drafts, edits
from levelground.web.publishing.models import Edit, HeldPackage, PackageVersion
from levelground.web.publishing.queries import readings

pytestmark = pytest.mark.django_db

DISSENT = "I will not be asked twice\n  for the same pain."


@pytest.fixture
def series() -> Series:
    return a_series()


@pytest.fixture
def by() -> Any:
    return person("qi_lead")


def with_draft(series: Series) -> PackageVersion:
    """A draft of the change package that the series works on."""
    version = a_draft("northshire_fair", "northshire")
    Series.objects.filter(pk=series.pk).update(package=HeldPackage.objects.get(pk=version.package_id))
    return version


def element(version: PackageVersion, element_id: str = "P1") -> Any:
    version.refresh_from_db()
    return next(each for each in readings.reading_of(version).change_package.elements() if each.id == element_id)


class TestWhoStoodWhere:
    def test_dissent_is_kept_word_for_word(self, series: Series) -> None:
        made, who = a_decision(series), a_participant(series)
        decisions.take_part(decision=made, participant=who, stance="against", dissent=DISSENT)
        kept = DecisionPart.objects.get()
        assert (kept.dissent, kept.dissent_may_be_shown, kept.entered_by) == (DISSENT, False, None)

    def test_somebody_may_change_their_mind_until_it_is_decided(self, series: Series, by: Any) -> None:
        made, who = a_decision(series), a_participant(series)
        decisions.take_part(decision=made, participant=who, stance="against", dissent="No.")
        decisions.take_part(decision=made, participant=who, stance="for", option=1)
        assert [(part.stance, part.option, part.dissent) for part in DecisionPart.objects.all()] == [("for", 1, "")]
        decisions.decide(decision=made, chosen=1, method="vote", reasons="Most chose it.", by=by)
        with pytest.raises(DecisionRefused, match="decided already"):
            decisions.take_part(decision=made, participant=who, stance="against")

    def test_nobody_writes_over_what_somebody_said_themselves(self, series: Series, by: Any) -> None:
        made, who = a_decision(series), a_participant(series)
        decisions.take_part(decision=made, participant=who, stance="for", by=by)
        decisions.take_part(decision=made, participant=who, stance="against", dissent=DISSENT)
        with pytest.raises(DecisionRefused, match="themselves"):
            decisions.take_part(decision=made, participant=who, stance="for", by=by)
        assert DecisionPart.objects.get().dissent == DISSENT

    def test_nobody_from_another_series_and_nobody_who_left(self, series: Series) -> None:
        made = a_decision(series)
        for stranger in (a_participant(a_series("southshire")), a_participant(series, left_at=timezone.now())):
            with pytest.raises(DecisionRefused, match="Only people"):
                decisions.take_part(decision=made, participant=stranger, stance="for")
        with pytest.raises(DecisionRefused, match="no such option"):
            decisions.take_part(decision=made, participant=a_participant(series), stance="for", option=2)

    def test_words_of_dissent_can_be_taken_back_even_after_the_end_and_stay_counted(self, series: Series, by: Any) -> None:
        made, who = a_decision(series), a_participant(series)
        part = decisions.take_part(decision=made, participant=who, stance="against", dissent=DISSENT, may_be_shown=True)
        decisions.decide(decision=made, chosen=0, method="host", reasons="It costs too much.", by=by)
        decisions.respond_to_dissent(decision=made, part=part, words="We heard you.", by=by)
        decisions.close(decision=made, outcome="we_could_not", words="No money.", by=by)
        decisions.take_dissent_back(part=part)
        part.refresh_from_db()
        assert (part.dissent, part.dissent_may_be_shown) == ("", False)
        assert found.dissents(made).count() == 1


class TestTheQuestion:
    @pytest.mark.parametrize("options", [(), ("",), ("Yes", "yes"), tuple("abcdefghi"), ("x" * 301,)])
    def test_options_are_different_and_say_something(self, series: Series, options: tuple[str, ...]) -> None:
        with pytest.raises(DecisionRefused):
            a_decision(series, options=options)

    def test_it_is_not_called_consent_where_somebody_is_against_it(self, series: Series, by: Any) -> None:
        made = a_decision(series)
        decisions.take_part(decision=made, participant=a_participant(series), stance="against")
        with pytest.raises(DecisionRefused, match="One person was against it"):
            decisions.decide(decision=made, chosen=0, method="consent", reasons="All agreed.", by=by)
        with pytest.raises(DecisionRefused, match="no such option"):
            decisions.decide(decision=made, chosen=5, method="vote", reasons="Most chose it.", by=by)

    def test_only_the_host_decides_where_nobody_said_anything(self, series: Series, by: Any) -> None:
        made = a_decision(series)
        with pytest.raises(DecisionRefused, match="Nobody has said"):
            decisions.decide(decision=made, chosen=0, method="vote", reasons="Most chose it.", by=by)
        decisions.decide(decision=made, chosen=0, method="host", reasons="It had to be done.", by=by)


class TestAnAnswerToEach:
    def test_it_does_not_close_while_anybody_who_spoke_has_no_answer(self, series: Series, by: Any) -> None:
        made, said, also = a_decision(series), something_said(series), something_said(series)
        against = a_participant(series)
        part = decisions.take_part(decision=made, participant=against, stance="stands_aside", dissent=DISSENT)
        for each, side in ((said, "for"), (also, "against")):
            decisions.rest_on(decision=made, contribution=each, side=side, by=by)
        decisions.decide(decision=made, chosen=0, method="vote", reasons="Most chose it.", by=by)
        with pytest.raises(DecisionRefused) as refused:
            decisions.close(decision=made, outcome="we_could_not", words="No money.", by=by)
        assert refused.value.missing == (
            f"Contribution {said.public_id} has no answer yet.",
            f"Contribution {also.public_id} has no answer yet.",
            f"{against.label} disagreed, and has no answer yet.",
        )
        decisions.respond(decision=made, contribution=said, words="Thank you.", by=by)
        decisions.respond_to_dissent(decision=made, part=part, words="We heard you.", by=by)
        with pytest.raises(DecisionRefused) as refused:
            decisions.close(decision=made, outcome="we_could_not", words="No money.", by=by)
        assert refused.value.missing == (f"Contribution {also.public_id} has no answer yet.",)
        decisions.respond(decision=made, contribution=also, words="Thank you.", by=by)
        assert decisions.close(decision=made, outcome="we_could_not", words="No money.", by=by).closed_at

    def test_who_took_their_words_back_is_not_waited_for(self, series: Series, by: Any) -> None:
        made, said = a_decision(series), something_said(series)
        decisions.rest_on(decision=made, contribution=said, side="for", by=by)
        decisions.decide(decision=made, chosen=0, method="host", reasons="It had to be done.", by=by)
        said.withdrawn_at, said.words = timezone.now(), ""
        said.save()
        with pytest.raises(DecisionRefused, match="took this back"):
            decisions.respond(decision=made, contribution=said, words="Thank you.", by=by)
        assert decisions.close(decision=made, outcome="we_could_not", words="No money.", by=by).closed_at

    def test_each_answer_is_told_once_with_a_link_that_works(
        self, series: Series, by: Any, client: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        who = a_participant(series)
        made, said = a_decision(series), something_said(series, by=who)
        decisions.rest_on(decision=made, contribution=said, side="for", by=by)
        with django_capture_on_commit_callbacks(execute=True):
            for _ in range(2):
                decisions.respond(decision=made, contribution=said, words="We ask each time now.", by=by)
        assert Notice.objects.filter(kind=NoticeKind.DECISION, participant=who).count() == 1
        assert made.responses.count() == 1
        [letter] = mail.outbox
        assert letter.to == [who.email]
        assert "We ask each time now." in str(letter.body)
        assert said.words not in str(letter.body), "somebody else may open it"
        link = next(word for word in str(letter.body).split() if "/mine/" in word)
        assert client.get(link[link.index("/mine/") :]).status_code == 200

    def test_everybody_who_had_a_part_hears_of_the_end_and_nobody_who_left(self, series: Series, by: Any) -> None:
        made = a_decided(series, people=2)
        gone = a_participant(series)
        DecisionPart.objects.create(decision=made, participant=gone, stance="for")
        gone.left_at = timezone.now()
        gone.save()
        Notice.objects.all().delete()
        decisions.close(decision=made, outcome="not_yet", words="It needs a budget.", by_date=timezone.localdate(), by=by)
        told = set(Notice.objects.filter(kind=NoticeKind.DECISION).values_list("participant", flat=True))
        assert told == {each.pk for each in series.participants.filter(left_at__isnull=True)}

    def test_no_word_of_anybody_is_in_the_audit_trail(self, series: Series, by: Any) -> None:
        made = a_decision(series)
        part = decisions.take_part(decision=made, participant=a_participant(series), stance="against", dissent="canary-dissent")
        decisions.decide(decision=made, chosen=0, method="host", reasons="canary-reason", by=by)
        decisions.respond_to_dissent(decision=made, part=part, words="canary-answer", by=by)
        decisions.close(decision=made, outcome="we_could_not", words="canary-end", by=by)
        told = str(list(AuditEvent.objects.values()))
        assert "canary" not in told
        assert {"coproduction.open_decision", "coproduction.close_decision"} <= set(AuditEvent.objects.values_list("action", flat=True))


class TestTheEnd:
    def test_what_came_of_it_is_shown(self, series: Series, by: Any) -> None:
        made = a_decided(series)
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        for outcome, day, says in (
            ("we_did", None, "the part of the change package"),
            ("not_yet", None, "a day"),
            ("not_yet", yesterday, "a day"),
        ):
            with pytest.raises(DecisionRefused) as refused:
                decisions.close(decision=made, outcome=outcome, words="So it is.", by_date=day, by=by)
            assert len(refused.value.missing) == 1 and says in refused.value.missing[0]
        with pytest.raises(DecisionRefused) as refused:
            decisions.close(decision=made, outcome="we_could_not", words=" ", by=by)
        assert refused.value.missing == ("It is not written down what came of it.",)

    def test_an_open_one_does_not_close_before_it_is_decided(self, series: Series, by: Any) -> None:
        with pytest.raises(DecisionRefused) as refused:
            decisions.close(decision=a_decision(series), outcome="we_could_not", words="No money.", by=by)
        assert refused.value.missing == ("It is not written down yet what was decided.",)

    def test_a_closed_one_never_changes_and_a_new_one_corrects_it(self, series: Series, by: Any) -> None:
        version = with_draft(series)
        said = something_said(series)
        made = a_decided(series, on=said)
        decisions.close(decision=made, outcome="we_could_not", words="No money.", by=by)
        attempts = (
            lambda: decisions.take_part(decision=made, participant=a_participant(series), stance="for"),
            lambda: decisions.rest_on(decision=made, contribution=something_said(series), side="for", by=by),
            lambda: decisions.no_longer_rests_on(decision=made, contribution=said, by=by),
            lambda: decisions.decide(decision=made, chosen=1, method="vote", reasons="No.", by=by),
            lambda: decisions.respond(decision=made, contribution=said, words="No.", by=by),
            lambda: decisions.close(decision=made, outcome="we_could_not", words="No.", by=by),
            lambda: decisions.we_did(
                decision=made, version=version, element_id="P1", fields={"text": "No."}, seen=version.edits, reason="No.", by=by
            ),
        )
        before = list(Decision.objects.values())
        for attempt in attempts:
            with pytest.raises(DecisionRefused, match="closed"):
                attempt()
        assert list(Decision.objects.values()) == before
        assert a_decision(series, corrects=made).corrects == made


class TestWhatItChanged:
    def test_one_edit_holds_the_words_the_decision_and_whose_words_shaped_it(self, series: Series, by: Any) -> None:
        version, said = with_draft(series), something_said(series)
        series.refresh_from_db()
        made = a_decided(series, on=said)
        edit = decisions.we_did(
            decision=made,
            version=version,
            element_id="P1",
            fields={"text": "People are asked each time."},
            seen=version.edits,
            reason="They said so.",
            by=by,
        )
        now = element(version)
        assert (now.text, now.contributions, now.decisions) == ("People are asked each time.", (said.public_id,), (made.public_id,))
        assert (edit.decision, edit.elements, version.edits) == (made.public_id, ["P1"], 1)
        assert said.words not in version.text.content
        closed = decisions.close(decision=made, outcome="we_did", words="People are asked each time.", by=by)
        assert (closed.version, closed.elements, list(closed.edits.all())) == (version, ["P1"], [edit])

    def test_an_edit_made_already_is_tied_to_it(self, series: Series, by: Any) -> None:
        version, said = with_draft(series), something_said(series)
        series.refresh_from_db()
        made = a_decided(series, on=said)
        edit = edits.change_element(draft=version, element_id="P1", fields={"text": "Asked."}, seen=0, reason="They said so.", by=by)
        decisions.point_to(decision=made, edit=edit, by=by)
        now = element(version)
        assert (now.contributions, now.decisions) == ((said.public_id,), (made.public_id,))
        assert decisions.close(decision=made, outcome="we_did", words="Asked.", by=by).elements == ["P1"]

    def test_an_element_that_was_taken_away_is_what_it_changed(self, series: Series, by: Any) -> None:
        version = with_draft(series)
        series.refresh_from_db()
        made = a_decided(series)
        element_id = next(each.id for each in readings.reading_of(version).change_package.change_ideas)
        edit = edits.remove_element(draft=version, element_id=element_id, seen=0, reason="Nobody wants it.", by=by)
        decisions.point_to(decision=made, edit=edit, by=by)
        assert decisions.close(decision=made, outcome="we_did", words="It is gone.", by=by).elements == [element_id]

    def test_what_was_undone_since_was_not_done(self, series: Series, by: Any) -> None:
        version = with_draft(series)
        series.refresh_from_db()
        made = a_decided(series)
        decisions.we_did(decision=made, version=version, element_id="P1", fields={"text": "Asked."}, seen=0, reason="So.", by=by)
        version.refresh_from_db()
        edits.undo(draft=version, seen=version.edits, by=by)
        with pytest.raises(DecisionRefused) as refused:
            decisions.close(decision=made, outcome="we_did", words="Asked.", by=by)
        assert len(refused.value.missing) == 1

    def test_not_in_a_draft_of_another_package(self, series: Series, by: Any) -> None:
        with_draft(series)
        series.refresh_from_db()
        other = a_draft("northshire_other", "northshire")
        made = a_decided(series)
        with pytest.raises(DecisionRefused, match="not of the change package"):
            decisions.we_did(decision=made, version=other, element_id="P1", fields={"text": "x"}, seen=0, reason="So.", by=by)
        assert not Edit.objects.filter(version=other, number__gt=0).exists()

    def test_a_draft_that_a_decision_changed_is_not_deleted(self, series: Series, by: Any) -> None:
        version = with_draft(series)
        series.refresh_from_db()
        made = a_decided(series)
        decisions.we_did(decision=made, version=version, element_id="P1", fields={"text": "Asked."}, seen=0, reason="So.", by=by)
        version.refresh_from_db()
        with pytest.raises(Exception, match="decision"):
            drafts.delete(draft=version, by=by)
        assert PackageVersion.objects.filter(pk=version.pk).exists()
