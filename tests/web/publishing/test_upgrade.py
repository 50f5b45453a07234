"""A newer version of the base: said on the draft, shown whole, chosen where both sides changed the same, written only then."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders.editor import PageInputs, at, save, words_of
from tests.builders.versions import a_draft, a_published_version, complete
from tests.builders.web import browser, organisation, person

from levelground.web.publishing.actions import drafts, edits
from levelground.web.publishing.models import PackageVersion
from levelground.web.publishing.queries import published
from levelground.web.publishing.queries.readings import reading_of

pytestmark = pytest.mark.django_db


def changed(version: PackageVersion, element_id: str, **fields: Any) -> PackageVersion:
    number = complete(version).edits
    edits.change_element(draft=complete(version), element_id=element_id, fields=fields, seen=number, reason="A change.", by=person())
    return complete(version)


def an_adaptation_of_what_moves_on(**of_the_base: Any) -> PackageVersion:
    """An adaptation that changed the words of P1; its base has a new version with other words of P2, and whatever is given."""
    first = a_published_version("northshire_base")
    base = published.one("northshire_base")
    ours = drafts.adapt(organisation=organisation(), base=base, package_id="northshire_ours", title="Ours", by=person())
    ours = changed(ours, "P1", text="Our own words of P1")
    second = drafts.new_version(package=first.package, by=person())
    second = changed(second, "P2", text="The base's new words of P2")
    if of_the_base:
        second = changed(second, "P1", **of_the_base)
    a_published_version(draft=second)
    return ours


def text_of(version: PackageVersion, element_id: str) -> str:
    reading = reading_of(complete(version))
    return str(reading.document.at(reading.paths[element_id])["text"])


def test_the_draft_says_that_its_base_has_a_new_version() -> None:
    version, client = an_adaptation_of_what_moves_on(), browser(person())
    page = client.get(at("draft", version))
    assert "There is a new version of what this adapts" in words_of(page)
    assert at("upgrade_draft", version).encode() in page.content


def test_what_nobody_disputes_comes_in_and_what_is_ours_stays() -> None:
    version, client = an_adaptation_of_what_moves_on(), browser(person())
    address = at("upgrade_draft", version)
    page = client.get(address)
    said = words_of(page)
    assert "What comes in from the base" in said
    assert "The base's new words of P2" in said
    assert "What is carried over from yours" in said
    assert "What you have to choose" not in said
    assert save(client, address, page).status_code == 302
    assert (text_of(version, "P1"), text_of(version, "P2")) == ("Our own words of P1", "The base's new words of P2")
    assert "There is no newer version" in words_of(client.get(address))


@pytest.mark.parametrize(("side", "expected"), [("mine", "Our own words of P1"), ("theirs", "The base's new words of P1")])
def test_what_both_changed_is_chosen_and_nothing_is_written_before(side: str, expected: str) -> None:
    version, client = an_adaptation_of_what_moves_on(text="The base's new words of P1"), browser(person())
    address = at("upgrade_draft", version)
    page = client.get(address)
    said = words_of(page).replace("(only the base: ", "").replace("(only yours: ", "").replace(")", "")
    assert "What you have to choose (1" in said
    assert "The base's new words of P1" in said
    assert "Our own words of P1" in said
    before = complete(version).text_id
    unchosen = save(client, address, page, reason="My own reason.")
    assert "There is a problem" in words_of(unchosen)
    assert complete(version).text_id == before
    assert ("reason", "My own reason.") in PageInputs(unchosen.content).forms[0]
    assert save(client, address, unchosen, **{"choose-0": side}).status_code == 302
    assert text_of(version, "P1") == expected
    assert complete(version).adapts_version != version.adapts_version


def test_a_choice_that_is_none_counts_as_open() -> None:
    version, client = an_adaptation_of_what_moves_on(text="The base's new words of P1"), browser(person())
    address = at("upgrade_draft", version)
    response = save(client, address, client.get(address), **{"choose-0": "both"})
    assert "Choose one of the two" in words_of(response)
    assert complete(version).edits == version.edits


def test_without_a_reason_the_choice_stays_on_the_page() -> None:
    version, client = an_adaptation_of_what_moves_on(text="The base's new words of P1"), browser(person())
    address = at("upgrade_draft", version)
    response = save(client, address, client.get(address), reason="", **{"choose-0": "theirs"})
    assert "Say why you change it." in words_of(response)
    assert ("choose-0", "theirs") in PageInputs(response.content).forms[0]


def test_somebody_who_edits_meanwhile_is_not_overwritten() -> None:
    version, client = an_adaptation_of_what_moves_on(), browser(person())
    address = at("upgrade_draft", version)
    loaded = client.get(address)
    changed(version, "S1", text="Words that came meanwhile")
    response = save(client, address, loaded)
    assert "Somebody changed the draft while you were here" in words_of(response)
    assert save(client, address, response).status_code == 302
    assert text_of(version, "S1") == "Words that came meanwhile"


def test_what_adapts_nothing_has_no_such_page() -> None:
    assert browser(person()).get(at("upgrade_draft", a_draft())).status_code == 404
