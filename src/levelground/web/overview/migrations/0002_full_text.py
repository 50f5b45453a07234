"""The full-text index of `SearchEntry`: FTS5 on SQLite, a column of its own with a GIN index on PostgreSQL.

Both follow the table by themselves (triggers, a generated column), so that whatever writes it keeps the index true.
"""

from django.db import migrations

STATEMENTS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE overview_search USING fts5(title, body, content='overview_searchentry', content_rowid='id', "
        'tokenize="porter unicode61 remove_diacritics 2")',
        "CREATE TRIGGER overview_search_new AFTER INSERT ON overview_searchentry BEGIN "
        "INSERT INTO overview_search(rowid, title, body) VALUES (new.id, new.title, new.body); END",
        "CREATE TRIGGER overview_search_gone AFTER DELETE ON overview_searchentry BEGIN "
        "INSERT INTO overview_search(overview_search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); END",
        "CREATE TRIGGER overview_search_changed AFTER UPDATE ON overview_searchentry BEGIN "
        "INSERT INTO overview_search(overview_search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); "
        "INSERT INTO overview_search(rowid, title, body) VALUES (new.id, new.title, new.body); END",
    ),
    "postgresql": (
        "ALTER TABLE overview_searchentry ADD COLUMN found_by tsvector GENERATED ALWAYS AS ("
        "setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B')) STORED",
        "CREATE INDEX overview_search ON overview_searchentry USING gin (found_by)",
    ),
}
BACK = {
    "sqlite": (
        "DROP TRIGGER overview_search_new",
        "DROP TRIGGER overview_search_gone",
        "DROP TRIGGER overview_search_changed",
        "DROP TABLE overview_search",
    ),
    "postgresql": ("DROP INDEX overview_search", "ALTER TABLE overview_searchentry DROP COLUMN found_by"),
}


def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Make the index of this database."""
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Take it away again."""
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("overview", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
