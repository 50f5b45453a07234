"""One draft at a glance: its outline, what `check` finds, what differs from others, what a new base brings."""

from __future__ import annotations

from django.urls import path

from levelground.web.publishing.views import draft_pages, upgrading

urlpatterns = [
    path("organisations/<slug:organisation>/drafts/<int:draft>/", draft_pages.draft, name="draft"),
    path("organisations/<slug:organisation>/drafts/<int:draft>/findings/", draft_pages.draft_findings, name="draft_findings"),
    path("organisations/<slug:organisation>/drafts/<int:draft>/compare/", draft_pages.draft_compare, name="draft_compare"),
    path("organisations/<slug:organisation>/drafts/<int:draft>/upgrade/", upgrading.upgrade_draft, name="upgrade_draft"),
]
