"""The versions of one organisation, as its members see them; what is of another organisation is not there."""

from __future__ import annotations

from django.db.models import Max, QuerySet
from django.http import Http404

from levelground.change_package.reading import Reading
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import Edit, HeldPackage, PackageVersion, VersionState
from levelground.web.publishing.queries import consultations, readings
from levelground.web.publishing.queries.published import newest_of_each

OPEN = (VersionState.DRAFT, VersionState.CONSULTATION, VersionState.REVIEW)
"""The states before a version is published; a change package has one such version at most."""


def of(viewer: Viewer) -> list[PackageVersion]:
    """The open versions of the viewer's organisation, the one with the newest edit first; each with `last_edit_at`."""
    rows = _of_organisation(viewer).filter(state__in=OPEN).annotate(last_edit_at=Max("history__at"))
    return consultations.as_of_today(rows.order_by("-last_edit_at", "-pk"))


def one(viewer: Viewer, pk: int) -> PackageVersion:
    """One version of the viewer's organisation, in whatever state.

    Raises
    ------
    Http404
        There is none, or it is another organisation's: the two cannot be told apart.
    """
    version = _of_organisation(viewer).filter(pk=pk).first()
    if version is None:
        raise Http404("no such version in this organisation")
    return consultations.as_of_today([version])[0]


def package(viewer: Viewer, package_id: str) -> HeldPackage:
    """A change package of the viewer's organisation; Http404 as `one`."""
    found = HeldPackage.objects.select_related("organisation").filter(organisation=viewer.organisation, package_id=package_id).first()
    if found is None:
        raise Http404("no such change package in this organisation")
    return found


def published_packages_of(viewer: Viewer) -> QuerySet[PackageVersion]:
    """The version of each change package of the viewer's organisation that was published last, withdrawn or not; newest first."""
    return newest_of_each(_of_organisation(viewer).filter(state__in=readings.PUBLIC))


def open_version_of(package: HeldPackage) -> PackageVersion | None:
    """The version of a change package that is being worked on."""
    return PackageVersion.objects.select_related("package__organisation").filter(package=package, state__in=OPEN).first()


def published_before(version: PackageVersion) -> PackageVersion | None:
    """The version of the same change package that was published last: what a draft is compared with."""
    rows = PackageVersion.objects.select_related("package__organisation").filter(package=version.package, state__in=readings.PUBLIC)
    return rows.exclude(pk=version.pk).order_by("-published_at", "-pk").first()


def history(version: PackageVersion) -> list[Edit]:
    """Every edit of a version, newest first."""
    return list(history_rows(version))


def history_rows(version: PackageVersion) -> QuerySet[Edit]:
    """As `history`, for a page that shows some of them."""
    return Edit.objects.filter(version=version).select_related("by", "undoes").order_by("-number")


def last_edit(version: PackageVersion) -> Edit | None:
    """The edit that can be undone: the newest, but not the text that the draft began with."""
    return Edit.objects.filter(version=version, number__gt=0).select_related("by", "undoes").order_by("-number").first()


def reading_at(version: PackageVersion, number: int) -> Reading:
    """The change package as it was after an edit.

    Raises
    ------
    Http404
        There is no such edit.
    """
    return readings.reading(_text_at(version, number), readings.file_name(version))


def content_at(version: PackageVersion, number: int) -> str:
    """The text as it was after an edit; Http404 as `reading_at`."""
    edit = Edit.objects.filter(version=version, number=number).select_related("after").first()
    if edit is None:
        raise Http404("no such edit")
    return edit.after.content


def _text_at(version: PackageVersion, number: int) -> str:
    digest = Edit.objects.filter(version=version, number=number).values_list("after_id", flat=True).first()
    if digest is None:
        raise Http404("no such edit")
    return str(digest)


def _of_organisation(viewer: Viewer) -> QuerySet[PackageVersion]:
    return PackageVersion.objects.select_related("package__organisation").filter(package__organisation=viewer.organisation)
