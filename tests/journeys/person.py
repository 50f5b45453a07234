"""A person at a keyboard: goes through pages with Tab, arrows, Space and Enter only, as somebody does who uses no mouse."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ElementHandle, Locator, Page, Route, expect

LOOPBACK = {"127.0.0.1", "localhost"}
MOST_TABS = 400


@dataclass
class Person:
    """One person with one browser; nothing here clicks, and with `scripts=False` their browser runs no JavaScript."""

    page: Page
    site: str
    strayed: list[str] = field(default_factory=list)

    def opens(self, path: str) -> None:
        """Types an address."""
        self.page.goto(self.site + path)

    def follows(self, name: str | re.Pattern[str], within: str | None = None) -> None:
        """Goes to a link and presses Enter."""
        self._presses(self._in(within).get_by_role("link", name=name, exact=isinstance(name, str)).first)

    def presses(self, name: str | re.Pattern[str], within: str | None = None) -> None:
        """Goes to a button and presses Enter."""
        self._presses(self._in(within).get_by_role("button", name=name, exact=isinstance(name, str)).first)

    def fills(self, label: str | re.Pattern[str], words: str) -> None:
        """Goes to a field, selects what is in it, and writes over it."""
        exact = isinstance(label, str)
        box = self.page.get_by_role("textbox", name=label, exact=exact).or_(self.page.locator("input").and_(self.page.get_by_label(label)))
        self.reaches(box.first)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(words)

    def picks(self, label: str | re.Pattern[str], option: str) -> None:
        """Goes to a list and chooses by typing the beginning of an option's words."""
        chosen = self.page.get_by_label(label, exact=isinstance(label, str)).first
        self.reaches(chosen)
        wanted = chosen.locator("option", has_text=option).first.get_attribute("value")
        self.page.keyboard.press("Home")
        for _ in range(MOST_TABS):
            if chosen.input_value() == wanted:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the list {label} has no option {option}")

    def chooses(self, option: str | re.Pattern[str], within: str | None = None) -> None:
        """Goes to a set of radio buttons and moves to one of them with the arrows."""
        wanted = self._in(within).get_by_role("radio", name=option, exact=isinstance(option, str)).first
        group = self.page.locator(f'input[type=radio][name="{wanted.get_attribute("name")}"]').element_handles()
        self._tabs_until(group, f"the choice {option}")
        one = wanted.element_handle()
        for _ in range(len(group) + 1):
            if _has_focus(one):
                self.page.keyboard.press("Space")
                expect(wanted).to_be_checked()
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {option}")

    def ticks(self, label: str | re.Pattern[str]) -> None:
        """Goes to a checkbox and presses Space."""
        box = self.page.get_by_role("checkbox", name=label, exact=isinstance(label, str)).first
        self.reaches(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def brings(self, label: str, file: Path) -> None:
        """Gives a file to a file field: the system's own dialogue cannot be driven, so the field is reached and the file set."""
        box = self.page.get_by_label(label, exact=True).first
        self.reaches(box)
        box.set_input_files(file)

    def downloads(self, name: str | re.Pattern[str]) -> bytes:
        """Follows a link that gives a file; the bytes of it."""
        self.reaches(self.page.get_by_role("link", name=name, exact=isinstance(name, str)).first)
        with self.page.expect_download() as expected:
            self.page.keyboard.press("Enter")
        return Path(expected.value.path()).read_bytes()

    def sees(self, words: str | re.Pattern[str]) -> None:
        """The words stand on the page, visibly."""
        expect(self.page.get_by_text(words).locator("visible=true").first).to_be_visible()

    def sees_heading(self, words: str | re.Pattern[str]) -> None:
        """A heading of the page says so."""
        expect(self.page.get_by_role("heading", name=words).first).to_be_visible()

    def does_not_see(self, words: str) -> None:
        """The words stand nowhere on the page."""
        expect(self.page.get_by_text(words)).to_have_count(0)

    def signs_in(self, email: str, password: str, secret: str) -> None:
        """Through the sign-in pages: the password, then the six figures that an authenticator app shows."""
        self.opens("/account/login/")
        self.fills("Email address", email)
        self.fills("Password", password)
        self.presses(re.compile("^(sign in|continue)$", re.IGNORECASE))
        self.fills(re.compile("code", re.IGNORECASE), code(secret))
        self.presses(re.compile("^(sign in|continue)$", re.IGNORECASE))
        expect(self.page.get_by_role("link", name="Sign out")).to_be_visible()

    def reaches(self, wanted: Locator) -> None:
        """Presses Tab until the focus is there, and sees that it can be seen."""
        expect(wanted).to_be_visible()
        self._tabs_until([wanted.element_handle()], str(wanted))
        expect(wanted).to_be_in_viewport()

    def guard(self, route: Route) -> None:
        """No page asks another site for anything."""
        if urlsplit(route.request.url).hostname in LOOPBACK:
            route.continue_()
        else:
            self.strayed.append(route.request.url)
            route.abort()

    def _in(self, within: str | None) -> Page | Locator:
        return self.page.get_by_role("region", name=within).or_(self.page.get_by_role("navigation", name=within)) if within else self.page

    def _presses(self, wanted: Locator) -> None:
        self.reaches(wanted)
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")

    def _tabs_until(self, wanted: list[ElementHandle], what: str) -> None:
        """Presses Tab until one of these has the focus."""
        for _ in range(MOST_TABS):
            if any(_has_focus(each) for each in wanted):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never leads to {what} on {self.page.url}")


def _has_focus(element: ElementHandle) -> bool:
    return bool(element.evaluate("element => element === document.activeElement"))


def code(secret: str) -> str:
    """The six figures that an authenticator app shows now (RFC 6238, 30 seconds, SHA-1)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def person(browser: Browser, site: str, *, scripts: bool = True, width: int = 1280, session: Any = None) -> Person:
    """Somebody who sits down at a browser of their own; `session` is what an earlier one kept after signing in."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts, accept_downloads=True, storage_state=session
    )
    made = Person(context.new_page(), site)
    made.page.set_default_timeout(15_000)
    made.page.route("**/*", made.guard)
    return made
