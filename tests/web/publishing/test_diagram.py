"""The driver diagram of a draft: a picture whose boxes are links in reading order, and an outline that says the same."""

from __future__ import annotations

import re

import pytest
from tests.builders.editor import at, save, words_of
from tests.builders.versions import a_draft
from tests.builders.web import browser, person

pytestmark = pytest.mark.django_db


def test_each_box_is_a_link_in_reading_order() -> None:
    version = a_draft()
    page = browser(person()).get(at("draft_diagram", version)).content.decode()
    picture = page[page.index("<svg xmlns") : page.index("</svg>", page.index("<svg xmlns"))]
    boxes = re.findall(r'<a class="lg-linked__box" href="([^"]*)" aria-label="([^"]*)"', picture)
    assert [address.split("/")[-3] for address, _ in boxes] == ["aim", "P1", "P2", "S1", "S2", "C1"]
    assert boxes[1][1].startswith("Primary driver P1")
    assert all(address == at("edit_element", version, element=address.split("/")[-3]) for address, _ in boxes)


def test_the_picture_needs_no_style_and_no_script() -> None:
    page = browser(person()).get(at("draft_diagram", a_draft())).content.decode()
    picture = page[page.index("<svg xmlns") :]
    assert "style=" not in picture
    assert "<script" not in picture


def test_the_outline_says_the_same_and_leads_to_what_can_be_added() -> None:
    version = a_draft()
    response = browser(person()).get(at("draft_diagram", version))
    for name in ("P1", "P2", "S1", "S2", "C1"):
        assert name in words_of(response)
    assert f"{at('add_element', version, kind='secondary_drivers')}?under=P1".encode() in response.content
    assert at("link_element", version, element="S1").encode() in response.content


def test_who_may_only_read_is_led_to_pages_that_can_be_read() -> None:
    version = a_draft()
    page = browser(person("partner")).get(at("draft_diagram", version)).content.decode()
    assert at("draft_element", version, element="P1") in page
    assert "/edit/" not in page
    assert "/add/" not in page


def test_words_of_a_draft_are_never_markup() -> None:
    version, client = a_draft(), browser(person())
    address = at("edit_element", version, element="P1")
    save(client, address, client.get(address), text='<img src=x onerror=alert(1)> "quoted"', reason="<b>Why</b>")
    for name in ("draft", "draft_diagram", "draft_findings", "draft_compare"):
        page = client.get(at(name, version)).content.decode()
        assert "<img src=x" not in page
        assert "<b>Why" not in page
