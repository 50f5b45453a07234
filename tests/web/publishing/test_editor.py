"""The pages of one draft: read, written, added to, linked, cut; what is typed is never lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.builders.editor import at, offered, save, value_of, words_of
from tests.builders.versions import a_draft, complete, in_review
from tests.builders.web import browser, organisation, person
from tests.builders.whole_change_package import whole

from levelground.change_package import checks
from levelground.errors import Finding, Severity
from levelground.web.publishing.actions import drafts
from levelground.web.publishing.models import Edit, PackageVersion
from levelground.web.publishing.presenters.finding_steps import AT_A_FORM, step_of
from levelground.web.publishing.queries import published
from levelground.web.publishing.queries.readings import reading_of

pytestmark = pytest.mark.django_db
LISTS = ("primary_drivers", "secondary_drivers", "change_ideas", "measures", "recommendations", "evidence", "sources")
KEPT = "Words that must stay."
ALL_FIELDS = {
    "text": "A new one", "why": "It helps", "name": "A new one", "title": "A new one", "statement": "A new one", "publisher": "We",
    "edition": "2026", "addressees": "Trusts\nBoards", "changes": "policy", "evidence__grade": "untested", "grade": "untested",
    "evidence__certainty": "low", "certainty": "low", "evidence__statement": "Thought", "kind": "process", "unit": "people",
    "operational_definition": "Count them", "improvement_direction": "increase", "numerator__description": "Those who did",
    "denominator__description": "All", "standardisation": "none",
}  # fmt: skip


def an_adaptation(base: str = "core") -> PackageVersion:
    return drafts.adapt(organisation=organisation(), base=published.one(base), package_id="northshire_own", title="Our own", by=person())


def element(version: PackageVersion, element_id: str) -> dict[str, Any]:
    reading = reading_of(complete(version))
    found: dict[str, Any] = reading.document.at(reading.paths[element_id])
    return found


@pytest.mark.parametrize("name", ["draft", "draft_findings", "draft_compare", "draft_diagram", "edit_head"])
@pytest.mark.parametrize("begin", [a_draft, an_adaptation])
def test_every_page_of_a_draft_opens_and_says_how_far_it_is_co_produced(name: str, begin: Callable[[], PackageVersion]) -> None:
    version = begin()
    response = browser(person()).get(at(name, version))
    assert response.status_code == 200
    assert b"Not yet co-produced" in response.content
    assert f"Version {version.number}" in response.content.decode()


@pytest.mark.parametrize("role", ["board_member", "partner", "facilitator"])
def test_who_may_only_read_sees_no_way_to_change(role: str) -> None:
    version, client = a_draft(), browser(person(role))
    page = client.get(at("draft", version)).content.decode()
    assert "/edit/" not in page
    assert "/add/" not in page
    assert "Undo" not in page
    assert client.get(at("draft_element", version, element="P1")).status_code == 200
    assert client.get(at("edit_element", version, element="P1")).status_code == 403


@pytest.mark.parametrize("name", ["draft", "draft_findings", "draft_compare", "draft_diagram", "edit_head", "upgrade_draft"])
def test_a_draft_of_another_organisation_is_not_there(name: str) -> None:
    version = a_draft()
    stranger = browser(person(of="southshire"))
    assert stranger.get(at(name, version)).status_code == 404
    assert stranger.get(at(name, version).replace("northshire", "southshire")).status_code == 404


def test_the_page_of_a_draft_says_what_is_next_and_what_was_found() -> None:
    said = words_of(browser(person()).get(at("draft", a_draft())))
    assert "What is next" in said
    assert "5 to write" in said
    assert "texts are still to write" in said


def test_each_finding_leads_to_the_input_where_it_is_mended() -> None:
    version, client = a_draft(), browser(person())
    page = client.get(at("draft_findings", version)).content.decode()
    for anchor in ("#id_first_test", "#id_evidence__statement"):
        assert f"{at('edit_element', version, element='C1')}{anchor}" in page
    assert f"{at('edit_head', version)}#id_provenance__statement" in page
    form = client.get(at("edit_element", version, element="C1")).content.decode()
    assert 'id="id_first_test"' in form
    assert 'id="id_evidence__statement"' in form


def test_what_to_do_about_a_finding_is_said_for_somebody_at_a_form() -> None:
    version, client = a_draft(), browser(person())
    said = words_of(client.get(at("draft_findings", version)))
    assert "In each part, write the organisation and the role that answer for it." in said
    assert "accountable:" not in said and "change verification" not in said
    assert (
        'href="/organisations/northshire/accountability/"' in client.get(at("draft_findings", version)).content.decode().split("<main")[1]
    )


@pytest.mark.parametrize("rule", AT_A_FORM)
def test_the_words_that_a_page_says_otherwise_are_those_of_the_rule(rule: str) -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in Path(checks.__file__).parent.glob("*.py"))
    of_the_file, at_a_form = AT_A_FORM[rule]
    assert f'"{rule}"' in texts and of_the_file in texts
    step = step_of(Finding(Severity.NOTE, rule, "Found.", None, next_step=f"{of_the_file} And so on."))
    assert step == f"{at_a_form} And so on."


def test_an_edit_changes_the_lines_of_its_element_only_and_keeps_author_reason_and_decision() -> None:
    version, lead = a_draft(), person()
    client, address = browser(lead), at("edit_element", version, element="P1")
    before = version.text.content
    response = save(
        client, address, client.get(address), text="Rules are looked at for racism, and they change", reason="We met.", decision="D1"
    )
    assert (response.status_code, response.url) == (302, f"{at('draft', version)}?saved=P1#P1")
    after = complete(version).text.content
    differing = [line for line in after.splitlines() if line not in before.splitlines()]
    assert len(differing) == 1
    assert "Rules are looked at" in differing[0]
    assert "# Two to five big areas" in after
    edit = Edit.objects.get(version=version, number=1)
    assert (edit.by, edit.reason, edit.decision, edit.elements) == (lead, "We met.", "D1", ["P1"])
    assert [operation["op"] for operation in edit.operations] == ["replace"]


def test_the_same_meaning_in_other_words_is_kept_as_rewording() -> None:
    version, client = a_draft(), browser(person())
    address = at("edit_element", version, element="P1")
    save(client, address, client.get(address), text="Rules are looked at", reason="Shorter.", meaning="same")
    assert [operation["op"] for operation in Edit.objects.get(version=version, number=1).operations] == ["reword"]


@pytest.mark.parametrize("name", ["whole", "core", "mental_health", "maternity_neonatal"])
def test_a_form_that_is_sent_as_it_was_loaded_changes_nothing_and_says_so(name: str) -> None:
    data = whole().encode() if name == "whole" else published.one(name).data
    version = drafts.import_text(organisation=organisation(), data=data, file_name="x.yaml", by=person(), own_id=True)
    client, one_of_each = browser(person()), {path[0]: element_id for element_id, path in reading_of(version).paths.items()}
    for element_id in one_of_each.values():
        address = at("edit_element", version, element=element_id)
        response = save(client, address, client.get(address), reason="Nothing.")
        assert "You have not changed anything yet" in words_of(response), element_id
    assert complete(version).edits == 0


def test_fields_within_fields_are_written_and_taken_away_again() -> None:
    version, client = a_draft(), browser(person())
    address = at("edit_element", version, element="C1")
    who = {"accountable__organisation": "The trust", "accountable__role": "Medical director", "accountable__due": "31/03/2029"}
    assert save(client, address, client.get(address), reason="Named.", evidence__grade="promising", **who).status_code == 302
    idea = element(version, "C1")
    assert idea["accountable"] == {"organisation": "The trust", "role": "Medical director", "due": "2029-03-31"}
    assert idea["evidence"]["grade"] == "promising"
    assert idea["evidence"]["certainty"] == "very_low"
    assert value_of(client.get(address), "accountable__due") == "31/03/2029"
    assert save(client, address, client.get(address), reason="Not yet.", **dict.fromkeys(who, "")).status_code == 302
    assert "accountable" not in element(version, "C1")


def test_the_aim_takes_groups_a_deadline_a_target_and_a_named_group() -> None:
    version, client = a_draft(), browser(person())
    address = at("edit_element", version, element="aim")
    response = save(
        client,
        address,
        client.get(address),
        groups=["black", "mixed"],
        deadline="31 March 2029",
        comparison__named__rule="fixed_group",
        comparison__named__reference_groups__broad="white",
        target__group="black",
        target__absolute__share_of_starting="0.5",
        target__relative__share_of_starting="0.5",
        reason="Agreed at the first workshop.",
    )
    assert response.status_code == 302, words_of(response)[:600]
    aim = element(version, "aim")
    assert aim["groups"] == ["black", "mixed"]
    assert str(aim["deadline"]) == "2029-03-31"
    assert aim["comparison"]["named"]["reference_groups"] == {"broad": "white"}
    assert aim["target"] == {"group": "black", "absolute": {"share_of_starting": 0.5}, "relative": {"share_of_starting": 0.5}}
    again = save(client, address, client.get(address), comparison__named__rule="best", reason="Changed our minds.")
    assert again.status_code == 302, words_of(again)[:600]
    assert "reference_groups" not in element(version, "aim")["comparison"]["named"]


@pytest.mark.parametrize(
    ("element_id", "typed", "error"),
    [
        ("P1", {"text": "", "why": KEPT}, "Say what needs to be different."),
        ("P1", {"why": KEPT, "reason": ""}, "Say why you change it."),
        ("P1", {"why": KEPT, "accountable__role": "Nurse"}, "Name the organisation"),
        ("P1", {"why": KEPT, "accountable__due": "31/02/2029"}, "write a real date"),
        ("P1", {"why": KEPT, "decision": "Dr Smith said"}, "write its id"),
        ("P1", {"why": f"{KEPT} " * 200}, "use at most 4000"),
        ("P1", {"why": KEPT, "racism_level": "none"}, "choose one of those"),
        ("P1", {"why": KEPT, "meaning": "maybe"}, "choose one of those"),
        ("aim", {"guardrail": KEPT, "target__absolute__share_of_starting": "half"}, "write a number"),
        ("aim", {"guardrail": KEPT, "target__group": "black"}, "Both scales are needed"),
        ("aim", {"guardrail": KEPT, "comparison__named__rule": "rest"}, "second comparator must differ"),
        ("aim", {"guardrail": KEPT, "baseline__value": "3"}, "Say when it was measured"),
        ("M1", {"name": KEPT, "per": "0"}, "above 0"),
        ("M1", {"name": KEPT, "statistic": "count"}, "leave this part empty"),
        ("M1", {"name": KEPT, "numerator__source": "two words"}, "must"),
    ],
)
def test_bad_input_is_told_at_the_top_and_at_the_field_and_the_words_stay(element_id: str, typed: dict[str, str], error: str) -> None:
    version, client = a_draft(), browser(person())
    address = at("edit_element", version, element=element_id)
    response = save(client, address, client.get(address), **{"reason": "Why.", **typed})
    page = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error: " in page
    assert "There is a problem" in page
    assert error in words_of(response)
    for name, words in typed.items():
        if name in {"why", "guardrail", "name"}:
            assert value_of(response, name) == words.strip()
    assert complete(version).edits == 0


@pytest.mark.parametrize("list_name", LISTS)
@pytest.mark.parametrize("begin", [a_draft, an_adaptation])
def test_an_element_of_each_kind_is_added_and_found_again(list_name: str, begin: Callable[[], PackageVersion]) -> None:
    version, client = begin(), browser(person())
    address = at("add_element", version, kind=list_name)
    shown = client.get(address)
    fields: dict[str, Any] = {name: value for name, value in ALL_FIELDS.items() if f'name="{name}"'.encode() in shown.content}
    if offered(shown, "serves"):
        fields["serves"] = offered(shown, "serves")[:2]
    new_id = value_of(shown, "id")
    response = save(client, address, shown, reason="It was missing.", **fields)
    assert response.status_code == 302, words_of(response)[:500]
    assert response.url.endswith(f"#{new_id}")
    assert "A new one" in element(version, new_id).values()
    assert new_id.startswith("N-") == (begin is an_adaptation)
    assert client.get(at("edit_element", version, element=new_id)).status_code == 200
    assert client.get(at("draft_element", version, element=new_id)).status_code == 200


def test_what_is_added_below_an_element_serves_it() -> None:
    version, client = a_draft(), browser(person())
    address = at("add_element", version, kind="secondary_drivers")
    shown = client.get(f"{address}?under=P2")
    assert save(client, address, shown, text="New", why="It helps", reason="Missing.").status_code == 302
    assert element(version, "S3")["serves"] == ["P2"]


def test_an_id_that_is_taken_is_refused_and_what_was_typed_stays() -> None:
    version, client = a_draft(), browser(person())
    address = at("add_element", version, kind="primary_drivers")
    response = save(client, address, client.get(address), id="P1", text="Kept words", why="It helps", reason="Missing.")
    assert "P1 is taken" in words_of(response)
    assert value_of(response, "text") == "Kept words"


def test_nothing_is_added_to_a_list_that_takes_none() -> None:
    assert browser(person()).get(at("add_element", a_draft(), kind="principles")).status_code == 404


def test_links_are_added_made_weak_and_taken_away() -> None:
    version, client = a_draft(), browser(person())
    address = at("link_element", version, element="S1")
    values = {"field": "serves", "serves-seen": 0, "serves-target": "P2", "serves-reason": "It helps both."}
    response = client.post(address, {**values, "serves-strength": "weak", "serves-assumption": "People are asked."})
    assert response.status_code == 302, words_of(response)[:400]
    assert element(version, "S1")["serves"] == ["P1", {"id": "P2", "strength": "weak", "assumption": "People are asked."}]
    assert "It holds only if: People are asked." in words_of(client.get(address))
    away = f"{address}?away=serves.P2"
    assert "Take this link away?" in words_of(client.get(away))
    assert "Say why" in words_of(client.post(away, {"seen": 1, "reason": ""}))
    assert save(client, away, client.get(away), reason="It did not hold.").status_code == 302
    assert element(version, "S1")["serves"] == ["P1"]


def test_a_link_without_a_target_keeps_what_was_typed() -> None:
    version, client = a_draft(), browser(person())
    response = client.post(
        at("link_element", version, element="S1"),
        {"field": "serves", "serves-seen": 0, "serves-target": "", "serves-strength": "weak", "serves-reason": "Kept words"},
    )
    assert "Choose what to link to." in words_of(response)
    assert value_of(response, "serves-reason") == "Kept words"


def test_removing_says_what_goes_with_it_and_what_is_left_alone() -> None:
    version, client = a_draft(), browser(person())
    address = at("remove_element", version, element="S1")
    said = words_of(client.get(address))
    assert "These would serve nothing" in said
    assert "C1" in said
    assert "These links go with it" in said
    assert "Say why" in words_of(save(client, address, client.get(address)))


def test_an_element_is_taken_away_with_its_reason() -> None:
    version, client = a_draft(), browser(person())
    address = at("remove_element", version, element="M3")
    response = save(client, address, client.get(address), reason="Not ours.")
    assert response.status_code == 302, words_of(response)[:500]
    assert "M3" not in reading_of(complete(version)).paths


def test_an_element_that_is_core_to_the_base_stays_and_the_page_says_why() -> None:
    version, client = an_adaptation(), browser(person())
    address = at("remove_element", version, element="P1")
    response = save(client, address, client.get(address), reason="Not ours.")
    assert response.status_code == 200
    assert "core" in words_of(response)
    assert value_of(response, "reason") == "Not ours."


def test_the_head_is_written_and_what_is_wrong_with_it_is_said() -> None:
    version, client = an_adaptation(), browser(person())
    address = at("edit_head", version)
    wrong = save(client, address, client.get(address), title="", summary="Kept words", reason="Why.")
    assert "Write a title." in words_of(wrong)
    assert value_of(wrong, "summary") == "Kept words"
    changes = {"title": "Fair care", "why_adapted": "For our wards.", "status": "in_co_production"}
    assert save(client, address, client.get(address), reason="Begun.", **changes).status_code == 302
    row = complete(version)
    assert (row.title, row.co_production) == ("Fair care", "in_co_production")
    assert "For our wards." in row.text.content
    assert b"In co-production" in client.get(at("draft", version)).content


def test_while_it_is_in_review_nothing_can_be_changed_and_typed_words_are_kept() -> None:
    version, client = a_draft(), browser(person())
    address = at("edit_element", version, element="P1")
    loaded = client.get(address)
    in_review(version)
    assert client.get(address).status_code == 302
    response = save(client, address, loaded, why=KEPT, reason="Why.")
    assert value_of(response, "why") == KEPT
    assert "There is a problem" in response.content.decode()
    assert "second person reads it" in words_of(client.get(at("draft", version)))


def test_an_undo_stands_on_the_page_and_takes_the_last_edit_back() -> None:
    version, client = a_draft(), browser(person())
    before = version.text.content
    address = at("edit_element", version, element="P1")
    save(client, address, client.get(address), text="Other words", reason="A try.")
    page = client.get(at("draft", version))
    assert "A try." in words_of(page)
    assert save(client, at("undo_edit", version), page).status_code == 302
    assert complete(version).text.content == before


def test_a_hint_about_hard_words_never_stops_an_edit() -> None:
    version, client = a_draft(), browser(person())
    hard = (
        "Institutional responsibilities regarding discriminatory organisational procedures necessitate comprehensive interdepartmental "
        "reconfiguration incorporating representative multidisciplinary accountability infrastructure."
    )
    address = at("edit_element", version, element="P1")
    assert save(client, address, client.get(address), why=hard, reason="As it was said.").status_code == 302
    assert "hard to read" in words_of(client.get(address))


def test_a_comparison_is_chosen_in_the_address() -> None:
    version, client = a_draft(), browser(person())
    assert "nothing to compare it with yet" in words_of(client.get(at("draft_compare", version)))
    address = at("edit_element", version, element="P1")
    save(client, address, client.get(address), text="Other words", reason="A try.")
    said = words_of(client.get(f"{at('draft_compare', version)}?with=edit-0"))
    assert "What is different in this draft" in said
    assert "Other words" in said
    assert "Choose from the list" in words_of(client.get(f"{at('draft_compare', version)}?with=edit-99"))


def test_an_adaptation_is_compared_with_what_it_adapts() -> None:
    assert "What it adapts" in words_of(browser(person()).get(f"{at('draft_compare', an_adaptation())}?with=base"))


def test_the_number_of_queries_of_a_page_does_not_grow_with_the_draft(django_assert_max_num_queries: Callable[[int], Any]) -> None:
    version, client = an_adaptation("mental_health"), browser(person())
    for name, parts in (("draft", {}), ("draft_diagram", {}), ("draft_findings", {}), ("edit_element", {"element": "P1"})):
        client.get(at(name, version, **parts))
        with django_assert_max_num_queries(10):
            assert client.get(at(name, version, **parts)).status_code == 200
