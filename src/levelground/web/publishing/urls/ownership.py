"""Who answers for what: the unowned and the overdue first."""

from __future__ import annotations

from django.urls import path

from levelground.web.publishing.views import ownership

urlpatterns = [
    path("organisations/<slug:organisation>/accountability/", ownership.accountability, name="accountability"),
    path("organisations/<slug:organisation>/drafts/<int:draft>/elements/<str:element>/owner/", ownership.name_owner, name="name_owner"),
]
