"""How many rows of a table the statements of an act look at.

In:   an act of the product, the rows of the tests.
Out:  each statement that reads a large part of a table, and of which.
Cost: the act, and every statement of it once more; all of it is taken back.

Plans depend on how many rows there are: a small table is rightly read whole. Fill it and call
``count_rows`` first. PostgreSQL says how many rows it looked at; SQLite only how it looks for
them: all rows, or all of one bureau or source, count as too many.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Collection
from math import inf
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

LOOKS = re.compile(
    r"(?:DECLARE .*? CURSOR .*?FOR )?((?:SELECT|WITH|UPDATE|DELETE|INSERT)\b.*)", re.S
)
WHOLE = re.compile(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?$")
OF_ONE = re.compile(r"SEARCH (\w+) USING .*INDEX (\w+) \((?:bureau_id|source_id)=\?\)$")
ALIAS = re.compile(r'"(\w+)" ([A-Z]\d+)')
PARTIAL = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"


def count_rows() -> None:
    """Let the planner know how many rows there are, as it does by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def counted(table: str) -> int:
    """Return how many rows the planner believes a table to have; 0 if nobody counted them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
            return max(0, int(cursor.fetchone()[0]))
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if cursor.fetchone() == (0,):
            return 0
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = %s", [table])
        return max((int(stat.split()[0]) for (stat,) in cursor.fetchall()), default=0)


def wide_reads(act: Callable[[], object], tables: Collection[str], *, most: int) -> list[str]:
    """Return of an act what looks at more than ``most`` rows of one of these tables."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        act()
        transaction.set_rollback(True)
    statements = [found[1] for query in queries if (found := LOOKS.match(query["sql"].strip()))]
    assert any(table in sql for sql in statements for table in tables), "nothing was asked"
    look = _rows_on_postgresql if connection.vendor == "postgresql" else _rows_on_sqlite
    with transaction.atomic():
        looked = [(statement, look(statement)) for statement in statements]
        transaction.set_rollback(True)
    return [
        f"{rows:.0f} of {table}: {statement}"
        for statement, found in looked
        for table, rows in found.items()
        if table in tables and rows > most
    ]


def _rows_on_sqlite(statement: str) -> dict[str, float]:
    """Return the tables that are read whole, each with endlessly many rows."""
    if "LIMIT" in statement:
        return {}  # an index in the order that is asked for ends there
    names = {alias: table for table, alias in ALIAS.findall(statement)}
    partial = {row[0] for row in _asked(PARTIAL)}
    found: dict[str, float] = {}
    for *_, detail in _asked(f"EXPLAIN QUERY PLAN {statement}"):
        looked = OF_ONE.match(detail) or WHOLE.match(detail)
        if looked and looked[2] not in partial:
            found[names.get(looked[1], looked[1])] = inf
    return found


def _rows_on_postgresql(statement: str) -> Counter[str]:
    """Return by table how many rows were looked at, those that were then left out included."""
    plan = _asked(f"EXPLAIN (ANALYZE, TIMING off, FORMAT JSON) {statement}")[0][0]
    rows: Counter[str] = Counter()
    _add(json.loads(plan)[0]["Plan"] if isinstance(plan, str) else plan[0]["Plan"], rows)
    return rows


def _add(node: dict[str, Any], rows: Counter[str]) -> None:
    if node["Node Type"] in {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan"}:
        left_out = sum(count for name, count in node.items() if name.startswith("Rows Removed"))
        rows[node["Relation Name"]] += (node["Actual Rows"] + left_out) * node["Actual Loops"]
    for child in node.get("Plans", ()):
        _add(child, rows)


def _asked(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
