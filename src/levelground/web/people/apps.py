"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    """Organisations, people, roles, consent, audit."""

    name = "levelground.web.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from levelground.web.people import sign_in_signals
        from levelground.web.people.actions import own_data

        sign_in_signals.connect()
        own_data.speak_for_this_room()
        post_migrate.connect(sign_in_signals.make_cache, sender=self, dispatch_uid="levelground.cache_of_limits")
