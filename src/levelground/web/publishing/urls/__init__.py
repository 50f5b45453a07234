"""The addresses of the room, one file for each file of views."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from levelground.web.publishing.urls import consultations, draft_pages, drafts, elements, ownership, register_entries, reviews

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(drafts)),
    path("", include(draft_pages)),
    path("", include(elements)),
    path("", include(reviews)),
    path("", include(consultations)),
    path("", include(ownership)),
    path("", include(register_entries)),
]
