"""What people read before a session, for those who write it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from levelground.errors import UserFacingError
from levelground.web.coproduction.actions import packs as acting
from levelground.web.coproduction.forms.session_papers import GlossaryForm, PackForm
from levelground.web.coproduction.presenters import packs as pages
from levelground.web.coproduction.queries import packs as found
from levelground.web.coproduction.queries import workshops
from levelground.web.coproduction.views.sent_forms import FORM_OR_PAGE, form_page, posted
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def packs(request: HttpRequest, organisation: str, workshop: int) -> HttpResponse:
    """All that there is to read, and the button that tells people of what is new."""
    viewer = viewer_of(request)
    row = workshops.run_by(viewer, workshop)
    if request.method == "POST":
        try:
            sent = acting.send(workshop=row, by=viewer.user)
        except UserFacingError as refused:
            messages.info(request, refused.message)
        else:
            messages.success(request, f"Sent: {len(sent)}. Everybody who was invited is told.")
        return redirect("packs", organisation=organisation, workshop=workshop)
    return render(request, "coproduction/pack_list.jinja", pages.listed(viewer, row))


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def write_pack(request: HttpRequest, organisation: str, workshop: int, kind: str) -> HttpResponse:
    """Write one, from a text that is there already where there is one."""
    viewer = viewer_of(request)
    row = workshops.run_by(viewer, workshop)
    if kind not in dict(found.KINDS):
        raise Http404("no such kind of pack")
    context = {**pages.writing(viewer, row, dict(found.KINDS)[kind]), "hint": pages.HINTS[kind]}
    if kind == found.GLOSSARY and request.method != "POST":
        chosen = GlossaryForm(request.GET if "chosen" in request.GET else None)
        if not (chosen.is_bound and chosen.is_valid()):
            return render(request, "coproduction/pack_glossary.jinja", {**context, "form": chosen})
        return _written(request, context, PackForm(initial=pages.beginning(row, kind, chosen.cleaned_data["terms"])))
    form = PackForm(posted(request), initial=pages.beginning(row, kind, []))
    if form.is_bound and form.is_valid():
        acting.write(workshop=row, kind=kind, by=viewer.user, **form.cleaned_data)
        messages.success(request, "It is kept. Nobody sees it before you send it.")
        return redirect("packs", organisation=organisation, workshop=workshop)
    return _written(request, context, form)


@members(Permission.RUN_COPRODUCTION)
@require_http_methods(FORM_OR_PAGE)
def change_pack(request: HttpRequest, organisation: str, workshop: int, pack: int) -> HttpResponse:
    """Read one as people see it, and change it."""
    viewer = viewer_of(request)
    row = workshops.run_by(viewer, workshop)
    held = found.one(row, pack)
    form = PackForm(posted(request), initial={"title": held.title, "words": held.words, "language": held.language})
    if form.is_bound and form.is_valid():
        acting.change(pack=held, by=viewer.user, **form.cleaned_data)
        messages.success(request, "It is changed.")
        return redirect("packs", organisation=organisation, workshop=workshop)
    return _written(request, {**pages.writing(viewer, row, held.title), "shown": pages.shown(held)}, form)


def _written(request: HttpRequest, context: dict[str, Any], form: PackForm) -> HttpResponse:
    return form_page(request, "coproduction/pack_write.jinja", context, form)
