"""`purge`: delete what was kept as long as people were told; the site does it by itself when it starts, and once a day."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from levelground.web.coproduction.actions import privacy
from levelground.web.people.actions.privacy import out_of_the_file


class Command(BaseCommand):
    """Follows the rules of `coproduction/retention.py`. Rewrites the database after it, so that no page of it keeps a remainder."""

    help = "Delete names, ways to reach people, answers, voice notes and letters that are old enough. Cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", default="", help="As if it were this day, such as 2027-03-31: what would go by then goes now.")

    def handle(self, *args: Any, **options: Any) -> None:
        gone = privacy.purge(on=_day(options["on"]))
        if gone and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")
        out_of_the_file()
        for rule, number in gone.items():
            self.stdout.write(f"{rule.replace('_', ' ')}: {number}")
        if not gone:
            self.stdout.write("Nothing is old enough to be deleted.")


def _day(given: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(given) if given else timezone.localdate()
    except ValueError as wrong:
        raise CommandError("Write the day as year, month and day: 2027-03-31.") from wrong
