"""A curator adds to the registers: drafts, versions, publishing, withdrawing, and the news that it makes."""

from __future__ import annotations

import pytest
from tests.builders.web import browser, organisation, person

from levelground.registers.registers import registers
from levelground.web.people.models import AuditEvent
from levelground.web.publishing.models import EntryFacet, EntryState, EntryVersion, News, NewsSeen, RegisterEntry
from levelground.web.publishing.queries import register_entries as held

pytestmark = pytest.mark.django_db
REGISTERS = "/organisations/northshire/registers/"
ADD = f"{REGISTERS}recommendations/add/"
TYPED = {
    "entry_id": "northshire_R1",
    "text": "Ask each woman in her own language.",
    "addressees": "NHS trusts\nIntegrated care boards",
    "source": "oximetry_2021",
    "edition": "April 2021",
    "verification": "secondary",
    "disciplines": ["maternity_neonatal"],
    "themes": "language",
    "ambitions": ["A24-maternal"],
    "reason": "A report came out.",
    "seen": "0",
}


def curator(of: str = "northshire"):
    return browser(person("curator", of))


def added(client=None, **typed) -> RegisterEntry:
    client = client or curator()
    answer = client.post(ADD, TYPED | typed)
    assert answer.status_code == 302, answer.content.decode()
    return RegisterEntry.objects.filter(kind="recommendation").latest("pk")


def published(**typed) -> RegisterEntry:
    client = curator()
    entry = added(client, **typed)
    client.post(f"{REGISTERS}{entry.pk}/publish/")
    return entry


def test_the_empty_page_says_what_to_do_first() -> None:
    assert "Add a recommendation" in curator().get(REGISTERS).content.decode()


def test_a_draft_is_seen_by_its_organisation_only() -> None:
    entry = added()
    assert "Ask each woman" in curator().get(f"{REGISTERS}{entry.pk}/").content.decode()
    assert "northshire_R1" not in browser().get("/recommendations/?q=language").content.decode()
    assert browser().get("/recommendations/northshire_R1/").status_code == 404
    other = curator("southshire")
    assert other.get(f"/organisations/southshire/registers/{entry.pk}/").status_code == 404
    assert other.post(f"/organisations/southshire/registers/{entry.pk}/publish/").status_code == 404
    assert "Ask each woman" not in other.get("/organisations/southshire/registers/").content.decode()


def test_what_is_published_stands_in_the_register_with_who_added_it() -> None:
    published()
    page = browser().get("/recommendations/?discipline=maternity_neonatal&q=each+woman").content.decode()
    assert "Ask each woman in her own language." in page
    assert "Added by Northshire NHS Trust" in page
    entry = browser().get("/recommendations/northshire_R1/").content.decode()
    assert "NHS trusts, Integrated care boards" in entry
    rows = browser().get("/recommendations.json?addressee=Integrated+care+boards").json()["rows"]
    assert "northshire_R1" in [row["id"] for row in rows]


@pytest.mark.parametrize("name", ["text", "addressees", "source", "edition", "verification", "disciplines", "themes", "reason", "entry_id"])
def test_what_is_left_out_is_told_and_everything_typed_is_kept(name) -> None:
    answer = curator().post(ADD, {key: value for key, value in TYPED.items() if key != name})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "There is a problem" in page
    assert "<title>Error: " in page
    kept = {"text": "Ask each woman", "reason": "A report came out.", "themes": ">language<"}
    for field, words in kept.items():
        assert (words in page) == (field != name)
    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"entry_id": "R99"}, "must begin with northshire_"),
        ({"entry_id": "northshire_<b>"}, "must begin with northshire_"),
        ({"same_as": "R01-oximeter: both ask"}, "Did you mean R01-oximeters"),
        ({"same_as": "R01-oximeters"}, "Write the short name, a colon, and why"),
        ({"conflicts_with": "northshire_R1: itself"}, "no recommendation is called northshire_R1"),
        ({"source": "new"}, "Write the title of the new source."),
        ({"source": "nonsense"}, "choose one of those"),
        ({"done": "A guide came out.", "done_on": "last year"}, "You wrote last year"),
        ({"done": "A guide came out."}, "Choose where it says so."),
        ({"text": "a" * 5000}, "at most 4000"),
        ({"text": "bell \x07 rings"}, "There is a problem"),
    ],
)
def test_bad_input_is_told_in_words(typed, said) -> None:
    answer = curator().post(ADD, TYPED | typed)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "A report came out." in answer.content.decode()
    assert not RegisterEntry.objects.exists()


def test_a_taken_id_is_refused() -> None:
    client = curator()
    added(client)
    assert "is taken" in client.post(ADD, TYPED).content.decode()
    assert RegisterEntry.objects.count() == 1


def test_a_new_source_is_published_with_the_recommendation() -> None:
    client = curator()
    new = {"source": "new", "new_title": "Voices of Northshire", "new_publisher": "Northshire", "new_edition": "May 2026"}
    entry = added(client, **new)
    assert "Voices of Northshire" not in browser().get("/recommendations/").content.decode()
    assert "Voices of Northshire" in client.get(ADD).content.decode()
    client.post(f"{REGISTERS}{entry.pk}/publish/")
    assert "Voices of Northshire" in browser().get("/recommendations/northshire_R1/").content.decode()
    assert [row["id"] for row in browser().get("/recommendations.json?source=northshire_S1").json()["rows"]] == ["northshire_R1"]


def test_a_change_is_a_new_version_and_the_register_shows_the_published_one() -> None:
    client = curator()
    entry = published()
    shown = client.get(f"{REGISTERS}{entry.pk}/edit/").content.decode()
    assert "Ask each woman in her own language." in shown
    changed = {key: value for key, value in TYPED.items() if key != "entry_id"} | {"text": "Ask in plain words.", "seen": "1"}
    assert client.post(f"{REGISTERS}{entry.pk}/edit/", changed).status_code == 302
    assert "Ask each woman" in browser().get("/recommendations/northshire_R1/").content.decode()
    client.post(f"{REGISTERS}{entry.pk}/publish/")
    assert "Ask in plain words." in browser().get("/recommendations/northshire_R1/").content.decode()
    assert list(entry.versions.values_list("number", "state")) == [(1, EntryState.REPLACED), (2, EntryState.PUBLISHED)]
    assert set(EntryFacet.objects.values_list("version__number", flat=True)) == {2}


def test_two_who_change_the_same_entry_lose_nothing() -> None:
    client = curator()
    entry = published()
    mine = {key: value for key, value in TYPED.items() if key != "entry_id"} | {"seen": "1"}
    client.post(f"{REGISTERS}{entry.pk}/edit/", mine | {"text": "The first."})
    answer = client.post(f"{REGISTERS}{entry.pk}/edit/", mine | {"text": "The second."})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "saved version 2 while you were writing" in page
    assert "The second." in page
    assert 'name="seen" value="2"' in page
    assert client.post(f"{REGISTERS}{entry.pk}/edit/", mine | {"text": "The second.", "seen": "2"}).status_code == 302
    assert [one.words for one in held.history(entry)] == ["The second.", "The first.", TYPED["text"]]


def test_what_is_withdrawn_leaves_the_lists_and_its_page_says_why() -> None:
    entry = published()
    client = curator()
    assert "Say why it is withdrawn" in client.post(f"{REGISTERS}{entry.pk}/withdraw/", {"why": ""}).content.decode()
    client.post(f"{REGISTERS}{entry.pk}/withdraw/", {"why": "The report was wrong."})
    assert "northshire_R1" not in [row["id"] for row in browser().get("/recommendations.json").json()["rows"]]
    page = browser().get("/recommendations/northshire_R1/").content.decode()
    assert "The report was wrong." in page
    assert not EntryFacet.objects.exists()


def test_links_are_seen_from_both_sides() -> None:
    published(conflicts_with="R01-oximeters: one asks to wait, the other to act.")
    page = browser().get("/recommendations/R01-oximeters/").content.decode()
    assert "northshire_R1" in page
    assert "one asks to wait, the other to act." in page


def test_news_says_why_it_concerns_a_change_package() -> None:
    published(same_as="R01-oximeters: both ask for a look.")
    told = dict(News.objects.values_list("package_id", "why"))
    assert "It is about the same part of care: maternity and neonatal." in told["maternity_neonatal"]
    assert "It takes up R01-oximeters, which asks for much the same." in told["digital_innovation"]
    assert "sickle_cell" not in told or "same part of care" not in told["sickle_cell"]
    assert [one.entry_id for one in held.news_for("maternity_neonatal")] == ["northshire_R1"]


def adapting(slug: str):
    """An organisation that adapts the library's package on maternity."""
    from levelground.web.publishing.actions import drafts
    from levelground.web.publishing.queries import published as library

    lead = person("qi_lead", slug)
    base = library.one("maternity_neonatal")
    return drafts.adapt(organisation=organisation(slug), base=base, package_id=f"{slug}_births", title="Births", by=lead)


def test_each_organisation_sees_the_news_of_what_it_writes_and_adapts_and_sees_to_it_alone() -> None:
    adapting("southshire")
    adapting("eastshire")
    published()
    south, east = browser(person("qi_lead", "southshire")), browser(person("qi_lead", "eastshire"))
    page = south.get("/organisations/southshire/news/").content.decode()
    assert "southshire_births" in page
    assert "eastshire_births" not in page
    assert "There is no news" in browser(person("qi_lead", "westshire")).get("/organisations/westshire/news/").content.decode()
    shared = News.objects.get(package_id="maternity_neonatal")
    see = f"/organisations/southshire/news/{shared.pk}/seen/"
    assert "Say what you did" in south.post(see, {"what": ""}).content.decode()
    assert south.post(see, {"what": "We added an idea."}).status_code == 302
    assert "We added an idea." in south.get("/organisations/southshire/news/").content.decode()
    assert "We added an idea." not in east.get("/organisations/eastshire/news/").content.decode()
    assert NewsSeen.objects.count() == 1
    foreign = News.objects.get(package_id="eastshire_births")
    assert south.get(f"/organisations/southshire/news/{foreign.pk}/seen/").status_code == 404


def test_an_entry_stands_once_in_the_news_with_the_titles_of_what_it_concerns() -> None:
    adapting("southshire")
    published()
    [entry] = News.objects.filter(package_id="southshire_births").values_list("entry_version__words", flat=True)
    page = " ".join(browser(person("qi_lead", "southshire")).get("/organisations/southshire/news/").content.decode().split())
    assert page.count(f">{entry}</a>") == 1
    for package_id in ("southshire_births", "maternity_neonatal"):
        assert f'</strong> <span class="site-quiet nhsuk-u-font-size-16">{package_id}</span>' in page
    assert "<strong>Births</strong>" in page and "<strong>maternity_neonatal</strong>" not in page


def test_the_audit_trail_tells_what_was_done_and_no_words() -> None:
    entry = published()
    curator().post(f"{REGISTERS}{entry.pk}/withdraw/", {"why": "The report was wrong."})
    told = [event for event in AuditEvent.objects.all() if "entry" in event.action]
    assert [event.action for event in told] == ["publishing.draft_entry", "publishing.publish_entry", "publishing.withdraw_entry"]
    for words in ("each woman", "report", "births", "maternity"):
        assert words not in str([event.details for event in told])


@pytest.mark.parametrize("role", ["qi_lead", "board_member", "administrator"])
def test_only_who_keeps_registers_may(role) -> None:
    assert browser(person(role)).get(ADD).status_code == 403


def test_publishing_asks_for_a_post() -> None:
    entry = added()
    assert curator().get(f"{REGISTERS}{entry.pk}/publish/").status_code == 405
    assert EntryVersion.objects.get(entry=entry).state == EntryState.DRAFT


def test_ten_thousand_recommendations_are_found_quickly(django_assert_max_num_queries) -> None:
    import time

    many_recommendations(10_000)
    client = browser()
    client.get("/recommendations/")
    took = []
    for query in ("", "?page=150", "?addressee=Body+7", "?discipline=sickle_cell&mark=secondary", "?q=number+77&known=done"):
        with django_assert_max_num_queries(8):
            start = time.thread_time()
            assert client.get(f"/recommendations/{query}").status_code == 200
            took.append(time.thread_time() - start)
    assert max(took) < 0.6, took  # of this thread, whatever else the machine does; the benchmark holds the promise of 150 ms
    assert f"{10_000 + len(registers().recommendations):,} recommendations" in client.get("/recommendations/").content.decode()


def many_recommendations(count: int) -> None:
    """Published recommendations of one organisation, put straight into the tables."""
    from levelground.web.publishing.models import StoredText

    by, owner = person("curator"), organisation()
    text = StoredText.objects.create(digest="0" * 64, content="")
    entries = RegisterEntry.objects.bulk_create(
        RegisterEntry(kind="recommendation", entry_id=f"northshire_R{number:05}", organisation=owner) for number in range(count)
    )
    cares = ("sickle_cell", "workforce", "mental_health", "primary_care")

    def facets(number: int) -> dict[str, list[str]]:
        known = "done" if number % 5 == 0 else "nothing_found"
        return {"addressee": [f"Body {number % 97}", f"Body {number % 13}"], "discipline": [cares[number % 4]], "known": [known]}

    versions = EntryVersion.objects.bulk_create(
        EntryVersion(
            entry=entry, number=1, state="published", text=text, words=f"Do the thing with number {number} in every place.", edition="2026",
            mark=("secondary", "verified")[number % 2], source="oximetry_2021", facets=facets(number), reason="a test", by=by,
        )
        for number, entry in enumerate(entries)
    )  # fmt: skip
    EntryFacet.objects.bulk_create(
        EntryFacet(version=version, kind="recommendation", name=name, value=value)
        for version in versions
        for name, values in (version.facets | {"source": [version.source]}).items()
        for value in dict.fromkeys(values)
    )


def test_the_public_page_of_a_package_that_depends_on_an_entry_shows_the_news_once_it_is_published():
    entry = added()
    assert "News since this version" not in browser().get("/packages/maternity_neonatal/").content.decode()
    curator().post(f"{REGISTERS}{entry.pk}/publish/")
    page = browser().get("/packages/maternity_neonatal/").content.decode()
    assert "News since this version (1)" in page
    assert TYPED["text"] in page
    assert "/recommendations/northshire_R1/" in page


def test_a_source_of_ones_own_is_changed_with_its_recommendation_and_has_no_page():
    own = {"source": "new", "new_title": "A year of listening", "new_publisher": "Northshire", "new_edition": "2026", "edition": "2026"}
    added(**own)
    source = RegisterEntry.objects.get(kind="source")
    assert curator().get(f"{REGISTERS}{source.pk}/").status_code == 404
    assert curator().get(f"{REGISTERS}{source.pk}/edit/").status_code == 404


def test_an_address_that_only_takes_forms_says_so_to_whom_opens_it():
    answer = curator().get(f"{REGISTERS}{added().pk}/publish/")
    assert answer.status_code == 405
    assert "Nothing was changed" in answer.content.decode()
    assert answer.headers["Allow"] == "POST"
