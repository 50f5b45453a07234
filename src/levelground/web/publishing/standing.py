"""How far people with lived experience have shaped a change package: said on every page of it."""

from __future__ import annotations

from typing import Any

from levelground.change_package.provenance import CO_PRODUCTION_WORDS, CoProductionStatus

SENTENCES = {
    CoProductionStatus.NOT_YET_CO_PRODUCED: "People with lived experience have not yet shaped this change package.",
    CoProductionStatus.IN_CO_PRODUCTION: "People with lived experience are shaping this change package now.",
    CoProductionStatus.AGREED: "People with lived experience have shaped and agreed this change package.",
}


def standing(status: CoProductionStatus | str, version: str) -> dict[str, Any]:
    """What the band under the header says (`design_system/standing.jinja`): a view of a change package passes it as `standing`."""
    status = CoProductionStatus(status)
    return {
        "words": CO_PRODUCTION_WORDS[status],
        "sentence": SENTENCES[status],
        "agreed": status is CoProductionStatus.AGREED,
        "version": version,
    }
