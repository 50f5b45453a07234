"""Series: begun, who knows names in them, who is served there, and what needs doing first."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.builders.coproduction.series import a_call, a_series
from tests.builders.web import browser, organisation, person

from levelground.web.coproduction.actions import series as acts
from levelground.web.coproduction.forms.series import ServedGroupsForm, as_typed
from levelground.web.coproduction.models import ExpressionOfInterest, Notice, Series, ServedGroup
from levelground.web.coproduction.queries import series as found
from levelground.web.coproduction.refusals import CallRefused
from levelground.web.people.queries.viewers import viewer

pytestmark = pytest.mark.django_db
AT = {"organisation": "northshire"}


def a_new_series(**fields: Any) -> Series:
    """A series in which nobody knows names yet."""
    given = {"organisation": organisation(), "title": "Fair care", "purpose": "To change it.", "influence": "shared", **fields}
    return acts.start(**given, by=person("facilitator"))


def name(series: Series, who: Any, **said: Any) -> Any:
    """Name somebody, as the facilitator does."""
    given = {"named_as": who.name, "confirmed_independent": True, **said}
    return acts.name_holder(series=series, user=who, by=person("facilitator"), **given)


class TestNames:
    def test_two_people_know_names_and_no_third(self) -> None:
        series = a_new_series()
        name(series, person("facilitator"))
        name(series, person("partner"))
        third = person("partner", of="northshire2")
        with pytest.raises(CallRefused, match="Two people know"):
            name(series, third)
        assert found.holders(series).count() == 2

    def test_nobody_is_named_who_was_not_confirmed(self) -> None:
        series = a_new_series()
        with pytest.raises(CallRefused) as refused:
            name(series, person("facilitator"), confirmed_independent=False)
        assert set(refused.value.problems) == {"confirmed_independent"}
        assert not found.holders(series).exists()

    @pytest.mark.parametrize("role", ["qi_lead", "curator", "analyst", "finance_approver", "board_member", "administrator"])
    def test_a_role_that_may_not_see_names_is_refused(self, role: str) -> None:
        with pytest.raises(CallRefused) as refused:
            name(a_new_series(), person(role))
        assert set(refused.value.problems) == {"user"}

    def test_nobody_of_another_organisation(self) -> None:
        with pytest.raises(CallRefused):
            name(a_new_series(), person("facilitator", of="southshire"))

    def test_who_is_ended_sees_no_names_from_that_moment(self) -> None:
        series, who = a_new_series(), person("facilitator")
        made = name(series, who)
        looking = viewer(who, "northshire")
        assert looking is not None and found.may_see_names(looking, series)
        acts.end_holder(holder=made, by=who)
        assert not found.may_see_names(looking, series)
        name(series, who)
        assert found.may_see_names(looking, series)

    def test_where_a_community_keeps_the_names_the_host_sees_and_names_nobody(self) -> None:
        community = organisation("riverside", kind="community")
        theirs, ours = person("facilitator", of="riverside"), person("facilitator")
        series = a_new_series(identities_held_by=community)
        with pytest.raises(CallRefused):
            name(series, ours)
        acts.name_holder(series=series, user=theirs, named_as="Kemi", confirmed_independent=True, by=theirs)
        host, keeper = viewer(ours, "northshire"), viewer(theirs, "riverside")
        assert host is not None and keeper is not None
        assert found.may_see_names(keeper, series) and not found.may_see_names(host, series)
        address = {"organisation": "northshire", "series": series.pk}
        assert browser(ours).get(reverse("name_holder", kwargs=address)).status_code == 404
        assert browser(theirs).get(reverse("name_holder", kwargs={**address, "organisation": "riverside"})).status_code == 200
        assert browser(theirs).post(reverse("open_public_page", kwargs={**address, "organisation": "riverside"})).status_code == 404

    def test_the_form_refuses_without_the_tick(self) -> None:
        series, client = a_new_series(), browser(person("facilitator"))
        address = reverse("name_holder", kwargs={**AT, "series": series.pk})
        said = {"user": str(person("partner").pk), "named_as": "P"}
        answer = client.post(address, said)
        assert answer.status_code == 422 and not found.holders(series).exists()
        assert client.post(address, {**said, "confirmed_independent": "on"}).status_code == 302
        assert [one.named_as for one in found.holders(series)] == ["P"]


class TestServed:
    @pytest.mark.parametrize(
        "typed",
        [
            'ethnic group,Caribbean,"1,200",Census 2021\nethnic group,Pakistani,860,Census 2021',
            "ethnic group\tCaribbean\t1,200\tCensus 2021\r\nethnic group\tPakistani\t860\tCensus 2021\r\n",
            "About;Group;People;Source\nethnic group;Caribbean;1 200;Census 2021\n\nethnic group;Pakistani;860;Census 2021",
        ],
    )
    def test_typed_or_pasted_it_is_the_same_table(self, typed: str) -> None:
        series, client = a_series(), browser(person("facilitator"))
        answer = client.post(reverse("served_groups", kwargs={**AT, "series": series.pk}), {"counts": typed})
        assert answer.status_code == 302
        kept = list(ServedGroup.objects.order_by("pk").values_list("characteristic", "group", "people", "source"))
        assert kept == [("ethnic_group", "Caribbean", 1200, "Census 2021"), ("ethnic_group", "Pakistani", 860, "Census 2021")]
        assert ServedGroupsForm({"counts": as_typed(found.served(series))}).is_valid()

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("ethnic group,Pakistani,many,Census", "Line 1: how many must be a whole number"),
            ("ethnic group,Pakistani,860", "Line 1 needs four parts"),
            ("Ethnic group,pakistani,1,c\nethnic_group,Pakistani,2,c", "stands there twice"),
            ("age,18 to 24,-5,c", "whole number"),
            ("hair,red,1,c", "we do not ask people about “hair”. Use one of: ethnic group, age, gender, disability."),
            ("age,18-24,1,c", "Did you mean “18 to 24”"),
            ('age,"18 to 24,1,c', "needs four parts"),
            ("age,18 to 24,1," + "c" * 301, "Use at most 300"),
            ("\n".join(f"age,{n},1,c" for n in range(101)), "at most 100 lines"),
        ],
    )
    def test_a_line_that_is_wrong_is_named_and_nothing_is_lost(self, typed: str, said: str) -> None:
        series = a_series()
        ServedGroup.objects.create(series=series, characteristic="age", group="Under 25", people=3, source="x")
        answer = browser(person("facilitator")).post(reverse("served_groups", kwargs={**AT, "series": series.pk}), {"counts": typed})
        assert answer.status_code == 422 and said in answer.content.decode()
        assert ServedGroup.objects.count() == 1

    def test_one_group_is_replaced_not_doubled(self) -> None:
        series, by = a_series(), person("facilitator")
        for people in (10, 12):
            acts.set_served_group(series=series, characteristic="age", group="Under 25", people=people, source="Census", by=by)
        assert [one.people for one in found.served(series)] == [12]


class TestFrontPage:
    def front(self, role: str = "facilitator") -> str:
        answer = browser(person(role)).get(reverse("coproduction", kwargs=AT))
        assert answer.status_code == 200
        return answer.content.decode()

    def sent(self, call: Any, count: int = 1) -> list[ExpressionOfInterest]:
        first = call.expressions.count()
        return [
            ExpressionOfInterest.objects.create(
                opportunity=call, reference=f"{call.code}{n}", form_key=f"{call.pk}-{n}", token_digest=f"{call.pk}-{n}", state="sent"
            )
            for n in range(first, first + count)
        ]

    def test_an_empty_room_says_what_to_do_first(self) -> None:
        assert "Start a series" in self.front()
        assert "can start one" in self.front("board_member")

    def test_who_waits_beyond_the_promised_day_stands_first(self) -> None:
        today = timezone.localdate()
        soon = a_call(title="Closing", closes_on=today + datetime.timedelta(days=2))
        late = a_call(title="Waiting", closes_on=today - datetime.timedelta(days=20), told_by=today - datetime.timedelta(days=1))
        first, second = self.sent(late, 2)
        Notice.objects.create(organisation=organisation(), expression=first, kind="outcome", told_at=timezone.now())
        Notice.objects.create(organisation=organisation(), expression=second, kind="outcome")
        page = self.front()
        assert page.index("1 person waits for an answer that we promised by") < page.index("Closes at 5pm on")
        assert page.index("Closes at 5pm on") < page.index("2 answers have not been read")
        assert soon.title in page

    def test_once_all_are_told_nobody_waits(self) -> None:
        today = timezone.localdate()
        call = a_call(closes_on=today - datetime.timedelta(days=20), told_by=today - datetime.timedelta(days=1))
        [one] = self.sent(call)
        Notice.objects.create(organisation=organisation(), expression=one, kind="outcome", told_at=timezone.now())
        assert "waits for an answer" not in self.front()

    def test_the_number_of_queries_does_not_grow(self) -> None:
        client, address = browser(person("facilitator")), reverse("coproduction", kwargs=AT)
        a_call()

        def asked() -> int:
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                assert client.get(address).status_code == 200
            return len(seen)

        before = asked()
        for n in range(6):
            self.sent(a_call(a_series(code=f"MORE{n}")), 2)
        assert asked() == before

    def test_no_name_stands_on_it(self) -> None:
        call = a_call()
        for one in self.sent(call, 2):
            ExpressionOfInterest.objects.filter(pk=one.pk).update(name="Zanzibar Quince", email="zq@example.org")
        page = (
            self.front() + browser(person("facilitator")).get(reverse("series", kwargs={**AT, "series": call.series_id})).content.decode()
        )
        assert "Zanzibar" not in page and "zq@" not in page


def test_a_series_is_begun_by_the_form() -> None:
    client, other = browser(person("facilitator")), organisation("riverside", kind="community")
    said = {"title": "Fair", "purpose": "To change it.", "influence": "deciding", "package": "", "identities_held_by": str(other.pk)}
    answer = client.post(reverse("start_series", kwargs=AT), said)
    made = Series.objects.get()
    assert answer["Location"] == reverse("series", kwargs={**AT, "series": made.pk})
    assert (made.identities_held_by, made.influence, made.public_at) == (other, "deciding", None)
    client.post(reverse("open_public_page", kwargs={**AT, "series": made.pk}))
    made.refresh_from_db()
    assert made.public_at is not None


def test_a_series_is_about_a_change_package_of_its_own_organisation() -> None:
    from tests.builders.versions import a_draft

    theirs = a_draft("southshire_other", "southshire").package
    with pytest.raises(CallRefused):
        a_new_series(package=theirs)
    said = {"title": "Fair", "purpose": "x", "influence": "shared", "package": str(theirs.pk)}
    assert browser(person("facilitator")).post(reverse("start_series", kwargs=AT), said).status_code == 422
    assert not Series.objects.exists()


def test_a_series_leads_to_the_draft_that_it_shapes_and_says_nothing_of_it_to_those_who_only_keep_names() -> None:
    from tests.builders.versions import a_draft

    draft, community = a_draft(), organisation("riverside", kind="community")
    series = a_new_series(package=draft.package, identities_held_by=community)
    own = browser(person("facilitator")).get(reverse("series", kwargs={**AT, "series": series.pk})).content.decode()
    assert f'<a href="{reverse("draft", kwargs={**AT, "draft": draft.pk})}">{draft.title}</a>' in own
    at = {"organisation": "riverside", "series": series.pk}
    theirs = browser(person("facilitator", of="riverside")).get(reverse("series", kwargs=at)).content.decode()
    assert "Not published yet" in theirs
    assert draft.title not in theirs and draft.package.package_id not in theirs


def test_another_organisations_series_is_not_there() -> None:
    series, client = a_series(), browser(person("facilitator", of="southshire"))
    at = {"organisation": "southshire", "series": series.pk}
    for each in ("series", "name_holder", "served_groups", "draft_call"):
        assert client.get(reverse(each, kwargs=at)).status_code == 404
    assert client.post(reverse("open_public_page", kwargs=at)).status_code == 404


@pytest.mark.parametrize("role", ["facilitator", "board_member", "analyst"])
def test_every_page_that_a_series_or_a_call_leads_to_opens(role: str) -> None:
    call, client = a_call(), browser(person(role))
    for address in (
        reverse("coproduction", kwargs=AT),
        reverse("series", kwargs={**AT, "series": call.series_id}),
        reverse("run_call", kwargs={**AT, "opportunity": call.pk}),
    ):
        page = client.get(address).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        leads = set(re.findall(r'href="(/[^"#]*)', main))
        assert leads
        assert {each: client.get(each, follow=True).status_code for each in leads} == dict.fromkeys(leads, 200)
