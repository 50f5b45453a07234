"""The links of one element: what it is tied to, a link to add, a link to take away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from levelground.change_package.reading import Reading
from levelground.errors import UserFacingError
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import Viewer, viewer_of
from levelground.web.publishing.actions.edits import link
from levelground.web.publishing.actions.edits import unlink as take_link_away
from levelground.web.publishing.conflicts import EditConflict
from levelground.web.publishing.forms.element import WhyFields
from levelground.web.publishing.forms.kinds import title_of
from levelground.web.publishing.forms.links import LinkFields, kind_of_element, link_kinds, link_targets
from levelground.web.publishing.presenters import element as elements
from levelground.web.publishing.presenters import page, refusals
from levelground.web.publishing.queries import drafts, readings

CHANGED_MEANWHILE = "Somebody changed these links while you were here. Look at them again below, then choose."


@members(Permission.EDIT_DRAFTS)
def link_element(request: HttpRequest, organisation: str, draft: int, element: str) -> HttpResponse:
    """The links of an element, each list with a form that adds to it; `?away=serves.P1` asks about one that is to go."""
    viewer, version = viewer_of(request), drafts.one(viewer_of(request), draft)
    if not page.may_edit(viewer, version):
        messages.info(request, "This text cannot be changed now. The page of the draft says why.")
        return HttpResponseRedirect(page.address(version, "draft"))
    reading = readings.reading_of(version)
    if element not in reading.paths:
        raise Http404("no such element")
    if request.GET.get("away"):
        return _away(request, viewer, version, reading, element)
    adding = request.POST.get("field", "") if request.method == "POST" else ""
    forms: dict[str, LinkFields] = {}
    for kind in link_kinds(kind_of_element(reading, element)):
        data = request.POST if kind.field == adding else None
        forms[kind.field] = LinkFields(data, kind=kind, targets=link_targets(reading, element, kind), seen=version.edits)
    if adding in forms and forms[adding].is_valid():
        made = _add(request, version, reading, element, forms[adding])
        if made is not None:
            return made
    context = {
        "element_id": element,
        "links": elements.links(reading, element),
        "mentions": elements.mentions(reading, element),
        "forms": forms,
        "form": forms.get(adding),
        "open": adding or request.GET.get("add", ""),
    }
    title = title_of(reading, element)
    shown = page.of_draft(viewer, version, f"Links of {title[:1].lower()}{title[1:]}")
    return render(request, "publishing/link_element.jinja", {**shown, **context})


def _add(request: HttpRequest, version: Any, reading: Reading, element: str, form: LinkFields) -> HttpResponse | None:
    said = form.cleaned_data
    weak = said.get("strength") == "weak"
    already = any(each.target == said["target"] for kind, every in elements.links(reading, element) if kind == form.kind for each in every)
    try:
        link(
            draft=version,
            element_id=element,
            field=form.kind.field,
            target=said["target"],
            strength=("weak" if weak else "strong" if already else None) if form.kind.field == "serves" else None,
            assumption=said.get("assumption") or None,
            seen=said["seen"],
            reason=said["reason"],
            by=viewer_of(request).user,
            decision=said["decision"],
        )
    except EditConflict:
        form.add_error(None, CHANGED_MEANWHILE)
    except UserFacingError as refusal:
        refusals.tell(form, refusal, reading)
    else:
        messages.success(request, f"Saved. You linked {element} to {said['target']}.")
        return HttpResponseRedirect(page.address(version, "link_element", element=element))
    return None


def _away(request: HttpRequest, viewer: Viewer, version: Any, reading: Reading, element: str) -> HttpResponse:
    """Why a link goes: asked before it goes."""
    field, _, target = request.GET["away"].partition(".")
    shown = [each for kind, every in elements.links(reading, element) for each in every if (each.field, each.target) == (field, target)]
    if not shown:
        messages.info(request, "That link is not there any more.")
        return HttpResponseRedirect(page.address(version, "link_element", element=element))
    form = WhyFields(request.POST if request.method == "POST" else None, initial={"seen": version.edits})
    form.fields["reason"].label = "Why do you take this link away?"
    form.fields["reason"].error_messages["required"] = "Say why you take this link away."
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            take_link_away(
                draft=version,
                element_id=element,
                field=field,
                target=target,
                seen=said["seen"],
                reason=said["reason"],
                by=viewer.user,
                decision=said["decision"],
            )
        except EditConflict as met:
            form.data = {**request.POST.dict(), "seen": str(met.now)}
            form.add_error(None, CHANGED_MEANWHILE)
        except UserFacingError as refusal:
            refusals.tell(form, refusal, reading)
        else:
            messages.success(request, f"The link from {element} to {target} was taken away. You can undo this.")
            return HttpResponseRedirect(page.address(version, "link_element", element=element))
    context = {"form": form, "link": shown[0], "element_id": element}
    return render(request, "publishing/unlink_element.jinja", {**page.of_draft(viewer, version, "Take a link away"), **context})
