"""The drafts of an organisation: starting one, bringing one in, its text, its history."""

from __future__ import annotations

from django.urls import path

from levelground.web.publishing.views import drafts

urlpatterns = [
    path("organisations/<slug:organisation>/drafts/", drafts.drafts, name="drafts"),
    path("organisations/<slug:organisation>/drafts/start/", drafts.start_draft, name="start_draft"),
    path("organisations/<slug:organisation>/drafts/adapt/", drafts.adapt_package, name="adapt_package"),
    path("organisations/<slug:organisation>/drafts/import/", drafts.import_draft, name="import_draft"),
    path("organisations/<slug:organisation>/packages/<str:package>/new-version/", drafts.new_version, name="new_version"),
    path("organisations/<slug:organisation>/drafts/<int:draft>/text.yaml", drafts.draft_text, name="draft_text"),
    path("organisations/<slug:organisation>/drafts/<int:draft>/replace/", drafts.replace_text, name="replace_text"),
    path("organisations/<slug:organisation>/drafts/<int:draft>/history/", drafts.draft_history, name="draft_history"),
    path("organisations/<slug:organisation>/drafts/<int:draft>/undo/", drafts.undo_edit, name="undo_edit"),
    path("organisations/<slug:organisation>/drafts/<int:draft>/delete/", drafts.delete_draft, name="delete_draft"),
]
