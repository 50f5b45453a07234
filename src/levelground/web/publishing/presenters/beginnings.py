"""What there is to begin from, and the drafts and versions of an organisation, as lists show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from levelground.change_package.provenance import CO_PRODUCTION_WORDS, CoProductionStatus
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import PackageVersion, VersionState
from levelground.web.publishing.presenters.page import STATES
from levelground.web.publishing.queries.published import Published


@dataclass(frozen=True)
class ListedVersion:
    """One version in a list."""

    title: str
    package_id: str
    number: str
    state: str
    colour: str
    pk: int
    co_production: str
    to_mend: int
    at: Any
    next_version: bool = False
    withdraw: bool = False


def open_ones(versions: Iterable[PackageVersion]) -> list[ListedVersion]:
    """The drafts of an organisation."""
    return [_listed(version, getattr(version, "last_edit_at", version.created_at)) for version in versions]


def published_ones(versions: Iterable[PackageVersion], viewer: Viewer, at_work: Iterable[int]) -> list[ListedVersion]:
    """What an organisation has published, newest first; the newest of each change package can be gone on from."""
    found: list[ListedVersion] = []
    begun = set(at_work)
    for version in versions:
        may_begin = viewer.may(Permission.EDIT_DRAFTS) and version.package_id not in begun
        begun.add(version.package_id)
        withdraw = viewer.may(Permission.PUBLISH) and version.state == VersionState.PUBLISHED
        found.append(_listed(version, version.published_at, next_version=may_begin, withdraw=withdraw))
    return found


def in_words(status: str) -> str:
    """How far something is co-produced."""
    return CO_PRODUCTION_WORDS[CoProductionStatus(status)].capitalize()


def matching(found: Iterable[Published], words: str) -> list[Published]:
    """Those in whose title, discipline or publisher every word stands."""
    wanted = words.casefold().split()
    return [one for one in found if all(word in f"{one.title} {one.discipline} {one.publisher}".casefold() for word in wanted)]


def _listed(version: PackageVersion, at: Any, **may: bool) -> ListedVersion:
    state, colour = STATES[VersionState(version.state)]
    return ListedVersion(
        version.title,
        version.package.package_id,
        version.number,
        state,
        colour,
        version.pk,
        in_words(version.co_production),
        version.errors,
        at,
        **may,
    )
