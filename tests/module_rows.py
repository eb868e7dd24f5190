"""What the tests of one module share: made once, rolled back at its end.

In:   the fixtures of the database, and who makes what is shared.
Out:  a copy of it for each test; its rows stand, what a test does to them is taken back.
Cost: one making a module instead of one a test.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest
from django.db import connection, transaction

from tests.cast_cache import cached_cast, cached_casts
from tests.factories import Cast

Made = TypeVar("Made")


@contextmanager
def rows_of(blocker, make: Callable[[], Made]) -> Iterator[Callable[[], Made]]:
    """Make something in the database; yield what returns a fresh copy of its objects."""
    with blocker.unblock(), transaction.atomic():
        cached_casts()  # while their names are free
        kept = pickle.dumps(make())
        connection.check_constraints()  # else PostgreSQL looks at these rows after each test
        yield lambda: pickle.loads(kept)  # noqa: S301 - pickled above
        transaction.set_rollback(True)


def module_rows(make: Callable[[Cast], Made]):
    """Return fixtures of a module: what stands, a copy, its ``yunchuan``, and what was made.

    A module writes ``standing_rows, rows, yunchuan, incident = module_rows(…)``.
    Who asks for no incident finds none: those tests run first (``tests.conftest``).
    """

    @pytest.fixture(scope="module")
    def standing_rows(django_db_setup, django_db_blocker):
        def both() -> tuple[Cast, Made]:
            cast = cached_cast("yunchuan")
            return cast, make(cast)

        with rows_of(django_db_blocker, both) as copy:
            yield copy

    @pytest.fixture
    def rows(standing_rows, db) -> tuple[Cast, Made]:
        return standing_rows()

    @pytest.fixture
    def yunchuan(request, db) -> Cast:
        if "standing_rows" in request.fixturenames:
            return request.getfixturevalue("rows")[0]
        return cached_cast("yunchuan")

    @pytest.fixture
    def made(rows) -> Made:
        return rows[1]

    return standing_rows, rows, yunchuan, made
