"""The pages of drafts: what a person meets who starts, adapts, imports, replaces, undoes and deletes."""

from __future__ import annotations

import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.builders.patience import patiently
from tests.builders.versions import a_draft, a_published_version, in_review, whole_text
from tests.builders.web import browser, organisation, person

from levelground.web.publishing.actions import drafts as acting
from levelground.web.publishing.actions import edits
from levelground.web.publishing.actions import reviews as acting_reviews
from levelground.web.publishing.models import PackageVersion, VersionState
from levelground.web.publishing.queries import reviews as found_reviews

pytestmark = pytest.mark.django_db
ROOM = "/organisations/northshire/drafts/"


def lead() -> Client:
    return browser(person())


def words(response: HttpResponse) -> str:
    return response.content.decode()


def send(path: str, client: Client | None = None, **fields: object) -> HttpResponse:
    return (client or lead()).post(f"{ROOM}{path}", fields)


def a_file(data: bytes, name: str = "ours.yaml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_where_nothing_is_yet_the_page_says_what_to_do_first():
    organisation()
    page = words(lead().get(ROOM))
    assert "There are no drafts yet." in page
    assert page.index("Adapt a change package") < page.index("Start from nothing") < page.index("Import a file")
    reader = words(browser(person("board_member")).get(ROOM))
    assert "Start from nothing" not in reader and "Read change packages" in reader


def test_the_list_has_drafts_and_what_is_published():
    a_published_version()
    a_draft("northshire_other")
    page = words(lead().get(ROOM))
    assert "Work in progress" in page and "Published" in page and "new-version/" in page and "/withdraw/" in page
    assert "new-version/" not in words(browser(person("board_member")).get(ROOM))


def test_a_draft_is_started_and_its_page_comes_next():
    response = send("start/", title="Waiting well", short_name="")
    version = PackageVersion.objects.get()
    assert (version.package.package_id, version.title) == ("northshire_waiting_well", "Waiting well")
    assert (response.status_code, response["Location"]) == (302, f"{ROOM}{version.pk}/")


def test_what_was_typed_stays_in_a_refused_form():
    response = send("start/", title="Waiting <well>", short_name="a b!")
    page = words(response)
    assert response.status_code == 200 and "There is a problem" in page and "<title>Error: " in page
    assert 'value="Waiting &lt;well&gt;"' in page and 'value="a b!"' in page


def test_an_id_that_is_taken_is_told_at_its_field():
    a_draft("northshire_mine")
    assert "there is an open draft" in words(send("start/", title="T", short_name="mine")).lower()


def test_one_to_adapt_is_looked_for_and_chosen():
    page = words(lead().get(f"{ROOM}adapt/"))
    assert "?base=core@1.1.0" in page and "Not yet co-produced" in page
    found = words(lead().get(f"{ROOM}adapt/?q=sickle+cell"))
    assert "?base=sickle_cell@1.0.0" in found and "core@1.1.0" not in found and 'value="sickle cell"' in found
    assert "see them all" in words(lead().get(f"{ROOM}adapt/?q=%3Cnothing%3E"))
    assert lead().get(f"{ROOM}adapt/?base=none").status_code == 404
    response = send("adapt/", base="core@1.1.0", title="Ours", short_name="core")
    version = PackageVersion.objects.get()
    assert response.status_code == 302 and (version.adapts_id, version.title) == ("core", "Ours")


def test_a_draft_of_somebody_else_cannot_be_adapted_and_looks_like_nothing():
    acting.start(organisation=organisation("south"), package_id="south_secret", title="S", by=person(of="south"))
    secret, nothing = (lead().get(f"{ROOM}adapt/?base={name}") for name in ("south_secret@0.1.0", "south_nothing@0.1.0"))
    assert secret.status_code == nothing.status_code == 404
    assert "south_secret" not in words(lead().get(f"{ROOM}adapt/"))


def test_a_file_becomes_a_draft_with_its_exact_bytes_and_comes_out_again():
    data = whole_text("northshire_in").replace("\n", "\r\n").encode()
    response = send("import/", file=a_file(data))
    version = PackageVersion.objects.get()
    assert response["Location"] == f"{ROOM}{version.pk}/"
    download = lead().get(f"{ROOM}{version.pk}/text.yaml")
    assert download.content == data
    assert download["Content-Disposition"] == 'attachment; filename="northshire_in.yaml"'


def test_a_pasted_text_becomes_a_draft_with_the_line_ends_of_a_file():
    send("import/", text=whole_text("northshire_in").replace("\n", "\r\n"))
    assert PackageVersion.objects.get().text.content == whole_text("northshire_in")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"title: [never closed\n", "Line "),
        (b"title: Something else\n", "format"),
        (whole_text("northshire_in").replace("verification: unverified", "verification: maybe", 1).encode(), "Line "),
        (whole_text("northshire_in").encode("utf-16"), "UTF-16"),
        (whole_text("northshire_in").encode("utf-16-be"), "UTF-16"),
        (whole_text("northshire_in").replace("A test", "Caf\u00e9").encode("latin-1"), "Latin-1"),
        (whole_text("somebody_else").encode(), "must begin with northshire_"),
        (b"", "The file is empty"),
        (b"\x00\x01\x02\x03binary\xff\xfe" * 100, "UTF-8"),
        (whole_text("northshire_in").replace("change-package/1", "change-package/0").encode(), "change-package/1"),
    ],
)
def test_a_file_that_cannot_be_a_draft_gets_a_summary_and_its_text_to_mend(data: bytes, said: str):
    response = send("import/", file=a_file(data))
    page = words(response)
    assert response.status_code == 200 and "There is a problem" in page and said in page
    assert not PackageVersion.objects.exists()
    if b"TO WRITE" in data.replace(b"\x00", b""):
        assert "TO WRITE: the field of health or working life" in page, "the text stands in the form"


def test_a_file_in_another_encoding_is_mended_by_sending_the_form_again():
    data = whole_text("northshire_in").replace("A test", "Caf\u00e9").encode("latin-1")
    page = words(send("import/", file=a_file(data)))
    assert "Caf\u00e9" in page
    send("import/", text=whole_text("northshire_in").replace("A test", "Caf\u00e9"))
    assert PackageVersion.objects.get().title == "Caf\u00e9"


def test_a_file_of_somebody_else_is_given_an_id_of_ones_own():
    send("import/", file=a_file(whole_text("somebody_else").encode()), own_id="on")
    assert PackageVersion.objects.get().package.package_id == "northshire_somebody_else"


def test_fifty_megabytes_are_refused_soon_and_with_little_memory():
    client = lead()
    upload = SimpleUploadedFile("big.yaml", b"a: b\n" * (10 * 1024 * 1024))
    client.get(ROOM)
    with patiently():
        response = client.post(f"{ROOM}import/", {"file": upload})
    assert response.status_code == 200 and "too large" in words(response) and "There is a problem" in words(response)


def test_the_server_keeps_no_more_of_a_large_file_than_it_can_use():
    from levelground.web.publishing.uploads import OnlyWhatFits

    handler = OnlyWhatFits()
    handler.new_file("file", "big.yaml", "text/yaml", None, None, None)
    tracemalloc.start()
    for number in range(800):
        handler.receive_data_chunk(b"x" * 65536, number * 65536)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    file = handler.file_complete(800 * 65536)
    assert file.size == 800 * 65536 and len(file.read()) == 0
    assert peak < 20_000_000


def test_fifty_megabytes_of_pasted_text_are_refused_in_words():
    client = lead()
    body = "text=" + "a" * 50_000_000
    response = client.post(f"{ROOM}import/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413 and "There is a problem" in words(response) and "too large" in words(response)


def test_a_text_is_replaced_and_a_draft_that_moved_on_is_told_first():
    version = a_draft()
    new = whole_text().replace("title: A test", "title: Another").encode()
    edits.change_element(draft=version, element_id="P1", fields={"text": "Theirs"}, seen=0, reason="So.", by=person("analyst"))
    response = send(f"{version.pk}/replace/", file=a_file(new), reason="By hand.", seen=0)
    page = words(response)
    assert "Somebody else has changed the draft" in page and 'name="seen" value="1"' in page and "title: Another" in page
    send(f"{version.pk}/replace/", text=new.decode(), reason="By hand.", seen=1)
    version.refresh_from_db()
    assert (version.title, version.edits) == ("Another", 2)


def test_the_history_says_who_when_why_and_what_and_undoes_the_last():
    version = a_draft()
    edits.change_element(draft=version, element_id="P1", fields={"text": "New"}, seen=0, reason="<b>Clearer</b>", by=person("analyst"))
    page = words(lead().get(f"{ROOM}{version.pk}/history/"))
    assert "Analyst of northshire" in page and "Why: &lt;b&gt;Clearer" in page and "Changed P1: text" in page and "The beginning" in page
    response = send(f"{version.pk}/undo/", seen=1)
    assert response["Location"] == f"{ROOM}{version.pk}/history/"
    version.refresh_from_db()
    assert version.edits == 2 and version.text.content == whole_text()
    assert "Bring back what was undone" in words(lead().get(f"{ROOM}{version.pk}/history/"))
    earlier = lead().get(f"{ROOM}{version.pk}/text.yaml?edit=1")
    assert b"text: New" in earlier.content
    assert lead().get(f"{ROOM}{version.pk}/text.yaml?edit=9").status_code == 404


def test_an_undo_of_what_the_person_did_not_see_is_not_done():
    version, client = a_draft(), lead()
    edits.change_element(draft=version, element_id="P1", fields={"text": "New"}, seen=0, reason="So.", by=person("analyst"))
    client.post(f"{ROOM}{version.pk}/undo/", {"seen": 0})
    assert "nothing was undone" in words(client.get(f"{ROOM}{version.pk}/history/"))
    assert client.get(f"{ROOM}{version.pk}/undo/").status_code == 302


def test_a_long_history_is_shown_in_pages():
    version = a_draft()
    for number in range(60):
        edits.change_element(draft=version, element_id="P1", fields={"text": f"T{number}"}, seen=number, reason="So.", by=person())
    first, second = (words(lead().get(f"{ROOM}{version.pk}/history/?page={page}")) for page in (1, 2))
    assert "Edit 60" in first and "Older edits" in first and "The beginning" in second and "Newer edits" in second


def test_deleting_asks_first():
    version = a_draft()
    assert "This cannot be undone" in words(lead().get(f"{ROOM}{version.pk}/delete/"))
    assert send(f"{version.pk}/delete/")["Location"] == ROOM
    assert not PackageVersion.objects.exists()
    published = a_published_version()
    assert "cannot be changed" in words(send(f"{published.pk}/delete/"))


def test_a_new_version_is_started_once():
    last = a_published_version()
    path = f"/organisations/northshire/packages/{last.package.package_id}/new-version/"
    assert "version 0.1.0" in words(lead().get(path))
    draft = lead().post(path)["Location"]
    assert lead().get(path)["Location"] == draft
    assert lead().get("/organisations/northshire/packages/core/new-version/").status_code == 404


PAGES = ("", "text.yaml", "replace/", "history/", "delete/", "review/ask/", "review/", "publish/")


@pytest.mark.parametrize("page", PAGES)
def test_to_another_organisation_a_draft_is_as_unknown_as_what_never_was(page: str):
    draft = a_draft("south_secret", of="south")
    answers = [lead().get(f"{ROOM}{pk}/{page}") for pk in (draft.pk, draft.pk + 1)]
    assert [answer.status_code for answer in answers] == [404, 404]
    told = [words(answer).replace(f"drafts/{pk}/", "drafts/") for pk, answer in zip((draft.pk, draft.pk + 1), answers, strict=True)]
    assert told[0] == told[1]


def test_the_way_through_review_to_publication_and_withdrawal():
    version = a_draft()
    assert "Ask for a review" in words(lead().get(f"{ROOM}{version.pk}/review/ask/"))
    send(f"{version.pk}/review/ask/")
    assert "You wrote part of this draft" in words(lead().get(f"{ROOM}{version.pk}/review/"))
    board = browser(person("board_member"))
    assert "Your review" in words(board.get(f"{ROOM}{version.pk}/review/"))
    refused = words(send(f"{version.pk}/review/", board, verdict="accepted", words=""))
    assert "Say in a sentence" in refused and 'value="accepted" checked' in refused.replace('"  ', '" ')
    assert send(f"{version.pk}/review/", board, verdict="accepted", words="Good <work>.").status_code == 302
    page = words(lead().get(f"{ROOM}{version.pk}/publish/"))
    assert "Not yet co-produced" in page and "Publish version 0.1.0" in page
    send(f"{version.pk}/publish/")
    version.refresh_from_db()
    assert version.state == VersionState.PUBLISHED
    withdraw = f"/organisations/northshire/versions/{version.pk}/withdraw/"
    assert "Say why it is withdrawn" in words(lead().post(withdraw, {"reason": ""}))
    assert lead().post(withdraw, {"reason": "A figure was wrong."}).status_code == 302
    version.refresh_from_db()
    assert version.state == VersionState.WITHDRAWN


def test_what_is_missing_is_said_before_anybody_is_asked():
    text = whole_text().replace("serves: [S1]", "serves: [NOWHERE]")
    version = acting.import_text(organisation=organisation(), data=text.encode(), file_name="a.yaml", by=person())
    page = words(lead().get(f"{ROOM}{version.pk}/review/ask/"))
    assert "put right" in page and "Nobody publishes alone" not in page
    assert "There is a problem" in words(send(f"{version.pk}/review/ask/"))
    assert "It cannot be published yet" in words(lead().get(f"{ROOM}{version.pk}/publish/"))


def test_a_review_shows_what_is_new_beside_what_was_published():
    last = a_published_version()
    draft = acting.new_version(package=last.package, by=person())
    edits.change_element(draft=draft, element_id="P1", fields={"text": "A new wording"}, seen=0, reason="So.", by=person())
    page = words(browser(person("board_member")).get(f"{ROOM}{in_review(draft).pk}/review/"))
    assert "version 0.1.0, which was published last" in page and "A new wording" in page.replace("<ins>", "")
    assert page.count("<h1") == 1


def test_a_version_is_taken_back_from_review():
    version = in_review(a_draft())
    assert "Take it back" in words(lead().get(f"{ROOM}{version.pk}/review/ask/"))
    send(f"{version.pk}/review/ask/", take_back="yes")
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


def test_a_draft_says_when_it_can_be_published_and_where_the_public_reads_it():
    version = in_review(a_draft())
    assert "Can be done now" not in words(lead().get(f"{ROOM}{version.pk}/"))
    waiting = found_reviews.waiting(version)
    assert waiting is not None
    acting_reviews.answer(review=waiting, verdict="accepted", words="I read it.", by=person("board_member"))
    page = words(lead().get(f"{ROOM}{version.pk}/"))
    assert "says that it can be published" in page
    assert "Can be done now" in page
    acting_reviews.publish(draft=version, by=person())
    page = words(lead().get(f"{ROOM}{version.pk}/"))
    assert f"/packages/{version.package.package_id}/0.1.0/" in page
    assert "Can wait" not in page
    assert "Ask people what they think" not in page
