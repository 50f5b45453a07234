"""Make an organisation, or place one under another: `manage make_organisation SLUG "NAME" KIND --parent SLUG`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from levelground.web.people.actions import organisations
from levelground.web.people.change_refused import ChangeRefused
from levelground.web.people.models import Organisation, OrganisationKind


class Command(BaseCommand):
    """Makes the organisation; one that is there already is only placed."""

    help = "Make an organisation. One that is there already is placed under the parent that is given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="The short name, which stands in addresses and never changes.")
        parser.add_argument("name")
        parser.add_argument("kind", choices=OrganisationKind.values)
        parser.add_argument("--parent", default="", help="The short name of the organisation that it is part of.")

    def handle(self, *args: Any, **options: Any) -> None:
        above = Organisation.objects.filter(slug=options["parent"]).first()
        if options["parent"] and above is None:
            raise CommandError(f"There is no organisation with the short name `{options['parent']}`. Make it first.")
        held = Organisation.objects.filter(slug=options["slug"]).first()
        try:
            if held is None:
                made = organisations.create(slug=options["slug"], name=options["name"], kind=options["kind"], parent=above, by=None)
                self.stdout.write(f"{made.name} is made.")
            elif above is not None and held.parent != above:
                organisations.place(organisation=held, parent=above, by=None)
                self.stdout.write(f"{held.name} is part of {above.name} now.")
            else:
                self.stdout.write(f"{held.name} is there already.")
        except ChangeRefused as refused:
            raise CommandError(refused.message) from refused
