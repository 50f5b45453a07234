"""With whom a version was made: in its text and on its pages, from the records; `agreed` only where a decision stands behind it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.decisions import a_decided, a_decision, something_said
from tests.builders.coproduction.series import a_participant, a_series
from tests.builders.versions import a_draft, a_published_version, complete
from tests.builders.web import browser, person

from levelground.change_package.change_package import ChangePackage
from levelground.web.coproduction.actions import decisions
from levelground.web.coproduction.models import Attendance, Contribution, Decision, Participant, Series, Workshop
from levelground.web.coproduction.queries import standing
from levelground.web.publishing.actions import drafts, edits, reviews
from levelground.web.publishing.conflicts import NotReady
from levelground.web.publishing.models import HeldPackage, PackageVersion
from levelground.web.publishing.queries import published, readings
from levelground.web.publishing.queries import reviews as found

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> PackageVersion:
    """A draft that a series works on."""
    version = a_draft("northshire_fair", "northshire")
    a_series(package=HeldPackage.objects.get(pk=version.package_id))
    return version


@pytest.fixture
def series(draft: PackageVersion) -> Series:
    return Series.objects.get()


def package(version: PackageVersion) -> ChangePackage:
    return readings.reading_of(complete(version)).change_package


def agreed(version: PackageVersion) -> PackageVersion:
    """The draft that says of itself that it is agreed."""
    row = complete(version)
    edits.change_head(draft=row, fields={"status": "agreed"}, seen=row.edits, reason="All agreed.", by=person())
    return complete(version)


def closed(made: Decision) -> Decision:
    return decisions.close(decision=made, outcome="we_could_not", words="No money.", by=person())


def came(series: Series, who: Participant, minutes: int = 60) -> None:
    session, _ = Workshop.objects.get_or_create(
        series=series,
        number=1,
        defaults={"title": "First", "starts_at": timezone.now(), "code": f"W{series.pk}", "created_by": series.created_by},
    )
    Attendance.objects.create(workshop=session, participant=who, came=True, minutes=minutes)


class TestTheTextSaysWithWhom:
    def test_it_is_written_when_a_review_is_asked_for_by_who_asks(self, draft: PackageVersion, series: Series) -> None:
        for _ in range(6):
            came(series, a_participant(series), 50)
        came(series, a_participant(series, role="board_member"))
        made = closed(a_decided(series))
        reviews.ask(draft=draft, by=person())
        said = package(draft).co_production
        assert said is not None
        assert (said.lived_experience, said.others, said.contact_hours, said.decisions) == (8, "fewer than 5", 5.0, (made.public_id,))
        assert package(draft).status == "in_co_production"
        last = complete(draft).history.order_by("-number").first()
        assert last is not None and (last.by, last.kind) == (person(), "head")

    @pytest.mark.parametrize(("minutes", "hours"), [(0, 0), (20, 1), (85, 1), (90, 2)])
    def test_hours_are_whole_ones(self, draft: PackageVersion, series: Series, minutes: int, hours: float) -> None:
        came(series, a_participant(series), minutes)
        said = standing.of_package(draft)
        assert said is not None and said["contact_hours"] == hours

    def test_small_numbers_and_names_are_not_in_it(self, draft: PackageVersion, series: Series) -> None:
        who = a_participant(series)
        something_said(series, by=who, words="canary-words")
        reviews.ask(draft=draft, by=person())
        text = complete(draft).text.content
        assert "fewer than 5" in text
        assert who.name not in text and "canary" not in text

    def test_a_package_without_a_series_is_left_as_it_is(self) -> None:
        version = a_draft()
        reviews.ask(draft=version, by=person())
        assert complete(version).edits == 0

    def test_a_second_time_there_is_nothing_to_write(self, draft: PackageVersion, series: Series) -> None:
        a_participant(series)
        reviews.ask(draft=draft, by=person())
        reviews.take_back(draft=draft, by=person())
        before = complete(draft).edits
        reviews.ask(draft=draft, by=person())
        assert complete(draft).edits == before

    def test_ids_of_words_that_were_taken_back_leave_versions_to_come(self, draft: PackageVersion, series: Series) -> None:
        said = something_said(series)
        edits.link(draft=draft, element_id="P1", field="contributions", target=said.public_id, seen=0, reason="So.", by=person())
        Contribution.objects.filter(pk=said.pk).update(withdrawn_at=timezone.now(), words="")
        reviews.ask(draft=draft, by=person())
        assert said.public_id not in complete(draft).text.content


class TestAgreed:
    def test_not_without_a_closed_decision_in_which_people_with_lived_experience_took_part(
        self, draft: PackageVersion, series: Series
    ) -> None:
        version = agreed(draft)
        assert standing.NOT_BEHIND in found.missing_before_review(version)
        made = a_decision(series)
        decisions.take_part(decision=made, participant=a_participant(series, role="board_member"), stance="for")
        decisions.decide(decision=made, chosen=0, method="vote", reasons="So.", by=person())
        closed(made)
        with pytest.raises(NotReady) as refused:
            reviews.ask(draft=version, by=person())
        assert standing.NOT_BEHIND in refused.value.missing
        assert complete(draft).state == "draft"

    def test_an_open_decision_is_not_behind_it(self, draft: PackageVersion, series: Series) -> None:
        a_decided(series)
        with pytest.raises(NotReady):
            reviews.ask(draft=agreed(draft), by=person())

    def test_with_one_it_is_reviewed_and_published_and_says_so_everywhere(self, draft: PackageVersion, series: Series) -> None:
        closed(a_decided(series, people=5))
        assert found.missing_before_review(agreed(draft)) == ()
        version = a_published_version(draft=complete(draft))
        where = {"package": "northshire_fair", "number": version.number}
        for name, more in (("package_version", {}), ("package_diagram", {}), ("package_element", {"element": "P1"})):
            page = Client().get(reverse(name, kwargs={**where, **more})).content.decode()
            assert "6 people with lived experience, 0 others, 0 hours in sessions, 1 decision" in " ".join(page.split()), name
        assert b"lived_experience: 6" in Client().get(reverse("package_yaml", kwargs=where)).content
        assert b'"lived_experience": 6' in Client().get(reverse("package_json", kwargs=where)).content
        assert b"6 people with lived experience" in Client().get(reverse("package_diagram", kwargs=where)).content

    def test_one_that_says_so_without_records_is_not_published(self, draft: PackageVersion, series: Series) -> None:
        closed(a_decided(series, people=5))
        review = reviews.ask(draft=agreed(draft), by=person())
        reviews.answer(review=review, verdict="accepted", words="Good.", by=person("board_member"))
        Decision.objects.update(closed_at=None)
        with pytest.raises(NotReady) as refused:
            reviews.publish(draft=draft, by=person())
        assert standing.NOT_BEHIND in refused.value.missing

    def test_the_page_asks_for_a_review_of_an_agreed_draft(self, draft: PackageVersion, series: Series) -> None:
        closed(a_decided(series))
        where = reverse("ask_for_review", kwargs={"organisation": "northshire", "draft": agreed(draft).pk})
        client: Any = browser(person())
        assert b"Nobody publishes alone" in client.get(where).content
        assert client.post(where).status_code == 302
        assert complete(draft).state == "review"


def test_an_adaptation_says_itself_with_whom_it_was_made() -> None:
    base_draft = a_draft("northshire_base", "northshire")
    head = {"lived_experience": 7, "others": 0, "contact_hours": 3.5, "decisions": ["D1"]}
    edits.change_head(draft=base_draft, fields={"co_production": head}, seen=0, reason="So.", by=person())
    base = a_published_version(draft=complete(base_draft))
    adapted = drafts.adapt(
        organisation=base.package.organisation,
        base=published.one(base.package.package_id),
        package_id="northshire_ours",
        title="Ours",
        by=person(),
    )
    assert package(base_draft).co_production is not None
    assert package(adapted).co_production is None
    edits.change_head(draft=adapted, fields={"co_production": head}, seen=0, reason="So.", by=person())
    said = package(adapted).co_production
    assert said is not None and said.contact_hours == 3.5
    assert "operations" in complete(adapted).text.content
