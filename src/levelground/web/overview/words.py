"""Words for readers who did not write the change package."""

from __future__ import annotations

from levelground.change_package.elements import Accountable, Origin, Verification
from levelground.change_package.principles import Question
from levelground.web.design_system import days

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


def accountable(who: Accountable) -> str:
    """`The trust, medical director, by 31 March 2029`."""
    return f"{who.organisation}, {who.role}" + (f", by {days.day(who.due)}" if who.due else "")


def origin(origin: Origin) -> str:
    """Which change package brought an element, and what each adaptation changed in it and why."""
    brought = f"{origin.added_by}: {origin.reason}" if origin.reason else origin.added_by
    changed = [f"{change.by} changed {change.field.replace('_', ' ')}: {change.reason}" for change in origin.changed]
    return " ".join(f"{part.rstrip('.')}." for part in (brought, *changed))


def answered(question: Question) -> str:
    """Where the answer to a principle's question stands in the package."""
    return f"answered in {', '.join(question.answered_by)}" if question.answered_by else "no answer in this package yet"


def counted(many: int, one: str, several: str = "") -> str:
    """`1 change package`, `2,000 change packages`."""
    return f"{many:,} {one if many == 1 else several or one + 's'}"
