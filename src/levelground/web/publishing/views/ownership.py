"""Who answers for what: the unowned and the overdue first."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from levelground.errors import UserFacingError
from levelground.web.people.policy import members
from levelground.web.people.roles import Permission
from levelground.web.people.viewer import viewer_of
from levelground.web.publishing.actions import ownership as acting
from levelground.web.publishing.forms.days import as_typed
from levelground.web.publishing.forms.ownership import OwnerForm
from levelground.web.publishing.presenters import accountability as pages
from levelground.web.publishing.presenters import page
from levelground.web.publishing.queries import drafts, ownership, readings


@members(Permission.SEE_DRAFTS)
@require_safe
def accountability(request: HttpRequest, organisation: str) -> HttpResponse:
    """Every aim, driver, idea and measure of the organisation, with who answers for it."""
    return render(request, "publishing/accountability.jinja", pages.accountability(viewer_of(request), request.GET.dict()))


@members(Permission.NAME_OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def name_owner(request: HttpRequest, organisation: str, draft: int, element: str) -> HttpResponse:
    """Name the person who answers for an element; or say that it is done, or that nobody does any more."""
    viewer = viewer_of(request)
    version = drafts.one(viewer, draft)
    chosen = next((each for each in ownership.answerable(version.text_id, readings.file_name(version)) if each.id == element), None)
    if chosen is None:
        raise Http404("nobody answers for this")
    held = ownership.of_element(version, element)
    if request.method == "POST" and held is not None and {"done", "end"} & set(request.POST):
        if "done" in request.POST:
            acting.done(ownership=held, by=viewer.user)
            messages.success(request, "It is marked as done.")
        else:
            acting.end(ownership=held, by=viewer.user)
            messages.success(request, "It has no owner now.")
        return redirect("accountability", organisation=organisation)
    before = {"owner": str(held.owner_id), "due": as_typed(held.due)} if held else {"due": as_typed(chosen.due)}
    form = OwnerForm(request.POST if request.method == "POST" else None, people=ownership.possible_owners(viewer), initial=before)
    if form.is_bound and form.is_valid():
        try:
            acting.name(package=version.package, element=element, owner=form.chosen(), due=form.cleaned_data["due"], by=viewer.user)
        except UserFacingError as refused:
            form.add_error("owner", refused.message)
        else:
            messages.success(request, f"{form.chosen().name} answers for it now.")
            return redirect("accountability", organisation=organisation)
    context = {
        **page.of_draft(viewer, version, "Who answers for it?"),
        "element": chosen,
        "held": held,
        "form": form,
        "field_of_text": page.address(version, "edit_element", element=element) if page.may_edit(viewer, version) else "",
    }
    return render(request, "publishing/owner.jinja", context, status=422 if form.errors else 200)
