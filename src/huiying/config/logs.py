"""How the log is written: lines of text or of JSON, without anything of a person.

In:   log records.
Out:  lines with the number of the request at hand. A refusal is one line, an internal error
      has its traceback; a signed link, a query, a token and what identifies a person are cut.
Cost: 50 to 400 µs a line, most of it for masking what was not said before.
"""

from __future__ import annotations

import json
import logging
import os
import re
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from http import HTTPStatus
from types import TracebackType
from typing import Any

from huiying.engine.masking.mask import mask
from huiying.web.errors.database_down import is_database_down
from huiying.web.shared.request_trace import current_trace

FULL = HTTPStatus.INSUFFICIENT_STORAGE  # said by a line of its own
OURS = "huiying"
LONGEST = 2000  # characters of the words of an error
FACTS = ("method", "view", "status", "ms")  # of the line about a request

# The tokens of links, and of invitations; nothing else in an address is so long in one piece.
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{30,}(?=/|$)")
_LONG = re.compile(r"(?<![\w./-])(?![0-9a-f]+\b)(?=[\w-]*[A-Z0-9])[A-Za-z0-9_-]{30,}")
_QUERY = re.compile(r"\?[\w%.~\[\]-]+=[^\s\"']*")
_CREDENTIAL = re.compile(
    r"\b(bearer\s+|basic\s+"
    r"|(?:token|password|passwd|secret|sessionid|api[_-]?key)[\"']?\s*[:=]\s*[\"']?)[^\s\"',;]+",
    re.IGNORECASE,
)
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")


@lru_cache(maxsize=512)  # most lines are about requests, and say the same
def without_persons(text: str) -> str:
    """Cut tokens and queries, and mask what the rules find of persons."""
    text = _CREDENTIAL.sub(r"\1…", text[:LONGEST])
    text = _LONG.sub("…", _QUERY.sub("?…", text))
    return mask(text).text


def without_words(text: str) -> str:
    """Cut all that is Chinese as well: in what is not our own line those are data."""
    return without_persons(_CHINESE.sub("…", text[:LONGEST]))


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


class TextLines(logging.Formatter):
    """One line of text a record, and the traceback of an error below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        moment = datetime.fromtimestamp(record.created).astimezone()
        line = f"{moment:%Y-%m-%d %H:%M:%S},{int(record.msecs):03d}"
        line += f" {record.levelname} {record.name}: {message_of(record)}"
        if trace := current_trace.get():
            line += f" [{trace.number}]"
        return f"{line}\n{failure}" if (failure := failure_of(record)) else line


class JsonLines(logging.Formatter):
    """One JSON object a line; what is not known of a record is left out."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        moment = datetime.fromtimestamp(record.created, UTC)
        found: dict[str, object] = {
            "time": f"{moment:%Y-%m-%dT%H:%M:%S}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            "process": os.getpid(),
        }
        if trace := current_trace.get():
            found |= {"request_id": trace.number, "bureau": trace.bureau}
        found |= {name: getattr(record, name, None) for name in FACTS}
        found["exception"] = failure_of(record)
        known = {name: value for name, value in found.items() if value not in (None, "")}
        return json.dumps(known, ensure_ascii=False, default=str)


def message_of(record: logging.LogRecord) -> str:
    """Return the message of a record without anything of a person."""
    args = record.args
    if isinstance(args, tuple):
        args = tuple(map(_quiet, args))
    elif isinstance(args, Mapping):
        args = {name: _quiet(value) for name, value in args.items()}
    message = str(record.msg) % args if args else str(record.msg)
    ours = record.name.partition(".")[0] == OURS
    return without_persons(message) if ours else without_words(message)


def _quiet(value: object) -> object:
    """Return what may stand in a message of a value: an error and an address hold data."""
    if isinstance(value, BaseException):
        return without_words(str(value))
    if isinstance(value, str) and value.startswith("/"):
        return _CHINESE.sub("…", _SECRET.sub("…", value))
    return value


def failure_of(record: logging.LogRecord) -> str:
    """Return the traceback of a record, the words of its errors masked; "" if it has none."""
    error = record.exc_info[1] if record.exc_info else None
    return "".join(_chain(error)).rstrip("\n") if error is not None else ""


def _chain(error: BaseException, most: int = 5) -> Iterator[str]:
    """Yield an error below what it was raised from, as Python prints them."""
    cause = error.__cause__
    earlier = cause or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None and most:
        yield from _chain(earlier, most - 1)
        yield "\nThe above exception was the direct cause of:\n\n" if cause else "\nThen:\n\n"
    yield from _one(error, error.__traceback__)
    if isinstance(error, BaseExceptionGroup) and most:
        for each in error.exceptions:
            yield from _chain(each, most - 1)


def _one(error: BaseException, trace: TracebackType | None) -> Iterator[str]:
    if trace is not None:
        yield "Traceback (most recent call last):\n"
        yield from traceback.format_tb(trace)
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else _full_name(kind)
    words = without_words(str(error))
    yield f"{name}: {words}\n" if words else f"{name}\n"


def _full_name(kind: type[Any]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def unnamed_client(*_: object) -> str:
    """Return how a refused sign-in is told in the log: nobody is named there."""
    return "a client"
