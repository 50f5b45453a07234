"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Versions of change packages and registers."""

    name = "levelground.web.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from levelground.web.publishing.actions import own_data, ownership

        own_data.speak_for_this_room()
        ownership.end_for_those_who_leave()
