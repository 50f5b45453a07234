"""Where a package comes from, and how far people with lived experience have shaped it."""

from __future__ import annotations

from enum import StrEnum

from levelground.change_package.elements import Text, Value


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


class Provenance(Value):
    """Who wrote the package, from what, and what it is not."""

    statement: Text
    not_claimed: Text
