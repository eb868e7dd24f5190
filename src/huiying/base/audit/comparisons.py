"""Run comparisons with the record so that a row that cannot be read hides nothing else.

In:   comparisons, each of which yields what differs.
Out:  all that differs; each row that could not be read, by its table and key; each comparison
      that could not be finished.
Cost: about a microsecond a row.

Who owns the database can store anything in any column. Whatever a comparison raises because of
it is a difference like any other: the other rows and the other comparisons go on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from traceback import extract_tb

from django.db import Error
from django.db.models import Model

from huiying.reasons.reason import Reason, reason

log = logging.getLogger("huiying.record")
# What the comparison that runs could not read; None outside ``compare``.
_unread: ContextVar[list[Reason] | None] = ContextVar("unread_rows", default=None)


def compare(name: str, comparison: Callable[[], Iterable[Reason]]) -> list[Reason]:
    """Return what a comparison finds, and what it could not read; it never raises.

    Args:
        name: What the alarm calls the comparison if it cannot be finished.
    """
    found: list[Reason] = []
    unread: list[Reason] = []
    token = _unread.set(unread)
    try:
        for one in comparison():
            found.append(one)
    except Exception as error:
        log.error("the comparison %s could not be finished: %s", name, _where(error))
        unread.append(unfinished(name, error))
    finally:
        _unread.reset(token)
    return [*found, *unread]


def unfinished(name: str, error: Exception) -> Reason:
    """Return the sentence on a comparison that could not be finished."""
    return reason("record.comparison_unfinished", ref=name, error=type(error).__name__)


def unreadable(row: Model | type[Model], ref: object = None) -> Reason:
    """Return the sentence on a row that could not be read.

    Args:
        ref: What names the row where it is not at hand itself.
    """
    key = ref if ref is not None else row.pk
    return reason("record.row_unreadable", table=row._meta.db_table, row=str(key))


@contextmanager
def reading(row: Model | type[Model], ref: object = None) -> Iterator[None]:
    """Compare one row; what it raises is noted under its table and key, and the next follows.

    An error of the database concerns no single row: it ends the comparison.
    """
    try:
        yield
    except Error:
        raise
    except Exception as error:
        unread = _unread.get()
        if unread is None:
            raise
        one = unreadable(row, ref)
        log.error("%s %s: %s", one.params["table"], one.params["row"], _where(error))
        unread.append(one)


def _where(error: Exception) -> str:
    """Return what was raised where, for the log; its words may be what a row stores."""
    last = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {last.filename}:{last.lineno}"
