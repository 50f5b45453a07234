"""What an organisation adds to the registers, and the news that it makes."""

from __future__ import annotations

from django.urls import path

from levelground.web.publishing.views import register_entries

urlpatterns = [
    path("organisations/<slug:organisation>/registers/", register_entries.register_entries, name="register_entries"),
    path(
        "organisations/<slug:organisation>/registers/recommendations/add/", register_entries.add_recommendation, name="add_recommendation"
    ),
    path("organisations/<slug:organisation>/registers/<int:entry>/", register_entries.register_entry, name="register_entry"),
    path("organisations/<slug:organisation>/registers/<int:entry>/edit/", register_entries.edit_entry, name="edit_entry"),
    path("organisations/<slug:organisation>/registers/<int:entry>/publish/", register_entries.publish_entry, name="publish_entry"),
    path("organisations/<slug:organisation>/registers/<int:entry>/withdraw/", register_entries.withdraw_entry, name="withdraw_entry"),
    path("organisations/<slug:organisation>/news/", register_entries.news, name="news"),
    path("organisations/<slug:organisation>/news/<int:news>/seen/", register_entries.news_seen, name="news_seen"),
]
