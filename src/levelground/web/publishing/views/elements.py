"""One element of a draft: read, changed, added, linked, taken away; and the driver diagram."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from levelground.change_package.reading import Reading
from levelground.errors import UserFacingError
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of
from levelground.web.publishing.actions import edits
from levelground.web.publishing.conflicts import EditConflict
from levelground.web.publishing.forms.adding import adding_form
from levelground.web.publishing.forms.element import SAME, ElementFields, WhyFields
from levelground.web.publishing.forms.head import HeadFields, head_of
from levelground.web.publishing.forms.kinds import FORMS, LETTERS, kind_of, list_of, title_of
from levelground.web.publishing.presenters import element as elements
from levelground.web.publishing.presenters import findings, outline, page, refusals
from levelground.web.publishing.presenters.diagram import picture
from levelground.web.publishing.presenters.hints import hints
from levelground.web.publishing.queries import drafts, readings
from levelground.web.publishing.views.editing import EditTarget, edit


@members(Permission.SEE_DRAFTS)
def draft_diagram(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    """The theory of change as a picture and as an outline that says the same."""
    viewer, version = viewer_of(request), drafts.one(viewer_of(request), draft)
    reading = readings.reading_of(version)
    shown = page.of_draft(viewer, version, "Driver diagram")
    context = {"picture": picture(viewer, version, reading), "outline": outline.entries(reading, {})}
    return render(request, "publishing/draft_diagram.jinja", {**shown, **context})


@members(Permission.SEE_DRAFTS)
def draft_element(request: HttpRequest, organisation: str, draft: int, element: str) -> HttpResponse:
    """One element, to be read."""
    viewer, version = viewer_of(request), drafts.one(viewer_of(request), draft)
    reading = _with(readings.reading_of(version), element)
    told = findings.told(viewer, version, reading, readings.findings_of(version))
    context = {
        "element_id": element,
        "facts": elements.facts(reading, element),
        "links": elements.links(reading, element),
        "mentions": elements.mentions(reading, element),
        "found": findings.of_element(told, element),
        "may_comment": viewer.may(Permission.COMMENT_ON_DRAFTS),
        "may_name_owner": viewer.may(Permission.NAME_OWNERS),
        "changes": [each for each in drafts.history(version) if element in each.elements],
    }
    return render(request, "publishing/draft_element.jinja", {**page.of_draft(viewer, version, title_of(reading, element)), **context})


@members(Permission.EDIT_DRAFTS)
def edit_element(request: HttpRequest, organisation: str, draft: int, element: str) -> HttpResponse:
    """The form of one element."""
    viewer, version = viewer_of(request), drafts.one(viewer_of(request), draft)
    reading = readings.reading_of(version)
    if not page.may_edit(viewer, version) and request.method != "POST":
        return _closed(request, version)
    shown_in = reading if element in reading.paths else _before(version, request, element)
    kind = list_of(shown_in, element)
    title = title_of(shown_in, element)

    def form(data: Any, reading: Reading, was: Mapping[str, Any], seen: int) -> ElementFields:
        return FORMS[kind](data, reading=reading, element=was, seen=seen)

    def save(fields: Mapping[str, Any], seen: int, form: ElementFields, take_mine: bool) -> None:
        said = {"reason": form.cleaned_data["reason"], "decision": form.cleaned_data["decision"]}
        stays = form.cleaned_data.get("meaning") == SAME
        edits.change_element(
            draft=version, element_id=element, fields=fields, seen=seen, by=viewer.user, meaning_stays=stays, take_mine=take_mine, **said
        )

    told = findings.told(viewer, version, shown_in, readings.findings_of(version))
    context = {"element_id": element, "kind": kind_of(kind), "found": findings.of_element(told, element)}
    return edit(
        request,
        EditTarget(
            version,
            title,
            element,
            form,
            lambda reading: reading.document.at(reading.paths[element]) if element in reading.paths else None,
            save,
            "publishing/edit_element.jinja",
            context,
            f"Saved. You changed {title[:1].lower()}{title[1:]}.",
            f"{page.address(version, 'draft')}?saved={element}#{element}",
        ),
    )


@members(Permission.EDIT_DRAFTS)
def edit_head(request: HttpRequest, organisation: str, draft: int) -> HttpResponse:
    """The form of what the change package says about itself."""
    viewer, version = viewer_of(request), drafts.one(viewer_of(request), draft)
    if not page.may_edit(viewer, version) and request.method != "POST":
        return _closed(request, version)

    def form(data: Any, reading: Reading, was: Mapping[str, Any], seen: int) -> ElementFields:
        return HeadFields(data, reading=reading, element=was, seen=seen)

    def save(fields: Mapping[str, Any], seen: int, form: ElementFields, take_mine: bool) -> None:
        edits.change_head(draft=version, fields=fields, seen=seen, reason=form.cleaned_data["reason"], by=viewer.user, take_mine=take_mine)

    reading = readings.reading_of(version)
    told = findings.told(viewer, version, reading, readings.findings_of(version))
    found = [each for each in findings.of_element(told, "") if each.field]
    target = EditTarget(
        version,
        "What it says about itself",
        "",
        form,
        head_of,
        save,
        "publishing/edit_element.jinja",
        {"element_id": "", "kind": "", "found": found},
        "Saved. You changed what it says about itself.",
        page.address(version, "draft"),
    )
    return edit(request, target)


@members(Permission.EDIT_DRAFTS)
def add_element(request: HttpRequest, organisation: str, draft: int, kind: str) -> HttpResponse:
    """The form of an element that is not there yet."""
    viewer, version = viewer_of(request), drafts.one(viewer_of(request), draft)
    if kind not in LETTERS:
        raise Http404("nothing of this kind can be added")
    if not page.may_edit(viewer, version) and request.method != "POST":
        return _closed(request, version)
    reading = readings.reading_of(version)
    under = request.GET.get("under", "")
    data = request.POST if request.method == "POST" else None
    form = adding_form(data, reading, kind, slug=organisation, under=under, seen=version.edits)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            edits.add_element(
                draft=version,
                kind=kind,
                element=form.whole(),
                seen=said["seen"],
                reason=said["reason"],
                by=viewer.user,
                decision=said["decision"],
            )
        except UserFacingError as refusal:
            refusals.tell(form, refusal, reading)
        else:
            messages.success(request, f"Saved. You added {kind_of(kind)} {said['id']}.")
            return HttpResponseRedirect(f"{page.address(version, 'draft')}?saved={said['id']}#{said['id']}")
    shown = page.of_draft(viewer, version, f"Add {'' if kind == 'evidence' else 'a '}{kind_of(kind)}")
    context = {"form": form, "hints": hints(form), "element_id": "", "kind": kind_of(kind), "found": [], "adding": True}
    return render(request, "publishing/edit_element.jinja", {**shown, **context})


@members(Permission.EDIT_DRAFTS)
def remove_element(request: HttpRequest, organisation: str, draft: int, element: str) -> HttpResponse:
    """What goes with an element, and whether it is to go."""
    viewer, version = viewer_of(request), drafts.one(viewer_of(request), draft)
    if not page.may_edit(viewer, version):
        return _closed(request, version)
    reading = _with(readings.reading_of(version), element)
    title = title_of(reading, element)
    form = WhyFields(request.POST if request.method == "POST" else None, initial={"seen": version.edits})
    form.fields["reason"].label = "Why do you take it away?"
    form.fields["reason"].error_messages["required"] = "Say why you take it away."
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            edits.remove_element(
                draft=version, element_id=element, seen=said["seen"], reason=said["reason"], by=viewer.user, decision=said["decision"]
            )
        except EditConflict as met:
            form.data = {**request.POST.dict(), "seen": str(met.now)}
            form.add_error(None, "Somebody changed this element while you were here. Look at it again below, then choose.")
        except UserFacingError as refusal:
            refusals.tell(form, refusal, reading)
        else:
            messages.success(request, f"{title} was taken away. You can undo this.")
            return HttpResponseRedirect(page.address(version, "draft"))
    context = {
        "form": form,
        "element_id": element,
        "title": title,
        "facts": elements.facts(reading, element)[:3],
        "links": [(kind, shown) for kind, shown in elements.links(reading, element) if shown],
        "mentions": elements.mentions(reading, element),
        "left_alone": list(elements.left_alone(reading, element)),
    }
    return render(
        request,
        "publishing/remove_element.jinja",
        {**page.of_draft(viewer, version, f"Take away {title[:1].lower()}{title[1:]}"), **context},
    )


def _with(reading: Reading, element: str) -> Reading:
    """The reading, where it has the element; else there is no such page."""
    if element not in reading.paths:
        raise Http404("no such element")
    return reading


def _before(version: Any, request: HttpRequest, element: str) -> Reading:
    """The reading that a form was filled in against, where the element has gone since."""
    seen = request.POST.get("seen", "")
    if not seen.isdecimal() or len(seen) > 9:
        raise Http404("no such element")
    return _with(drafts.reading_at(version, int(seen)), element)


def _closed(request: HttpRequest, version: Any) -> HttpResponse:
    """The text cannot be changed now: back to the draft, which says why."""
    messages.info(request, "This text cannot be changed now. The page of the draft says why.")
    return HttpResponseRedirect(page.address(version, "draft"))
