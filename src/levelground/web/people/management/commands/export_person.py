"""All that the site holds of one person, as JSON on standard output: `manage export_person EMAIL`."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from levelground.web.people.actions import privacy
from levelground.web.people.queries.people import with_address


class Command(BaseCommand):
    """For a request of access that came by post or telephone."""

    help = "Write all that the site holds of a person, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        person = with_address(options["email"])
        held = privacy.held_of_address(options["email"]) if person is None else privacy.export(person=person, by=None)
        if not held:
            raise CommandError("There is no account with this address, and nobody was invited by it. Look at its spelling.")
        self.stdout.write(json.dumps(held, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False))
