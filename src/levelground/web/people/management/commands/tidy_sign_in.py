"""`tidy_sign_in`: delete what signing in left behind; once a day is enough."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from levelground.web.people.actions.sign_in import forget_what_is_over


class Command(BaseCommand):
    """Ended sessions with their browsers and network addresses, and counts of wrong passwords that lock nothing any more."""

    help = "Delete ended sessions and counts of wrong passwords that lock nothing any more."

    def handle(self, *args: Any, **options: Any) -> None:
        for kind, number in forget_what_is_over().items():
            self.stdout.write(f"{kind.replace('_', ' ')}: {number}")
