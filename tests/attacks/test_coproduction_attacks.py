"""Attacks on co-production: names, pay, private words and quotes, by people who have a role or a link of their own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.builders.coproduction.capture import SAID, a_note, a_quote, a_theme
from tests.builders.coproduction.concerns import a_concern
from tests.builders.coproduction.decisions import a_decided, a_decision
from tests.builders.coproduction.payments import a_claim, a_held_session, an_offer, answered
from tests.builders.coproduction.series import a_call, a_participant, a_series
from tests.builders.web import browser, organisation, person

from levelground.errors import UserFacingError
from levelground.web.coproduction.account_details import looks_like_account
from levelground.web.coproduction.actions import claims, contributions, decisions, participants, quotes, workshops
from levelground.web.coproduction.decision_refused import DecisionRefused
from levelground.web.coproduction.models import Notice, NoticeKind, Participant, PaymentClaim, Quote

pytestmark = pytest.mark.django_db
SENTENCE = "I waited four hours at the door"


class TestNames:
    def test_who_raised_a_concern_is_known_at_the_desk_alone(self) -> None:
        a_concern(name="Canary Person", contact_by="phone", phone="01632 960 777")
        answers, other = person("facilitator"), person("qi_lead")
        concern = Notice.objects.get(concern__isnull=False)
        address = reverse("notices", kwargs={"organisation": "northshire"})
        letter = reverse("concern_letter", kwargs={"organisation": "northshire", "notice": concern.pk})
        desk = concern.organisation.concern_desk
        desk.answers = answers
        desk.save()
        page = browser(other).get(address).content.decode()
        assert "Canary Person" not in page
        assert "960 777" not in page
        assert browser(other).get(letter).status_code == 404
        assert "Canary Person" in browser(answers).get(letter).content.decode()

    def test_a_member_does_not_write_over_the_name_that_somebody_chose(self) -> None:
        someone = a_participant(pseudonym="Blue Heron")
        by = person("facilitator")
        contributions.write_down(
            series=someone.series,
            notes=["They asked me nothing."],
            when="any_time",
            form_key="k" * 40,
            participant=someone,
            attribution="pseudonym",
            pseudonym=someone.name,
            by=by,
        )
        assert Participant.objects.get(pk=someone.pk).pseudonym == "Blue Heron"

    @pytest.mark.parametrize("name", ["start_interest", "raise_concern"])
    def test_a_page_with_the_key_of_a_form_is_kept_by_no_browser_and_no_proxy(self, name: str, client: Client) -> None:
        a_concern()
        where = {"code": a_call().code} if name == "start_interest" else {"organisation": organisation("northshire").slug}
        assert "no-store" in client.get(reverse(name, kwargs=where)).headers.get("Cache-Control", "")


class TestPay:
    def test_nobody_approves_their_own_claim_once_they_have_changed_their_address(self) -> None:
        approver = person("finance_approver")
        someone = a_participant(email=approver.email)
        made = a_claim(someone)
        participants.change(participant=someone, fields={"contact_by": "email", "email": "other@example.org"})
        with pytest.raises(UserFacingError, match="Somebody else"):
            claims.approve(claim=PaymentClaim.objects.get(pk=made.pk), by=approver)

    def test_who_wrote_down_how_long_somebody_came_does_not_approve_it(self) -> None:
        approver = person("finance_approver")
        someone = a_participant()
        session = a_held_session(someone.series, (someone,))
        work = answered(an_offer(someone, what="session", workshop=session))
        workshops.record_attendance(workshop=session, participant=someone, came=True, minutes=600, by=approver)
        with pytest.raises(UserFacingError, match="Somebody else"):
            claims.approve(claim=a_claim(someone, (work,)), by=approver)

    @pytest.mark.parametrize("said", ["20.45.67 12345678", "20/45/67 account 12345678"])
    def test_bank_details_with_other_signs_between(self, said: str) -> None:
        assert looks_like_account(said)


class TestQuotes:
    def test_nobody_says_yes_for_somebody_who_said_no(self) -> None:
        quote = quotes.refuse(quote=a_quote())
        with pytest.raises(UserFacingError, match="said no"):
            quotes.approve(quote=quote, by=person("facilitator"))
        assert quotes.approve(quote=quote).approved_at

    def test_one_member_alone_does_not_ask_read_again_and_show(self) -> None:
        said = a_note(sensitive=True)
        one, other = person("facilitator"), person("curator")
        quote = a_quote(said, approved=True)
        contributions.read_again(contribution=said, verdict="may_be_quoted", by=one)
        with pytest.raises(UserFacingError, match="another member"):
            quotes.show(quote=quote, by=one)
        contributions.read_again(contribution=said, verdict="may_be_quoted", by=other)
        assert quotes.show(quote=Quote.objects.get(pk=quote.pk), by=one).shown_at

    def test_no_public_reason_repeats_sensitive_words_that_nobody_read_again(self) -> None:
        series = a_series()
        said = a_note(by=a_participant(series), sensitive=True)
        made, by = a_decided(series), person("qi_lead")
        decisions.decide(decision=made, chosen=0, method="consent", reasons=f"As somebody said: “{SENTENCE}.”", by=by)
        with pytest.raises(DecisionRefused) as refused:
            decisions.close(decision=made, outcome="we_could_not", words="There is no money.", by=by)
        assert "sensitive words" in " ".join(refused.value.missing)
        contributions.read_again(contribution=said, verdict="may_be_quoted", by=person("curator"))
        assert decisions.close(decision=made, outcome="we_could_not", words="There is no money.", by=by).closed_at


class TestWordsTakenBack:
    def test_letters_of_who_holds_the_names_and_names_of_themes_lose_them_too(self) -> None:
        series = a_series()
        series.identities_held_by = organisation("southshire")
        series.save()
        said = a_note(SAID, by=a_participant(series))
        themes = [a_theme(series, name) for name in (SENTENCE, f"{SENTENCE}.")]
        letter = Notice.objects.create(
            organisation=organisation("southshire"),
            participant=a_participant(series),
            kind=NoticeKind.MINUTES,
            words=f"Somebody said: {SENTENCE}.",
        )
        contributions.withdraw(contribution=said)
        letter.refresh_from_db()
        for each in themes:
            each.refresh_from_db()
        assert all(SENTENCE not in text for text in (letter.words, *(each.name for each in themes)))

    def test_nobody_puts_dissent_back_that_was_taken_back(self) -> None:
        someone, by = a_participant(), person("facilitator")
        made = a_decision(someone.series)
        part = decisions.take_part(decision=made, participant=someone, stance="against", dissent="It is not safe.", by=by)
        decisions.take_dissent_back(part=part)
        with pytest.raises(UserFacingError, match="took their words back"):
            decisions.take_part(decision=made, participant=someone, stance="against", dissent="It is not safe.", by=by)
        again = decisions.take_part(decision=made, participant=someone, stance="against", dissent="I said it.")
        assert again.dissent == "I said it."
