"""The addresses of the site that the documentation names are there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve
from tests.architecture.rules_of_files import committed_files
from tests.architecture.rules_of_imports import REPOSITORY

NAMED = re.compile(r"`((?:\.\.\.)?/[^`\s]*/)`")
OWN = "/organisations/northshire/co-production"
"""What three dots in front stand for."""
STANDS_FOR = {"NAME": "northshire", "CODE": "abcdefgh", "/...": "/" + 43 * "x"}


def addresses_that_are_not_there(pages: Iterable[Path]) -> list[str]:
    """An address that a page names, its places filled in, which leads to no view."""
    named = [(page.name, address) for page in pages for address in NAMED.findall(page.read_text(encoding="utf-8"))]
    return [f"{page}: {address}" for page, address in named if not _is_there(_whole(address))]


def _whole(address: str) -> str:
    if address.startswith("..."):
        address = OWN + address[3:]
    for word, example in STANDS_FOR.items():
        address = address.replace(word, example)
    return re.sub(r"(?<=/)N(?=/)", "1", address)


def _is_there(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


def test_every_address_on_a_page_of_documentation_is_there() -> None:
    pages = [path for path in committed_files(REPOSITORY) if path.suffix == ".md"]
    assert sum(len(NAMED.findall(page.read_text(encoding="utf-8"))) for page in pages) > 50
    assert addresses_that_are_not_there(pages) == []


@pytest.mark.parametrize("address", ["/organisations/NAME/nothing/", ".../series/N/nothing/", "/take-part/CODE/nothing/"])
def test_a_planted_address_is_seen(tmp_path, address) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"Open `{address}`, or `/recommendations/`, or `.../series/N/names/`.\n", encoding="utf-8")
    assert addresses_that_are_not_there([page]) == [f"page.md: {address}"]
