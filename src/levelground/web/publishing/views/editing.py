"""Saving the form of an element, or of the head: what two people changed at once is shown to the second, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from levelground.change_package.reading import Reading
from levelground.errors import UserFacingError
from levelground.web.people.viewer import viewer_of
from levelground.web.publishing.conflicts import EditConflict
from levelground.web.publishing.forms.both_changed import settled, three_sides
from levelground.web.publishing.forms.element import ElementFields
from levelground.web.publishing.presenters import conflict, page, refusals
from levelground.web.publishing.presenters.hints import hints
from levelground.web.publishing.queries import drafts, readings

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class EditTarget:
    """What a form is of: an element, or the head."""

    version: Any
    title: str
    element_id: str
    form: Callable[[Any, Reading, Plain, int], ElementFields]
    state: Callable[[Reading], Plain | None]
    """What it says in a reading; None where it is gone."""
    act: Callable[[Mapping[str, Any], int, ElementFields, bool], Any]
    template: str
    context: Mapping[str, Any]
    done: str
    back: str


def edit(request: HttpRequest, target: EditTarget) -> HttpResponse:
    """The whole way of an edit: the form, its errors, the conflict page, the saving."""
    reading = readings.reading_of(target.version)
    now = target.state(reading)
    if request.method != "POST":
        return _form_page(request, target, target.form(None, reading, now or {}, target.version.edits))
    seen = _number(request.POST.get("seen"), target.version.edits)
    was = _state_at(target, seen) or now or {}
    form = target.form(request.POST, reading, was, seen)
    if now is None:
        return _gone(request, target, form)
    if not form.is_valid():
        return _form_page(request, target, form)
    if "now" in request.POST:
        return _settle(request, target, form, was)
    return _save(request, target, form, was, seen)


def _save(
    request: HttpRequest, target: EditTarget, form: ElementFields, before: Plain, seen: int, *, take_mine: bool = False
) -> HttpResponse:
    """Save what differs from `before`; what stands in the way is told with the form as it was typed."""
    fields = form.changed(before)
    if not fields:
        form.add_error(None, "You have not changed anything yet. Change a field, then save.")
        return _form_page(request, target, form)
    try:
        target.act(fields, seen, form, take_mine)
    except EditConflict as met:
        if met.gone:
            return _gone(request, target, form)
        return _conflict_page(request, target, form, was=before, seen=seen, at=met.now)
    except UserFacingError as refusal:
        refusals.tell(form, refusal, readings.reading_of(target.version))
        return _form_page(request, target, form)
    messages.success(request, target.done)
    return HttpResponseRedirect(target.back)


def _settle(request: HttpRequest, target: EditTarget, form: ElementFields, was: Plain) -> HttpResponse:
    """The choices of the conflict page: saved over what the element said when that page was made."""
    at = _number(request.POST.get("now"), target.version.edits)
    now = _state_at(target, at)
    if now is None:
        return _gone(request, target, form)
    sides = three_sides(form, was, now, request.POST, asked=True)
    if any(each.error for each in sides.both):
        return _conflict_page(request, target, form, was=was, seen=form.cleaned_data["seen"], at=at, asked=True)
    data = {**settled(form, sides, now, request.POST), "seen": at}
    merged = target.form(data, readings.reading_of(target.version), now, at)
    if not merged.is_valid():
        return _form_page(request, target, merged)
    if not merged.changed(now):
        messages.info(request, "Nothing more to save: the text stays as the other person left it.")
        return HttpResponseRedirect(target.back)
    return _save(request, target, merged, now, at, take_mine=True)


def _form_page(request: HttpRequest, target: EditTarget, form: ElementFields) -> HttpResponse:
    shown = page.of_draft(viewer_of(request), target.version, target.title)
    return render(request, target.template, {**shown, **target.context, "form": form, "hints": hints(form)})


def _conflict_page(
    request: HttpRequest, target: EditTarget, form: ElementFields, *, was: Plain, seen: int, at: int, asked: bool = False
) -> HttpResponse:
    now = _state_at(target, at) or {}
    sides = three_sides(form, was, now, request.POST if asked else {}, asked=asked)
    context = conflict.page(form, sides, seen=seen, now=at, history=drafts.history(target.version), element_id=target.element_id)
    shown = page.of_draft(viewer_of(request), target.version, f"Two people changed {target.title[:1].lower()}{target.title[1:]}")
    return render(request, "publishing/conflict.jinja", {**shown, **target.context, **context}, status=409)


def _gone(request: HttpRequest, target: EditTarget, form: ElementFields) -> HttpResponse:
    """Somebody took the element away: what was typed is shown, so that it can be used elsewhere."""
    shown = page.of_draft(viewer_of(request), target.version, f"{target.title} is no longer there")
    return render(request, "publishing/gone.jinja", {**shown, "typed": conflict.typed(form)}, status=409)


def _state_at(target: EditTarget, number: int) -> Plain | None:
    reading = readings.reading_of(target.version) if number >= target.version.edits else drafts.reading_at(target.version, number)
    return target.state(reading)


def _number(given: str | None, most: int) -> int:
    """The number of an edit that a form sends back: one that there was."""
    return min(int(given), most) if given is not None and given.isdecimal() and len(given) < 10 else most
