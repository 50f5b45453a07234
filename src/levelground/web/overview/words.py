"""Words for readers who did not write the change package."""

from __future__ import annotations

import datetime

from levelground.change_package.elements import Verification

CHECKED = {
    Verification.VERIFIED: "We read the source",
    Verification.SECONDARY: "We read about it elsewhere",
    Verification.UNVERIFIED: "Not checked",
}
"""How well an element or a publication is known."""
EVIDENCE = {"tested": "Tested where it was tried", "promising": "Promising", "untested": "Not tested"}
CERTAINTY = {"high": "high", "moderate": "moderate", "low": "low", "very_low": "very low"}
BETTER = {"increase": "higher", "decrease": "lower", "neutral": "neither higher nor lower"}


def checked(verification: Verification | str) -> str:
    """The mark of an element or a publication."""
    return CHECKED[Verification(verification)]


def sentence(words: str) -> str:
    """Words of the program as a sentence of the page: no marks of code, a capital first, a full stop last."""
    plain = words.replace("`", "").strip()
    return f"{plain[:1].upper()}{plain[1:].rstrip('.')}." if plain else ""


def why_no_figures(reason: str, *, local: bool) -> str:
    """Why a measure has no figures, for the public: what an organisation counts for itself is said to be so, never the name of a file."""
    return "This is collected locally. No data yet." if local else sentence(reason)


def date(day: datetime.date) -> str:
    """`31 March 2029`."""
    return f"{day.day} {day:%B %Y}"
