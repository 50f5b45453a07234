"""The board of a series: its themes as columns, what was said under them, and what stands under none yet."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from levelground.web.coproduction.models import Contribution, Series, Theme
from levelground.web.coproduction.queries import contributions


@dataclass(frozen=True)
class BoardColumn:
    """One column: a theme (None: those under no theme), and what stands under it, the oldest first."""

    theme: Theme | None
    notes: tuple[Contribution, ...]


def themes(series: Series) -> list[Theme]:
    """The themes of a series in their order."""
    return list(Theme.objects.filter(series=series).select_related("series__organisation"))


def theme(series: Series, pk: int) -> Theme:
    """One of them; Http404 where there is none."""
    found = Theme.objects.filter(series=series, pk=pk).select_related("series__organisation").first()
    if found is None:
        raise Http404("no such theme in this series")
    return found


def columns(series: Series) -> list[BoardColumn]:
    """Those without a theme first, then each theme; what stands under several themes is in each of their columns."""
    notes = list(contributions.standing(series))
    under = {note.pk: {each.pk for each in note.themes.all()} for note in notes}
    first = BoardColumn(None, tuple(note for note in notes if not under[note.pk]))
    return [first, *(BoardColumn(each, tuple(note for note in notes if each.pk in under[note.pk])) for each in themes(series))]
