"""Where somebody repeated words that their author takes back: minutes, answers, reasons, packs, letters. They are taken out there too."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Model, QuerySet

from levelground.web.coproduction.actions import taken_back
from levelground.web.coproduction.models import (
    AccessArrangement,
    Concern,
    ConcernReply,
    Contribution,
    ContributionResponse,
    Decision,
    DecisionPart,
    GroupStatement,
    Minutes,
    MinutesCorrection,
    Notice,
    Opportunity,
    PaymentClaim,
    PaymentOffer,
    PreparationPack,
    Prompt,
    Quote,
    SelectionCriterion,
    SelectionOutcome,
    Series,
    Theme,
    Workshop,
)
from levelground.web.coproduction.queries import host_words
from levelground.web.coproduction.taken_words import TakenWords, taken

INSTEAD = "[taken back]"
"""What stands in a text from then on, so that nobody takes it for whole."""


def take_out(*, contribution: Contribution) -> int:
    """Take what was said, each sentence and each row of words that is long enough to be its author's own, out of every text of the series.

    Out of change packages too, as `taken_back.out_of_publishing` says. How many texts had any. Called while the words are still
    there, inside the transaction that takes them back.
    """
    said = [contribution.words, *contribution.quotes.values_list("words", flat=True)]
    series, since = contribution.series, host_words.said_at(contribution)
    words = taken(said, _before(series, since, contribution) if series else "")
    if not words:
        return 0
    places = [*_of_its_concern(contribution), *(_texts(series) if series else [])]
    in_the_room = sum(_taken_out(row, fields, words) for rows, fields in places for row in rows)
    if series is None:
        return in_the_room
    themes = _themes(Theme.objects.filter(series=series), words)
    return in_the_room + themes + taken_back.out_of_publishing(series=series, words=words, since=since, contribution=contribution)


def take_dissent_out(*, part: DecisionPart) -> int:
    """The same for words of dissent; the row that holds them is emptied by the caller."""
    series, since = part.decision.series, part.decision.opened_at
    others = host_words.of_others(series, since, than=part.participant, until=part.at)
    words = taken([part.dissent], f"{host_words.before(series, since)}\n{others}")
    if not words:
        return 0
    in_the_room = sum(_taken_out(row, fields, words) for rows, fields in _texts(series) for row in rows)
    return in_the_room + _themes(series.themes.all(), words) + taken_back.out_of_publishing(series=series, words=words, since=since)


def _before(series: Series, since: datetime.datetime, contribution: Contribution) -> str:
    others = host_words.of_others(series, since, than=contribution.participant, until=contribution.at)
    return "\n".join([host_words.before(series, since), others, host_words.asked(contribution)])


def _themes(themes: QuerySet[Theme], words: TakenWords) -> int:
    """Names of themes stand on public pages; no two of a series are the same, so the number of the theme goes with it."""
    said = [(theme, _mended(theme.name, words)) for theme in themes]
    for theme, name in said:
        if name != theme.name:
            themes.filter(pk=theme.pk).update(name=f"{name[:100]} ({theme.number})")
    return sum(name != theme.name for theme, name in said)


def _of_its_concern(contribution: Contribution) -> list[tuple[QuerySet[Any], tuple[str, ...]]]:
    return [
        (Concern.objects.filter(contribution=contribution), ("words",)),
        (ConcernReply.objects.filter(concern__contribution=contribution), ("words",)),
    ]


def _texts(series: Series) -> list[tuple[QuerySet[Any], tuple[str, ...]]]:
    """Every text of a series in which others may have repeated what somebody said."""
    return [
        (Minutes.objects.filter(workshop__series=series), ("words",)),
        (MinutesCorrection.objects.filter(minutes__workshop__series=series), ("words", "answer")),
        (PreparationPack.objects.filter(workshop__series=series), ("title", "words")),
        (Workshop.objects.filter(series=series), host_words.SESSION_WORDS),
        (Series.objects.filter(pk=series.pk), host_words.SERIES_WORDS),
        (Opportunity.objects.filter(series=series), host_words.CALL_WORDS),
        (SelectionCriterion.objects.filter(opportunity__series=series), ("words",)),
        (SelectionOutcome.objects.filter(expression__opportunity__series=series), ("reason",)),
        (AccessArrangement.objects.filter(participant__series=series), ("note",)),
        (PaymentOffer.objects.filter(participant__series=series), ("words",)),
        (PaymentClaim.objects.filter(series=series), ("returned_because",)),
        (Quote.objects.filter(contribution__series=series), ("place",)),
        (Concern.objects.filter(contribution__series=series), ("closed_because",)),
        (Prompt.objects.filter(workshop__series=series), ("words",)),
        (Decision.objects.filter(series=series), ("question", "options", "reasons", "outcome_words")),
        (DecisionPart.objects.filter(decision__series=series), ("dissent", "answer")),
        (ContributionResponse.objects.filter(contribution__series=series), ("words",)),
        (GroupStatement.objects.filter(series=series), ("title", "words", "edited_because")),
        (Notice.objects.filter(organisation__in=[series.organisation_id, series.identities_held_by_id or 0]), ("subject", "words")),
    ]


def _taken_out(row: Model, fields: tuple[str, ...], words: TakenWords) -> int:
    old = {name: getattr(row, name) for name in fields}
    new = {name: _mended(value, words)[: getattr(row._meta.get_field(name), "max_length", None)] for name, value in old.items()}
    if new == old:
        return 0
    for name, value in new.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    return 1


def _mended(value: Any, words: TakenWords) -> Any:
    if isinstance(value, list):
        return [_mended(each, words) for each in value]
    return words.out_of(value, INSTEAD) if isinstance(value, str) else value
