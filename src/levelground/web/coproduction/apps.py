"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class CoproductionConfig(AppConfig):
    """Open calls, workshops, contributions, decisions and pay."""

    name = "levelground.web.coproduction"
    label = "coproduction"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from levelground.web.coproduction.actions import own_data, standing, taken_back
        from levelground.web.publishing import signals

        own_data.speak_for_this_room()
        signals.review_is_asked.connect(standing.before_a_review, dispatch_uid="coproduction.before_a_review")
        signals.what_is_missing.connect(standing.before_publishing, dispatch_uid="coproduction.before_publishing")
        for published in (signals.version_published, signals.entry_published):
            published.connect(taken_back.after_publishing, dispatch_uid="coproduction.after_publishing")
