"""PostgreSQL errors without the values of rows, because logs are read by more people.

In:   what psycopg raised: "… violates check constraint "x" DETAIL: Failing row contains (…)".
Out:  the same error with its first sentence, which names the constraint; of data that cannot
      be stored also without the words quoted in it.
Cost: none while nothing fails.

Here every error of every query passes, so that no traceback, line of a log or terminal, of
whichever process or thread, has to be looked through.
"""

from __future__ import annotations

import re
from types import TracebackType

import psycopg
from django.db.backends.postgresql import base
from django.db.utils import DatabaseErrorWrapper
from django.utils.functional import cached_property

_QUOTED = re.compile(r'".*"', re.DOTALL)


class _WithoutRows(DatabaseErrorWrapper):
    """Raise Django's error of one of psycopg, both without values."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget what a row held, then go on as Django does."""
        if isinstance(error, psycopg.Error) and error.diag.message_primary:
            message = error.diag.message_primary
            if isinstance(error, psycopg.DataError):
                message = _QUOTED.sub('"…"', message)
            error.args = (message,)
        super().__exit__(kind, error, trace)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with quieter errors."""

    @cached_property
    def wrap_database_errors(self) -> _WithoutRows:
        """Return what turns errors of psycopg into those of Django."""
        return _WithoutRows(self)
