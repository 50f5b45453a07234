"""The people of an organisation, its roles and its audit trail."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from levelground.web.design_system import days
from levelground.web.people import presenters
from levelground.web.people.actions import members as members_actions
from levelground.web.people.actions import organisations, sign_in
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.forms.organisations import InviteForm, OrganisationForm, RolesForm
from levelground.web.people.policy import members
from levelground.web.people.queries import audit_events
from levelground.web.people.queries import members as people
from levelground.web.people.roles import ROLES, Permission
from levelground.web.people.viewer import Viewer, viewer_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@members(Permission.SEE_PEOPLE)
def member_list(request: HttpRequest, organisation: str) -> HttpResponse:
    """Who is in the organisation, and who is asked to join."""
    viewer, manages = viewer_of(request), viewer_of(request).may(Permission.MANAGE_PEOPLE)
    names = people.role_names(viewer.organisation)
    rows = [
        {"person": one.person, "roles": [names.get(role, role) for role in one.roles], "since": days.day(one.since)}
        for one in people.of(viewer)
    ]
    asked = [
        {"invitation": one, "role": names.get(one.role, one.role), "until": days.day(one.expires_at), "over": people.has_run_out(one)}
        for one in (people.open_invitations(viewer) if manages else [])
    ]
    page = {"page_title": f"People of {viewer.organisation.name}", "rows": rows, "asked": asked, "manages": manages}
    return render(request, "people/members.jinja", page)


@get_or_post
@members(Permission.MANAGE_PEOPLE)
def invite(request: HttpRequest, organisation: str) -> HttpResponse:
    """Ask somebody to join."""
    viewer = viewer_of(request)
    form = InviteForm(request.POST or None, names=people.role_names(viewer.organisation))
    if request.method == "POST" and form.is_valid():
        try:
            members_actions.invite(organisation=viewer.organisation, by=viewer.user, **form.cleaned_data)
        except ChangeRefused as refused:
            form.add_error(refused.field, refused.message)
        else:
            messages.success(request, "The invitation is on its way.")
            return _to("members", viewer)
    page = {"page_title": "Invite somebody", "form": form, "breadcrumbs": _trail(viewer)}
    return render(request, "people/invite.jinja", page, status=422 if form.errors else 200)


@require_POST
@members(Permission.MANAGE_PEOPLE)
def withdraw_invitation(request: HttpRequest, organisation: str, invitation: int) -> HttpResponse:
    """Make the link of an invitation worthless."""
    viewer = viewer_of(request)
    held = people.invitation(viewer, invitation)
    if held is None:
        raise Http404("no such invitation here")
    try:
        members_actions.withdraw_invitation(invitation=held, by=viewer.user)
    except ChangeRefused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "The invitation is withdrawn. Its link does not work any more.")
    return _to("members", viewer)


@get_or_post
@members(Permission.MANAGE_PEOPLE)
def member(request: HttpRequest, organisation: str, member: int) -> HttpResponse:
    """One person of the organisation: their roles, and the end of their place."""
    viewer = viewer_of(request)
    held = people.one(viewer, member)
    if held is None:
        raise Http404("not of this organisation")
    names = people.role_names(viewer.organisation)
    posted = request.POST if request.method == "POST" else None
    form = RolesForm(posted if posted and "do" not in posted else None, names=names, initial={"roles": held.roles})
    if posted is not None:
        done = _changed(request, viewer, held, form)
        if done:
            messages.success(request, done)
            return _to("members", viewer)
    page = {
        "page_title": held.person.name,
        "form": form,
        "person": held.person,
        "own": held.person.pk == viewer.user.pk,
        "facts": [("Email address", held.person.email), ("In the organisation since", days.day(held.since))],
        "breadcrumbs": _trail(viewer),
    }
    return render(request, "people/member.jinja", page, status=422 if form.errors else 200)


def _changed(request: HttpRequest, viewer: Viewer, held: people.Member, form: RolesForm) -> str:
    """Do what was asked; what is said of it, or nothing where it could not be done and the form says why."""
    do = request.POST.get("do")
    try:
        if do == "reset_second_factor":
            sign_in.reset_second_factor(person=held.person, organisation=viewer.organisation, by=viewer.user)
            return f"{held.person.name} can set up a new second step when they sign in."
        if do == "end":
            members_actions.change_roles(organisation=viewer.organisation, person=held.person, roles=(), by=viewer.user)
            return f"{held.person.name} is no longer in {viewer.organisation.name}."
        if form.is_valid():
            roles = form.cleaned_data["roles"]
            members_actions.change_roles(organisation=viewer.organisation, person=held.person, roles=roles, by=viewer.user)
            return f"The roles of {held.person.name} are changed."
    except ChangeRefused as refused:
        if form.is_bound:
            form.add_error(refused.field, refused.message)
        else:
            messages.error(request, refused.message)
    except PermissionError:
        messages.error(request, "You cannot take away your own second step here. Ask another administrator.")
    return ""


@require_safe
@members(Permission.SEE_PEOPLE)
def roles(request: HttpRequest, organisation: str) -> HttpResponse:
    """Each role in words, with what it may do."""
    viewer = viewer_of(request)
    names = people.role_names(viewer.organisation)
    told = [
        {"role": role, "name": names[role.id], "may": [one.value for one in Permission if one in role.permissions]}
        for role in ROLES.values()
    ]
    page = {"page_title": f"Roles in {viewer.organisation.name}", "told": told, "breadcrumbs": _trail(viewer)}
    return render(request, "people/roles.jinja", page)


@get_or_post
@members(Permission.MANAGE_ORGANISATION)
def organisation_settings(request: HttpRequest, organisation: str) -> HttpResponse:
    """The organisation's name, and what it calls its roles."""
    viewer = viewer_of(request)
    initial = {"name": viewer.organisation.name}
    form = OrganisationForm(request.POST or None, names=people.role_names(viewer.organisation), initial=initial)
    if request.method == "POST" and form.is_valid():
        organisations.change(organisation=viewer.organisation, name=form.cleaned_data["name"], role_names=form.role_names, by=viewer.user)
        messages.success(request, "The settings are saved.")
        return _to("organisation_settings", viewer)
    page: dict[str, Any] = {"page_title": "Settings of the organisation", "form": form, "breadcrumbs": _trail(viewer)}
    above = viewer.organisation.parent
    page["facts"] = [("Kind", viewer.organisation.get_kind_display()), ("Short name in addresses", viewer.organisation.slug)]
    page["facts"] += [("Part of", above.name)] if above else []
    page["facts"] += [("Has as parts", "; ".join(part.name for part in parts))] if (parts := people.parts_of(viewer.organisation)) else []
    return render(request, "people/organisation_settings.jinja", page, status=422 if form.errors else 200)


@require_safe
@members(Permission.SEE_AUDIT)
def audit_trail(request: HttpRequest, organisation: str) -> HttpResponse:
    """What was done in the organisation, the newest first."""
    viewer, action = viewer_of(request), request.GET.get("action", "")
    kinds = audit_events.actions_in(viewer)
    events = audit_events.of_organisation(viewer, action=action, page=request.GET.get("page", "1"))
    names = audit_events.names_of({event.by for event in events if event.by})
    page = {
        "page_title": f"Audit trail of {viewer.organisation.name}",
        "rows": presenters.trail_rows(events, names),
        "kinds": [(kind, presenters.deed(kind)) for kind in kinds],
        "action": action,
        "count": events.paginator.count,
        "number": events.number,
        "pages": events.paginator.num_pages,
        "newer": _page_of_trail(viewer, action, events.number - 1) if events.has_previous() else None,
        "older": _page_of_trail(viewer, action, events.number + 1) if events.has_next() else None,
    }
    return render(request, "people/audit_trail.jinja", page)


def _page_of_trail(viewer: Viewer, action: str, number: int) -> str:
    asked = {"action": action, "page": str(number)} if action else {"page": str(number)}
    return f"{reverse('audit_trail', kwargs={'organisation': viewer.organisation.slug})}?{urlencode(asked)}"


def _trail(viewer: Viewer) -> list[dict[str, str]]:
    return [{"text": "People", "href": reverse("members", kwargs={"organisation": viewer.organisation.slug})}]


def _to(name: str, viewer: Viewer) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, kwargs={"organisation": viewer.organisation.slug}))
