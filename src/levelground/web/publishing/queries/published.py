"""What is published: the change packages of the library and those of organisations, seen the same way."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from levelground.change_package.reading import Reading

LIBRARY = "The Levelground library"


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
        raise NotImplementedError


def latest() -> tuple[Published, ...]:
    """The latest published version of every change package that is not withdrawn, those of the library first, then by title."""
    raise NotImplementedError


def versions(package_id: str) -> tuple[Published, ...]:
    """Every published version of a change package, withdrawn ones too, newest first; empty where there is none."""
    raise NotImplementedError


def one(package_id: str, number: str | None = None) -> Published:
    """One published version: that number, or the latest that is not withdrawn (else the latest).

    Raises
    ------
    UnknownElement
        Nothing is published under that id or number; with the nearest ids. A draft is as unknown as what never was.
    """
    raise NotImplementedError
