"""After a test whose rows were really stored no row is left, and no final table unguarded."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from huiying.base.db.final_rows import missing_protections, protections
from tests.quick_flush import tables_with_rows

pytestmark = pytest.mark.django_db(transaction=True)


def empty_tables() -> None:
    """Do what Django does after such a test."""
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


def filled() -> list[str]:
    return tables_with_rows(connection, [model._meta.db_table for model in apps.get_models()])


@pytest.mark.usefixtures("yunchuan")
def test_no_row_is_left_and_all_triggers_stand():
    assert "audit_auditrecord" in filled()

    empty_tables()

    assert filled() == []
    assert missing_protections(connection) == []


def test_a_trigger_that_was_taken_away_is_put_back_though_its_table_is_empty():
    row = next(one for one in protections() if one.table == "responses_release")
    with connection.cursor() as cursor:
        cursor.execute(row.drop_statements(connection.vendor)[0])
    assert missing_protections(connection) == ["responses_release"]

    empty_tables()

    assert missing_protections(connection) == []
