"""A form as a browser would send it: what its page shows, changed where a test says so."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from levelground.web.publishing.models import PackageVersion

Typed = list[tuple[str, str]]


class PageInputs(HTMLParser):
    """The words of the main part of a page, and what a browser would send of each of its posting forms."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.forms: list[Typed] = []
        self.offered: dict[str, list[str]] = {}
        self.words: list[str] = []
        self._inside = self._posts = False
        self._area = self._select = ""
        self._chosen: str | None = None
        self.feed(content.decode())

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in given}
        if attributes.get("id") == "maincontent":
            self._inside = True
        if tag == "form":
            self._posts = self._inside and attributes.get("method") == "post"
            if self._posts:
                self.forms.append([])
        elif tag == "textarea":
            self._area = attributes["name"]
            self._put(self._area, "")
        elif tag == "select":
            self._select, self._chosen = attributes["name"], None
        elif tag == "option":
            self.offered.setdefault(self._select, []).append(attributes.get("value", ""))
            if "selected" in attributes or self._chosen is None:
                self._chosen = attributes.get("value", "")
        elif tag == "input":
            self._input(attributes)

    def _input(self, attributes: dict[str, str]) -> None:
        if attributes.get("type") in {"radio", "checkbox"}:
            self.offered.setdefault(attributes["name"], []).append(attributes["value"])
            if "checked" not in attributes:
                return
        self._put(attributes["name"], attributes.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._put(self._select, self._chosen or "")
        elif tag == "main":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._area and self._posts:
            name, value = self.forms[-1][-1]
            self.forms[-1][-1] = (name, (value + data).removeprefix("\n") if not value else value + data)
        if self._inside:
            self.words.append(data)

    def _put(self, name: str, value: str) -> None:
        if self._posts:
            self.forms[-1].append((name, value))


def at(name: str, version: PackageVersion, **parts: Any) -> str:
    """The address of a page of a draft."""
    return reverse(name, kwargs={"organisation": version.package.organisation.slug, "draft": version.pk, **parts})


def words_of(response: HttpResponse) -> str:
    """The words of the main part of a page, blanks run together."""
    return " ".join("".join(PageInputs(response.content).words).split())


def offered(response: HttpResponse, name: str) -> list[str]:
    """The values that radio buttons, boxes or a list of a page offer."""
    return PageInputs(response.content).offered.get(name, [])


def save(client: Client, address: str, page: HttpResponse, index: int = 0, **changes: Any) -> HttpResponse:
    """Send a form of a page that was loaded before, some inputs filled in otherwise."""
    values = [(name, value) for name, value in PageInputs(page.content).forms[index] if name not in changes]
    for name, value in changes.items():
        values += [(name, str(each)) for each in (value if isinstance(value, list) else [value])]
    return client.post(address, urlencode(values), content_type="application/x-www-form-urlencoded")


def value_of(response: HttpResponse, name: str) -> str:
    """What stands in an input of a page; empty where there is none."""
    values = [value for form in PageInputs(response.content).forms for known, value in form if known == name]
    return values[0].strip() if values else ""
