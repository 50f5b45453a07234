"""Brings the database to what this version of the software needs, before anything is served or written."""

from __future__ import annotations

import io
import os

import django
from django.core.management import call_command
from django.db import connections


def bring_up_to_date() -> None:
    """Make or migrate the tables, and the search index of what the library holds; delete what was kept long enough.

    Running it again changes nothing.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "levelground.web.site.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("index_search", verbosity=0)
    call_command("purge", stdout=io.StringIO())
    connections.close_all()
