"""What people read before a session, and the draft that it can tell them of."""

from __future__ import annotations

from django.http import Http404

from levelground.change_package.change_package import ChangePackage
from levelground.web.coproduction.models import Attendance, Participant, PreparationPack, Series, Workshop
from levelground.web.publishing.queries import drafts, published, readings

WHAT_AND_WHY, GLOSSARY, DRAFT, EASY_READ, OTHER = "what_and_why", "glossary", "draft", "easy_read", "other"
KINDS = (
    (WHAT_AND_WHY, "What this is, and why"),
    (GLOSSARY, "Words that we use"),
    (DRAFT, "The draft in plain words"),
    (EASY_READ, "Easy read"),
    (OTHER, "Something else"),
)


def of_workshop(workshop: Workshop) -> list[PreparationPack]:
    """All packs of a session, sent or not."""
    return list(PreparationPack.objects.filter(workshop=workshop))


def one(workshop: Workshop, pk: int) -> PreparationPack:
    """One pack of a session; Http404 where there is none."""
    found = PreparationPack.objects.select_related("workshop__series__organisation").filter(workshop=workshop, pk=pk).first()
    if found is None:
        raise Http404("no such pack")
    return found


def not_sent(workshop: Workshop) -> list[PreparationPack]:
    """Those that nobody has been told of."""
    return [pack for pack in of_workshop(workshop) if pack.sent_at is None]


def sent_to(participant: Participant) -> dict[int, list[PreparationPack]]:
    """What one person may read, by the id of the session."""
    asked = Attendance.objects.filter(participant=participant).values("workshop")
    made: dict[int, list[PreparationPack]] = {}
    for pack in PreparationPack.objects.filter(workshop__in=asked, sent_at__isnull=False):
        made.setdefault(pack.workshop_id, []).append(pack)
    return made


def readable(participant: Participant, pk: int) -> PreparationPack:
    """One pack that was sent to a session that this person was asked to; Http404 as if there were none."""
    rows = PreparationPack.objects.select_related("workshop__series__organisation").filter(pk=pk, sent_at__isnull=False)
    found = rows.filter(workshop__attendances__participant=participant).first()
    if found is None:
        raise Http404("no such pack")
    return found


def draft_of(series: Series) -> tuple[ChangePackage, str] | None:
    """The change package of the series as it stands now, with the number of its version: the draft, or else what was published last."""
    if series.package is None:
        return None
    version = drafts.open_version_of(series.package)
    if version is not None:
        return readings.reading_of(version).change_package, version.number
    standing = [one for one in published.versions(series.package.package_id) if not one.withdrawn_because]
    return (standing[0].reading().change_package, standing[0].number) if standing else None
