"""What the log says of requests: a refusal is one line, a fault of ours has its traceback.

In:   log records.    Out:  the same, without the traceback of an answer below 500.
Cost: one look-up a record.
"""

from __future__ import annotations

import logging
from http import HTTPStatus


class OneLineForAnswers(logging.Filter):
    """Drop the traceback of a 4xx: it is an answer, and nobody's fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record."""
        status = getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR)
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = record.exc_text = None
        return True
