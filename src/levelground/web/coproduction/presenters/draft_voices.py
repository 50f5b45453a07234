"""The voices behind an element of a draft, as members see them: words without names, decisions open and closed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from levelground.web.coproduction.models import DecisionMethod
from levelground.web.coproduction.presenters.decisions import state, words_for
from levelground.web.coproduction.presenters.voices import disagreed_in_words, people_in_words
from levelground.web.coproduction.queries import decisions as found
from levelground.web.coproduction.queries import draft_voices
from levelground.web.people.viewer import Viewer
from levelground.web.publishing.models import PackageVersion
from levelground.web.publishing.presenters.page import of_draft
from levelground.web.publishing.queries import readings

Page = dict[str, Any]


def page(viewer: Viewer, version: PackageVersion, element_id: str) -> Page | None:
    """What stands behind an element of a draft; None where it has no such element."""
    every = {each.id: each for each in readings.reading_of(version).change_package.elements()}
    element = every.get(element_id)
    if element is None:
        return None
    rows = draft_voices.contributions(viewer, version, element_id, element.contributions)
    made = draft_voices.decisions(viewer, element.decisions)
    parts = {"organisation": viewer.organisation.slug, "draft": version.pk, "element": element_id}
    at = (f"Element {element_id}", reverse("draft_element", kwargs=parts))
    return {
        **of_draft(viewer, version, f"The voices behind {element_id}", at),
        "element_id": element_id,
        "tied": [(each.public_id, words_for(viewer, each)) for each in rows if each.public_id in element.contributions],
        "about": [(each.public_id, words_for(viewer, each)) for each in rows if each.public_id not in element.contributions],
        "elsewhere": [each for each in element.contributions if each not in {row.public_id for row in rows}],
        "decisions": [
            (
                each,
                state(each),
                DecisionMethod(each.method).label if each.method else "",
                people_in_words(found.roles_in(each)),
                disagreed_in_words(found.dissents(each).count()),
            )
            for each in made
        ],
    }
