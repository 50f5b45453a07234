"""Where a package comes from, and how far people with lived experience have shaped it."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from levelground.change_package.elements import ElementId, Text, Value, Version


class CoProductionStatus(StrEnum):
    """Said on every page of a package."""

    NOT_YET_CO_PRODUCED = "not_yet_co_produced"
    IN_CO_PRODUCTION = "in_co_production"
    AGREED = "agreed"


CO_PRODUCTION_WORDS = {
    CoProductionStatus.NOT_YET_CO_PRODUCED: "not yet co-produced",
    CoProductionStatus.IN_CO_PRODUCTION: "in co-production",
    CoProductionStatus.AGREED: "agreed",
}


FEW = "fewer than 5"
"""What is said of a number of people from which somebody could be known."""

People = Annotated[int, Field(ge=0)] | Literal["fewer than 5"]
"""How many people; a number from one to four is not told."""


class CoProduction(Value):
    """Who shaped a version and for how long: numbers and ids, from which nobody can be known."""

    lived_experience: People = Field(description="How many people with lived experience took part; `fewer than 5` in place of 1 to 4.")
    others: People = Field(default=0, description="How many other people took part, such as staff and subject experts.")
    contact_hours: float = Field(default=0, ge=0, description="Hours that people with lived experience spent in sessions, all together.")
    decisions: tuple[ElementId, ...] = Field(default=(), description="Ids of the closed decisions that they had a part in.")

    @property
    def has_lived_experience(self) -> bool:
        """Whether anybody with lived experience took part."""
        return self.lived_experience != 0

    def __str__(self) -> str:
        people = "1 person" if self.lived_experience == 1 else f"{self.lived_experience} people"
        hours = f"{self.contact_hours:.1f}".removesuffix(".0")
        decisions = len(self.decisions)
        return (
            f"{people} with lived experience, {self.others} other{'' if self.others == 1 else 's'}, "
            f"{hours} hour{'' if hours == '1' else 's'} in sessions, {decisions} decision{'' if decisions == 1 else 's'}"
        )


def co_production_words(status: CoProductionStatus, co_production: CoProduction | None) -> str:
    """How far a change package is co-produced, and where it says so with whom: `agreed (9 people with lived experience, ...)`."""
    words = CO_PRODUCTION_WORDS[status]
    return words if co_production is None else f"{words} ({co_production})"


class Provenance(Value):
    """Who wrote the package, from what, and what it is not."""

    statement: Text
    not_claimed: Text


class Ancestor(Value):
    """A version of a change package or of an overlay, pinned to its bytes."""

    id: ElementId
    version: Version
    digest: str = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the document's bytes, in hexadecimal.")

    def __str__(self) -> str:
        return f"{self.id}@{self.version}"


class Release(Value):
    """An entry of the changelog: what a version changed, and who asked for it."""

    version: Version
    date: datetime.date
    changes: Text
    decisions: tuple[ElementId, ...] = ()


class Accepted(Value):
    """A warning that is known and stays, with the reason. It is shown all the same."""

    rule: Text = Field(description="The name of the rule, as `check` prints it in brackets.")
    element: ElementId | None = Field(default=None, description="The element that it is about; absent: the whole package.")
    reason: Text
