"""You said, we did, and each person's own page: what may be read, what may not, and the thread from words to the element and back."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.decisions import a_decided, a_decision, something_said
from tests.builders.coproduction.series import a_participant, a_series, secret_of
from tests.builders.versions import a_draft, a_published_version, complete
from tests.builders.web import browser, person

from levelground.web.coproduction.actions import decisions
from levelground.web.coproduction.models import (
    Attendance,
    Contribution,
    Decision,
    GroupStatement,
    Minutes,
    PaymentOffer,
    Quote,
    Series,
    Theme,
    Workshop,
)
from levelground.web.publishing.models import HeldPackage, PackageVersion

pytestmark = pytest.mark.django_db

PRIVATE = {"Referrer-Policy": "same-origin", "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


@pytest.fixture
def draft() -> PackageVersion:
    version = a_draft("northshire_fair", "northshire")
    a_series(package=HeldPackage.objects.get(pk=version.package_id))
    return version


@pytest.fixture
def series(draft: PackageVersion) -> Series:
    return Series.objects.get()


def read(name: str, **parts: Any) -> str:
    """What the page says, in one line."""
    answer = Client().get(reverse(name, kwargs=parts or None))
    assert answer.status_code == 200, name
    return " ".join(answer.content.decode().split())


def quoted(said: Contribution, words: str, place: str) -> Quote:
    now = timezone.now()
    return Quote.objects.create(contribution=said, words=words, place=place, asked_by=person(), approved_at=now, shown_at=now)


def done(series: Series, draft: PackageVersion, said: Contribution, people: int = 1) -> Decision:
    """A decision that changed P1 because of what was said, closed."""
    made = a_decided(series, on=said, people=people)
    version = complete(draft)
    decisions.we_did(
        decision=made, version=version, element_id="P1", fields={"text": "Asked."}, seen=version.edits, reason="So.", by=person()
    )
    return decisions.close(decision=made, outcome="we_did", words="People are asked each time.", by=person())


class TestWhatEverybodyReads:
    def test_a_series_is_not_there_before_its_page_is_opened(self, series: Series, draft: PackageVersion) -> None:
        said = something_said(series)
        done(series, draft, said)
        a_published_version(draft=complete(draft))
        for hidden in (None, timezone.now() + datetime.timedelta(days=1)):
            Series.objects.update(public_at=hidden)
            assert series.title not in read("you_said")
            assert series.title not in read("you_said_package", package="northshire_fair")
            for name, parts in (("you_said_series", {"code": series.code}), ("you_said_words", {"said": said.public_id})):
                assert Client().get(reverse(name, kwargs=parts)).status_code == 404, name
            page = read("package_element", package="northshire_fair", number="0.1.0", element="P1")
            assert "A contribution, not quoted." in page and "People are asked each time." not in page
            assert "/you-said/words/" not in page

    def test_what_we_did_could_not_do_and_will_do_later(self, series: Series, draft: PackageVersion) -> None:
        done(series, draft, something_said(series))
        for outcome, words, day in (
            ("we_could_not", "There is no money.", None),
            ("not_yet", "The budget comes in May.", timezone.localdate()),
        ):
            decisions.close(decision=a_decided(series), outcome=outcome, words=words, by_date=day, by=person())
        a_decision(series, question="Is this one still open?")
        page = read("you_said_series", code=series.code)
        for said in (
            "We did",
            "People are asked each time.",
            "We could not, because",
            "There is no money.",
            "Not yet, by",
            "The budget comes in May.",
        ):
            assert said in page
        assert "still open" not in page

    def test_small_numbers_and_names_are_not_told(self, series: Series) -> None:
        decisions.close(decision=a_decided(series, people=3), outcome="we_could_not", words="No money.", by=person())
        page = read("you_said_series", code=series.code)
        assert "Ngozi" not in page and "Person 1" not in page
        assert page.count("Expert by lived experience: fewer than 5") == 2
        decisions.close(decision=a_decided(series, people=5), outcome="we_could_not", words="No money.", by=person())
        assert "Expert by lived experience: 10" in read("you_said_series", code=series.code)

    def test_there_was_disagreement_and_its_words_are_read_only_where_their_speaker_said_so(self, series: Series) -> None:
        made = a_decision(series)
        for number, may in enumerate((True, False)):
            part = decisions.take_part(
                decision=made, participant=a_participant(series), stance="against", dissent=f"dissent-{number}", may_be_shown=may
            )
            decisions.respond_to_dissent(decision=made, part=part, words=f"answer-{number}", by=person())
        decisions.decide(decision=made, chosen=0, method="host", reasons="So.", by=person())
        decisions.close(decision=made, outcome="we_could_not", words="No money.", by=person())
        page = read("you_said_series", code=series.code)
        assert "There was disagreement" in page and "People: 2" not in page
        assert "dissent-0" in page and "answer-0" in page
        assert "dissent-1" not in page and "answer-1" not in page
        decisions.take_dissent_back(part=made.parts.get(dissent="dissent-0"))
        page = read("you_said_series", code=series.code)
        assert "There was disagreement" in page and "dissent-0" not in page

    @pytest.mark.parametrize(
        ("many", "says"), [(0, "Nobody"), (1, "There was disagreement"), (4, "There was disagreement"), (5, "People: 5")]
    )
    def test_how_many_disagreed_is_told_only_where_no_number_names_somebody(self, series: Series, many: int, says: str) -> None:
        made = a_decided(series, people=6)
        for _ in range(many):
            made.parts.create(participant=a_participant(series), stance="against", answer="We heard you.")
        decisions.close(decision=made, outcome="we_could_not", words="No money.", by=person())
        assert f"<dt>Who disagreed</dt> <dd> {says} </dd>" in read("you_said_series", code=series.code)

    @pytest.mark.parametrize(("minutes", "says"), [(0, "0"), (25, "Less than 1"), (85, "1"), (90, "2")])
    def test_hours_are_whole_ones(self, series: Series, minutes: int, says: str) -> None:
        held = Workshop.objects.create(
            series=series, number=1, title="One", starts_at=timezone.now(), code="WHOLE1", state="held", created_by=person()
        )
        Attendance.objects.create(workshop=held, participant=a_participant(series), came=True, minutes=minutes)
        page = read("you_said_series", code=series.code)
        found = re.search(r"Hours that people with lived experience gave\s*</dt>\s*<dd[^>]*>\s*(.*?)\s*</dd>", page)
        assert found is not None and re.sub("<[^>]*>", "", found[1]).strip() == says

    def test_themes_quotes_in_their_place_and_what_the_group_says(self, series: Series, draft: PackageVersion) -> None:
        here = reverse("you_said_series", kwargs={"code": series.code})
        said = something_said(series, words="Nobody asked me, not once. And the rest is my own.")
        said.themes.add(Theme.objects.create(series=series, name="Being asked", number=1))
        shown, elsewhere = quoted(said, "Nobody asked me", here), quoted(said, "not once", "The annual report")
        waiting = quoted(said, "the rest is my own", here)
        Quote.objects.filter(pk=waiting.pk).update(approved_at=None)
        statement = GroupStatement.objects.create(
            series=series, title="Ours", words="We do not agree.", disagrees=True, entered_by=person(), shown_at=timezone.now()
        )
        statement.agreed_by.add(a_participant(series))
        page = read("you_said_series", code=series.code)
        assert "Being asked" in page and shown.words in page and "We do not agree." in page and "We disagree" in page
        assert elsewhere.words not in page and waiting.words not in page
        Contribution.objects.update(withdrawn_at=timezone.now(), words="")
        page = read("you_said_series", code=series.code)
        assert shown.words not in page

    def test_somebody_finds_their_own_words_by_their_id(self, series: Series, draft: PackageVersion) -> None:
        said = something_said(series, words="canary-words that nobody else reads")
        made = done(series, draft, said)
        found = Client().get(reverse("you_said"), {"said": f" {said.public_id.lower()} "})
        assert found.headers["Location"] == reverse("you_said_words", kwargs={"said": said.public_id})
        page = read("you_said_words", said=said.public_id)
        assert made.question in page and "We ask each time now." in page and "canary-words" not in page
        assert "We found nothing under C-NEVERWAS" in Client().get(reverse("you_said"), {"said": "C-neverwas"}).content.decode()

    def test_of_what_is_sensitive_the_answer_is_not_public(self, series: Series, draft: PackageVersion) -> None:
        said = something_said(series, sensitive=True)
        done(series, draft, said)
        assert "We ask each time now." not in read("you_said_words", said=said.public_id)


class TestTheThread:
    def test_from_words_to_the_element_of_the_published_version_and_back(self, series: Series, draft: PackageVersion) -> None:
        said = something_said(series, words="canary-words of somebody")
        made = done(series, draft, said)
        a_published_version(draft=complete(draft))
        element = reverse("package_element", kwargs={"package": "northshire_fair", "number": "0.1.0", "element": "P1"})
        own = reverse("you_said_words", kwargs={"said": said.public_id})
        assert element in read("you_said_words", said=said.public_id)
        assert said.participant is not None
        assert element in read("mine", secret=secret_of(said.participant))
        page = read("package_element", package="northshire_fair", number="0.1.0", element="P1")
        assert own in page and made.question in page and "canary-words" not in page
        assert own in read("package_element", package="northshire_fair", number="0.1.0", element=said.public_id)
        assert made.question in read("package_element", package="northshire_fair", number="0.1.0", element=made.public_id)
        assert element in read("you_said_series", code=series.code)
        assert reverse("you_said_package", kwargs={"package": "northshire_fair"}) in read("package", package="northshire_fair")

    def test_words_that_were_taken_back_say_so_and_a_quote_stands_only_where_it_was_approved(
        self, series: Series, draft: PackageVersion
    ) -> None:
        said = something_said(series, words="Nobody asked me at all, ever.")
        done(series, draft, said)
        a_published_version(draft=complete(draft))
        place = reverse("you_said_element", kwargs={"package": "northshire_fair", "element": "P1"})
        quoted(said, "Nobody asked me at all", place)
        where = {"package": "northshire_fair", "number": "0.1.0", "element": "P1"}
        for page in (read("package_element", **where), read("you_said_element", package="northshire_fair", element="P1")):
            assert "Nobody asked me at all" in page
        assert "Nobody asked me at all" not in read("you_said_series", code=series.code)
        Contribution.objects.update(withdrawn_at=timezone.now(), words="")
        for page in (read("package_element", **where), read("you_said_element", package="northshire_fair", element="P1")):
            assert "Nobody asked me at all" not in page and "Taken back by the person who said it." in page

    def test_members_see_the_voices_behind_an_element_of_a_draft_without_names(self, series: Series, draft: PackageVersion) -> None:
        said = something_said(series, words="words-of-one")
        made = done(series, draft, said)
        something_said(series, element="P1", words="words-of-another")
        something_said(a_series("southshire"), element="P1", words="words-of-strangers")
        something_said(series, element="P1", sensitive=True, words="words-kept-back")
        at = reverse("element_voices", kwargs={"organisation": "northshire", "draft": draft.pk, "element": "P1"})
        page = browser(person("board_member")).get(at).content.decode()
        assert "words-of-one" in page and "words-of-another" in page and made.question in page
        assert "words-of-strangers" not in page and "words-kept-back" not in page and "Ngozi" not in page
        assert at in browser(person()).get(at.replace("/co-production", "").replace("voices/", "")).content.decode()


class TestMine:
    def test_only_with_the_link_and_it_goes_nowhere_else(self, series: Series) -> None:
        who = a_participant(series)
        answer = Client().get(reverse("mine", kwargs={"secret": secret_of(who)}))
        assert answer.status_code == 200
        assert {name: answer.headers[name] for name in PRIVATE} == PRIVATE
        forged = Signer(key="another", salt=f"levelground.private-link.{who.token_digest}", sep="~").sign(str(who.pk))
        for secret in ("never-was", who.token_digest, forged):
            assert Client().get(reverse("mine", kwargs={"secret": secret})).status_code == 404

    def test_what_awaits_the_person_comes_first(self, series: Series) -> None:
        who, soon = a_participant(series), timezone.now() + datetime.timedelta(days=3)
        session = Workshop.objects.create(series=series, number=1, title="First", starts_at=soon, code="WAA", created_by=series.created_by)
        Attendance.objects.create(workshop=session, participant=who)
        before = Workshop.objects.create(
            series=series, number=2, title="Zero", starts_at=soon, code="WBB", created_by=series.created_by, state="held"
        )
        Attendance.objects.create(workshop=before, participant=who, came=True, answer="yes")
        Minutes.objects.create(workshop=before, version=1, words="So.", written_by=person(), sent_at=timezone.now())
        said = something_said(series, by=who)
        Quote.objects.create(contribution=said, words="So", place="The report", asked_by=person())
        PaymentOffer.objects.create(
            participant=who, what="session", words="One hour", rate_table="t", rate_step="s", pence=2750, minutes=60, offered_by=person()
        )
        open_one = a_decision(series)
        page = read("mine", secret=secret_of(who))
        for sentence in (
            "You are invited to session 1: First.",
            f"A decision is open: {open_one.question}",
            "One quote waits for your yes or no.",
            "One offer of pay waits for your answer.",
            "We wrote down what was said in session 2.",
        ):
            assert sentence in page
            assert page.index(sentence) < page.index("What you said, and what became of it")
        other = read("mine", secret=secret_of(a_participant(series)))
        assert "One quote waits" not in other and said.words not in other

    def test_each_thing_that_they_said_and_what_became_of_it(self, series: Series, draft: PackageVersion) -> None:
        who = a_participant(series)
        said, back = something_said(series, by=who), something_said(series, by=who)
        made = done(series, draft, said)
        Contribution.objects.filter(pk=back.pk).update(withdrawn_at=timezone.now(), words="")
        page = read("mine", secret=secret_of(who))
        assert said.words in page and made.question in page and "We ask each time now." in page
        assert back.words not in page and "You took this back on" in page

    def test_who_left_sees_what_became_of_it_and_is_asked_nothing(self, series: Series) -> None:
        who = a_participant(series, left_at=timezone.now())
        a_decision(series)
        page = read("mine", secret=secret_of(who))
        assert "You have left." in page and "You do not have to do anything." in page
