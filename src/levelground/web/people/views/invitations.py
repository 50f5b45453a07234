"""Joining an organisation by an invitation."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from levelground.web.people.actions import invitations as actions
from levelground.web.people.forms.sign_in import JoinForm
from levelground.web.people.invitation_refused import InvitationRefused
from levelground.web.people.oidc import offered
from levelground.web.people.policy import anyone
from levelground.web.people.queries import invitations, people
from levelground.web.people.queries.invitations import InvitationState
from levelground.web.people.viewer import user_of


@anyone
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Which organisation, which role, and the way in that fits the person who opens the link."""
    invitation = invitations.by_token(token)
    state = invitations.state_of(invitation) if invitation else None
    if invitation is None or state is not InvitationState.OPEN:
        page = {"page_title": "This invitation does not work", "state": state}
        return _private(render(request, "people/invitation_closed.jinja", page, status=410 if invitation else 404))
    shown: dict[str, Any] = {
        "page_title": f"Join {invitation.organisation.name}",
        "invitation": invitation,
        "role": invitations.role_of(invitation),
        "providers": offered,
        "here": request.path,
    }
    if request.user.is_authenticated:
        return _private(_with_account(request, shown))
    if people.with_address(invitation.email) is not None:
        return _private(render(request, "people/invitation_sign_in.jinja", shown))
    return _private(_without_account(request, shown, token))


def _with_account(request: HttpRequest, shown: dict[str, Any]) -> HttpResponse:
    invitation, user = shown["invitation"], user_of(request)
    shown["for_somebody_else"] = invitation.email.casefold() != user.email.casefold()
    if request.method != "POST" or shown["for_somebody_else"]:
        return render(request, "people/invitation_accept.jinja", shown)
    try:
        actions.accept(invitation=invitation, by=user)
    except InvitationRefused as refused:
        messages.info(request, refused.message)
        return redirect(request.path)
    messages.success(request, f"You have joined {invitation.organisation.name}.")
    return redirect("workspace", organisation=invitation.organisation.slug)


def _without_account(request: HttpRequest, shown: dict[str, Any], token: str) -> HttpResponse:
    invitation = shown["invitation"]
    if offered():
        request.session[invitations.KEPT] = token
    form = shown["form"] = JoinForm(request.POST or None, email=invitation.email)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/invitation_join.jinja", shown)
    try:
        user = actions.accept_with_new_account(
            invitation=invitation, name=form.cleaned_data["name"], password=form.cleaned_data["password"]
        )
    except InvitationRefused as refused:
        messages.info(request, refused.message)
        return redirect(request.path)
    record_authentication(request, user, method="password")
    messages.success(request, f"You have joined {invitation.organisation.name}. Now set up your second step.")
    answer: HttpResponse = perform_login(request, user, email_verification="none", redirect_url="/account/second-step/")
    return answer


def _private(response: HttpResponse) -> HttpResponse:
    """The address holds a secret: nothing keeps the page."""
    response.headers["Cache-Control"] = "no-store"
    return response
