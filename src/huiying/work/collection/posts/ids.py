"""Generate time-ordered 64-bit ids for posts, without the database.

In:   how many, and the moment that counts.    Out:  numbers that grow within this process.
Cost: under a microsecond each; one lock.

Bits from the top: 41 of milliseconds since 2020-01-01 (until 2089), 10 that tell processes
apart, 12 that count within a millisecond. They exceed what JavaScript can hold as a number, so
they leave this system as text only.
"""

from __future__ import annotations

import os
import secrets
import threading
from datetime import UTC, datetime, timedelta

START = datetime(2020, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
SALT_BITS, COUNTER_BITS = 10, 12
COUNTS = 1 << COUNTER_BITS
LARGEST = (1 << 63) - 1
_HOUR = 3_600_000 << (SALT_BITS + COUNTER_BITS)  # of numbers

_lock = threading.Lock()
_last_millisecond = 0
_counter = 0
_salt = secrets.randbelow(1 << SALT_BITS)
_owner = os.getpid()


def new_ids(count: int, now: datetime) -> list[int]:
    """Return ``count`` new numbers, each greater than all that this process made before.

    A clock that goes back does not make smaller numbers: they go on from the last.
    """
    global _last_millisecond, _counter  # noqa: PLW0603 - the state of this process's series
    wanted = max((now - START) // MILLISECOND, 0)
    made = []
    with _lock:
        _own_salt()
        if wanted > _last_millisecond:
            _last_millisecond, _counter = wanted, 0
        for _ in range(count):
            if _counter == COUNTS:
                _last_millisecond, _counter = _last_millisecond + 1, 0
            made.append(
                (_last_millisecond << (SALT_BITS + COUNTER_BITS))
                | (_salt << COUNTER_BITS)
                | _counter
            )
            _counter += 1
    return made


def change_salt() -> None:
    """Choose another salt, after another process turned out to use the same one."""
    global _salt, _last_millisecond, _counter  # noqa: PLW0603
    with _lock:
        _salt = secrets.randbelow(1 << SALT_BITS)
        # The new salt may be smaller: the next millisecond keeps the numbers growing.
        _last_millisecond, _counter = _last_millisecond + 1, 0


def first_id_at(moment: datetime) -> int:
    """Return the smallest number that a post of this moment or later can have.

    Of a moment after 2089 the largest that a database can hold: no post has one.
    """
    first = max((moment - START) // MILLISECOND, 0) << (SALT_BITS + COUNTER_BITS)
    return min(first, LARGEST)


def moment_of(number: int) -> datetime:
    """Return the moment that a number was made for, to the millisecond.

    >>> moment_of(first_id_at(datetime(2026, 11, 24, 2, tzinfo=UTC)) + 7).isoformat()
    '2026-11-24T02:00:00+00:00'
    """
    return START + (number >> (SALT_BITS + COUNTER_BITS)) * MILLISECOND


def first_id_in_hour_of(number: int) -> int:
    """Return the smallest number that a post of the same hour can have."""
    return number - number % _HOUR


def _own_salt() -> None:
    """A forked child must not go on with its parent's series."""
    global _salt, _owner  # noqa: PLW0603
    if _owner != os.getpid():
        _owner = os.getpid()
        _salt = secrets.randbelow(1 << SALT_BITS)
