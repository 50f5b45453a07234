"""What the demonstration's curator has added to the registers."""

from __future__ import annotations

from levelground.web.site.demonstration.cast import Cast


def make(cast: Cast) -> None:
    """One recommendation, published, so that there is news."""
