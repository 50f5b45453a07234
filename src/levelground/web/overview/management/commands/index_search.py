"""Makes the search index: of the library after each update of the software, and of everything when it is in doubt."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from levelground.web.overview.actions import search_index


class Command(BaseCommand):
    """`python -m levelground.web.site.manage index_search`."""

    help = "Make the search index of what came with the software; with --all, of everything. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--all`."""
        parser.add_argument("--all", action="store_true", help="also of what organisations have published and are writing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many things can be found."""
        if options["all"]:
            search_index.index_everything()
        else:
            search_index.index_new_library()
        if options["verbosity"]:
            self.stdout.write(f"{search_index.how_many()} things can be found.")
