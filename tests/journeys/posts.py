"""Somebody quick: reads pages and sends their forms through the real server, without a browser, where a journey does one thing many times.

Nothing is sent that the page does not offer: a field or a button that is not in the form fails the journey.
"""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit

Given = str | list[str]


@dataclass
class SentForm:
    """A form as a page offers it: where it goes, what it holds already, and what may be said in it."""

    action: str
    held: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    options: dict[str, dict[str, str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def filled(self, given: Mapping[str, Given], button: str) -> list[tuple[str, str]]:
        """All that is sent: what it held, with what is given in its place; of lists and choices the option may be given by its words."""
        unknown = set(given) - self.names
        assert not unknown, f"the form has no {sorted(unknown)}, only {sorted(self.names)}"
        whole = {**self.held, **{name: self._values(name, said) for name, said in given.items()}}
        pressed = [(name, value) for name, value, words in self.buttons if name and button and button in words]
        return [(name, value) for name, values in whole.items() for value in values] + pressed

    def _values(self, name: str, said: Given) -> list[str]:
        offered = self.options.get(name)
        given = [said] if isinstance(said, str) else said
        if offered is None:
            return given
        return [one if one in offered else next(value for value, words in offered.items() if one in words) for one in given]


class Forms(HTMLParser):
    """Finds the forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[SentForm] = []
        self._form: SentForm | None = None
        self._select, self._option, self._area, self._button, self._label = "", "", "", -1, ""
        self._ids: dict[str, tuple[str, str]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = SentForm(given.get("action", ""))
            self.found.append(self._form)
        if self._form is None:
            return
        form, name = self._form, given.get("name", "")
        if tag == "button":
            form.buttons.append((name, given.get("value", ""), ""))
            self._button = len(form.buttons) - 1
        elif tag == "label":
            self._label = given.get("for", "")
        elif tag == "option":
            self._option = given.get("value", "")
            form.options.setdefault(self._select, {})[self._option] = ""
            if "selected" in given or self._select not in form.held:
                form.held[self._select] = [self._option]
        elif name and tag in {"input", "select", "textarea"}:
            form.names.add(name)
            self._field(form, tag, name, given)

    def _field(self, form: SentForm, tag: str, name: str, given: dict[str, str]) -> None:
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area, form.held[name] = name, [""]
        elif given.get("type") in {"radio", "checkbox"}:
            value = given.get("value", "on")
            form.options.setdefault(name, {})[value] = ""
            self._ids[given.get("id", "")] = (name, value)
            if "checked" in given:
                form.held.setdefault(name, []).append(value)
        elif given.get("type") != "file":
            form.held[name] = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        self._area = "" if tag == "textarea" else self._area
        self._option = "" if tag in {"option", "select"} else self._option
        self._select = "" if tag == "select" else self._select
        self._label = "" if tag == "label" else self._label
        self._button = -1 if tag == "button" else self._button

    def handle_data(self, data: str) -> None:
        form = self._form
        if form is None:
            return
        if self._area:
            form.held[self._area] = [form.held[self._area][0] + (data.removeprefix("\n") if not form.held[self._area][0] else data)]
        elif self._select:
            if self._option in form.options.get(self._select, {}):
                form.options[self._select][self._option] += " ".join(data.split())
        elif self._button >= 0:
            name, value, words = form.buttons[self._button]
            form.buttons[self._button] = (name, value, f"{words} {' '.join(data.split())}".strip())
        elif self._label in self._ids:
            name, value = self._ids[self._label]
            form.options[name][value] += " ".join(data.split())


@dataclass
class Sender:
    """One person with cookies of their own."""

    site: str
    cookies: dict[str, str] = field(default_factory=dict)
    at: str = ""
    page: str = ""

    @classmethod
    def signed_in(cls, site: str, session: Any) -> Sender:
        """The same person as in a browser that signed in (`session`: what it kept)."""
        return cls(site, {each["name"]: each["value"] for each in session["cookies"]})

    def opens(self, path: str) -> str:
        """The page at an address."""
        return self._asks("GET", path, None)

    def reads(self) -> str:
        """The words of the page, without its marks."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.page)).split())

    def sends(self, path: str = "", button: str = "", **given: Given) -> str:
        """Open the page (none: stay on this one), fill in the form that has this button and these fields, and send it."""
        if path:
            self.opens(path)
        wanted = [
            each for each in Forms(self.page).found if set(given) <= each.names and any(button in words for _, _, words in each.buttons)
        ]
        assert wanted, (
            f"{self.at} has no form with {sorted(given)} and “{button}”: {[(f.names, f.buttons) for f in Forms(self.page).found]}"
        )
        form = wanted[-1]
        return self._asks("POST", form.action or self.at, form.filled(given, button))

    def posts_hidden(self, action: str, name: str, value: str) -> str:
        """Send the form of this page that goes to `action` and holds this value already, as one of many buttons."""
        wanted = [each for each in Forms(self.page).found if each.action == action and each.held.get(name) == [value]]
        assert wanted, f"{self.at} has no such form: {[(f.action, f.held) for f in Forms(self.page).found]}"
        return self._asks("POST", action, wanted[0].filled({}, ""))

    def bytes_of(self, path: str) -> bytes:
        """A file."""
        status, _, content = self._request("GET", path, None)
        assert status == 200, f"{path} answered {status}"
        return content

    def _asks(self, method: str, path: str, fields: list[tuple[str, str]] | None) -> str:
        for _ in range(5):
            status, leads, content = self._request(method, path, fields)
            self.at = path
            if status not in {302, 303}:
                break
            place = urlsplit(leads)
            path, method, fields = place.path + (f"?{place.query}" if place.query else ""), "GET", None
        self.page = content.decode()
        assert status == 200, f"{self.at} answered {status}: {self.reads()[:1500]}"
        return self.page

    def _request(self, method: str, path: str, fields: list[tuple[str, str]] | None) -> tuple[int, str, bytes]:
        place = urlsplit(self.site)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=120)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Origin": self.site}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path.partition("#")[0], urlencode(fields) if fields is not None else None, headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        for each in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = each.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location") or "", content
