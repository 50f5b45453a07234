"""What is published: the change packages of the library and those of organisations, seen the same way."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock

from django.db.models import QuerySet

from levelground.change_package.adaptation.bases import shipped_file, shipped_names
from levelground.change_package.adaptation.overlay_reading import OverlayReading
from levelground.change_package.read import read
from levelground.change_package.reading import Reading, unknown_element
from levelground.web.publishing.models import PackageVersion, VersionState
from levelground.web.publishing.package_ids import highest
from levelground.web.publishing.queries import readings

LIBRARY = "The Levelground library"
MOST_HELD = 5_000
"""How many published versions of organisations a process remembers."""


@dataclass(frozen=True)
class Published:
    """One published version of a change package, wherever it stands."""

    id: str
    number: str
    title: str
    summary: str
    discipline: str
    co_production: str
    publisher: str
    digest: str
    ambitions: tuple[str, ...] = ()
    adapts: str = ""
    """`id@version` of what it adapts; empty where it stands by itself."""
    published_on: datetime.date | None = None
    """None for those of the library: they came with the software."""
    withdrawn_because: str = ""
    version_pk: int | None = None
    """The row (`PackageVersion`); None for those of the library."""
    recommendation_ids: tuple[str, ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        """`id@version`."""
        return f"{self.id}@{self.number}"

    def reading(self) -> Reading:
        """The change package itself."""
        return _shipped_reading(self.name) if self.version_pk is None else readings.reading(self.digest, f"{self.id}.yaml")

    @property
    def data(self) -> bytes:
        """The bytes of its file: an overlay's own, or the whole document's."""
        found = self.reading()
        return found.overlay.data if isinstance(found.overlay, OverlayReading) else found.data


_reading_the_library = Lock()
_held: dict[tuple[int, str, datetime.datetime | None, str], Published] = {}
"""Key, digest, time and publisher of a published version -> what lists show of it."""


def latest() -> tuple[Published, ...]:
    """The latest published version of every change package that is not withdrawn, those of the library first, then by title."""
    return (*_shipped_latest(), *_by_title(_newest_keys(PackageVersion.objects.filter(state=VersionState.PUBLISHED))))


def latest_adapting(package_id: str) -> tuple[Published, ...]:
    """Of `latest`, those that adapt any version of a change package."""
    rows = PackageVersion.objects.filter(state=VersionState.PUBLISHED)
    ever = rows.filter(adapts_id=package_id)
    newest = _newest_keys(rows.filter(package__in=ever.values("package")))
    shipped = (one for one in _shipped_latest() if one.adapts.partition("@")[0] == package_id)
    return (*shipped, *(one for one in _by_title(newest) if one.adapts.partition("@")[0] == package_id))


def newest_of_each(rows: QuerySet[PackageVersion]) -> QuerySet[PackageVersion]:
    """Of some published versions, the one of each change package that was published last; newest first.

    Two queries: the first reads no more than keys, which is quicker than asking the database for the newest of each.
    """
    return _rows().filter(pk__in=_newest_keys(rows)).order_by("-published_at", "-pk")


def _newest_keys(rows: QuerySet[PackageVersion]) -> list[int]:
    newest: dict[int, int] = {}
    for pk, package in rows.order_by("-published_at", "-pk").values_list("pk", "package_id"):
        newest.setdefault(package, pk)
    return list(newest.values())


def _by_title(keys: list[int]) -> list[Published]:
    """These published versions. Only what can differ is asked for: all the rest is read from a text, and a text never changes."""
    asked = PackageVersion.objects.filter(pk__in=keys).values_list("pk", "text_id", "published_at", "package__organisation__name")
    differs = list(asked)
    unknown = [key[0] for key in differs if key not in _held]
    if unknown:
        if len(_held) > MOST_HELD:
            _held.clear()
        for row in _rows().filter(pk__in=unknown, state=VersionState.PUBLISHED):
            _held[row.pk, row.text_id, row.published_at, row.package.organisation.name] = _of_row(row)
    found = [one for one in map(_held.get, differs) if one is not None]  # one that was withdrawn just now is left out
    return sorted(found, key=lambda one: (one.title.casefold(), one.id))


def versions(package_id: str) -> tuple[Published, ...]:
    """Every published version of a change package, withdrawn ones too, newest first; empty where there is none."""
    shipped = tuple(one for one in _shipped() if one.id == package_id)
    if shipped:
        return shipped
    rows = _rows().filter(state__in=readings.PUBLIC, package__package_id=package_id)
    return tuple(map(_of_row, rows.order_by("-published_at", "-pk")))


def one(package_id: str, number: str | None = None) -> Published:
    """One published version: that number, or the latest that is not withdrawn (else the latest).

    Raises
    ------
    UnknownElement
        Nothing is published under that id or number; with the nearest ids. A draft is as unknown as what never was.
    """
    found = versions(package_id)
    wanted = [version for version in found if number in (None, version.number)]
    standing = [version for version in wanted if not version.withdrawn_because]
    if standing or wanted:
        return (standing or wanted)[0]
    if found:
        raise unknown_element(f"{package_id}@{number}", {version.name: version for version in found})
    raise unknown_element(package_id, {version.id: version for version in latest()})


def _rows() -> QuerySet[PackageVersion]:
    return PackageVersion.objects.select_related("package__organisation")


def _of_row(row: PackageVersion) -> Published:
    return Published(
        id=row.package.package_id,
        number=row.number,
        title=row.title,
        summary=row.summary,
        discipline=row.discipline,
        co_production=row.co_production,
        publisher=row.package.organisation.name,
        digest=row.text_id,
        ambitions=tuple(row.ambitions),
        adapts=f"{row.adapts_id}@{row.adapts_version}" if row.adapts_id else "",
        published_on=row.published_at.date() if row.published_at else None,
        withdrawn_because=row.withdrawn_because if row.state == VersionState.WITHDRAWN else "",
        version_pk=row.pk,
        recommendation_ids=tuple(row.recommendation_ids),
    )


def read_library() -> None:
    """Read what came with the software, so that nobody waits for it; the database is not asked."""
    _shipped()


def _shipped() -> tuple[Published, ...]:
    """Every version of the library, newest first. Who asks while it is being read waits, and does not read it a second time."""
    with _reading_the_library:
        return _shipped_once()


@lru_cache(maxsize=1)
def _shipped_once() -> tuple[Published, ...]:
    found = [_of_reading(_shipped_reading(name)) for name in shipped_names()]
    return tuple(sorted(found, key=lambda one: tuple(map(int, one.number.split("."))), reverse=True))


def _shipped_latest() -> tuple[Published, ...]:
    newest = {one.id: highest(tuple(other.number for other in _shipped() if other.id == one.id)) for one in _shipped()}
    return tuple(sorted((one for one in _shipped() if newest[one.id] == one.number), key=lambda one: one.title.casefold()))


@lru_cache(maxsize=32)
def _shipped_reading(name: str) -> Reading:
    file = shipped_file(name)
    if file is None:
        raise unknown_element(name, dict.fromkeys(shipped_names()))
    return read(name)


def _of_reading(found: Reading) -> Published:
    package, pin = found.change_package, found.pin
    return Published(
        id=package.id,
        number=package.version,
        title=package.title,
        summary=package.summary,
        discipline=package.discipline,
        co_production=package.status.value,
        publisher=LIBRARY,
        digest=pin.digest,
        ambitions=tuple(package.ambitions),
        adapts=str(package.adapts[0]) if package.adapts else "",
        recommendation_ids=tuple(recommendation.id for recommendation in package.recommendations),
    )
