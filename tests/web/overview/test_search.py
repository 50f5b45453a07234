"""One box for everything: what it finds and for whom, that no sign breaks it, and that the index follows what is written."""

from __future__ import annotations

import datetime

import pytest
from tests.builders.web import browser, organisation, person

from levelground.web.overview.actions import search_index
from levelground.web.overview.models import SearchEntry
from levelground.web.overview.queries.search import END, START, search
from levelground.web.overview.search_documents import SearchDocument
from levelground.web.overview.search_pages import marked

pytestmark = pytest.mark.django_db


def document(title: str, body: str = "", part: str = "", until: datetime.date | None = None) -> SearchDocument:
    return SearchDocument(part, "recommendation", title, body, "A register", "/recommendations/x/", until)


def titles(typed: str, user=None, **options) -> list[str]:
    return [hit.title for hit in search(typed, user, **options).hits]


@pytest.fixture
def library() -> None:
    search_index.index_library()


def test_the_library_is_found_by_kind(library) -> None:
    found = search("maternity", None)
    assert found.counts["package"] >= 1
    assert found.counts["element"] > 5
    page = browser().get("/search/?q=maternity").content.decode()
    assert "/packages/maternity_neonatal/" in page
    only = browser().get("/search/?q=maternity&kind=package").content.decode()
    assert "/elements/" not in only.partition('id="maincontent"')[2]
    assert browser().get("/search/?q=curator+register").status_code == 200


def test_every_address_in_the_index_is_a_page(library) -> None:
    client = browser()
    for kind in ("package", "recommendation", "evidence", "resource", "framework", "help"):
        address = SearchEntry.objects.filter(kind=kind).first().address
        assert client.get(address).status_code == 200, address


def test_to_index_again_changes_nothing(library) -> None:
    before = set(SearchEntry.objects.values_list("pk", "subject", "part", "title"))
    search_index.index_library()
    assert set(SearchEntry.objects.values_list("pk", "subject", "part", "title")) == before


def test_words_are_found_in_their_forms_and_by_their_beginning() -> None:
    search_index.put("x:1", [document("Reduce inequalities in waiting times")])
    for typed in ("inequality", "INEQUALITIES", "waits", "reduc", "times waiting"):
        assert titles(typed) == ["Reduce inequalities in waiting times"], typed


def test_a_title_weighs_more_than_a_body() -> None:
    search_index.put("x:1", [document("Something else", "about oximeters here")])
    search_index.put("x:2", [document("Oximeters", "something")])
    assert titles("oximeters") == ["Oximeters", "Something else"]


def test_a_snippet_marks_the_words_and_escapes_the_rest() -> None:
    search_index.put("x:1", [document("A title", "before <script>alert(1)</script> oximeters after")])
    snippet = search("oximeters", None).hits[0].snippet
    assert f"{START}oximeters{END}" in snippet
    assert "<mark>oximeters</mark>" in marked(snippet)
    assert "<script>" not in marked(snippet)
    assert "<script>alert" not in browser().get("/search/?q=oximeters").content.decode()


def test_what_was_written_to_look_like_a_mark_is_not_one() -> None:
    from levelground.web.overview.search_documents import _clean

    assert _clean(f"a {START}b{END} \0c") == "a b c"


SIGNS = ('"', '""', '"unbalanced', "*", "a*b", "NEAR", "NEAR(a b)", "a AND", "OR", "NOT x", "a OR OR b", "(", ")", "((a)")
FURTHER = ("title:a", "^a", "a -b", "'", "';--", "a & b", "a | !b", "<->", ":*", "\\", "%", "_", "a_b", "%s", "%(match)s", "\0", "{}")
LETTERS = ("é", "日本", "🙂", "the", "a" * 5000, "x " * 500)


@pytest.mark.parametrize("typed", [*SIGNS, *FURTHER, *LETTERS])
def test_no_sign_breaks_a_search(typed) -> None:
    search_index.put("x:1", [document("A title of something", "near or not")])
    assert browser().get("/search/", {"q": typed}).status_code == 200
    search(typed, None)


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999", "kind=nonsense", "kind=draft"])
def test_no_address_breaks_the_page(query, library) -> None:
    assert browser().get(f"/search/?q=care&{query}").status_code == 200


def test_nothing_found_names_the_nearest_words(library) -> None:
    found = search("maternaty", None)
    assert not found.hits
    assert found.did_you_mean.startswith("matern")
    page = browser().get("/search/?q=maternaty").content.decode()
    assert "Did you mean" in page


def test_where_nothing_has_all_the_words_some_are_shown() -> None:
    search_index.put("x:1", [document("Oximeters for all")])
    found = search("oximeters zebras", None)
    assert found.some_words
    assert [hit.title for hit in found.hits] == ["Oximeters for all"]


def test_pages_do_not_repeat_themselves() -> None:
    search_index.put("x:1", [document(f"Oximeter {number}", part=f"P{number}") for number in range(45)])
    pages = [titles("oximeter", number=number) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({title for page in pages for title in page}) == 45


def test_what_has_an_end_is_not_found_after_it() -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    search_index.put("x:1", [document("Oximeters now", until=today + datetime.timedelta(days=2))])
    search_index.put("x:2", [document("Oximeters then", until=today - datetime.timedelta(days=2))])
    assert titles("oximeters") == ["Oximeters now"]


def test_rows_that_go_or_change_are_found_no_more() -> None:
    search_index.put("x:1", [document("Oximeters", part="a"), document("Thermometers", part="b")])
    search_index.put("x:1", [document("Scales", part="a")])
    assert titles("oximeters") == titles("thermometers") == []
    assert titles("scales") == ["Scales"]
    search_index.forget("x:1")
    assert titles("scales") == []


def begun(slug: str = "northshire"):
    from levelground.web.publishing.actions import drafts

    return drafts.start(organisation=organisation(slug), package_id=f"{slug}_plan", title="Quokkas in clinics", by=person("qi_lead", slug))


def test_a_draft_is_found_by_its_own_organisation_only() -> None:
    begun()
    assert titles("quokkas", person("qi_lead")) == ["Quokkas in clinics"]
    assert titles("quokkas", person("board_member")) == ["Quokkas in clinics"]
    for other in (None, person("qi_lead", "southshire"), person("administrator"), person(None)):
        assert titles("quokkas", other) == []
        assert search("quokkas", other).counts == {}
        assert search("quokka", other).did_you_mean == ""
        assert search("quokkaz", other).did_you_mean == ""
    assert "Quokkas" in browser(person("qi_lead")).get("/search/?q=quokkas").content.decode()
    assert "Quokkas in clinics" not in browser(person("qi_lead", "southshire")).get("/search/?q=quokkas").content.decode()


def test_one_who_left_finds_the_drafts_no_more() -> None:
    from django.utils import timezone

    begun()
    lead = person("qi_lead")
    lead.memberships.update(ended_at=timezone.now())
    assert titles("quokkas", lead) == []


def test_an_edit_of_a_draft_is_found_and_a_deleted_draft_is_not() -> None:
    from levelground.web.publishing.actions import drafts, edits

    draft, lead = begun(), person("qi_lead")
    edits.change_head(draft=draft, fields={"title": "Wombats in clinics"}, seen=draft.edits, reason="a better name", by=lead)
    assert titles("quokkas", lead) == []
    assert "Wombats in clinics" in titles("wombats", lead)
    draft.refresh_from_db()
    drafts.delete(draft=draft, by=lead)
    assert titles("wombats", lead) == []


def test_an_entry_is_found_once_published_and_not_when_withdrawn() -> None:
    from tests.web.publishing.test_register_entries import REGISTERS, added, curator

    entry = added(text="Ask quokkas.")
    assert titles("quokkas", person("curator")) == []
    curator().post(f"{REGISTERS}{entry.pk}/publish/")
    assert titles("quokkas") == ["Ask quokkas."]
    curator().post(f"{REGISTERS}{entry.pk}/withdraw/", {"why": "wrong"})
    assert titles("quokkas") == []


def test_the_command_says_how_many(capsys) -> None:
    from django.core.management import call_command

    begun()
    call_command("index_search", "--all")
    assert "things can be found" in capsys.readouterr().out
    assert titles("quokkas", person("qi_lead")) == ["Quokkas in clinics"]


def test_a_search_asks_a_bounded_number_of_questions(library, django_assert_max_num_queries) -> None:
    client = browser(person("qi_lead"))
    client.get("/search/?q=care")
    with django_assert_max_num_queries(10):
        client.get("/search/?q=care")
    with django_assert_max_num_queries(16):
        client.get("/search/?q=maternaty+carre+inequalitty")
