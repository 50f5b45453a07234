"""Pages in other languages: what a human has checked is shown, and English, marked as English, where nobody has checked it yet.

A language is one file of `languages/` (gettext, read when the site runs). An entry counts as checked when it is not marked `fuzzy` and a
comment of its translator begins with `Checked by`: what a machine wrote stays hidden from the public, and members may look at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.pofile import read_po

LANGUAGES = Path(__file__).parent / "languages"
ENGLISH = "en-GB"
OFFERED_FROM = 0.9
"""The share of its entries that must be checked before the public is offered a language: a link that leads to English helps nobody."""
CHECKED = "checked by"
PUT_IN = re.compile(r"<bdi>%\(\w+\)s</bdi>|<[^>]*>|(?P<value>%\(\w+\)s)")


@dataclass(frozen=True)
class TranslatedEntry:
    """One text of the pages: in English, in the other language (empty where nobody has written it), and whether a human checked it."""

    english: str
    translation: str
    checked: bool
    where: tuple[str, ...] = ()


@dataclass(frozen=True)
class Language:
    """One language of the pages."""

    code: str
    entries: Mapping[str, TranslatedEntry]

    @property
    def locale(self) -> Locale:
        """What is known of it: its names, how it writes days, and in which direction."""
        return Locale.parse(self.code, sep="-")

    @property
    def own_name(self) -> str:
        """What those who speak it call it."""
        return str(self.locale.get_display_name(self.locale))

    @property
    def english_name(self) -> str:
        """What it is called in English."""
        return str(self.locale.english_name)

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return str(self.locale.text_direction)

    @property
    def checked(self) -> int:
        """How many entries a human has checked."""
        return sum(entry.checked for entry in self.entries.values())

    @property
    def offered(self) -> bool:
        """Whether enough of it is checked for the public to be offered it."""
        return bool(self.entries) and self.checked >= OFFERED_FROM * len(self.entries)


@dataclass(frozen=True)
class Speech:
    """In which language a page is written now. `preview`: for a member, who sees what waits to be checked, with a mark."""

    language: Language | None = None
    preview: bool = False
    choice: bool = False

    @property
    def code(self) -> str:
        """What stands in `lang`."""
        return self.language.code if self.language else ENGLISH

    @property
    def offered(self) -> list[Language]:
        """The languages, but for this one, that the reader may go on in."""
        others = [one for one in languages().values() if one.offered and one != self.language]
        return others if self.choice else []


_now: ContextVar[Speech] = ContextVar("speech", default=Speech())  # noqa: B039 - it cannot be changed


def speech() -> Speech:
    """In which language the page that is being written is."""
    return _now.get()


@contextmanager
def speaking(language: Language | None, *, preview: bool = False, choice: bool = False) -> Iterator[Speech]:
    """Write pages in a language, for as long as the block lasts; None is English."""
    token = _now.set(Speech(language, preview, choice))
    try:
        yield _now.get()
    finally:
        _now.reset(token)


def languages() -> Mapping[str, Language]:
    """Every language but English, by its code."""
    return _read(LANGUAGES)


def named(words: str) -> Language | None:
    """The language that somebody named in their own words: its code, its name in English or its own."""
    asked = words.strip().casefold()
    return next((one for one in languages().values() if asked in {one.code, one.english_name.casefold(), one.own_name.casefold()}), None)


@cache
def _read(folder: Path) -> Mapping[str, Language]:
    return {path.stem: _language(path) for path in sorted(folder.glob("*.po"))}


def _language(path: Path) -> Language:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem.replace("-", "_"))
    return Language(path.stem, {str(message.id): _entry(message) for message in catalogue if message.id})


def _entry(message: Any) -> TranslatedEntry:
    said_so = any(comment.casefold().startswith(CHECKED) for comment in message.user_comments)
    translation = str(message.string or "")
    where = tuple(dict.fromkeys(file for file, _ in message.locations))
    return TranslatedEntry(str(message.id), translation, bool(translation) and not message.fuzzy and said_so, where)


def to_translate(english: str) -> str:
    """The same text. Marks, in Python, what the pages translate when they show it (`tools/translations.py` looks for it)."""
    return english


def checked(english: str, language: Language) -> str | None:
    """What a human has checked for this text in a language; None where there is nothing."""
    entry = language.entries.get(english)
    return entry.translation if entry and entry.checked else None


def gettext(english: str, shown: str = "") -> str:
    """A text of a template as markup, in the language of the page; marked as English, or as a machine's, where it is that.

    `shown`: the English as markup, where that is not the text itself.
    """
    now = speech()
    if now.language is None:
        return english
    entry = now.language.entries.get(english)
    if entry and entry.checked:
        return _set_apart(entry.translation)
    if entry and entry.translation and now.preview:
        return f'<span class="site-machine">{_set_apart(entry.translation)}</span>'
    return f'<span lang="{ENGLISH}" dir="ltr">{_set_apart(shown or english)}</span>'


def _set_apart(text: str) -> str:
    """The text with each value that is put into it in a `bdi`, so that no name or number turns round; not within a tag."""
    return PUT_IN.sub(lambda found: f"<bdi>{found[0]}</bdi>" if found["value"] else found[0], text)
