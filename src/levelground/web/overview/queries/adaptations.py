"""Which published change packages adapt another."""

from __future__ import annotations

from levelground.web.publishing.queries import published
from levelground.web.publishing.queries.published import Published


def of(package_id: str) -> tuple[Published, ...]:
    """The latest versions that adapt any version of a change package."""
    return published.latest_adapting(package_id)
