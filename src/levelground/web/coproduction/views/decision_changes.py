"""What a decision changes in the draft: the form of the element itself, with the decision and the words that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from levelground.change_package.reading import Reading
from levelground.web.coproduction.actions import decisions as acting
from levelground.web.coproduction.presenters import decision_changes as pages
from levelground.web.coproduction.queries import decisions as found
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of
from levelground.web.publishing.forms.element import SAME, ElementFields
from levelground.web.publishing.forms.kinds import FORMS, list_of, title_of
from levelground.web.publishing.queries import readings
from levelground.web.publishing.views.editing import EditTarget, edit


@members(Permission.EDIT_DRAFTS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_for_decision(request: HttpRequest, organisation: str, decision: int, element: str) -> HttpResponse:
    """The form of one element. Saved, the element holds the ids of the decision and of the words, and the decision the edit."""
    viewer = viewer_of(request)
    of = found.run_by(viewer, decision)
    draft = found.draft_of(of)
    if draft is None or of.closed_at is not None:
        messages.info(request, pages.CLOSED if of.closed_at else pages.NO_DRAFT)
        return redirect("decision", organisation=organisation, decision=of.pk)
    reading = readings.reading_of(draft)
    if element not in reading.paths:
        raise Http404("no such element")
    kind, title = list_of(reading, element), title_of(reading, element)

    def form(data: Any, reading: Reading, was: Mapping[str, Any], seen: int) -> ElementFields:
        made = FORMS[kind](data, reading=reading, element=was, seen=seen)
        made.initial["decision"] = of.public_id
        made.fields["decision"].disabled = True
        return made

    def save(fields: Mapping[str, Any], seen: int, form: ElementFields, take_mine: bool) -> None:
        acting.we_did(
            decision=of,
            version=draft,
            element_id=element,
            fields=fields,
            seen=seen,
            reason=form.cleaned_data["reason"],
            by=viewer.user,
            meaning_stays=form.cleaned_data.get("meaning") == SAME,
            take_mine=take_mine,
        )

    target = EditTarget(
        draft,
        title,
        element,
        form,
        lambda reading: reading.document.at(reading.paths[element]) if element in reading.paths else None,
        save,
        "coproduction/decision_change.jinja",
        pages.of_change(viewer, of, draft, element),
        f"Saved. You changed {title[:1].lower()}{title[1:]}, and it names this decision.",
        pages.address_of(viewer, of),
    )
    return edit(request, target)
