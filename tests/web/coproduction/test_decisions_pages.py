"""The pages around a decision: for those who run it, for members who look, and for each person by their own link."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.decisions import a_decided, a_decision, something_said
from tests.builders.coproduction.series import a_participant, a_series, secret_of
from tests.builders.editor import save, value_of
from tests.builders.versions import a_draft, complete
from tests.builders.web import browser, person

from levelground.web.coproduction.actions import decisions
from levelground.web.coproduction.models import Decision, DecisionPart, Series
from levelground.web.publishing.actions import edits
from levelground.web.publishing.models import HeldPackage
from levelground.web.publishing.queries import readings

pytestmark = pytest.mark.django_db


@pytest.fixture
def series() -> Series:
    return a_series()


def where(name: str, decision: Decision) -> str:
    return reverse(name, kwargs={"organisation": "northshire", "decision": decision.pk})


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


class TestWhoRunsIt:
    def test_from_the_question_to_the_end(self, series: Series) -> None:
        client: Any = browser(person())
        contribution, who = something_said(series), a_participant(series)
        given = {"subject": "aim", "question": "What do we want to change?", "options": "Trust\r\n\r\nWaiting\r\n", "workshop": ""}
        answer = client.post(reverse("open_decision", kwargs={"organisation": "northshire", "series": series.pk}), given)
        made = Decision.objects.get()
        assert answer.headers["Location"] == where("decision", made)
        assert (made.subject, made.options) == ("aim", ["Trust", "Waiting"])
        given = {"participant": who.pk, "option": "1", "stance": "against", "dissent": "Not like this."}
        assert client.post(where("enter_part", made), given).status_code == 302
        assert DecisionPart.objects.get().entered_by == person()
        client.post(where("rest_decision", made), {"contributions": [contribution.pk], "side": "against"})
        client.post(where("decide", made), {"chosen": "0", "method": "vote", "reasons": "Most chose it."})
        refused = client.post(where("close_decision", made), {"outcome": "we_could_not", "words": "No money."})
        assert refused.status_code == 422
        for missing in (f"Contribution {contribution.public_id} has no answer yet.", f"{who.label} disagreed, and has no answer yet."):
            assert missing in said(refused)
            assert missing in said(client.get(where("decision", made)))
        for to in (contribution.public_id, str(who.number)):
            assert client.post(f"{where('answer_voice', made)}?to={to}", {"words": "We heard you."}).status_code == 302
        assert client.post(where("close_decision", made), {"outcome": "we_could_not", "words": "No money."}).status_code == 302
        made.refresh_from_db()
        assert made.closed_by == person()
        page = said(client.get(where("decision", made)))
        assert "No money." in page and "Not like this." in page and where("close_decision", made) not in page
        again = client.get(f"{reverse('open_decision', kwargs={'organisation': 'northshire', 'series': series.pk})}?corrects={made.pk}")
        assert "This corrects the decision: What do we want to change?" in said(again)

    @pytest.mark.parametrize(
        ("given", "says"),
        [
            ({"subject": "aim", "question": "", "options": "One"}, "Write what is to be decided."),
            ({"subject": "aim", "question": "q" * 301, "options": "One"}, "The question has 301 letters."),
            ({"subject": "aim", "question": "Why?", "options": "One\none"}, "Two of the options say the same."),
            ({"subject": "nothing", "question": "Why?", "options": "One"}, "choose one of those that are listed."),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(self, series: Series, given: dict[str, str], says: str) -> None:
        answer = browser(person()).post(reverse("open_decision", kwargs={"organisation": "northshire", "series": series.pk}), given)
        assert answer.status_code == 422
        assert says in said(answer) and given["options"].split("\n")[0] in said(answer)
        assert not Decision.objects.exists()

    def test_the_draft_is_changed_from_the_decision_and_names_it_and_the_words(self, series: Series) -> None:
        draft = a_draft("northshire_fair", "northshire")
        Series.objects.update(package=HeldPackage.objects.get(pk=draft.package_id))
        words = something_said(series, words="Ask me each time.")
        made, lead = a_decided(Series.objects.get(), on=words), browser(person("qi_lead"))
        gone = something_said(series, words="canary-taken-back", withdrawn_at=timezone.now())
        made.rests_on.create(contribution=gone)
        form = reverse("change_for_decision", kwargs={"organisation": "northshire", "decision": made.pk, "element": "P1"})
        assert f'href="{form}"' in said(lead.get(where("decision_changes", made)))
        page = lead.get(form)
        assert "Ask me each time." in said(page) and "canary-taken-back" not in said(page) and made.question in said(page)
        answer = save(lead, form, page, text="People are asked each time.", reason="They said so.", decision="D-ELSE")
        assert (answer.status_code, answer["Location"]) == (302, where("decision", made))
        now = readings.reading_of(complete(draft)).change_package
        driver = next(each for each in now.elements() if each.id == "P1")
        assert (driver.contributions, driver.decisions) == ((words.public_id,), (made.public_id,))
        made.refresh_from_db()
        assert (made.elements, [each.decision for each in made.edits.all()], made.version) == (["P1"], [made.public_id], draft)
        assert decisions.close(decision=made, outcome="we_did", words="Asked each time.", by=person()).closed_at is not None
        answer = save(lead, form, page, text="Otherwise.", reason="Later.")
        assert (lead.get(form).status_code, answer.status_code) == (302, 302), "a closed decision changes nothing"
        assert complete(draft).edits == 1

    def test_two_who_change_the_same_for_it_both_keep_their_words(self, series: Series) -> None:
        draft = a_draft("northshire_fair", "northshire")
        Series.objects.update(package=HeldPackage.objects.get(pk=draft.package_id))
        made, lead = a_decided(Series.objects.get()), browser(person("qi_lead"))
        form = reverse("change_for_decision", kwargs={"organisation": "northshire", "decision": made.pk, "element": "P1"})
        loaded = lead.get(form)
        edits.change_element(draft=draft, element_id="P1", fields={"text": "Theirs."}, seen=0, reason="So.", by=person("curator"))
        met = save(lead, form, loaded, text="Mine.", reason="They said so.")
        assert (met.status_code, value_of(met, "mix-text")) == (409, "Mine.")
        settled = save(lead, form, met, **{"choice-text": "mine"})
        made.refresh_from_db()
        assert (settled.status_code, made.elements) == (302, ["P1"])
        assert readings.reading_of(complete(draft)).change_package.primary_drivers[0].text == "Mine."

    @pytest.mark.parametrize(("role", "status"), [("facilitator", 403), ("board_member", 403), ("curator", 200), ("analyst", 200)])
    def test_who_may_change_drafts_may_change_them_for_it(self, series: Series, role: str, status: int) -> None:
        draft = a_draft("northshire_fair", "northshire")
        Series.objects.update(package=HeldPackage.objects.get(pk=draft.package_id))
        made, client = a_decided(Series.objects.get()), browser(person(role))
        form = reverse("change_for_decision", kwargs={"organisation": "northshire", "decision": made.pk, "element": "P1"})
        assert client.get(form).status_code == status
        assert (f'href="{form}"' in said(client.get(where("decision", made)))) is (status == 200)
        never = form.replace("P1", "NEVER")
        assert client.get(never).status_code == (404 if status == 200 else 403)

    def test_what_it_changed_is_shown_by_who_may_change_no_draft_too(self, series: Series) -> None:
        draft = a_draft("northshire_fair", "northshire")
        Series.objects.update(package=HeldPackage.objects.get(pk=draft.package_id))
        made = a_decided(Series.objects.get())
        edit = edits.change_element(
            draft=draft, element_id="P1", fields={"text": "Asked."}, seen=0, reason="So.", by=person(), decision=made.public_id
        )
        page = said(browser(person()).get(where("decision_changes", made)))
        assert "P1: So." in page and "checked" in page
        facilitator = browser(person("facilitator"))
        page = said(facilitator.get(where("decision_changes", made)))
        assert "Your role does not change drafts." in page and "Change driver" not in page
        assert complete(draft).edits == 1
        assert facilitator.post(where("decision_changes", made), {"edits": [edit.pk]}).status_code == 302
        assert readings.reading_of(complete(draft)).change_package.primary_drivers[0].text == "Asked."
        assert list(made.edits.all()) == [edit]
        assert "P1" in said(browser(person()).get(where("decision", made)))

    def test_names_are_seen_only_by_the_two_named_people(self, series: Series) -> None:
        made, who = a_decision(series), a_participant(series)
        decisions.take_part(decision=made, participant=who, stance="for")
        for role, knows in (("facilitator", True), ("qi_lead", False), ("board_member", False)):
            page = said(browser(person(role)).get(where("decision", made)))
            assert (who.name in page) is knows
            assert who.label in page
        page = said(browser(person()).get(where("enter_part", made)))
        assert who.label in page and who.name not in page

    def test_of_another_organisation_there_is_nothing(self, series: Series) -> None:
        stranger: Any = browser(person(of="southshire"))
        made = a_decision(series)
        for name in ("decision", "enter_part", "rest_decision", "decide", "answer_voice", "decision_changes", "close_decision"):
            for of in ("northshire", "southshire"):
                at = reverse(name, kwargs={"organisation": of, "decision": made.pk})
                assert stranger.get(at).status_code == 404, at
                assert stranger.post(at).status_code in {404, 405}, at

    def test_words_that_somebody_could_be_known_from_are_kept_back(self, series: Series) -> None:
        made, words = a_decision(series), something_said(series, words="canary-words", sensitive=True)
        decisions.rest_on(decision=made, contribution=words, side="for", by=person())
        assert "canary-words" not in said(browser(person("board_member")).get(where("decision", made)))
        assert "canary-words" in said(browser(person()).get(where("decision", made)))


class TestByTheirOwnLink:
    def at(self, who: Any, made: Decision) -> str:
        return reverse("take_part_in_decision", kwargs={"secret": secret_of(who), "decision": made.pk})

    def test_they_say_where_they_stand_change_it_and_take_it_back(self, series: Series) -> None:
        made, who = a_decision(series), a_participant(series)
        client = Client()
        assert "Say where you stand. You do not have to." in said(client.get(self.at(who, made)))
        assert client.post(self.at(who, made), {"stance": "against", "option": "", "dissent": "Not like this."}).status_code == 302
        kept = DecisionPart.objects.get()
        assert (kept.participant, kept.stance, kept.dissent, kept.entered_by) == (who, "against", "Not like this.", None)
        assert "Not like this." in said(client.get(self.at(who, made)))
        assert client.post(self.at(who, made), {"option": "1"}).status_code == 302
        kept.refresh_from_db()
        assert (kept.stance, kept.option) == ("for", 1)
        client.post(self.at(who, made), {"stance": "against", "dissent": "Never.", "may_be_shown": "on"})
        client.post(self.at(who, made), {"take_back": "yes"})
        kept.refresh_from_db()
        assert (kept.dissent, kept.dissent_may_be_shown) == ("", False)

    def test_nothing_chosen_is_asked_again(self, series: Series) -> None:
        made, who = a_decision(series), a_participant(series)
        answer = Client().post(self.at(who, made), {"dissent": "Kept words."})
        assert answer.status_code == 422
        assert "Say where you stand. You can also stand aside." in said(answer) and "Kept words." in said(answer)

    def test_after_it_they_read_what_was_decided_and_the_answer(self, series: Series) -> None:
        made, who = a_decision(series), a_participant(series)
        part = decisions.take_part(decision=made, participant=who, stance="against", dissent="Not like this.")
        decisions.decide(decision=made, chosen=0, method="host", reasons="It had to be done.", by=person())
        decisions.respond_to_dissent(decision=made, part=part, words="We heard you.", by=person())
        page = said(Client().get(self.at(who, made)))
        for words in ("Ask each time", "It had to be done.", "Not like this.", "We heard you.", "Take my words back"):
            assert words in page
        assert Client().post(self.at(who, made), {"stance": "for"}).status_code == 422

    def test_nobody_opens_a_decision_of_another_series(self, series: Series) -> None:
        other = a_decision(a_series("southshire"))
        assert Client().get(self.at(a_participant(series), other)).status_code == 404

    def test_others_and_their_words_are_not_on_it(self, series: Series) -> None:
        made, who = a_decision(series), a_participant(series)
        decisions.take_part(decision=made, participant=a_participant(series), stance="against", dissent="canary-dissent")
        assert "canary-dissent" not in said(Client().get(self.at(who, made)))

    def test_it_is_private(self, series: Series) -> None:
        answer = Client().get(self.at(a_participant(series), a_decision(series)))
        assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Robots-Tag"] == "noindex, nofollow"
