"""The first start makes all tables at once, or none."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.new_database import own_database

FIRST = """
import django
django.setup()
from django.db import connection
from huiying.config import first_tables
from huiying.config.migrations import apply_migrations
editor = type(connection.schema_editor())
made = editor.create_model
def create_model(self, model):
    if model._meta.label == "incidents.Incident" and STOPPED:
        raise SystemExit(3)
    made(self, model)
editor.create_model = create_model
try:
    print(apply_migrations().missing)
finally:
    print(first_tables.is_empty())
"""


@pytest.mark.django_db(transaction=True)
def test_a_first_start_that_is_stopped_leaves_an_empty_database_and_the_next_makes_all(
    tmp_path,
):
    with own_database(tmp_path) as environment:
        ended = []
        for stopped in (True, False):
            done = subprocess.run(  # noqa: S603 - our own words
                [sys.executable, "-c", f"STOPPED = {stopped}\n{FIRST}"],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            ended.append((done.returncode, done.stdout.split()))

    assert ended == [(3, ["True"]), (0, ["()", "False"])]
