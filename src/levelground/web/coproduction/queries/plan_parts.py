"""The parts of the change package of a series, in plain words, for those who choose what a question or a quote is about."""

from __future__ import annotations

from levelground.web.coproduction.models import Series
from levelground.web.publishing.models import PackageVersion
from levelground.web.publishing.presenters import plain_elements
from levelground.web.publishing.queries import readings

LONGEST = 100


def newest_version(series: Series) -> PackageVersion | None:
    """The newest text of the series' change package: its draft, or what is published."""
    rows = PackageVersion.objects.select_related("package__organisation").filter(package=series.package_id)
    return rows.order_by("-pk").first() if series.package_id else None


def parts(series: Series) -> list[tuple[str, str]]:
    """Each element by its id, with the heading that it stands under and the first of its words."""
    version = newest_version(series)
    if version is None:
        return []
    found = plain_elements.in_order(readings.reading_of(version).change_package)
    return [(element.id, f"{element.heading}: {_short(element.words)}") for element in found]


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
