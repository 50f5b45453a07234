"""Words that were taken back and still stand somewhere, as a task that comes before all others. The words are not said."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from levelground.web.coproduction.models import Series
from levelground.web.coproduction.presenters.to_do import ToDo
from levelground.web.coproduction.queries.taken_back import StillThere, waiting
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import VersionState

BEFORE_ALL = -1


def tasks(viewer: Viewer, series: Iterable[Series]) -> list[ToDo]:
    """What has to be re-worded: each change package and entry, with the way to it."""
    return sorted({ToDo(BEFORE_ALL, "Taken back", *_said(viewer, each)) for each in waiting(series)})


def _said(viewer: Viewer, there: StillThere) -> tuple[str, str]:
    """What to do, and where. Who only keeps the names of a series has no way to its drafts."""
    slug = viewer.organisation.slug
    own = there.series.organisation_id == viewer.organisation.pk
    if there.entry is not None:
        said = f"Somebody took words back that stand in an entry of the registers: {there.entry.entry.entry_id}. Write it anew."
        return said, reverse("register_entry", kwargs={"organisation": slug, "entry": there.entry.entry_id}) if own else ""
    if there.version is None:
        return "", ""
    where = ", ".join(each or "what it says about itself" for each in there.elements)
    name = f"“{there.version.title}”, version {there.version.number}"
    href = reverse("draft", kwargs={"organisation": slug, "draft": there.version.pk}) if own else ""
    if there.version.state == VersionState.PUBLISHED:
        return f"Somebody took words back that are published in {name} ({where}). Publish a new version without them.", href
    return f"Somebody took words back that stood in {name} ({where}). Write it there in your own words.", href
