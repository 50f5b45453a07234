"""What a search has found, as its page needs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from markupsafe import Markup, escape

from levelground.web.overview.models import Found
from levelground.web.overview.queries.search import END, ON_A_PAGE, START, SearchHit, search

LONGEST = 300
MOST_PAGES = 50
"""Nobody turns so many pages; a search with more words is the better way."""


def page(query: QueryDict, user: Any) -> dict[str, Any]:
    """The box with what was asked, how much of each kind fits, and one page of it."""
    typed = query.get("q", "").replace("\0", "").strip()[:LONGEST]
    kind = query.get("kind", "") if query.get("kind", "") in set(Found) else ""
    asked = query.get("page", "1")
    number = min(MOST_PAGES, max(1, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    found = search(typed, user, kind, number)
    count = found.counts.get(kind, 0) if kind else sum(found.counts.values())
    last = min(MOST_PAGES, max(1, -(-count // ON_A_PAGE)))
    return {
        "page_title": f"{typed}: search" if typed else "Search",
        "breadcrumbs": [{"text": "Home", "href": reverse("home")}],
        "typed": typed,
        "kind": kind,
        "hits": [_shown(hit) for hit in found.hits],
        "count": count,
        "kinds": _kinds(typed, kind, found.counts),
        "some_words": found.some_words,
        "did_you_mean": found.did_you_mean,
        "instead": _address({"q": found.did_you_mean}),
        "number": number,
        "last": last,
        "previous": _address({"q": typed, "kind": kind}, number - 1) if 1 < number <= last else "",
        "next": _address({"q": typed, "kind": kind}, number + 1) if number < last else "",
    }


def _address(query: Mapping[str, str], number: int = 1) -> str:
    given = {name: value for name, value in query.items() if value} | ({"page": str(number)} if number > 1 else {})
    return f"{reverse('search')}?{urlencode(given)}"


def _kinds(typed: str, kind: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The kinds of which something was found, each with its address; the first is all."""
    every = [("", "All", sum(counts.values())), *((each.value, each.label, counts.get(each, 0)) for each in Found)]
    return [
        {"text": text, "count": count, "href": _address({"q": typed, "kind": value}), "current": value == kind}
        for value, text, count in every
        if count or value == kind
    ]


def _shown(hit: SearchHit) -> dict[str, Any]:
    return {"title": hit.title, "context": hit.context, "href": hit.address, "snippet": marked(hit.snippet)}


def marked(snippet: str) -> Markup:
    """A snippet for a page: everything escaped, then the words that fit put into `mark`."""
    safe = str(escape(snippet))
    return Markup(safe.replace(START, "<mark>").replace(END, "</mark>"))  # noqa: S704 - escaped above; the two marks are ours
