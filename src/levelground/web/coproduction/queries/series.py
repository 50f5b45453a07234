"""The series that a member may see, and whether they may know who takes part in one."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from levelground.web.coproduction.models import IdentityHolder, Series, ServedGroup
from levelground.web.people.models import Organisation, OrganisationKind, User
from levelground.web.people.roles import ROLES, Permission
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import HeldPackage, PackageVersion


def of(viewer: Viewer) -> QuerySet[Series]:
    """The series of the viewer's organisation, and those whose names it holds for another; newest first."""
    rows = Series.objects.select_related("organisation", "package", "identities_held_by")
    return rows.filter(Q(organisation=viewer.organisation) | Q(identities_held_by=viewer.organisation))


def one(viewer: Viewer, pk: int) -> Series:
    """One of them.

    Raises
    ------
    Http404
        There is none, or it is another organisation's: the two cannot be told apart.
    """
    found = of(viewer).filter(pk=pk).first()
    if found is None:
        raise Http404("no such series in this organisation")
    return found


def run_by(viewer: Viewer, pk: int) -> Series:
    """One of the viewer's own organisation, to be changed; Http404 as `one`. Who only holds names changes nothing else."""
    found = one(viewer, pk)
    if found.organisation_id != viewer.organisation.pk:
        raise Http404("no such series in this organisation")
    return found


def may_see_names(viewer: Viewer, series: Series) -> bool:
    """Whether the viewer is one of the named people who know who takes part, at work in the organisation that holds the names."""
    holder = series.identities_held_by_id or series.organisation_id
    if viewer.organisation.pk != holder or not viewer.may(Permission.SEE_NAMES):
        return False
    return IdentityHolder.objects.filter(series=series, user=viewer.user, ended_at__isnull=True).exists()


def holding(series: Series) -> Organisation:
    """The organisation that knows who takes part in a series."""
    return series.identities_held_by or series.organisation


def holders(series: Series) -> QuerySet[IdentityHolder]:
    """Those who know names now, the first named first."""
    return IdentityHolder.objects.filter(series=series, ended_at__isnull=True).select_related("user").order_by("named_at", "pk")


def holder(series: Series, pk: int) -> IdentityHolder:
    """One who knows, or knew, names; Http404 where there is none in this series."""
    found = IdentityHolder.objects.filter(series=series, pk=pk).first()
    if found is None:
        raise Http404("nobody of this series")
    return found


def may_be_named(series: Series) -> list[User]:
    """Members, by name, of the organisation that holds the names whose role may see them."""
    roles = [role.id for role in ROLES.values() if Permission.SEE_NAMES in role.permissions]
    rows = User.objects.filter(
        memberships__organisation=holding(series), memberships__role__in=roles, memberships__ended_at__isnull=True, is_active=True
    )
    return list(rows.distinct().order_by("name", "pk"))


def served(series: Series) -> list[ServedGroup]:
    """How many people of each group are served, characteristic by characteristic."""
    return list(ServedGroup.objects.filter(series=series).order_by("characteristic", "pk"))


def packages(viewer: Viewer) -> dict[int, str]:
    """The change packages of the viewer's organisation that a series can be about: id of the row -> title of the newest version."""
    newest = PackageVersion.objects.filter(package=OuterRef("pk")).order_by("-pk").values("title")[:1]
    rows = HeldPackage.objects.filter(organisation=viewer.organisation).annotate(newest_title=Subquery(newest))
    return {row.pk: row.newest_title or row.package_id for row in rows.order_by("package_id")}


def package(viewer: Viewer, pk: int) -> HeldPackage:
    """One of them; Http404 where it is not the organisation's."""
    found = HeldPackage.objects.filter(organisation=viewer.organisation, pk=pk).first()
    if found is None:
        raise Http404("no such change package in this organisation")
    return found


def named_by(viewer: Viewer, pk: int) -> Series:
    """A series whose names the viewer's organisation holds: it alone says who of its own people may know them. Http404 as `one`."""
    found = one(viewer, pk)
    if holding(found).pk != viewer.organisation.pk:
        raise Http404("another organisation holds the names of this series")
    return found


def other_organisations(viewer: Viewer) -> list[Organisation]:
    """Those that could hold the names for the viewer's organisation: those of a community first."""
    others = Organisation.objects.exclude(pk=viewer.organisation.pk)
    return sorted(others, key=lambda one: (one.kind != OrganisationKind.COMMUNITY, one.name.casefold()))


def holder_counts(viewer: Viewer) -> dict[int, int]:
    """How many people know names, by series; a series with nobody is not in it."""
    rows = IdentityHolder.objects.filter(series__in=of(viewer), ended_at__isnull=True)
    return dict(rows.order_by().values_list("series").annotate(n=Count("pk")))
