"""One element of a draft: read, changed, added, linked, taken away; and the driver diagram."""

from __future__ import annotations

from django.urls import path

from levelground.web.publishing.views import elements, links

urlpatterns = [
    path("organisations/<slug:organisation>/drafts/<int:draft>/diagram/", elements.draft_diagram, name="draft_diagram"),
    path("organisations/<slug:organisation>/drafts/<int:draft>/elements/<str:element>/", elements.draft_element, name="draft_element"),
    path("organisations/<slug:organisation>/drafts/<int:draft>/elements/<str:element>/edit/", elements.edit_element, name="edit_element"),
    path("organisations/<slug:organisation>/drafts/<int:draft>/elements/<str:element>/links/", links.link_element, name="link_element"),
    path(
        "organisations/<slug:organisation>/drafts/<int:draft>/elements/<str:element>/remove/",
        elements.remove_element,
        name="remove_element",
    ),
    path("organisations/<slug:organisation>/drafts/<int:draft>/add/<str:kind>/", elements.add_element, name="add_element"),
    path("organisations/<slug:organisation>/drafts/<int:draft>/about/", elements.edit_head, name="edit_head"),
]
