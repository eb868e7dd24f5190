"""Foreign keys while tables are filled: what waits, what is dropped, and how many at once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.jobs.database_tables import filling
from huiying.jobs.database_tables.tables import database_tables
from tests.factories import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server():
    """Only PostgreSQL has foreign keys that are dropped or wait one by one."""
    if connection.vendor != "postgresql":
        pytest.skip("of PostgreSQL alone")


def test_tables_stand_behind_those_that_they_name(server):
    names = [table.name for table in filling.named_first(database_tables())]

    assert sorted(names) == [table.name for table in database_tables()]
    assert names.index("accounts_bureau") < names.index("accounts_unit")


def test_a_key_whose_row_is_filled_before_is_checked_at_once(server):
    make_cast("yunchuan", "云川区")

    with transaction.atomic():
        filling.check_references_early(filling.named_first(database_tables()))
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.update(bureau=0)
        transaction.set_rollback(True)


def test_few_keys_wait_for_the_end(server):
    tables = filling.named_first(database_tables())
    place = {table.name: at for at, table in enumerate(tables)}
    references = filling._references()
    waiting = [one for one in references if place[one[2]] >= place[one[1]]]

    assert len(waiting) < len(references) / 10


def test_what_waits_is_checked_at_the_end(server):
    make_cast("yunchuan", "云川区")

    with transaction.atomic():
        filling.check_references_early(filling.named_first(database_tables()))
        Officer.objects.update(password_reset_by=0)  # of a row to one of its own table
        with pytest.raises(IntegrityError):
            filling.check_references_now()
        transaction.set_rollback(True)


def test_foreign_keys_are_dropped_some_at_a_time_and_made_again(server):
    before = filling.foreign_keys()
    held = []

    def count(execute, statement, *arguments):
        done = execute(statement, *arguments)
        if statement.startswith("ALTER TABLE"):
            with connection.connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid()")
                held.append(cursor.fetchone()[0])
        return done

    try:
        with connection.execute_wrapper(count):
            filling.drop_foreign_keys()
        assert filling.foreign_keys() == []
        Bureau.objects.filter(pk=0).update(name="x")
    finally:
        with transaction.atomic():
            filling.add_foreign_keys(before)

    assert filling.foreign_keys() == before
    assert len(held) == len(before) > 5 * filling.DROPPED_AT_ONCE
    assert max(held) < 64 * 100 / 4
