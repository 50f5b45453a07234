"""The database itself refuses to change or to take away an event, and to add one out of turn.

A later migration that changes the table has to end with `put_on` again: SQLite makes a changed table anew, without its triggers.
Tests empty tables between them, so their settings say `AUDIT_APPEND_ONLY = False`; those of the triggers run these statements themselves.
"""

from __future__ import annotations

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = (
    """CREATE TRIGGER audit_no_update BEFORE UPDATE ON people_auditevent
       BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON people_auditevent
       BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END""",
    """CREATE TRIGGER audit_in_turn BEFORE INSERT ON people_auditevent
       WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM people_auditevent)
       BEGIN SELECT RAISE(ABORT, 'an event of the audit trail has the next number'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION audit_only_added_to() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'the audit trail is only added to'; END $$""",
    """CREATE FUNCTION audit_in_turn() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN
            IF NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM people_auditevent) THEN
              RAISE EXCEPTION 'an event of the audit trail has the next number';
            END IF;
            RETURN NEW;
          END $$""",
    """CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON people_auditevent
       FOR EACH ROW EXECUTE FUNCTION audit_only_added_to()""",
    """CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON people_auditevent
       FOR EACH STATEMENT EXECUTE FUNCTION audit_only_added_to()""",
    """CREATE TRIGGER audit_in_turn BEFORE INSERT ON people_auditevent
       FOR EACH ROW EXECUTE FUNCTION audit_in_turn()""",
)
OFF = {
    "sqlite": ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete", "DROP TRIGGER audit_in_turn"),
    "postgresql": ("DROP FUNCTION audit_only_added_to CASCADE", "DROP FUNCTION audit_in_turn CASCADE"),
}


def put_on(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if getattr(settings, "AUDIT_APPEND_ONLY", True):
        for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
            schema_editor.execute(statement)


def take_off(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if getattr(settings, "AUDIT_APPEND_ONLY", True):
        for statement in OFF[schema_editor.connection.vendor]:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(put_on, take_off)]
