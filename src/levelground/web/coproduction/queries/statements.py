"""What groups say for themselves, for their own pages, for those who run a series, and for everybody once it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from levelground.web.coproduction.models import GroupStatement, Participant, Series
from levelground.web.coproduction.queries import participants


@dataclass(frozen=True)
class GroupVoice:
    """A statement as pages and reports show it: a value that holds no person. `agreed` of `of` people stand behind it."""

    title: str
    words: str
    disagrees: bool
    edited_because: str
    agreed: int
    of: int


def of_series(series: Series) -> QuerySet[GroupStatement]:
    """All statements of a series that were not taken back, the newest first."""
    rows = GroupStatement.objects.filter(series=series, withdrawn_at__isnull=True)
    return rows.select_related("series__organisation").prefetch_related("agreed_by").order_by("-at", "-pk")


def one(series: Series, pk: int) -> GroupStatement:
    """One of them; Http404 where there is none."""
    found = of_series(series).filter(pk=pk).first()
    if found is None:
        raise Http404("no such statement in this series")
    return found


def shown(series: Series) -> tuple[GroupVoice, ...]:
    """Those that everybody may read, in the order in which they were written."""
    rows = of_series(series).filter(shown_at__isnull=False).order_by("at", "pk")
    of = participants.of_series(series).count()
    return tuple(as_shown(row, of) for row in rows if row.agreed_by.all())


def as_shown(row: GroupStatement, of: int) -> GroupVoice:
    """A statement as it would look, whether or not it is shown."""
    return GroupVoice(row.title, row.words, row.disagrees, row.edited_because, len(row.agreed_by.all()), of)


def agrees(participant: Participant, row: GroupStatement) -> bool:
    """Whether this person stands behind it."""
    return any(each.pk == participant.pk for each in row.agreed_by.all())
