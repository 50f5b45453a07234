"""The Jinja environment of every page: our templates first, then the NHS.UK components."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import BaseLoader, ChainableUndefined, ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup

from levelground.web.design_system import days

TEMPLATES = Path(__file__).parent / "templates"
VENDOR = Path(__file__).parent / "vendor"
STATIC = Path(__file__).parent / "static"


def environment(*, loader: BaseLoader, **options: Any) -> Environment:
    """What Django's Jinja engine calls.

    `ChainableUndefined` is what the NHS.UK components are written for: they test parameters that nobody gave.
    """
    options.update(autoescape=True, undefined=ChainableUndefined)
    made = Environment(  # noqa: S701  # every page escapes: `autoescape` is in the options above
        loader=ChoiceLoader([loader, PackageLoader("nhsuk_frontend_jinja")]),
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    made.globals.update(static=static, url=_url, day=days.day, moment=days.moment)
    made.filters["unindented"] = _unindented
    return made


def _url(name: str, **parts: str) -> str:
    return reverse(name, kwargs=parts or None)


def _unindented(page: Markup) -> Markup:
    """A long part of a page without the indents of its template, which are a fifth of what is sent. Not for text in `pre`."""
    return Markup(re.sub(r"\s*\n\s*", "\n", page))  # noqa: S704  # taking white space away makes nothing of it markup
