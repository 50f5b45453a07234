"""The columns of the board: what several contributions have in common."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from levelground.web.coproduction.contribution_refusals import ContributionRefused
from levelground.web.coproduction.models import Series, Theme
from levelground.web.coproduction.queries import unallowed
from levelground.web.people.actions import audit
from levelground.web.people.models import User


@transaction.atomic
def add(*, series: Series, name: str, by: User) -> Theme:
    """A new theme, after those that there are.

    Raises
    ------
    ContributionRefused
        There is one of that name, or the name is somebody's own words without their yes.
    """
    Series.objects.select_for_update().get(pk=series.pk)  # two at once would take the same number
    _refuse_a_second(series, name)
    _require_allowed(series, name)
    last = series.themes.aggregate(last=Max("number"))["last"] or 0
    made = Theme.objects.create(series=series, name=name, number=last + 1)
    _told("add_theme", made, by)
    return made


@transaction.atomic
def rename(*, theme: Theme, name: str, by: User) -> Theme:
    """Another name for a theme; what stands under it stays there."""
    row = Theme.objects.select_for_update(of=("self",)).select_related("series__organisation").get(pk=theme.pk)
    _refuse_a_second(row.series, name, row)
    _require_allowed(row.series, name)
    row.name = name
    row.save(update_fields=["name"])
    _told("rename_theme", row, by)
    return row


def _refuse_a_second(series: Series, name: str, but: Theme | None = None) -> None:
    others = series.themes.filter(name__iexact=name)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise ContributionRefused("There is a theme with this name already. Choose another name.")


def _require_allowed(series: Series, name: str) -> None:
    refused = unallowed.refusal(series, name)
    if refused:
        raise ContributionRefused(refused)


def _told(verb: str, theme: Theme, by: User) -> None:
    organisation = theme.series.organisation
    audit.record(by=by, action=f"coproduction.{verb}", subject=f"theme:{theme.pk}", organisation=organisation, series=theme.series_id)
