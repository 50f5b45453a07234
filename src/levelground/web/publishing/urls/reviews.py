"""Review by a second person, publishing, withdrawing."""

from __future__ import annotations

from django.urls import path

from levelground.web.publishing.views import reviews

urlpatterns = [
    path("organisations/<slug:organisation>/drafts/<int:draft>/review/ask/", reviews.ask_for_review, name="ask_for_review"),
    path("organisations/<slug:organisation>/drafts/<int:draft>/review/", reviews.review, name="review"),
    path("organisations/<slug:organisation>/drafts/<int:draft>/publish/", reviews.publish, name="publish"),
    path("organisations/<slug:organisation>/versions/<int:version>/withdraw/", reviews.withdraw_version, name="withdraw_version"),
]
