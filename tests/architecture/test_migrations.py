"""The tables that the migrations make are the tables that the models describe."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from levelground.web.people.models import Organisation


def changes() -> str:
    """What a new migration would do; empty when there is nothing to do. It needs no database."""
    said = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=said, verbosity=1)
    except SystemExit:
        return said.getvalue()
    return ""


@pytest.mark.django_db
def test_migrations_are_current() -> None:
    assert changes() == "", "run `python -m levelground.web.site.manage makemigrations`"


@pytest.mark.django_db
def test_a_model_without_its_migration_is_seen() -> None:
    planted = models.CharField(max_length=3, default="")
    Organisation.add_to_class("planted", planted)
    try:
        assert "planted" in changes()
    finally:
        Organisation._meta.local_fields.remove(planted)
        delattr(Organisation, "planted")
        apps.clear_cache()
    assert changes() == ""
