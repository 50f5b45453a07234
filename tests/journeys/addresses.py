"""Every address of the site, walked out of its URL configuration and filled in with what a running product holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

PART = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>")
"""A part of a path, written as Django's paths or as its regular expressions write it."""


@dataclass(frozen=True)
class Address:
    """One address: its pattern, its name, and the path with everything filled in."""

    pattern: str
    name: str
    path: str

    @property
    def of_an_organisation(self) -> bool:
        """Whether only members may open it."""
        return self.pattern.startswith("organisations/")


def entries(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """The whole pattern of every address and what stands behind it, in the order of the configuration."""
    for entry in (resolver or get_resolver()).url_patterns:
        whole = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield whole.replace("^", "").replace("$", "").replace("\\Z", ""), entry
        else:
            yield from entries(entry, whole)


def parts(pattern: str) -> list[str]:
    """The names of the parts of a pattern that have to be filled in."""
    return [found[1] or found[2] for found in PART.finditer(pattern)]


def addresses(values: Mapping[str, Any]) -> list[Address]:
    """Every address with its parts filled in; `values["of"]` has the parts of single addresses by name."""
    found = []
    for pattern, entry in entries():
        name = entry.name or ""
        known = {**values["every"], **values.get("of", {}).get(name, {})}
        missing = [part for part in parts(pattern) if part not in known]
        assert not missing, f"tests/journeys/world.py must say what stands for {missing} in {pattern}"
        found.append(Address(pattern, name, "/" + PART.sub(lambda part, known=known: str(known[part[1] or part[2]]), pattern)))  # type: ignore[misc]
    return found
