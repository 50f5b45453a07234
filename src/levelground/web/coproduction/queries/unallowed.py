"""Whether a text that everybody will read repeats what somebody said, word for word, without their yes."""

from __future__ import annotations

from levelground.web.coproduction.exact_words import Run, runs
from levelground.web.coproduction.models import Contribution, Participant, Quote, Series
from levelground.web.coproduction.queries import host_words
from levelground.web.coproduction.queries.contributions import MAY_BE_QUOTED

IN_A_ROW = 8
"""So many words in a row are a quote, whatever stands around them."""


def repeated(series: Series, *said: str, there: tuple[str, ...] = (), but: Participant | None = None) -> list[Contribution]:
    """Whose words of the series stand in these texts, so many in a row, without a quote that they approved.

    What stands `there` already, where everybody read it before, is nobody's; nor is what a draft said before the person spoke.
    `but`: whoever writes it may say their own words again.
    """
    open_to_all = {run for text in there for run in runs(text, IN_A_ROW)}
    new = {run for text in said for run in runs(text, IN_A_ROW)} - open_to_all
    if not new:
        return []
    rows = Contribution.objects.filter(series=series, withdrawn_at__isnull=True).select_related("participant", "workshop", "concern")
    rows = rows.exclude(participant=but) if but is not None else rows
    return [row for row in rows.order_by("at", "pk") if _is_repeated(series, row, new)]


def refusal(series: Series, *said: str, there: tuple[str, ...] = (), but: Participant | None = None) -> str:
    """What to say to who wrote it, without the words; "" where everything may be said."""
    found = repeated(series, *said, there=there, but=but)
    if not found:
        return ""
    who = list(dict.fromkeys(f"{row.participant.label} said" if row.participant else f"somebody said ({row.public_id})" for row in found))
    named = who[0] if len(who) == 1 else f"{', '.join(who[:-1])} and {who[-1]}"
    return f"This repeats what {named}, word for word, without their yes. Ask them for the quote first, or say it in your own words."


def _is_repeated(series: Series, row: Contribution, new: set[Run]) -> bool:
    found = new & set(runs(row.words, IN_A_ROW))
    if found and (not row.sensitive or row.read_again_verdict == MAY_BE_QUOTED):
        approved = Quote.objects.filter(contribution=row, approved_at__isnull=False, refused_at__isnull=True)
        found -= {run for words in approved.values_list("words", flat=True) for run in runs(words, IN_A_ROW)}
    return bool(found and found - set(runs(host_words.before(series, host_words.said_at(row)), IN_A_ROW)))
