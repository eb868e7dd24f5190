"""How requests are logged: a refusal in one line, an internal error with its traceback.

In:   log records.    Out:  the same, without the traceback of an answer below 500 or of a
      database that is out of reach, and without the secret part of a signed link.
Cost: one look-up and one search a record.
"""

from __future__ import annotations

import logging
import re
from http import HTTPStatus

from huiying.web.errors.database_down import is_database_down

FULL = HTTPStatus.INSUFFICIENT_STORAGE  # said by a line of its own

# The tokens of links, and of invitations; nothing else in an address is so long in one piece.
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{30,}(?=/|$)")


class WithoutSecrets(logging.Filter):
    """Cut the secret out of an address: who reads the log must not be able to act by a link."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                _SECRET.sub("…", each) if isinstance(each, str) else each
                for each in record.args
            )
        return True


class OneLineForAnswers(logging.Filter):
    """Drop the traceback of a 4xx, an answer, and of a database out of reach, whoever asks."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record."""
        status = getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR)
        error = record.exc_info[1] if record.exc_info else None
        if is_database_down(error):
            why = str(error).partition("\n")[0].replace("%", "%%")
            record.msg = f"{record.msg} (the database is out of reach: {why})"
            record.exc_info = record.exc_text = None
        if status < HTTPStatus.INTERNAL_SERVER_ERROR or status == FULL:
            record.exc_info = record.exc_text = None
        return True
