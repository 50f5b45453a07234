"""What the demonstration's curator has added to the registers."""

from __future__ import annotations

from levelground.web.people.models import Organisation, User
from levelground.web.publishing.actions import register_entries
from levelground.web.publishing.models import RegisterEntry
from levelground.web.site.demonstration.cast import Cast

SOURCE = {
    "id": "northshire_SRC-listening",
    "title": "A year of listening in Northshire (made up)",
    "publisher": "Northshire Hospitals (made up)",
    "edition": "2026",
    "verification": "unverified",
}


def make(cast: Cast) -> None:
    """One recommendation that is published, so that there is news of it, and one that waits."""
    said = "Tell every family within a month what was done with what they said"
    first = _recommendation("R-told", said, "In the report of our listening year.")
    entry = _added(cast.trust, cast.of_trust["curator"], first, SOURCE)
    register_entries.publish(entry=entry, by=cast.of_trust["curator"])
    _added(
        cast.trust, cast.of_trust["curator"], _recommendation("R-paid", "Pay people for their time on the day", "In the same report."), None
    )


def _recommendation(name: str, text: str, note: str) -> dict[str, object]:
    return {
        "id": f"northshire_{name}",
        "verification": "unverified",
        "source": SOURCE["id"],
        "edition": SOURCE["edition"],
        "text": text,
        "addressees": ["NHS trusts"],
        "themes": ["listening"],
        "disciplines": ["maternity_neonatal", "sickle_cell"],
        "note": note,
    }


def _added(organisation: Organisation, by: User, value: dict[str, object], source: dict[str, str] | None) -> RegisterEntry:
    return register_entries.add(organisation=organisation, value=value, reason="Made up for the demonstration.", by=by, source=source).entry
