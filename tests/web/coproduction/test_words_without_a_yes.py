"""What everybody reads repeats nobody's words without their yes; a yes is heard by somebody else; who has left speaks for nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.capture import a_note, a_statement
from tests.builders.coproduction.decisions import a_decided, a_decision
from tests.builders.coproduction.series import a_participant, a_series, secret_of
from tests.builders.versions import a_draft
from tests.builders.web import browser, person

from levelground.errors import UserFacingError
from levelground.web.coproduction.actions import contributions, decisions, quotes, statements, themes
from levelground.web.coproduction.contribution_refusals import ContributionRefused
from levelground.web.coproduction.decision_refused import DecisionRefused
from levelground.web.coproduction.models import Contribution, GroupStatement, Participant, Quote, Theme
from levelground.web.publishing.actions import edits
from levelground.web.publishing.models import HeldPackage

pytestmark = pytest.mark.django_db
SAID = "The letter came in English and I could not read any of it."
PART = "the letter came in English, and I could NOT read"
"""Nine words in a row, with other marks and another case."""
SEVEN = "Heard: “I could not read any of it.”"


@pytest.fixture
def said() -> Contribution:
    return a_note(SAID, by=a_participant(a_series()))


def _said() -> Contribution:
    return Contribution.objects.order_by("pk").first()  # type: ignore[return-value]


def _theme() -> Theme:
    return themes.add(series=a_series(), name="Letters", by=person())


def _answer_dissent(words: str) -> object:
    made = a_decision()
    part = decisions.take_part(decision=made, participant=a_participant(a_series()), stance="against", dissent="No.")
    return decisions.respond_to_dissent(decision=made, part=part, words=words, by=person())


def _take_out(words: str) -> GroupStatement:
    made = statements.write(series=a_series(), title="We", words="We wait for Dr Example.", by=person())
    return statements.take_out(statement=made, words=words, because="A name.", by=person())


WRITES: dict[str, Callable[[str], object]] = {
    "a question": lambda words: a_decision(question=words),
    "an option": lambda words: a_decision(options=("Do nothing", words)),
    "reasons": lambda words: decisions.decide(decision=a_decided(), chosen=0, method="consent", reasons=words, by=person()),
    "an outcome": lambda words: decisions.close(decision=a_decided(), outcome="we_could_not", words=words, by=person()),
    "an answer": lambda words: decisions.respond(
        decision=a_decided(on=Contribution.objects.get()), contribution=_said(), words=words, by=person()
    ),
    "an answer to dissent": _answer_dissent,
    "a theme": lambda words: themes.add(series=a_series(), name=words, by=person()),
    "another name of a theme": lambda words: themes.rename(theme=_theme(), name=words, by=person()),
    "a statement": lambda words: statements.write(series=a_series(), title="We", words=words, by=person()),
    "a statement by another person": lambda words: a_statement(a_participant(a_series()), words=words),
    "what is put into a statement": _take_out,
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
class TestEveryPlace:
    def test_it_says_whose_words_they_are_and_what_to_do(self, said: Contribution, write: Callable[[str], object]) -> None:
        with pytest.raises(UserFacingError) as refused:
            write(f"Heard: {PART}.")
        told = "\n".join((refused.value.message, *getattr(refused.value, "missing", ())))
        assert f"{said.participant.label} said" in told  # type: ignore[union-attr]
        assert "Ask them for the quote first, or say it in your own words." in told
        assert "letter" not in told

    def test_seven_words_in_a_row_are_taken(self, said: Contribution, write: Callable[[str], object]) -> None:
        write(SEVEN)

    def test_so_is_what_they_said_yes_to(self, said: Contribution, write: Callable[[str], object]) -> None:
        quote = quotes.ask(contribution=said, words=SAID, place="The board report", by=person())
        quotes.approve(quote=quote)
        write(f"Heard: {PART}.")


def test_a_no_after_a_yes_counts(said: Contribution) -> None:
    quote = quotes.ask(contribution=said, words=SAID, place="The board report", by=person())
    quotes.approve(quote=quote)
    quotes.refuse(quote=quote)
    with pytest.raises(ContributionRefused):
        themes.add(series=a_series(), name=PART, by=person())


def test_their_own_words_are_theirs_in_a_statement(said: Contribution) -> None:
    assert said.participant is not None
    assert a_statement(said.participant, words=SAID).words == SAID


def test_words_that_were_in_the_draft_first_are_nobodys() -> None:
    draft = a_draft("northshire_fair", "northshire")
    edits.change_element(draft=draft, element_id="P1", fields={"text": SAID}, seen=0, reason="Heard.", by=person())
    series = a_series(package=HeldPackage.objects.get())
    a_note(f"You write “{SAID}” That is so.", by=a_participant(series))
    assert a_decision(series, question=SAID).question == SAID


def test_a_question_that_somebody_repeats_can_be_decided(said: Contribution) -> None:
    made = a_decided(question="Shall every letter come in the language that people read?")
    a_note("Every letter come in the language that people read: yes!", by=a_participant(a_series()))
    decisions.decide(decision=made, chosen=0, method="consent", reasons=f"{made.question} Of course.", by=person())


class TestAYesByPhone:
    def test_it_is_heard_by_somebody_who_did_not_ask(self, said: Contribution) -> None:
        asker = person("facilitator")
        quote = quotes.ask(contribution=said, words=SAID, place="The board report", by=asker)
        with pytest.raises(ContributionRefused, match="another member"):
            quotes.approve(quote=quote, by=asker)
        assert Quote.objects.get().approved_at is None
        assert quotes.approve(quote=quote, by=person("qi_lead")).approved_at

    def test_who_asked_has_no_button_for_it(self, said: Contribution) -> None:
        quote = quotes.ask(contribution=said, words=SAID, place="The board report", by=person("facilitator"))
        address = reverse("quote", kwargs={"organisation": "northshire", "series": said.series_id, "quote": quote.pk})
        assert "They said yes" not in browser(person("facilitator")).get(address).content.decode()
        assert "They said yes" in browser(person("qi_lead")).get(address).content.decode()


def test_words_stay_with_a_decision_once_it_is_decided(said: Contribution) -> None:
    made = a_decided()
    decisions.rest_on(decision=made, contribution=said, side="against", by=person())
    with pytest.raises(DecisionRefused, match="decided already"):
        decisions.no_longer_rests_on(decision=made, contribution=said, by=person())
    assert made.rests_on.filter(contribution=said).exists()


def test_words_put_there_by_mistake_go_before_it_is_decided(said: Contribution) -> None:
    made = a_decision()
    decisions.rest_on(decision=made, contribution=said, side="against", by=person())
    decisions.no_longer_rests_on(decision=made, contribution=said, by=person())
    assert not made.rests_on.exists()


class TestWhoHasLeft:
    @pytest.fixture
    def gone(self) -> Participant:
        somebody = a_participant(a_series())
        secret_of(somebody)
        Participant.objects.filter(pk=somebody.pk).update(left_at=timezone.now())
        return Participant.objects.get(pk=somebody.pk)

    def test_they_cannot_agree_to_a_statement(self, gone: Participant) -> None:
        made = a_statement(a_participant(a_series()))
        with pytest.raises(ContributionRefused, match="left this group"):
            statements.agree(statement=made, participant=gone)
        assert made.agreed_by.count() == 1

    def test_they_cannot_write_one(self, gone: Participant) -> None:
        with pytest.raises(ContributionRefused, match="left this group"):
            a_statement(gone)

    def test_their_page_says_why(self, gone: Participant) -> None:
        made = a_statement(a_participant(a_series()))
        address = reverse("mine_group_statement", kwargs={"secret": secret_of(gone), "statement": made.pk})
        answer = browser().post(address, {"agree": "yes"}, follow=True)
        assert "You have left this group" in answer.content.decode()
        assert made.agreed_by.count() == 1

    def test_they_can_stop_agreeing(self) -> None:
        somebody = a_participant(a_series())
        made = a_statement(somebody)
        Participant.objects.filter(pk=somebody.pk).update(left_at=timezone.now())
        statements.stop_agreeing(statement=made, participant=Participant.objects.get(pk=somebody.pk))
        assert made.agreed_by.count() == 0


def test_sensitive_words_need_a_second_reading_too(said: Contribution) -> None:
    quote = quotes.ask(contribution=said, words=SAID, place="The board report", by=person())
    quotes.approve(quote=quote)
    contributions.flag_sensitive(contribution=said)
    with pytest.raises(ContributionRefused):
        themes.add(series=a_series(), name=PART, by=person())
