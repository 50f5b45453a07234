"""What everybody may read of a series: what was heard, what was decided, who took part in numbers. Nothing before its page is opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from levelground.errors import UnknownElement
from levelground.web.coproduction.models import (
    Contribution,
    ContributionResponse,
    Decision,
    DecisionPart,
    Participant,
    ParticipantRole,
    Series,
    Theme,
    WorkshopState,
)
from levelground.web.coproduction.queries import decisions as all_decisions
from levelground.web.coproduction.queries import workshops
from levelground.web.publishing.queries import published
from levelground.web.publishing.queries.published import Published

LONGEST_ID = 16


@dataclass(frozen=True)
class Shaped:
    """An element of a published version that a contribution or a decision shaped."""

    version: Published
    element: str
    words: str


def public_series() -> QuerySet[Series]:
    """The series whose public page is open, the newest first."""
    rows = Series.objects.filter(public_at__isnull=False, public_at__lte=timezone.now())
    return rows.select_related("organisation", "package").order_by("-public_at", "-pk")


def by_code(code: str) -> Series:
    """The series with this code; Http404 where there is none or its page is not open yet: the two cannot be told apart."""
    found = public_series().filter(code=code).first()
    if found is None:
        raise Http404("no such series")
    return found


def of_package(package_id: str) -> list[Series]:
    """The public series that work on a change package."""
    return list(public_series().filter(package__package_id=package_id))


def contribution(public_id: str) -> Contribution:
    """Something that was said in a public series, by its id; Http404 for any other."""
    rows = Contribution.objects.filter(series__in=public_series()).select_related("series__organisation", "series__package")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404("no such contribution")
    return found


def known(public_ids: Iterable[str]) -> dict[str, Contribution]:
    """Of these ids of contributions, those that are of public series."""
    rows = Contribution.objects.filter(series__in=public_series(), public_id__in=list(public_ids))
    return {row.public_id: row for row in rows.select_related("series")}


def themes(series: Series) -> list[tuple[Theme, int]]:
    """What was heard: each theme with how many contributions stand under it that nobody took back."""
    standing = Q(contributions__withdrawn_at__isnull=True)
    return [(each, each.many) for each in Theme.objects.filter(series=series).annotate(many=Count("contributions", filter=standing))]


def closed(series: Series) -> QuerySet[Decision]:
    """The decisions of a series that are closed, the newest first."""
    return all_decisions.of_series(series).filter(closed_at__isnull=False).order_by("-closed_at", "-pk")


def closed_by_id(public_ids: Iterable[str]) -> dict[str, Decision]:
    """Of these ids of decisions, those that are closed and of public series."""
    rows = Decision.objects.filter(series__in=public_series(), closed_at__isnull=False, public_id__in=list(public_ids))
    return {row.public_id: row for row in rows.select_related("series", "version__package")}


def closed_for(said: Contribution) -> QuerySet[Decision]:
    """The closed decisions that rest on something that somebody said."""
    return (
        Decision.objects.filter(rests_on__contribution=said, closed_at__isnull=False).select_related("series").order_by("closed_at", "pk")
    )


def answers_to(said: Contribution) -> list[ContributionResponse]:
    """What was said back to it. Of what is sensitive nobody reads the answer but the person: it could tell too much."""
    if said.sensitive or said.withdrawn_at is not None:
        return []
    return list(said.responses.filter(Q(decision__isnull=True) | Q(decision__closed_at__isnull=False)))


def dissents(decision: Decision) -> list[DecisionPart]:
    """Those who were against a decision; their words are read only where they said so."""
    return list(all_decisions.dissents(decision))


def people(series: Series) -> dict[ParticipantRole, int]:
    """How many people of each role took part: came to a session, said something, or had a part in a decision."""
    took_part = Q(attendances__came=True) | Q(contributions__isnull=False) | Q(decision_parts__isnull=False)
    rows = Participant.objects.filter(took_part, series=series).values_list("role").annotate(many=Count("pk", distinct=True)).order_by()
    counted = dict(rows)
    return {role: counted[role.value] for role in ParticipantRole if counted.get(role.value)}


def hours(series: Series) -> Decimal:
    """The hours that people with lived experience spent in the sessions of a series, all of them together."""
    return workshops.contact_hours(series)


def sessions_held(series: Series) -> int:
    """How many sessions took place."""
    return series.workshops.filter(state=WorkshopState.HELD).count()


def said_count(series: Series) -> int:
    """How many contributions there are that nobody took back."""
    return series.contributions.filter(withdrawn_at__isnull=True).count()


def taken_back_count(series: Series) -> int:
    """How many contributions were taken back."""
    return series.contributions.filter(withdrawn_at__isnull=False).count()


def latest_version(series: Series) -> Published | None:
    """The newest published version of the change package that a series works on."""
    return newest(series.package.package_id) if series.package else None


def newest(package_id: str) -> Published | None:
    """The newest published version of a change package; None where nothing of it is published."""
    try:
        return published.one(package_id)
    except UnknownElement:
        return None


def shaped_by(version: Published | None) -> dict[str, list[Shaped]]:
    """The id of a contribution or a decision -> the elements of a published version that it shaped."""
    found: dict[str, list[Shaped]] = {}
    if version is None:
        return found
    for element in version.reading().change_package.elements():
        said = next((str(each) for name in ("text", "statement", "name", "title") if (each := getattr(element, name, None))), "")
        for each in (*element.contributions, *element.decisions):
            found.setdefault(each, []).append(Shaped(version, element.id, said))
    return found
