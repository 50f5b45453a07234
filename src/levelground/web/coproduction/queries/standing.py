"""With whom a change package was made, from the records: how many people, in which capacity, how many hours, by which decisions."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Q

from levelground.change_package.provenance import FEW, CoProductionStatus
from levelground.web.coproduction.bands import SMALLEST
from levelground.web.coproduction.models import Contribution, Decision, Participant, ParticipantRole, Series
from levelground.web.coproduction.queries import workshops
from levelground.web.publishing.models import PackageVersion
from levelground.web.publishing.queries import readings

WHOLE = Decimal(1)
"""Hours are told in whole ones, and at least one where there were any: part of an hour could be the one session of one person."""
NOT_BEHIND = (
    "It says that it is agreed. No closed decision that people with lived experience had a part in stands behind it. "
    "Close one first, or say that it is in co-production."
)


def of_package(version: PackageVersion) -> dict[str, Any] | None:
    """What the head of a change package says of its co-production; None where no series works on it."""
    series = list(Series.objects.filter(package=version.package_id))
    if not series:
        return None
    took_part = Q(attendances__came=True) | Q(contributions__isnull=False) | Q(decision_parts__isnull=False)
    people = Participant.objects.filter(took_part, series__in=series).distinct()
    with_experience = people.filter(role=ParticipantRole.LIVED_EXPERIENCE).count()
    hours = sum((workshops.contact_hours(each) for each in series), Decimal())
    return {
        "lived_experience": _told(with_experience),
        "others": _told(people.count() - with_experience),
        "contact_hours": float(max(hours.quantize(WHOLE, ROUND_HALF_UP), WHOLE)) if hours else 0.0,
        "decisions": list(decisions_behind(version)),
    }


def head_of(version: PackageVersion) -> dict[str, Any]:
    """What the records change in the head of a text: with whom it was made, and that it is no longer *not yet co-produced*."""
    said = of_package(version)
    if said is None:
        return {}
    begun = said["lived_experience"] != 0 and version.co_production == CoProductionStatus.NOT_YET_CO_PRODUCED
    return {"co_production": said, **({"status": CoProductionStatus.IN_CO_PRODUCTION.value} if begun else {})}


def decisions_behind(version: PackageVersion) -> tuple[str, ...]:
    """The ids of the closed decisions on a change package in which people with lived experience took part, oldest first."""
    rows = Decision.objects.filter(
        series__package=version.package_id, closed_at__isnull=False, parts__participant__role=ParticipantRole.LIVED_EXPERIENCE
    )
    return tuple(dict.fromkeys(rows.order_by("closed_at", "pk").values_list("public_id", flat=True)))


def missing(version: PackageVersion) -> tuple[str, ...]:
    """What stands between a version that says that it is agreed and its publication."""
    agreed = version.co_production == CoProductionStatus.AGREED
    return (NOT_BEHIND,) if agreed and not decisions_behind(version) else ()


def taken_back_at(version: PackageVersion) -> list[tuple[str, str]]:
    """The element and the id of each contribution that stands in a text and was taken back since."""
    held = [(element.id, each) for element in readings.reading_of(version).change_package.elements() for each in element.contributions]
    gone = Contribution.objects.filter(public_id__in=[each for _, each in held], withdrawn_at__isnull=False)
    withdrawn = set(gone.values_list("public_id", flat=True))
    return [(element_id, each) for element_id, each in held if each in withdrawn]


def _told(people: int) -> int | str:
    return FEW if 0 < people < SMALLEST else people
