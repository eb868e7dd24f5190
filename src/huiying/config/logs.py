"""What the log says of requests: a refusal is one line, a fault of ours has its traceback.

In:   log records.    Out:  the same, without the traceback of an answer below 500, and without
      the secret part of a signed link.
Cost: one look-up and one search a record.
"""

from __future__ import annotations

import logging
import re
from http import HTTPStatus

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
    """Drop the traceback of a 4xx: it is an answer, and nobody's fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record."""
        status = getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR)
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = record.exc_text = None
        return True
