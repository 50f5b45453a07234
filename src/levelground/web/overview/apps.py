"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """Pages that join rooms, and the search over them."""

    name = "levelground.web.overview"
    label = "overview"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The search index follows what is written elsewhere, in the same transaction."""
        from levelground.web.overview import search_signals

        search_signals.connect()
