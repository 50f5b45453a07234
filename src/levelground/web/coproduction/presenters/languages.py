"""The languages of the pages for members: what is written, what a human has checked, and what waits."""

from __future__ import annotations

import re
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.timezone import localdate
from markupsafe import Markup

from levelground.web.coproduction.forms.concerns import RaiseConcernForm
from levelground.web.design_system.phrases import Phrase
from levelground.web.design_system.translations import ENGLISH, Language, TranslatedEntry, languages

ON_A_PAGE = 40
_PUT_IN = re.compile(r"%\((\w+)\)s")
_MARKUP = re.compile(r"<[^>]*>")
Context = dict[str, Any]
CHECKED, WAITS, MISSING = "Checked by a person", "By a machine: waits for a check", "Not written yet"


def listed(slug: str) -> Context:
    """Every language, with how far it is."""
    return {
        "page_title": "Languages",
        "breadcrumbs": [],
        "rows": [_row(slug, one) for one in languages().values()],
        "any": bool(languages()),
    }


def _row(slug: str, language: Language) -> tuple[Any, ...]:
    where = reverse("language", kwargs={"organisation": slug, "language": language.code})
    link = Markup('<a href="{}">{}</a> ({})').format(where, language.english_name, _said(language, language.own_name))
    total = len(language.entries)
    return (link, total, language.checked, total - language.checked, "Yes" if language.offered else Phrase("No"))


def one(slug: str, language: Language, page: str | None) -> Context:
    """One language, text by text; what waits stands first."""
    entries = sorted(language.entries.values(), key=lambda entry: (entry.checked, not entry.translation, entry.english.casefold()))
    shown = Paginator(entries, ON_A_PAGE).get_page(page)
    return {
        "page_title": f"Pages in {language.english_name}",
        "breadcrumbs": [{"text": "Languages", "href": reverse("languages", kwargs={"organisation": slug})}],
        "language": language,
        "at": {"organisation": slug, "language": language.code},
        "total": len(entries),
        "waiting": sum(not entry.checked for entry in entries),
        "missing": sum(not entry.translation for entry in entries),
        "page": shown,
        "rows": [(_said(None, entry.english), _said(language, entry.translation), _state(entry)) for entry in shown.object_list],
    }


def sample(slug: str, language: Language) -> Context:
    """The page of a form in a language; the form has nowhere to go."""
    where = reverse("language", kwargs={"organisation": slug, "language": language.code})
    return {
        "page_title": Phrase("Raise a concern"),
        "breadcrumbs": [],
        "form": RaiseConcernForm(),
        "back": where,
        "date": localdate(),
    }


def _said(language: Language | None, words: str) -> Markup:
    code, direction = (language.code, language.direction) if language else (ENGLISH, "ltr")
    return Markup('<span lang="{}" dir="{}">{}</span>').format(code, direction, _MARKUP.sub("", _PUT_IN.sub(r"[\1]", words)))


def _state(entry: TranslatedEntry) -> str:
    if entry.checked:
        return CHECKED
    return WAITS if entry.translation else MISSING
