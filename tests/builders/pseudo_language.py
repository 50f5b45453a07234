"""A language in which every text of the catalogues is its English between brackets; and what a page says outside them."""

from __future__ import annotations

import importlib.util
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

from babel.dates import get_month_names
from django.apps import apps
from django.db import models

from levelground.web.design_system.translations import Language, TranslatedEntry

CODE = "cy"
TOOL = Path(__file__).parents[2] / "tools" / "translations.py"
BEGIN, END = "⟦", "⟧"
ATTRIBUTES = {"aria-label", "alt", "title", "placeholder", "data-kept", "data-cleared"}
SILENT = {"script", "style", "svg"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ADDRESS = re.compile(r"https?://\S+|localhost\S*|\S+@\S+|\b[A-Z]-[A-Z0-9]{6,}\b|\b\d[\d:.]*(?:am|pm)\b|\bGMT\b|\b[A-Z]{1,4}\d+[A-Z0-9]*\b")
NAMES = {"Levelground", "English", "NHS", "UTC", "PDF", "yyyy", "mm", "dd"}
"""Names that are the same in every language."""
MONTHS = {str(name) for name in get_month_names("wide", locale=CODE).values()}


@cache
def tool() -> ModuleType:
    """The tool that finds the texts."""
    specification = importlib.util.spec_from_file_location("translations_tool", TOOL)
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def pseudo_language() -> Language:
    """The language: a text that the catalogues have not is not in it either."""
    return Language(CODE, {text: TranslatedEntry(text, f"{BEGIN}{text}{END}", True) for text in tool().found()})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str, int]] = []
        self.depth = 0
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.outside += [value for name in sorted(ATTRIBUTES & given.keys()) if (value := given[name]) and not value.startswith(BEGIN)]
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self.outside.append(given.get("value") or "")
        if tag not in VOID:
            self.open.append((tag, given.get("class") or "", self.depth))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _, _ in self.open}
        if tags & SILENT or any("site-languages" in classes for _, classes, _ in self.open):
            return
        outside = max((depth for tag, _, depth in self.open if tag == "bdi"), default=0)
        kept = []
        for character in data:
            self.depth += (character == BEGIN) - (character == END)
            kept.append(character if self.depth <= outside and character != END else "\n")
        self.outside += "".join(kept).split("\n")


def said_outside(page: str, known: set[str]) -> list[str]:
    """Every text of a page, and what is put into one, that is no translation and no data (`known`)."""
    reader = _Reader()
    reader.feed(page)
    long = "\n".join(sorted(known))
    texts = (" ".join(text.split()).removesuffix("- Levelground").strip(" ,.;:()–-·") for text in reader.outside)
    return sorted({text for text in texts if _is_said(text, known, long)})


def _is_said(text: str, known: set[str], long: str) -> bool:
    if text in known or (len(text) >= 12 and text in long) or all(part in known for part in re.split(r"[,;] ", text)):
        return False
    words = re.findall(r"[^\W\d_]+", ADDRESS.sub("", text))
    return any(word not in NAMES | MONTHS and word not in known for word in words)


def data() -> set[str]:
    """Every word that the database holds: whole values, and each line of them."""
    found: set[str] = set()
    for model in apps.get_models():
        names = [f.name for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField | models.JSONField)]
        shown = [name for name in names if not model._meta.get_field(name).choices]  # type: ignore[union-attr]
        for row in model._default_manager.values_list(*shown) if shown else ():
            for value in row:
                _add(found, value)
    return found


def _add(found: set[str], value: object) -> None:
    if isinstance(value, dict):
        for each in value.values():
            _add(found, each)
    elif isinstance(value, list | tuple):
        for each in value:
            _add(found, each)
    elif isinstance(value, str) and value:
        lines = [" ".join(line.split()).strip(" ,.;:()–-·#") for line in [value, *value.splitlines()]]
        found.update(line for line in lines if line)
        if value[:1] in "{[":
            _from_json(found, value)


def _from_json(found: set[str], value: str) -> None:
    try:
        _add(found, json.loads(value))
    except ValueError:
        return
