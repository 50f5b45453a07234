"""Quotes: those that somebody is asked about, and those that their place may show."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from levelground.web.coproduction.models import Attribution, Contribution, Participant, Quote, Series
from levelground.web.coproduction.queries.contributions import MAY_BE_QUOTED


@dataclass(frozen=True)
class ShownQuote:
    """A quote as its place shows it: the exact words, and how the person wants to be named ("" where they want no name)."""

    words: str
    said_by: str


def _rows() -> QuerySet[Quote]:
    return Quote.objects.select_related("contribution__series__organisation", "contribution__participant").order_by("-asked_at", "-pk")


def of_series(series: Series) -> QuerySet[Quote]:
    """All quotes of a series that somebody was asked about, the newest first; not those of words that were taken back."""
    return _rows().filter(contribution__series=series, contribution__withdrawn_at__isnull=True)


def one(series: Series, pk: int) -> Quote:
    """One of them; Http404 where there is none."""
    return _found(of_series(series).filter(pk=pk).first())


def asked_of(participant: Participant) -> QuerySet[Quote]:
    """The quotes that this person is asked about, the newest first."""
    return _rows().filter(contribution__participant=participant, contribution__withdrawn_at__isnull=True)


def one_asked_of(participant: Participant, pk: int) -> Quote:
    """One of them; Http404 where it is somebody else's or never was."""
    return _found(asked_of(participant).filter(pk=pk).first())


def waiting_for(participant: Participant) -> int:
    """How many quotes this person has not answered."""
    return asked_of(participant).filter(approved_at__isnull=True, refused_at__isnull=True).count()


def shown_of(series: Series) -> list[ShownQuote]:
    """All quotes of a series that are shown now, in the order in which they were asked for."""
    return [as_shown(quote) for quote in _shown().filter(contribution__series=series).order_by("asked_at", "pk")]


def shown_at(place: str) -> list[ShownQuote]:
    """The quotes that stand in one place: an address of this site, or the name of a report."""
    return [as_shown(quote) for quote in _shown().filter(place=place).order_by("asked_at", "pk")]


def places_of(contribution: Contribution) -> list[str]:
    """Where quotes from something that somebody said stand now."""
    return list(_shown().filter(contribution=contribution).order_by("asked_at", "pk").values_list("place", flat=True))


def as_shown(quote: Quote) -> ShownQuote:
    """A quote as it would look in its place, whether or not it may be shown."""
    return ShownQuote(quote.words, named(quote.contribution))


def named(contribution: Contribution) -> str:
    """What somebody wants to be called with these words; "" where they want no name, or have none any more."""
    person = contribution.participant
    if person is None:
        return ""
    return {Attribution.NAME: person.name, Attribution.PSEUDONYM: person.pseudonym}.get(Attribution(contribution.attribution), "")


def _shown() -> QuerySet[Quote]:
    """Everything that must hold is asked again each time: a yes, no no, words that stand, and a second reading of what is sensitive."""
    read = Q(contribution__sensitive=False) | Q(contribution__read_again_verdict=MAY_BE_QUOTED)
    agreed = Q(approved_at__isnull=False, refused_at__isnull=True, shown_at__isnull=False, contribution__withdrawn_at__isnull=True)
    return _rows().filter(read & agreed).exclude(words="")


def _found(quote: Quote | None) -> Quote:
    if quote is None:
        raise Http404("no such quote")
    return quote
