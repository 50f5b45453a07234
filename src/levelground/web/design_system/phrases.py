"""Sentences that people are told, with what is put into them, so that they can be said in another language than English."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any, Self

from babel.dates import format_date
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from levelground.web.design_system import days
from levelground.web.design_system.translations import Language, checked, gettext, speech

PLACES = re.compile(r"%\(\w+\)s")
APART = "\u2068{}\u2069"
"""Around what is put into a sentence of another language: a name or a number keeps its own direction."""


class Phrase(str):
    """English words that know their text, and what was put into it for `%(name)s`; days are written out.

    To all who only speak English it is the English sentence. `tools/translations.py` looks for `Phrase("...")`. A value that is a phrase
    itself is said in the other language too; any other is a name, a number, or somebody's own words, and stays as it is.
    """

    text: str
    values: Mapping[str, Any]

    def __new__(cls, text: str, /, **values: Any) -> Self:
        """The phrase of a text, filled in."""
        made = super().__new__(cls, text % {name: _in_english(value) for name, value in values.items()} if values else text)
        made.text, made.values = str.__str__(text), values
        return made

    def __str__(self) -> str:
        """Itself: what copies words by `str()` keeps what is known of them."""
        return self

    def __mod__(self, values: object) -> Self:
        """Itself: it is filled in already. Forms try to do it once more."""
        return self

    def __html__(self) -> str:
        """What a page writes of it: in the language of the page. So no template has to ask for it."""
        return escape(self.plain) if speech().language is None else _markup(self)

    @property
    def plain(self) -> str:
        """The English words alone."""
        return str.__str__(self)

    @classmethod
    def own(cls, words: str) -> Self:
        """Words that are nobody's to translate, on one line: what a person or an organisation wrote."""
        return cls("%(words)s", words=" ".join(words.split()))

    @classmethod
    def joined(cls, *sentences: str) -> Self:
        """Sentences after each other; those that are empty are left out."""
        given = {f"s{number}": each for number, each in enumerate(sentences) if each}
        return cls(" ".join(f"%({name})s" for name in given), **given)

    def in_language(self, language: Language) -> str | None:
        """What humans have checked for all of it; None where a part is not checked."""
        text = checked(self.text, language) if _says_something(self.text) else self.text
        values = {name: _in_language(value, language) for name, value in self.values.items()}
        if text is None or None in values.values():
            return None
        return text % values if values else text


def _says_something(text: str) -> bool:
    """Whether there are words to translate around what is put in."""
    return any(character.isalpha() for character in PLACES.sub("", text))


def _in_english(value: Any) -> Any:
    return days.day(value) if isinstance(value, datetime.date) else value


def _in_language(value: Any, language: Language) -> str | None:
    if isinstance(value, Phrase):
        return value.in_language(language)
    is_day = isinstance(value, datetime.date)
    return APART.format(format_date(value, "long", locale=language.code.replace("-", "_")) if is_day else value)


@pass_context  # without it, Jinja would work a constant out once, in the language of whoever came first
def translated(context: Context, words: Any) -> Any:
    """The filter for texts that come from Python (labels, hints, errors, the menu): as `gettext`; untouched on an English page."""
    if speech().language is None or not words or isinstance(words, Markup):
        return words
    return _markup(words if isinstance(words, Phrase) else Phrase(str(words)))


def _markup(phrase: Phrase) -> Markup:
    text = gettext(phrase.text, str(escape(phrase.text))) if _says_something(phrase.text) else phrase.text
    values = {name: _shown(value) for name, value in phrase.values.items()}
    return Markup(text % values if values else text)  # noqa: S704 - both are escaped, or a translation


def _shown(value: Any) -> Markup:
    if isinstance(value, Phrase):
        return _markup(value)
    return escape(days.shown_day(value) if isinstance(value, datetime.date) else value)


@pass_context
def ours(context: Context, words: Any) -> Any:
    """The filter for what may be a text of ours or somebody's own words: a text that the catalogues know is said in the language."""
    language = speech().language
    known = language is not None and isinstance(words, str) and (isinstance(words, Phrase) or str(words) in language.entries)
    return translated(context, words) if known else words


def is_phrase(words: Any) -> bool:
    """The test of templates for a phrase, which has no lines to be taken apart."""
    return isinstance(words, Phrase)


@pass_context
def untagged(context: Context, words: Any) -> Any:
    """The filter for what can hold no mark (a title, an attribute): the translation where it may be shown, else the words as they are."""
    now = speech()
    if now.language is None or not words:
        return words.plain if isinstance(words, Phrase) else words
    entry = now.language.entries.get(str(words))
    if entry and entry.translation and now.preview:
        return entry.translation
    return (words if isinstance(words, Phrase) else Phrase(str(words))).in_language(now.language) or str.__str__(words)
