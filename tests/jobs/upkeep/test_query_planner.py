"""The database knows how many rows its tables have, and uses the index of a number."""

from __future__ import annotations

import pytest
from django.db import connection

from huiying.base.db.row_statistics import count_every_table, counts_by_itself
from huiying.jobs.scheduler import JOBS
from huiying.jobs.upkeep.query_planner import update_statistics
from huiying.work.petitions.core.models import Petition
from tests.factories import T0
from tests.query_plans import counted
from tests.scenarios.petitions import submit

pytestmark = pytest.mark.django_db


def test_the_workers_do_it_by_themselves():
    assert any(job.work is update_statistics for job in JOBS)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by itself")
def test_sqlite_counts_its_tables_and_finds_by_key(yunchuan):
    for _ in range(3):
        submit(yunchuan)
    update_statistics(T0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'petition_by_stage'")
        counted = [row[0].split()[0] for row in cursor.fetchall()]
    assert counted == [str(Petition.objects.count())]


def test_what_was_filled_at_once_is_counted_at_once(yunchuan):
    for _ in range(3):
        submit(yunchuan)

    count_every_table()

    assert counted("petitions_petition") == Petition.objects.count() == 3


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has the job for it")
def test_a_server_that_was_told_not_to_count_is_found_out():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone()[0] != "on":
            pytest.skip("only a superuser may tell it")
        cursor.execute("SET LOCAL track_counts = off")

    assert not counts_by_itself()
