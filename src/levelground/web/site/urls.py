"""The addresses of the site."""

from __future__ import annotations

from django.urls import include, path

from levelground.web.people import lock_out
from levelground.web.site import views

handler400 = views.bad_request
handler404 = views.not_found
handler500 = views.server_error
handler429 = lock_out.too_many_requests  # allauth's, for its limits

urlpatterns = [
    path("health/", views.health, name="health"),
    path("", include("levelground.web.people.urls")),
    path("", include("levelground.web.publishing.urls")),
    path("", include("levelground.web.coproduction.urls")),
    path("", include("levelground.web.overview.urls")),
]
