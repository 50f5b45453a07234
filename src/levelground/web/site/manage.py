"""Django's commands for this site: `python -m levelground.web.site.manage migrate`."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line


def main(arguments: list[str] | None = None) -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "levelground.web.site.settings")
    execute_from_command_line(["manage", *(sys.argv[1:] if arguments is None else arguments)])


if __name__ == "__main__":
    main()
