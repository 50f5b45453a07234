"""Two people change the same element: the second sees both and chooses, and nothing that either wrote is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.builders.editor import PageInputs, at, offered, save, value_of, words_of
from tests.builders.versions import a_draft, complete
from tests.builders.web import browser, person

from levelground.web.publishing.actions import edits
from levelground.web.publishing.models import Edit, PackageVersion
from levelground.web.publishing.queries.readings import reading_of

pytestmark = pytest.mark.django_db
THEIRS, MINE, BOTH = "Theirs: rules are examined", "Mine: rules are changed", "Both: rules are examined and changed"


def element(version: PackageVersion, element_id: str = "P1") -> dict[str, Any]:
    reading = reading_of(complete(version))
    found: dict[str, Any] = reading.document.at(reading.paths[element_id])
    return found


def they_change(version: PackageVersion, **fields: Any) -> Edit:
    number = complete(version).edits
    return edits.change_element(
        draft=complete(version), element_id="P1", fields=fields, seen=number, reason="They met.", by=person("curator", name="Ada")
    )


def a_conflict(**mine: Any) -> tuple[PackageVersion, Client, str, HttpResponse]:
    """A form is loaded, somebody else saves the same element, then the form is sent."""
    version, client = a_draft(), browser(person())
    address = at("edit_element", version, element="P1")
    loaded = client.get(address)
    they_change(version, text=THEIRS)
    return version, client, address, save(client, address, loaded, reason="My reason.", **{"text": MINE, **mine})


def test_the_second_person_is_shown_both_versions_and_who_wrote_the_other() -> None:
    version, _, _, response = a_conflict()
    assert response.status_code == 409
    said = words_of(response)
    assert "Ada saved a change while you were writing" in said
    assert "They met." in said
    for words in ("rules are examined", "rules are changed", "decisions and the rules behind them"):
        assert words in said.replace("(only theirs: ", "").replace("(only yours: ", "").replace(")", "")
    assert b"<del>" in response.content
    assert b"<ins>" in response.content
    assert value_of(response, "mix-text") == MINE
    assert complete(version).edits == 1


@pytest.mark.parametrize(("choice", "expected"), [("theirs", THEIRS), ("mine", MINE), ("both", BOTH)])
def test_what_is_chosen_is_what_is_saved(choice: str, expected: str) -> None:
    version, client, address, response = a_conflict(why="Because I say so.")
    assert offered(response, "choice-text") == ["theirs", "mine", "both"]
    settled = save(client, address, response, **{"choice-text": choice, "mix-text": BOTH})
    assert settled.status_code == 302, words_of(settled)
    assert element(version)["text"] == expected
    assert element(version)["why"] == "Because I say so."
    assert Edit.objects.get(version=version, number=2).reason == "My reason."


def test_keeping_theirs_of_all_writes_nothing() -> None:
    version, client, address, response = a_conflict()
    assert save(client, address, response, **{"choice-text": "theirs"}).status_code == 302
    assert complete(version).edits == 1
    assert element(version)["text"] == THEIRS


def test_without_a_choice_the_page_asks_again_and_keeps_the_mixed_words() -> None:
    version, client, address, response = a_conflict()
    again = save(client, address, response, **{"mix-text": BOTH})
    assert again.status_code == 409
    assert "There is a problem" in words_of(again)
    assert value_of(again, "mix-text") == BOTH
    assert save(client, address, again, **{"choice-text": "both"}).status_code == 302
    assert element(version)["text"] == BOTH


def test_a_third_person_who_is_faster_still_is_shown_too() -> None:
    version, client, address, response = a_conflict()
    they_change(version, text="Third: rules go")
    again = save(client, address, response, **{"choice-text": "both", "mix-text": BOTH})
    assert again.status_code == 409
    said = words_of(again).replace("(only theirs: ", "").replace("(only yours: ", "").replace(")", "")
    assert "Third: rules go" in said
    assert BOTH in said
    assert save(client, address, again, **{"choice-text": "mine"}).status_code == 302
    assert element(version)["text"] == BOTH


def test_changes_of_other_fields_of_the_element_both_stay() -> None:
    version, client = a_draft(), browser(person())
    address = at("edit_element", version, element="P1")
    loaded = client.get(address)
    they_change(version, text=THEIRS)
    response = save(client, address, loaded, why="My why.", reason="Mine.")
    assert response.status_code == 409
    assert "Only you changed these" in words_of(response)
    assert "Only Ada changed these" in words_of(response)
    assert save(client, address, response).status_code == 302
    assert (element(version)["text"], element(version)["why"]) == (THEIRS, "My why.")


def test_a_change_of_another_element_is_no_conflict() -> None:
    version, client = a_draft(), browser(person())
    address = at("edit_element", version, element="P2")
    loaded = client.get(address)
    they_change(version, text=THEIRS)
    assert save(client, address, loaded, text="Mine of P2", reason="Mine.").status_code == 302
    assert (element(version)["text"], element(version, "P2")["text"]) == (THEIRS, "Mine of P2")


def test_an_element_that_somebody_took_away_leaves_the_words_on_the_page() -> None:
    version, client = a_draft(), browser(person())
    address = at("edit_element", version, element="M3")
    loaded = client.get(address)
    edits.remove_element(draft=version, element_id="M3", seen=0, reason="Not ours.", by=person("curator"))
    response = save(client, address, loaded, name="Words that must stay", reason="Mine.")
    assert response.status_code == 409
    assert "Words that must stay" in words_of(response)


def test_a_bad_value_on_the_conflict_page_goes_back_to_the_form_with_all_words() -> None:
    version, client, address, response = a_conflict(why="Because I say so.")
    wrong = save(client, address, response, **{"choice-text": "both", "mix-text": ""})
    assert "Say what needs to be different." in words_of(wrong)
    assert value_of(wrong, "why") == "Because I say so."
    assert save(client, address, wrong, text=BOTH).status_code == 302
    assert element(version)["text"] == BOTH


def test_two_people_who_change_the_head_choose_too() -> None:
    version, client = a_draft(), browser(person())
    address = at("edit_head", version)
    loaded = client.get(address)
    edits.change_head(draft=version, fields={"summary": "Their summary."}, seen=0, reason="They met.", by=person("curator", name="Ada"))
    response = save(client, address, loaded, summary="My summary.", reason="Mine.")
    assert response.status_code == 409
    assert "Two people changed what it says about itself" in words_of(response)
    assert save(client, address, response, **{"choice-summary": "mine"}).status_code == 302
    assert complete(version).summary == "My summary."


def test_a_seen_number_that_never_was_is_taken_for_now() -> None:
    version, client = a_draft(), browser(person())
    address = at("edit_element", version, element="P1")
    loaded = client.get(address)
    for number in ("999999", "-1", "x", ""):
        response = save(client, address, loaded, text=f"Mine {number}", reason="Mine.", seen=number)
        assert response.status_code in {200, 302, 409}
    assert PageInputs(client.get(address).content).forms


def test_second_edits_of_every_kind_of_element_lose_no_word() -> None:
    """Each form was loaded before any was saved; every conflict is settled by taking what the person wrote."""
    version = a_draft()
    client = browser(person())
    loaded = {name: client.get(at("edit_element", version, element=name)) for name in ("aim", "P1", "P2", "S1", "S2", "C1", "M1", "M2")}
    for name, page in loaded.items():
        address = at("edit_element", version, element=name)
        field = {"aim": "statement", "M1": "name", "M2": "name"}.get(name, "text")
        assert save(client, address, page, reason="First.", **{field: f"First {name}"}).status_code == 302
        second = save(client, address, page, reason="Second.", **{field: f"Second {name}"})
        assert second.status_code == 409
        assert save(client, address, second, **{f"choice-{field}": "both", f"mix-{field}": f"First and second {name}"}).status_code == 302
        assert element(version, name)[field] == f"First and second {name}"
    assert Edit.objects.filter(version=version).count() == 17
