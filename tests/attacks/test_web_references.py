"""Numbers and names that do not belong together: another organisation's, another draft's, another person's. GET and POST alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.attacks.test_web_leaks import an_entry
from tests.builders.consultations import a_comment, a_consultation
from tests.builders.coproduction import everything as coproduction
from tests.builders.versions import a_draft, a_published_version
from tests.builders.web import browser, organisation, person

from levelground.web.people.actions import members
from levelground.web.people.models import Invitation, Membership, User
from levelground.web.people.roles import ROLES
from levelground.web.publishing.actions import comments, consultations, edits, ownership
from levelground.web.publishing.models import Answer, Comment, News, Ownership, PackageVersion, RegisterEntry

pytestmark = pytest.mark.django_db
EVERYTHING = {
    "reason": "x", "why": "x", "what": "x", "words": "x", "verdict": "accepted", "outcome": "changed", "seen": "0", "take_mine": "1",
    "done": "1", "end": "1", "do": "end", "take_back": "1", "decision": "show", "field": "serves", "target": "P1", "title": "Taken over",
    "addresses": "a@b.example", "question": "x", "public": "everybody", "last_day": "1/1/2099", "text": "x", "roles": "administrator",
}  # fmt: skip

OF_NOBODY = {"kind", "language"}  # parts of addresses that are the same in every organisation


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def with_every_role(of: str) -> User:
    user = person(of=of)
    for role in ROLES:
        Membership.objects.get_or_create(user=user, organisation=organisation(of), role=role, ended_at=None)
    return user


def of_organisations() -> Iterator[URLPattern]:
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    while waiting:
        each = waiting.pop()
        if isinstance(each, URLResolver):
            waiting += each.url_patterns
        elif "organisation" in each.pattern.converters:
            yield each


class Numbers:
    """What stands for the parts of addresses: the same for all, or another for an address by its name."""

    def __init__(self, every: dict[str, object], of: dict[str, dict[str, object]]) -> None:
        self.every, self.of = every, of

    def parts(self, each: URLPattern) -> dict[str, object]:
        known = self.every | self.of.get(str(each.name), {})
        return {name: known[name] for name in each.pattern.converters if name != "organisation"}


def whole_of_northshire() -> Numbers:
    """One of everything that an organisation has, and the number of each."""
    published = a_published_version("northshire_out")
    draft = a_draft()
    consultation = a_consultation(a_draft("northshire_asked"))
    comment = a_comment(consultation)
    an_entry("northshire")
    invited = members.invite(organisation=organisation("northshire"), email="new@person.example", role="analyst", by=None, tell=False)
    more, by_name = coproduction.parts("northshire")
    every = {
        **more,
        "draft": draft.pk,
        "version": published.pk,
        "comment": comment.pk,
        "entry": RegisterEntry.objects.get().pk,
        "news": News.objects.filter(package_id__startswith="northshire_").values_list("pk", flat=True).first() or 1,
        "member": person("board_member").pk,
        "invitation": invited.invitation.pk,
        "package": "northshire_out",
        "element": "P1",
        "kind": "change_ideas",
    }
    return Numbers(every, by_name)


def counted() -> dict[str, object]:
    rows = PackageVersion.objects.order_by("pk").values_list("pk", "state", "text_id", "edits")
    voices = [list(model.objects.order_by("pk").values()) for model in apps.get_app_config("coproduction").get_models()]
    models = (Comment, Answer, Ownership, Invitation.objects.filter(withdrawn_at=None), Membership.objects.filter(ended_at=None))
    many = {str(index): getattr(one, "objects", one).count() for index, one in enumerate(models)}
    return {"versions": list(rows), "voices": voices, **many}


def test_with_every_role_elsewhere_nothing_of_another_organisation_is_there() -> None:
    """Under its own slug the pages do not exist; its numbers under one's own slug do not either. No word sent changes anything."""
    numbers = whole_of_northshire()
    south = browser(with_every_role("southshire"))
    before, tried = counted(), 0
    for each in of_organisations():
        parts = numbers.parts(each)
        for slug in ("northshire", "southshire") if set(parts) - OF_NOBODY else ("northshire",):
            address = reverse(str(each.name), kwargs={"organisation": slug, **parts})
            if not address.startswith("/organisations/"):  # a page for everybody
                continue
            for answer in (south.get(address), south.post(address, EVERYTHING)):
                only_method = slug == "southshire" or each.name == "withdraw_invitation"  # said before anything is looked for
                assert answer.status_code in ({404, 405} if only_method else {404}), address
                tried += 1
    assert tried > 100
    assert counted() == before


def test_a_comment_of_one_draft_is_not_under_the_address_of_another() -> None:
    asked, other = a_consultation(), a_draft("northshire_other")
    comment = a_comment(asked)
    north = browser(person())
    for name in ("answer_comment", "show_comment"):
        parts = {"organisation": "northshire", "draft": other.pk, "comment": comment.pk}
        address = reverse(name, kwargs=parts)
        assert north.get(address).status_code == 404
        assert north.post(address, EVERYTHING).status_code == 404
    taken = north.post(reverse("comments", args=["northshire", other.pk]), {"take_back": comment.pk})
    assert taken.status_code == 404
    comment.refresh_from_db()
    assert comment.withdrawn_at is None and comment.words


def test_an_answer_names_no_edit_of_another_draft_and_none_from_before() -> None:
    asked, other = a_consultation(), a_draft("northshire_other")
    comment = a_comment(asked)
    foreign = edits.change_head(draft=other, fields={"title": "New"}, seen=0, reason="x", by=person())
    before = asked.version.history.get(number=0)
    address = reverse("answer_comment", args=["northshire", asked.version_id, comment.pk])
    for edit in (foreign, before):
        answer = browser(person()).post(address, {"outcome": "changed", "words": "We did.", "edits": [str(edit.pk)]})
        assert answer.status_code == 422
    assert not Answer.objects.exists()


def test_nobody_takes_back_what_another_said() -> None:
    draft = a_draft()
    said = comments.comment_on_draft(draft=draft, element="", words="Mine.", by=person("partner"))
    address = reverse("comments", args=["northshire", draft.pk])
    assert browser(person()).post(address, {"take_back": said.pk}).status_code == 404
    said.refresh_from_db()
    assert said.words == "Mine."


def test_an_invited_person_sees_and_takes_back_only_their_own() -> None:
    first, second = a_consultation(public=False), a_consultation(a_draft("northshire_two"), public=False)
    tokens = []
    for consultation in (first, first, second):
        made: list[str] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(consultations.secrets, "token_urlsafe", lambda _, made=made: made.append(f"t{len(tokens)}") or made[0])
            consultations.invite(consultation=consultation, email=f"{len(tokens)}@person.example", by=person())
        tokens.append(made[0])
    own = comments.comment(consultation=first, element="", words="Only mine.", invitation=first.invitations.get(email="0@person.example"))
    stranger = Client(headers={"host": "localhost"})
    for token in tokens[1:]:
        page = stranger.get(reverse("invited", args=[token]))
        assert page.status_code == 200 and "Only mine." not in page.content.decode()
        assert stranger.post(reverse("invited", args=[token]), {"take_back": own.comment.pk}).status_code == 404
    own.comment.refresh_from_db()
    assert own.comment.words == "Only mine."
    for consultation in (first, second):
        assert stranger.get(reverse("consultation", args=[consultation.pk])).status_code == 404
        assert stranger.get(reverse("what_changed", args=[consultation.pk])).status_code == 404
        assert stranger.post(reverse("consultation_element", args=[consultation.pk, "P1"]), {"words": "x"}).status_code == 404


def test_the_owner_of_an_element_is_somebody_of_the_organisation() -> None:
    draft = a_draft()
    address = reverse("name_owner", args=["northshire", draft.pk, "P1"])
    answer = browser(person()).post(address, {"owner": person(of="southshire").pk, "due": ""})
    assert answer.status_code == 422
    assert person(of="southshire").name not in answer.content.decode()
    with pytest.raises(Exception, match="somebody in your organisation"):
        ownership.name(package=draft.package, element="P1", owner=person(of="southshire"), due=None, by=person())
    assert not Ownership.objects.exists()


def test_an_administrator_touches_nobody_outside_and_gives_themselves_nothing() -> None:
    admin = person("administrator")
    north = browser(admin)
    outside = person(of="southshire")
    for do in ("end", "reset_second_factor"):
        assert north.post(reverse("member", args=["northshire", outside.pk]), {"do": do}).status_code == 404
    north.post(reverse("member", args=["northshire", admin.pk]), {"roles": ["administrator", "qi_lead"]})
    north.post(reverse("invite", args=["northshire"]), {"email": admin.email.upper(), "role": "qi_lead"})
    assert set(admin.memberships.values_list("role", flat=True)) == {"administrator"}
    assert not Invitation.objects.exists()


def test_fields_that_no_form_has_change_nothing() -> None:
    draft = a_draft()
    more = {
        "state": "published",
        "organisation": "southshire",
        "package": "1",
        "published_by": "1",
        "by": "1",
        "number": "9.9.9",
        "id": "x",
    }
    sent = {"title": "New", "reason": "x", "seen": "0", **more}
    browser(person()).post(reverse("edit_head", args=["northshire", draft.pk]), sent)
    row = PackageVersion.objects.get(pk=draft.pk)
    assert (row.state, row.package.organisation.slug, row.package.package_id) == ("draft", "northshire", "northshire_test")
    assert row.published_by_id is None
    assert {edit.by_id for edit in row.history.all()} == {person().pk}
