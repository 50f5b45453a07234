"""Everything that a new site needs before its first person comes: `manage set_up SLUG "NAME" EMAIL`. Running it again does no harm."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from levelground.web.people.models import Membership, OrganisationKind

ADDRESS_NOT_SET = (
    f"LEVELGROUND_ADDRESS is not set, so this link and those in messages begin with {settings.LEVELGROUND_ADDRESS}. "
    "Set it to the address that people know the site by, and run this again for a new link."
)


class Command(BaseCommand):
    """Makes the tables, the first organisation, and the link by which its first administrator joins."""

    help = "Make the tables and the first organisation, and print the link by which its first administrator joins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="The short name, which stands in addresses and never changes.")
        parser.add_argument("name")
        parser.add_argument("email", help="The address of the first administrator.")
        parser.add_argument("--kind", choices=OrganisationKind.values, default=OrganisationKind.TRUST.value)

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("make_organisation", options["slug"], options["name"], options["kind"], stdout=self.stdout)
        administrators = Membership.objects.filter(organisation__slug=options["slug"], role="administrator", ended_at__isnull=True)
        if administrators.exists():
            self.stdout.write("It has an administrator already, who invites everybody else.")
            return
        call_command("invite_person", options["slug"], options["email"], "administrator", stdout=self.stdout)
        if not os.environ.get("LEVELGROUND_ADDRESS"):
            self.stdout.write(ADDRESS_NOT_SET)
