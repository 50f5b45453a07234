"""Joining an organisation by an invitation."""

from __future__ import annotations

from django.urls import path

from levelground.web.people.views import invitations

urlpatterns = [
    path("invitations/<str:token>/", invitations.accept_invitation, name="accept_invitation"),
]
