"""What each test asks the first database, so that of the screens the second is asked it once.

In:   ``HUIYING_QUESTIONS``, a folder: the run on SQLite writes there, that on PostgreSQL reads.
Out:  on PostgreSQL, of the tests of screens those that ask what none of the others asks; all of
      them without the folder; a test that is not in it always.
Cost: some 10 µs a question on SQLite; a second on PostgreSQL, of whose run it saves a quarter.

A question is the line of the product that asks, the statement without its numbers, and whether
it was refused. Tests of acts, queries, addresses and races are no screens': all run on both.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import ClassVar
from zlib import crc32

import pytest
from django.db.backends.utils import CursorWrapper

SCREENS = ("tests/web/console/", "tests/web/portal/")
WHOLE = ("tests/web/console/search/test_search.py", "tests/web/portal/test_public_pages.py")
"""How words are found is each database's own; the screens with a search ask both in full."""

LESS = "tests/web/test_addresses.py"
"""Asks the second database as fewer people: nobody is left out for what it asked the first."""

PRODUCT = str(Path(__file__).parents[1] / "src" / "huiying")


class QueryLog:
    """The questions of this process, by test."""

    test: ClassVar[str] = ""
    by_test: ClassVar[dict[str, set[str]]] = {}


def log_queries(patch: pytest.MonkeyPatch) -> None:
    """Write down every statement, if that is asked for."""
    if "HUIYING_QUESTIONS" not in os.environ or os.environ.get("HUIYING_TESTS") == "database":
        return
    for name in ("_execute", "_executemany"):
        patch.setattr(CursorWrapper, name, _logged(getattr(CursorWrapper, name)))


def _logged(execute):
    def noted(self, sql, *args):
        how = "refused"
        try:
            done = execute(self, sql, *args)
            how = "done"
            return done
        finally:
            question = f"{_calling_line()} {_fingerprint(str(sql))} {how}"
            QueryLog.by_test.setdefault(QueryLog.test, set()).add(question)

    return noted


def _calling_line() -> str:
    frame = sys._getframe(2)
    while frame is not None and not frame.f_code.co_filename.startswith(PRODUCT):
        frame = frame.f_back
    return f"{frame.f_code.co_filename[len(PRODUCT) :]}:{frame.f_lineno}" if frame else "-"


@cache
def _fingerprint(sql: str) -> int:
    """Return a number for a statement, the same however many values it is given."""
    alike = re.sub(r"(\(?%s\)?)(, \(?%s\)?)+", "%s", re.sub(r"\d+|\bs\w+_x\w+", "N", sql))
    return crc32(alike.encode())


def write_log(worker: str) -> None:
    """Leave what was asked in the folder."""
    if QueryLog.by_test and (folder := os.environ.get("HUIYING_QUESTIONS")):
        told = {test: sorted(asked) for test, asked in QueryLog.by_test.items()}
        (Path(folder) / f"{worker}.json").write_text(json.dumps(told))


def redundant_tests(items: Iterable[pytest.Item]) -> set[str]:
    """Return those of these tests that would ask the second database nothing of their own."""
    asked: dict[str, set[str]] = {}
    for path in Path(os.environ.get("HUIYING_QUESTIONS", "/nowhere")).glob("*.json"):
        asked |= {test: set(told) for test, told in json.loads(path.read_text()).items()}
    here = {item.nodeid for item in items if not item.nodeid.startswith(LESS)}
    times = Counter(question for test in here & set(asked) for question in asked[test])
    screens = {item.nodeid for item in items if _is_of_a_screen(item)} & set(asked)
    told = set()
    for test in sorted(screens, key=lambda test: (-len(asked[test]), test)):
        if all(times[question] > 1 for question in asked[test]):
            times.subtract(asked[test])
            told.add(test)
    return told


def _is_of_a_screen(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    races = marker is not None and marker.kwargs.get("transaction")
    return item.nodeid.startswith(SCREENS) and not item.nodeid.startswith(WHOLE) and not races
