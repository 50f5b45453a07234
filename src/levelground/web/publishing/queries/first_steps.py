"""How far an organisation has come with its first draft: what the guided first hour ticks off."""

from __future__ import annotations

from dataclasses import dataclass

from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import Edit, PackageVersion, VersionState
from levelground.web.publishing.queries import drafts, readings

OWN_CHANGES = 3
"""So many changed elements count as having gone through the ideas."""


@dataclass(frozen=True)
class FirstSteps:
    """What is done of `base, started, aim, changed, checked, asked`, and with which draft."""

    done: frozenset[str]
    draft_pk: int | None = None
    title: str = ""
    errors: int = 0
    warnings: int = 0


def of(viewer: Viewer) -> FirstSteps:
    """Of the organisation's newest open draft, or else of what it has published: then all is done."""
    version = next(iter(drafts.of(viewer)), None)
    if version is None:
        published = drafts.published_packages_of(viewer).first()
        everything = frozenset({"base", "started", "aim", "changed", "checked", "asked"})
        return FirstSteps(everything, None, published.title) if published else FirstSteps(frozenset())
    done = {"base", "started", *_edited(version)}
    if version.errors == 0 and "changed" in done:
        done.add("checked")
    if version.state != VersionState.DRAFT or version.consultations.exists() or version.reviews.exists():
        done.add("asked")
    return FirstSteps(frozenset(done), version.pk, version.title, version.errors, version.warnings)


def _edited(version: PackageVersion) -> set[str]:
    """Whether the aim, and enough of the rest, was made one's own: by the elements that edits have touched."""
    edits = Edit.objects.filter(version=version, number__gt=0).values_list("elements", flat=True)
    touched = {element for elements in edits for element in elements}
    aim = readings.reading_of(version).change_package.aim.id
    return ({"aim"} if aim in touched else set()) | ({"changed"} if len(touched - {aim}) >= OWN_CHANGES else set())
