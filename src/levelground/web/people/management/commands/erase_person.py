"""Take one person out of the site: `manage erase_person EMAIL`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from levelground.web.people.actions import privacy
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.queries.people import with_address


class Command(BaseCommand):
    """For a request of erasure that came by post or telephone. Rewrites the database after it, so that no page of it keeps a remainder."""

    help = "Erase what the site holds of a person. Cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--words", action="store_true", help="The words of their comments too.")
        parser.add_argument("--even-last", action="store_true", help="Even where an organisation is left without an administrator.")

    def handle(self, *args: Any, **options: Any) -> None:
        person = with_address(options["email"])
        try:
            if person is None:
                privacy.erase_address(email=options["email"], words=options["words"])
            else:
                privacy.erase(person=person, by=None, words=options["words"], even_last=options["even_last"])
        except ChangeRefused as refused:
            raise CommandError(refused.message) from refused
        if not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")
        who = f"Person {person.pk}" if person else "The address"
        self.stdout.write(f"{who} is erased. Backups that were made before still hold them: let those run out.")
