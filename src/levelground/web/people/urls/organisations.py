"""The people of an organisation, its roles and its audit trail."""

from __future__ import annotations

from django.urls import path

from levelground.web.people.views import organisations

urlpatterns = [
    path("organisations/<slug:organisation>/people/", organisations.member_list, name="members"),
    path("organisations/<slug:organisation>/people/invite/", organisations.invite, name="invite"),
    path(
        "organisations/<slug:organisation>/people/invitations/<int:invitation>/withdraw/",
        organisations.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("organisations/<slug:organisation>/people/<int:member>/", organisations.member, name="member"),
    path("organisations/<slug:organisation>/roles/", organisations.roles, name="roles"),
    path("organisations/<slug:organisation>/settings/", organisations.organisation_settings, name="organisation_settings"),
    path("organisations/<slug:organisation>/audit/", organisations.audit_trail, name="audit_trail"),
]
