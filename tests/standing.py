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

from django.db import transaction

from tests.kept_cast import casts_are_kept

Made = TypeVar("Made")


@contextmanager
def standing(blocker, make: Callable[[], Made]) -> Iterator[Callable[[], Made]]:
    """Make something in the database; yield what returns a fresh copy of its objects."""
    with blocker.unblock(), transaction.atomic():
        casts_are_kept()  # while their names are free
        kept = pickle.dumps(make())
        yield lambda: pickle.loads(kept)  # noqa: S301 - pickled above
        transaction.set_rollback(True)
