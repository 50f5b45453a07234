"""The news as an Atom 1.0 feed (RFC 4287)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from django.urls import reverse

from levelground.web.overview.queries.news import PublicNews

ATOM = "http://www.w3.org/2005/Atom"
BEGAN = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
"""What a feed without news gives as its last change, and the year of its ids."""
NOT_IN_XML = dict.fromkeys([*(number for number in range(32) if number not in (9, 10, 13)), 0xFFFE, 0xFFFF])
"""Characters that no XML document may have."""


def feed(news: Sequence[PublicNews], site: str) -> bytes:
    """The feed; `site` is what addresses begin with (`https://levelground.example`)."""
    top = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _text(top, "id", _tag(site, "news"))
    _text(top, "title", "Levelground: what is new")
    _text(top, "updated", max((each.at for each in news), default=BEGAN).astimezone(datetime.UTC).isoformat(timespec="seconds"))
    ET.SubElement(top, "link", rel="self", type="application/atom+xml", href=site + reverse("feed"))
    ET.SubElement(top, "link", rel="alternate", type="text/html", href=site + reverse("home"))
    _text(top, "rights", "CC-BY-4.0")
    _named(top, "Levelground")
    for each in news:
        top.append(_entry(each, site))
    written: bytes = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return written


def _entry(news: PublicNews, site: str) -> ET.Element:
    entry = ET.Element("entry")
    _text(entry, "id", _tag(site, news.subject))
    _text(entry, "title", news.title)
    _text(entry, "updated", news.at.astimezone(datetime.UTC).isoformat(timespec="seconds"))
    _named(entry, news.publisher)
    ET.SubElement(entry, "link", rel="alternate", type="text/html", href=site + reverse(news.url_name, kwargs=dict(news.parts)))
    _text(entry, "summary", news.words)
    return entry


def _named(parent: ET.Element, organisation: str) -> None:
    _text(ET.SubElement(parent, "author"), "name", organisation)


def _text(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, name).text = words.translate(NOT_IN_XML)


def _tag(site: str, subject: str) -> str:
    """An id that stays the same for ever (RFC 4151)."""
    return f"tag:{urlsplit(site).hostname},{BEGAN.year}:{subject}"
