"""How far people with lived experience have shaped a change package: said on every page of it."""

from __future__ import annotations

from typing import Any

from levelground.change_package.provenance import CoProduction, CoProductionStatus
from levelground.web.design_system.phrases import Phrase

SENTENCES = {
    CoProductionStatus.NOT_YET_CO_PRODUCED: Phrase("People with lived experience have not yet shaped this change package."),
    CoProductionStatus.IN_CO_PRODUCTION: Phrase("People with lived experience are shaping this change package now."),
    CoProductionStatus.AGREED: Phrase("People with lived experience have shaped and agreed this change package."),
}


TAGS = {
    CoProductionStatus.NOT_YET_CO_PRODUCED: Phrase("Not yet co-produced"),
    CoProductionStatus.IN_CO_PRODUCTION: Phrase("In co-production"),
    CoProductionStatus.AGREED: Phrase("Agreed"),
}


def standing(status: CoProductionStatus | str, version: str, co_production: CoProduction | None = None) -> dict[str, Any]:
    """What the band under the header says (`design_system/standing.jinja`): a view of a change package passes it as `standing`.

    `co_production`: with whom and for how long, where the text says so.
    """
    status = CoProductionStatus(status)
    return {
        "words": TAGS[status],
        "sentence": SENTENCES[status],
        "agreed": status is CoProductionStatus.AGREED,
        "version": version,
        "with_whom": str(co_production) if co_production is not None and status is not CoProductionStatus.NOT_YET_CO_PRODUCED else "",
    }
