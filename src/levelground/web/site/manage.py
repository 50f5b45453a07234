"""Django's commands for this site: `python -m levelground.web.site.manage migrate`."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError

NO_SITE = (
    "There is no site here that was set up: its tables are missing. Set one up (levelground web set-up), or name its folder with --home."
)


def main(arguments: list[str] | None = None) -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "levelground.web.site.settings")
    try:
        execute_from_command_line(["manage", *(sys.argv[1:] if arguments is None else arguments)])
    except (OperationalError, ProgrammingError) as error:
        if "no such table" in str(error) or "does not exist" in str(error):  # SQLite's words, and PostgreSQL's
            sys.exit(NO_SITE)
        raise


if __name__ == "__main__":
    main()
