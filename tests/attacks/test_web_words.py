"""Words that people give, written to run where they are shown: pages, pictures, feeds, spreadsheets, letters, names of files."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from tests.attacks.test_web_leaks import an_entry
from tests.builders.consultations import a_comment, a_consultation
from tests.builders.patience import patiently
from tests.builders.versions import a_draft, a_published_version, complete
from tests.builders.web import browser, organisation, person

from levelground.web import notifications
from levelground.web.people.actions import invitations, members, organisations
from levelground.web.publishing.actions import comments, consultations, edits, reviews
from levelground.web.publishing.models import PackageVersion

pytestmark = pytest.mark.django_db
RUNS = """"'></title></textarea></svg><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}]]>"""
ALIVE = re.compile(r"<script>alert|<img src=x|</svg><script|\b49\b")
FORMULA = '=HYPERLINK("http://evil.example","x")'


def hostile(of: str = "northshire") -> PackageVersion:
    """A draft in which every word that can be is hostile."""
    draft = a_draft(f"{of}_test", of)
    fields = {"title": f"Title {RUNS}", "summary": f"Summary {RUNS}", "setting": f"Setting {RUNS}", "licence": f"CC {RUNS}"}
    edits.change_head(draft=draft, fields=fields, seen=0, reason=RUNS, by=person(of=of))
    for element, field in (("P1", "text"), ("C1", "text"), ("M1", "name")):
        edits.change_element(draft=draft, element_id=element, fields={field: RUNS}, seen=9, reason=RUNS, by=person(of=of))
    return complete(draft)


def all_of_a_draft(version: PackageVersion) -> list[str]:
    draft = f"/organisations/northshire/drafts/{version.pk}"
    pages = ("", "diagram", "history", "findings", "compare", "about", "comments", "review", "publish", "delete", "replace", "consultation")
    elements = [
        f"elements/{element}{page}" for element in ("P1", "M1") for page in ("", "/edit", "/links", "/remove", "/comment", "/owner")
    ]
    return [f"{draft}/{page}/".replace("//", "/") for page in (*pages, *elements)] + ["/organisations/northshire/", "/search/?q=title"]


def nothing_runs(address: str, said: str) -> None:
    assert not ALIVE.search(said), f"{address}: {ALIVE.search(said)}"
    assert "\n49" not in said


def test_hostile_words_do_not_run_on_any_page_of_a_draft_or_of_what_is_published() -> None:
    person().__class__.objects.filter(pk=person().pk).update(name=f"Name {RUNS}"[:200])
    version = hostile()
    consultation = a_consultation(version)
    comment = a_comment(consultation, RUNS, shown=True)
    comments.comment_on_draft(draft=version, element="P1", words=RUNS, by=person())
    comments.answer(comment=comment, outcome="noted", words=RUNS, by=person())
    lead = browser(person())
    public = [reverse("consultations"), reverse("consultation", args=[consultation.pk])]
    public += [reverse("consultation_element", args=[consultation.pk, "P1"]), reverse("what_changed", args=[consultation.pk])]
    seen = 0
    for address in [*all_of_a_draft(version), *public]:
        answer = lead.get(address)
        assert answer.status_code < 500
        nothing_runs(address, answer.content.decode())
        seen += "alert(1)" in answer.content.decode()
    assert seen > 15, "the words are there, as words"


def test_hostile_words_do_not_run_once_published_in_pages_pictures_feeds_or_files() -> None:
    version = hostile()
    review = reviews.ask(draft=version, by=person())
    reviews.answer(review=review, verdict="accepted", words=RUNS, by=person("board_member"))
    reviews.publish(draft=version, by=person())
    at = "/packages/northshire_test/0.1.0"
    reader = browser()
    for address in (f"{at}/", f"{at}/diagram/", f"{at}/elements/P1/", f"{at}/elements/M1/", "/packages/", "/", "/search/?q=title"):
        nothing_runs(address, reader.get(address).content.decode())
    picture = reader.get(f"{at}/diagram.svg")
    assert all("script" not in part.tag for part in ET.fromstring(picture.content).iter())  # noqa: S314 - our own picture
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    feed = ET.fromstring(reader.get("/news.atom").content)  # noqa: S314 - our own feed
    assert any("<script>" in (part.text or "") for part in feed.iter()), "as text"
    file = reader.get(f"{at}.yaml")
    assert file.headers["Content-Disposition"] == 'attachment; filename="northshire_test-0.1.0.yaml"'
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    reviews.withdraw(version=version, reason=RUNS, by=person())
    nothing_runs(at, reader.get(f"{at}/").content.decode())


def test_no_cell_of_a_file_is_a_formula() -> None:
    draft = a_draft()
    edits.change_head(draft=draft, fields={"title": FORMULA, "summary": f"@{FORMULA}"}, seen=0, reason="x", by=person())
    a_published_version(draft=draft)
    an_entry(text=FORMULA, addressees=[f"+{FORMULA}"], edition="-1+1")
    for address in ("/packages.csv", "/recommendations.csv?q=hyperlink"):
        rows = list(csv.reader(io.StringIO(browser().get(address).content.decode())))
        assert "HYPERLINK" in str(rows)
        assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell]


def test_an_address_in_a_register_leads_to_the_web_and_nowhere_else() -> None:
    curator = browser(person("curator"))
    sent = {
        "entry_id": "northshire_R1", "text": "Ask.", "addressees": "NHS England", "source": "new", "edition": "2024",
        "verification": "unverified", "new_title": "T", "new_publisher": "P", "new_edition": "1", "disciplines": "every",
        "themes": "care", "reason": "x", "seen": "0",
    }  # fmt: skip
    for address in (
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "JaVaScRiPt:alert(1)//https://x.example",
        "//evil.example",
    ):
        curator.post(reverse("add_recommendation", args=["northshire"]), {**sent, "new_address": address})
        for entry in range(1, 3):
            curator.post(reverse("publish_entry", args=["northshire", entry]))
        page = browser().get("/recommendations/northshire_R1/").content.decode()
        assert not re.search(r"""href=["']?\s*(javascript|data|//)""", page, re.IGNORECASE), address


def test_a_name_of_several_lines_makes_no_head_and_no_paragraph_of_a_letter() -> None:
    lines = "North\r\nBcc: all@evil.example\n\nYour account is closed. Go to https://evil.example"
    organisations.change(organisation=organisation(), name=lines, role_names={"analyst": "A\r\nSubject: x"}, by=person("administrator"))
    first = members.invite(organisation=organisation(), email="new@person.example", role="analyst", by=None, tell=False)
    joined = invitations.accept_with_new_account(invitation=first.invitation, name=lines, password="x")  # noqa: S106 - of a test
    admin = browser(person("administrator"))
    assert admin.post(reverse("invite", args=["northshire"]), {"email": "second@person.example", "role": "analyst"}).status_code == 302
    assert (
        admin.post(reverse("invite", args=["northshire"]), {"email": "a@b.example\nBcc: c@d.example", "role": "analyst"}).status_code == 422
    )
    consultations.invite(consultation=a_consultation(), email="third@person.example", by=person())
    assert "\n" not in joined.name
    for letter in mail.outbox:
        head = letter.message()
        assert "Bcc" not in head and letter.bcc == []
        assert "\n" not in letter.subject and "\r" not in letter.subject
        assert not re.search(r"(?m)^(Bcc|Subject|Your account)", str(letter.body))


@pytest.mark.parametrize("end", ["\n", "\r", "\u2028", "\x0b"])
def test_a_subject_is_one_line(end: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        notifications.Message(f"Join{end}Bcc: all@evil.example", ["x"])


def test_nothing_that_people_type_is_slow_to_take_apart() -> None:
    curator, reader = browser(person("curator")), browser()
    evil = ["a: " * 1000, " " * 3000 + "x", "R1" * 1500 + ":"]
    with time_machine.travel("2026-11-22", tick=True):
        for words in evil:
            with patiently():
                for address in ("/search/", "/packages/", "/recommendations/"):
                    assert reader.get(address, {"q": words, "addressee": words}).status_code == 200
                sent = {"same_as": words, "conflicts_with": words, "done_on": words, "source": "new", "new_address": words}
                curator.post(reverse("add_recommendation", args=["northshire"]), sent)
