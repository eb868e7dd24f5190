from typing import Any

from django.db import migrations, models

# Long series of texts by number (numbered.py): not models, because SQLite keeps an index alone.
SHELVES = ("post", "record")
SQLITE = (
    "CREATE VIRTUAL TABLE search_fts USING fts5(tokens, content='search_searchdocument',"
    " content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER search_fts_insert AFTER INSERT ON search_searchdocument BEGIN"
    " INSERT INTO search_fts(rowid, tokens) VALUES (new.id, new.tokens); END",
    "CREATE TRIGGER search_fts_delete AFTER DELETE ON search_searchdocument BEGIN"
    " INSERT INTO search_fts(search_fts, rowid, tokens)"
    " VALUES ('delete', old.id, old.tokens); END",
    "CREATE TRIGGER search_fts_update AFTER UPDATE OF tokens ON search_searchdocument BEGIN"
    " INSERT INTO search_fts(search_fts, rowid, tokens)"
    " VALUES ('delete', old.id, old.tokens);"
    " INSERT INTO search_fts(rowid, tokens) VALUES (new.id, new.tokens); END",
    *(
        statement
        for shelf in SHELVES
        for statement in (
            # Tokens come as letters of one form: there is nothing left to fold.
            f"CREATE VIRTUAL TABLE search_{shelf} USING fts5(facets, pairs, content='',"
            " tokenize='ascii')",
            f"INSERT INTO search_{shelf}(search_{shelf}, rank) VALUES ('automerge', 8)",
            # Room for the pairs of 500 posts, so that a batch is one piece of the index, not two.
            f"INSERT INTO search_{shelf}(search_{shelf}, rank) VALUES ('hashsize', 4000000)",
        )
    ),
)
# Every token and every pair of neighbours: an index without positions, so pairs stand for order.
POSTGRESQL = (
    "CREATE FUNCTION search_grams(tokens text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT"
    # Dear, so that the planner reads the index instead of calling it for every row.
    " PARALLEL SAFE COST 10000 AS $$"
    " SELECT cut || ARRAY(SELECT one || ' ' || other FROM unnest(cut, cut[2:])"
    "  AS pair(one, other) WHERE other IS NOT NULL)"
    " FROM (SELECT string_to_array(btrim(tokens), ' ') AS cut) AS tokens_cut $$",
    "ALTER TABLE search_searchdocument ADD COLUMN grams text[]"
    " GENERATED ALWAYS AS (search_grams(tokens)) STORED",
    "CREATE INDEX search_grams_index ON search_searchdocument USING gin (grams)",
    *(
        statement
        for shelf in SHELVES
        for statement in (
            f"CREATE TABLE search_{shelf} (bureau_ref bigint, number bigint, facets text[],"
            " tokens text, PRIMARY KEY (bureau_ref, number))",
            f"CREATE INDEX search_{shelf}_grams ON search_{shelf}"
            " USING gin ((facets || search_grams(tokens)))",
        )
    ),
)


def make_index(apps: Any, schema_editor: Any) -> None:
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement, params=None)


def drop_index(apps: Any, schema_editor: Any) -> None:
    for shelf in SHELVES:
        schema_editor.execute(f"DROP TABLE search_{shelf}")
    if schema_editor.connection.vendor == "sqlite":
        for name in ("insert", "delete", "update"):
            schema_editor.execute(f"DROP TRIGGER search_fts_{name}")
        schema_editor.execute("DROP TABLE search_fts")
    else:
        schema_editor.execute("ALTER TABLE search_searchdocument DROP COLUMN grams")
        schema_editor.execute("DROP FUNCTION search_grams(text)")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("bureau_ref", models.BigIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("ref", models.CharField(max_length=40)),
                ("public", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("text", models.TextField()),
                ("tokens", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["bureau_ref", "-at"], name="search_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau_ref", "kind", "ref"), name="search_document_once"
                    )
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
