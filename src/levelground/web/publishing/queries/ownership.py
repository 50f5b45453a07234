"""Who answers for what in an organisation's change packages: the text names organisations and roles, the table names people."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.db.models import QuerySet

from levelground.charts.driver_outline import KINDS
from levelground.web.people.models import Membership, User
from levelground.web.people.roles import ROLES, Permission
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import Ownership, PackageVersion, VersionState
from levelground.web.publishing.queries import readings
from levelground.web.publishing.queries.consultations import today

SOON_DAYS = 28
"""What is due within these days is shown before the rest."""

KIND_NAMES = (*KINDS, "measure")
"""What has an owner: the aim, the drivers, the ideas, the measures."""


class OwnershipStanding(StrEnum):
    """Where the work on an element stands; in this order on the page."""

    OVERDUE = "overdue"
    UNOWNED = "unowned"
    DUE_SOON = "due soon"
    OWNED = "owned"


Held = dict[tuple[int, str], Ownership]


@dataclass(frozen=True)
class Answerable:
    """What the text says of one element: its words, and the organisation and role that answer for it."""

    id: str
    kind: str
    words: str
    organisation: str
    role: str
    due: datetime.date | None
    serves: tuple[str, ...]


@dataclass(frozen=True)
class OwnedElement:
    """One element of one change package, and who owns it inside the organisation."""

    version: PackageVersion
    element: Answerable
    ownership: Ownership | None
    standing: OwnershipStanding

    @property
    def due(self) -> datetime.date | None:
        """By when: what was agreed with the owner, else what the text says."""
        return self.ownership.due if self.ownership and self.ownership.due else self.element.due


@lru_cache(maxsize=2000)
def answerable(digest: str, name: str) -> tuple[Answerable, ...]:
    """What a stored text says of each element that somebody can answer for, in document order."""
    package = readings.reading(digest, name).change_package
    columns = ((package.aim,), package.primary_drivers, package.secondary_drivers, package.change_ideas, package.measures)
    return tuple(_answerable(kind, element) for kind, elements in zip(KIND_NAMES, columns, strict=True) for element in elements)


def _answerable(kind: str, element: object) -> Answerable:
    words = next(said for said in (getattr(element, name, None) for name in ("statement", "text", "name")) if said)
    who = getattr(element, "accountable", None)
    links = tuple(link.id for link in getattr(element, "serves", ()))
    return Answerable(
        element.id,  # type: ignore[attr-defined]
        kind,
        words,
        who.organisation if who else "",
        who.role if who else "",
        who.due if who else None,
        links,
    )


def versions(viewer: Viewer) -> list[PackageVersion]:
    """Of each change package of the organisation: the version that is being written, and the one published last."""
    rows = PackageVersion.objects.filter(package__organisation=viewer.organisation).exclude(state=VersionState.WITHDRAWN)
    keys: dict[tuple[int, bool], int] = {}
    for pk, package, state in rows.order_by("-published_at", "-pk").values_list("pk", "package_id", "state"):
        keys.setdefault((package, state == VersionState.PUBLISHED), pk)
    found = rows.filter(pk__in=keys.values()).select_related("package__organisation").defer("summary", "ambitions", "recommendation_ids")
    return sorted(found, key=lambda row: (row.package.package_id, row.state == VersionState.PUBLISHED))


def elements(viewer: Viewer, package_id: str = "", kind: str = "") -> list[OwnedElement]:
    """Every element of the organisation's change packages, what is overdue or without an owner first.

    An element that stands in the draft and in what is published is given once, as the draft has it.
    """
    found = [
        OwnedElement(version, element, ownership, standing)
        for version, element, ownership, standing in _each(viewer, current(viewer))
        if package_id in {"", version.package.package_id} and kind in {"", element.kind}
    ]
    order = {standing: place for place, standing in enumerate(OwnershipStanding)}
    return sorted(found, key=lambda each: (order[each.standing], each.due or datetime.date.max, each.version.package.package_id))


def _each(viewer: Viewer, held: Held) -> Iterator[tuple[PackageVersion, Answerable, Ownership | None, OwnershipStanding]]:
    """Every element once, as the draft has it where there is one."""
    day = today()
    seen: set[tuple[int, str]] = set()
    for version in versions(viewer):
        for element in answerable(version.text_id, readings.file_name(version)):
            key = (version.package_id, element.id)
            if key not in seen:
                seen.add(key)
                ownership = held.get(key)
                yield version, element, ownership, _standing(element, ownership, day)


def current(viewer: Viewer) -> Held:
    """(change package, element) -> its ownership now."""
    return {(row.package_id, row.element): row for row in _now(viewer).select_related("owner")}


def _now(viewer: Viewer) -> QuerySet[Ownership]:
    return Ownership.objects.filter(package__organisation=viewer.organisation, ended_at__isnull=True)


def of_element(version: PackageVersion, element_id: str) -> Ownership | None:
    """Who owns an element now."""
    rows = Ownership.objects.filter(package=version.package, element=element_id, ended_at__isnull=True)
    return rows.select_related("owner", "package__organisation").first()


def _standing(element: Answerable, ownership: Ownership | None, day: datetime.date) -> OwnershipStanding:
    due = ownership.due if ownership and ownership.due else element.due
    done = ownership is not None and ownership.done_at is not None
    if due is not None and not done and due < day:
        return OwnershipStanding.OVERDUE
    if ownership is None or not element.organisation:
        return OwnershipStanding.UNOWNED
    if due is not None and not done and due <= day + datetime.timedelta(days=SOON_DAYS):
        return OwnershipStanding.DUE_SOON
    return OwnershipStanding.OWNED


def counts(viewer: Viewer) -> dict[OwnershipStanding, int]:
    """How many elements stand where, over all the organisation's change packages."""
    found = dict.fromkeys(OwnershipStanding, 0)
    held = {(row.package_id, row.element): row for row in _now(viewer).only("package", "element", "due", "done_at")}
    for _, _, _, standing in _each(viewer, held):
        found[standing] += 1
    return found


@dataclass(frozen=True)
class Together:
    """Two organisations that cannot do without each other: an element of one serves an element of the other."""

    first: str
    second: str
    links: tuple[tuple[OwnedElement, OwnedElement], ...]


def together(found: Iterable[OwnedElement]) -> list[Together]:
    """The pairs of organisations that must act with each other, those with most links first."""
    by_key = {(each.version.package_id, each.element.id): each for each in found if each.element.organisation}
    pairs: dict[tuple[str, str], list[tuple[OwnedElement, OwnedElement]]] = {}
    for (package, _), lower in by_key.items():
        for served in lower.element.serves:
            upper = by_key.get((package, served))
            if upper is not None and upper.element.organisation != lower.element.organisation:
                first, second = sorted((lower.element.organisation, upper.element.organisation))
                pairs.setdefault((first, second), []).append((lower, upper))
    made = [Together(first, second, tuple(links)) for (first, second), links in pairs.items()]
    return sorted(made, key=lambda pair: (-len(pair.links), pair.first, pair.second))


def possible_owners(viewer: Viewer) -> QuerySet[User]:
    """The people of the organisation who can see its drafts, by name."""
    roles = [role.id for role in ROLES.values() if Permission.SEE_DRAFTS in role.permissions]
    held = Membership.objects.filter(organisation=viewer.organisation, ended_at__isnull=True, role__in=roles)
    return User.objects.filter(pk__in=held.values("user")).order_by("name", "pk")
