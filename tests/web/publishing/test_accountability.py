"""Who answers for what: the late and the unowned first, one organisation's own only."""

from __future__ import annotations

import datetime
import html

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.builders.versions import a_draft, a_published_version, complete
from tests.builders.web import browser, organisation, person

from levelground.web.people.actions import members
from levelground.web.people.models import AuditEvent, Membership
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.actions import drafts, edits
from levelground.web.publishing.actions import ownership as acting
from levelground.web.publishing.consultation_refusals import ConsultationRefused
from levelground.web.publishing.models import Ownership, PackageVersion
from levelground.web.publishing.queries import ownership as found
from levelground.web.publishing.queries.ownership import OwnershipStanding

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2027, 5, 10)


@pytest.fixture(autouse=True)
def _a_day():
    with time_machine.travel(datetime.datetime(2027, 5, 10, 12, tzinfo=datetime.UTC)):
        yield


def viewer(role: str = "qi_lead", of: str = "northshire") -> Viewer:
    return Viewer(person(role, of), organisation(of), frozenset({role}))


def answers_for(version: PackageVersion, element: str, who: dict[str, str] | None) -> None:
    seen = complete(version).edits
    edits.change_element(draft=version, element_id=element, fields={"accountable": who}, seen=seen, reason="Agreed.", by=person())


def own(version: PackageVersion, element: str, due: datetime.date | None = None, role: str = "analyst") -> Ownership:
    return acting.name(package=version.package, element=element, owner=person(role), due=due, by=person())


def standing_of(element: str) -> OwnershipStanding:
    return next(each.standing for each in found.elements(viewer()) if each.element.id == element)


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return html.unescape(response.content.decode())


def accountability(of: str = "northshire", query: str = "") -> str:
    return reverse("accountability", args=[of]) + query


def owner_page(version: PackageVersion, element: str = "P1") -> str:
    slug = version.package.organisation.slug
    return reverse("name_owner", kwargs={"organisation": slug, "draft": version.pk, "element": element})


def test_an_element_is_unowned_until_the_text_names_an_organisation_and_a_person_is_named():
    version = a_draft()
    assert standing_of("P1") is OwnershipStanding.UNOWNED
    own(version, "P1")
    assert standing_of("P1") is OwnershipStanding.UNOWNED
    answers_for(version, "P1", {"organisation": "Northshire NHS Trust", "role": "Medical director"})
    assert standing_of("P1") is OwnershipStanding.OWNED
    acting.end(ownership=found.of_element(version, "P1"), by=person())
    assert standing_of("P1") is OwnershipStanding.UNOWNED


def test_who_leaves_the_organisation_answers_for_nothing_there_any_more():
    version, leaver = a_draft(), person("analyst")
    Membership.objects.create(user=leaver, organisation=organisation(), role="facilitator")
    Membership.objects.create(user=leaver, organisation=organisation("southshire"), role="analyst")
    elsewhere = acting.name(package=a_draft("southshire_test", "southshire").package, element="P1", owner=leaver, due=None, by=person())
    here = own(version, "P1")
    answers_for(version, "P1", {"organisation": "Northshire NHS Trust", "role": "Medical director"})
    ends = AuditEvent.objects.filter(action="publishing.owner_end")
    for roles, standing, ended in ((["facilitator"], OwnershipStanding.OWNED, 0), ([], OwnershipStanding.UNOWNED, 1)):
        members.change_roles(organisation=organisation(), person=leaver, roles=roles, by=person("administrator"))
        assert (standing_of("P1"), ends.count()) == (standing, ended)
    assert Ownership.objects.get(pk=here.pk).ended_at is not None
    assert Ownership.objects.get(pk=elsewhere.pk).ended_at is None


@pytest.mark.parametrize(
    ("due", "standing"),
    [
        (TODAY - datetime.timedelta(days=1), OwnershipStanding.OVERDUE),
        (TODAY, OwnershipStanding.DUE_SOON),
        (TODAY + datetime.timedelta(days=28), OwnershipStanding.DUE_SOON),
        (TODAY + datetime.timedelta(days=29), OwnershipStanding.OWNED),
        (None, OwnershipStanding.OWNED),
    ],
)
def test_what_is_due_is_late_from_the_day_after(due: datetime.date | None, standing: OwnershipStanding):
    version = a_draft()
    answers_for(version, "P1", {"organisation": "Northshire NHS Trust", "role": "Medical director"})
    own(version, "P1", due)
    assert standing_of("P1") is standing


def test_what_is_done_is_late_no_more():
    version = a_draft()
    answers_for(version, "P1", {"organisation": "Northshire NHS Trust", "role": "Chair", "due": "2027-05-01"})
    assert standing_of("P1") is OwnershipStanding.OVERDUE
    ownership = own(version, "P1")
    assert standing_of("P1") is OwnershipStanding.OVERDUE
    acting.done(ownership=ownership, by=person())
    assert standing_of("P1") is OwnershipStanding.OWNED


def test_the_day_that_was_agreed_with_the_owner_goes_before_that_of_the_text():
    version = a_draft()
    answers_for(version, "P1", {"organisation": "Northshire NHS Trust", "role": "Chair", "due": "2027-05-01"})
    own(version, "P1", datetime.date(2027, 12, 1))
    assert standing_of("P1") is OwnershipStanding.OWNED


def test_the_late_come_first_then_the_unowned_then_what_is_due_soon():
    version = a_draft()
    named = {"organisation": "Northshire NHS Trust", "role": "Chair"}
    for element, due in (("M1", None), ("S1", datetime.date(2027, 5, 20)), ("C1", datetime.date(2027, 5, 1))):
        answers_for(version, element, named)
        own(version, element, due)
    order = [each.standing for each in found.elements(viewer())]
    assert order == sorted(order, key=list(OwnershipStanding).index)
    assert found.elements(viewer())[0].element.id == "C1"
    counts = found.counts(viewer())
    assert counts[OwnershipStanding.OVERDUE] == 1
    assert sum(counts.values()) == len(order)
    shown = page(browser(person()), accountability())
    assert "1 is overdue." in shown
    assert shown.index("Overdue") < shown.index("Nobody yet") < shown.index("Due soon") < shown.index("In hand")


def test_a_draft_and_what_is_published_of_it_are_one_list():
    version = a_published_version()
    before = len(found.elements(viewer()))
    draft = drafts.new_version(package=version.package, by=person())
    own(draft, "P1")
    assert len(found.elements(viewer())) == before
    rows = {each.element.id: each for each in found.elements(viewer())}
    assert rows["P1"].version == draft
    edits.remove_element(draft=draft, element_id="C1", seen=draft.edits, reason="Tried.", by=person())
    rows = {each.element.id: each for each in found.elements(viewer())}
    assert rows["C1"].version == version


def test_naming_another_ends_the_one_before_and_keeps_it():
    version = a_draft()
    first, second = own(version, "P1"), own(version, "P1", role="facilitator")
    assert found.of_element(version, "P1") == second
    first.refresh_from_db()
    assert first.ended_at is not None
    events = AuditEvent.objects.filter(action="publishing.owner_name")
    assert [event.details["element"] for event in events] == ["P1", "P1"]
    assert "Facilitator" not in str([event.details for event in events])


def test_only_somebody_of_the_organisation_is_named():
    version = a_draft()
    with pytest.raises(ConsultationRefused, match="in your organisation"):
        acting.name(package=version.package, element="P1", owner=person("analyst", "southshire"), due=None, by=person())
    Membership.objects.filter(user=person("analyst")).update(ended_at=timezone.now())
    with pytest.raises(ConsultationRefused):
        own(version, "P1")
    assert person("administrator") not in found.possible_owners(viewer())
    assert person("partner") in found.possible_owners(viewer())
    assert person("partner", "southshire") not in found.possible_owners(viewer())


def test_organisations_whose_parts_serve_each_other_must_act_together():
    version = a_draft()
    answers_for(version, "P1", {"organisation": "The board", "role": "Chair"})
    answers_for(version, "S1", {"organisation": "The charity", "role": "Director"})
    [pair] = [pair for pair in found.together(found.elements(viewer())) if "The charity" in (pair.first, pair.second)][:1]
    assert ("S1", "P1") in [(lower.element.id, upper.element.id) for lower, upper in pair.links]
    shown = page(browser(person()), accountability())
    assert "S1 (The charity) serves P1" in shown


def test_filters_stand_in_the_address_and_wrong_ones_are_left_out():
    version = a_draft()
    a_draft("northshire_other")
    lead = browser(person())
    some = page(lead, accountability(query=f"?package={version.package.package_id}&kind=measure"))
    assert some.count('class="site-owned__item"') == sum(
        each.element.kind == "measure" for each in found.elements(viewer(), "northshire_test")
    )
    every = page(lead, accountability())
    assert page(lead, accountability(query="?package=southshire_x&kind=nothing&page=x")).count("site-owned__item") == every.count(
        "site-owned__item"
    )


def test_an_organisation_without_drafts_is_told_what_to_do_first():
    assert reverse("adapt_package", args=["northshire"]) in page(browser(person()), accountability())
    assert "Nobody in your organisation has started a draft yet." in page(browser(person("board_member")), accountability())


def test_an_owner_is_named_on_the_page_by_those_who_may():
    version = a_draft()
    lead, address = browser(person()), owner_page(version)
    assert "Their name stays here" in page(lead, address)
    wrong = lead.post(address, {"owner": "", "due": "soon"})
    assert wrong.status_code == 422
    shown = html.unescape(wrong.content.decode())
    assert "Choose a person." in shown
    assert 'value="soon"' in shown
    stranger = lead.post(address, {"owner": person("analyst", "southshire").pk, "due": ""})
    assert "Choose a person from the list" in html.unescape(stranger.content.decode())
    analyst = person("analyst")
    assert lead.post(address, {"owner": analyst.pk, "due": "31/12/2027"}).status_code == 302
    ownership = Ownership.objects.get()
    assert (ownership.owner, ownership.due) == (analyst, datetime.date(2027, 12, 31))
    assert analyst.name in page(lead, accountability())
    assert lead.post(address, {"done": "1"}).status_code == 302
    assert lead.post(address, {"end": "1"}).status_code == 302
    ownership.refresh_from_db()
    assert ownership.done_at is not None
    assert ownership.ended_at is not None
    page(lead, owner_page(version, "P99"), 404)
    assert browser(person("partner")).get(address).status_code == 403


def test_nothing_of_another_organisation_is_counted_or_found():
    theirs = a_draft("southshire_secret", "southshire")
    own_draft = a_draft()
    assert {each.version.package.package_id for each in found.elements(viewer())} == {"northshire_test"}
    lead = browser(person())
    page(lead, accountability("southshire"), 404)
    page(lead, owner_page(theirs), 404)
    swapped = reverse("name_owner", kwargs={"organisation": "northshire", "draft": theirs.pk, "element": "P1"})
    assert lead.post(swapped, {"owner": person("analyst").pk, "due": ""}).status_code == 404
    assert "southshire" not in page(lead, accountability(query="?package=southshire_secret"))
    assert not Ownership.objects.exists()
    assert own_draft.pk


def test_the_page_asks_the_database_a_bounded_number_of_times(django_assert_max_num_queries):
    for number in range(6):
        a_draft(f"northshire_n{number}")
    lead = browser(person())
    page(lead, accountability())
    with django_assert_max_num_queries(12):
        page(lead, accountability())
