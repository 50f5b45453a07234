"""What was said and decided about an element of a draft, for members of the organisation."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from levelground.web.coproduction.models import Contribution, Decision
from levelground.web.coproduction.queries import series as all_series
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import PackageVersion


def contributions(viewer: Viewer, version: PackageVersion, element_id: str, ids: Sequence[str]) -> list[Contribution]:
    """Those whose ids stand at the element, and those that say themselves that they are about it; oldest first."""
    rows = Contribution.objects.filter(series__in=all_series.of(viewer)).filter(
        Q(public_id__in=list(ids)) | Q(element=element_id, withdrawn_at__isnull=True, series__package=version.package_id)
    )
    return list(rows.select_related("participant", "series").order_by("at", "pk"))


def decisions(viewer: Viewer, ids: Sequence[str]) -> list[Decision]:
    """The decisions whose ids stand at the element, oldest first."""
    rows = Decision.objects.filter(series__in=all_series.of(viewer), public_id__in=list(ids))
    return list(rows.select_related("series").order_by("opened_at", "pk"))
