"""What can be downloaded, in which form."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from levelground.web.overview.presenters.packages import HOME

FILES = (
    ("Change packages", "The latest version of each, with a link to its full text.", "packages"),
    ("Recommendations", "What was asked for, by whom, and of whom.", "recommendations"),
    ("Evidence", "What was found out, and how sure one can be.", "evidence"),
    ("Resources", "Guides and tools, and whether they can be had.", "resources"),
)
ADDRESSES = (
    ("packages/{id}/", "The latest version of a change package."),
    ("packages/{id}/{version}/", "One version. It never changes and it never moves."),
    ("packages/{id}/{version}.yaml", "The text of that version, byte for byte. Its SHA-256 is in packages.json."),
    ("packages/{id}/{version}.json", "All that the text says, as JSON. An adaptation comes whole, with its base."),
    ("packages/{id}/{version}/diagram.svg", "Its driver diagram as a picture."),
    ("packages/{id}/{version}/elements/{element}/", "One part of it: an aim, a driver, an idea, a measure."),
    ("recommendations/{id}/", "One recommendation. The same goes for evidence and resources."),
    ("news.atom", "What is new, for a feed reader."),
)


def page(site: str) -> dict[str, Any]:
    """The page of open data; `site` is what addresses begin with."""
    return {
        "page_title": "Open data",
        "breadcrumbs": [HOME],
        "files": [(title, said, reverse(f"{name}_csv"), reverse(f"{name}_json")) for title, said, name in FILES],
        "addresses": [(f"{site}/{address}", said) for address, said in ADDRESSES],
    }
