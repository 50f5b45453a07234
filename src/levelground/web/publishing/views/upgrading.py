"""A newer version of the base: what it brings, what there is to choose, and carrying the draft over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from levelground.change_package.adaptation.overlay_reading import OverlayReading
from levelground.change_package.adaptation.upgrade import Upgrade, upgrade
from levelground.errors import UserFacingError
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of
from levelground.web.publishing.actions import edits
from levelground.web.publishing.conflicts import EditConflict
from levelground.web.publishing.forms.element import WhyFields
from levelground.web.publishing.presenters import comparing, page, refusals, upgrading
from levelground.web.publishing.queries import drafts, readings


@members(Permission.EDIT_DRAFTS)
def upgrade_draft(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    """Carry an adaptation over to a newer version of its base; nothing is written while something is to be chosen."""
    viewer, version = viewer_of(request), drafts.one(viewer_of(request), draft)
    reading = readings.reading_of(version)
    if not isinstance(reading.overlay, OverlayReading) or reading.base is None:
        raise Http404("this adapts nothing")
    shown = page.of_draft(viewer, version, "Take in a new version of the base")
    to = comparing.newer_base(version)
    if to is None or not page.may_edit(viewer, version):
        return render(request, "publishing/upgrade_draft.jinja", {**shown, "to": to, "base": reading.base.change_package})
    asked = request.method == "POST"
    form = WhyFields(
        request.POST if asked else None, initial={"seen": version.edits, "reason": f"{to.title} has a new version, {to.number}."}
    )
    begun = upgrade(reading.overlay, reading.base, to.reading())
    given = _given(request, begun)
    result = upgrade(reading.overlay, reading.base, to.reading(), given) if given else begun
    to_choose = upgrading.choices(result, given, asked=asked)
    if asked and form.is_valid() and not any(each.error for each in to_choose):
        said = form.cleaned_data
        try:
            edits.take_upgrade(draft=version, to=to, choices=given, seen=said["seen"], reason=said["reason"], by=viewer.user)
        except EditConflict as met:
            form.data = {**request.POST.dict(), "seen": str(met.now)}
            form.add_error(None, "Somebody changed the draft while you were here. Look at the choices again, then save.")
        except UserFacingError as refusal:
            refusals.tell(form, refusal, reading)
        else:
            messages.success(request, f"Done. The draft adapts version {to.number} of its base now.")
            return HttpResponseRedirect(page.address(version, "draft"))
    context = {
        "to": to,
        "base": reading.base.change_package,
        "form": form,
        "lists": upgrading.lists(result),
        "to_choose": to_choose,
        "choice_errors": [(f"{each.anchor}-1", each.says) for each in to_choose if each.error],
        "problems": upgrading.problems(result) if not result.open else [],
    }
    return render(request, "publishing/upgrade_draft.jinja", {**shown, **context})


def _given(request: HttpRequest, result: Upgrade) -> dict[str, Any]:
    """The choices that were made and can be: conflict -> side."""
    if request.method != "POST":
        return {}
    chosen = {conflict.key: request.POST.get(upgrading.name_of(number), "") for number, conflict in enumerate(result.sorted.conflicts)}
    possible = {conflict.key: {side.value for side in conflict.effects} for conflict in result.sorted.conflicts}
    return {key: side for key, side in chosen.items() if side in possible[key]}
