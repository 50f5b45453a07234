"""The Jinja environment of every page: our templates first, then the NHS.UK components."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import BaseLoader, ChainableUndefined, ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from levelground.web.design_system import days, phrases, translations

TEMPLATES = Path(__file__).parent / "templates"
VENDOR = Path(__file__).parent / "vendor"
STATIC = Path(__file__).parent / "static"


def environment(*, loader: BaseLoader, **options: Any) -> Environment:
    """What Django's Jinja engine calls.

    `ChainableUndefined` is what the NHS.UK components are written for: they test parameters that nobody gave.
    """
    options.update(autoescape=True, undefined=ChainableUndefined, cache_size=-1)  # each template is compiled once: it is a closed set
    made = Environment(  # noqa: S701  # every page escapes: `autoescape` is in the options above
        loader=ChoiceLoader([loader, PackageLoader("nhsuk_frontend_jinja")]),
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    made.globals.update(static=static, url=_url, day=days.shown_day, moment=days.shown_moment, speech=translations.speech)
    made.filters.update(unindented=_unindented, translated=phrases.translated, untagged=phrases.untagged, ours=phrases.ours)
    made.tests.update(phrase=phrases.is_phrase)
    made.add_extension("jinja2.ext.i18n")
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(translations.gettext, _no_plural, newstyle=True)  # type: ignore[attr-defined]
    return made


def _url(name: str, **parts: str) -> str:
    return reverse(name, kwargs=parts or None)


def _no_plural(one: str, many: str, count: int) -> str:
    """Languages count in ways of their own: say "Replies: 2", not "2 replies", on a page that is translated."""
    raise NotImplementedError("pages that are translated have no plurals")


def _unindented(page: Markup) -> Markup:
    """A long part of a page without the indents of its template, which are a fifth of what is sent. Not for text in `pre`."""
    return Markup(re.sub(r"\s*\n\s*", "\n", page))  # noqa: S704  # taking white space away makes nothing of it markup
