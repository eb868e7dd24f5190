"""Fill one table from its lines, in batches, inside the transaction of the caller.

In:   an export, a table, what the manifest says of it.    Out:  its rows.
Cost: one COPY or one INSERT of many for each batch; memory for one batch.

An error names file and line, or table and keys, and never what stands there: that may be about
somebody.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection

from huiying.jobs.data_export.errors import CannotLoad
from huiying.jobs.data_export.json_values import row_of
from huiying.jobs.data_export.manifest import TableEntry
from huiying.jobs.data_export.source import ExportSource
from huiying.jobs.database_tables.tables import DatabaseTable

ROWS_AT_ONCE = 500
BUFFER = 1 << 20
DANGLING = "23503"  # the code of PostgreSQL for a foreign key that names no row


def fill_table(export: ExportSource, table: DatabaseTable, entry: TableEntry) -> None:
    """Fill a table.

    Raises:
        CannotLoad: If a line is no row of it, or the database does not take one.
    """
    rows = 0
    with export.member(entry.file) as handle:
        lines = io.BufferedReader(handle, BUFFER)  # type: ignore[type-var]  # reads as a raw one
        each = _rows(lines, table, entry)
        while batch := list(islice(each, ROWS_AT_ONCE)):
            try:
                _insert(table, batch)
            except (DatabaseError, ValueError, OverflowError) as error:
                first, last = batch[0][table.key], batch[-1][table.key]
                dangling = getattr(error.__cause__, "sqlstate", "") == DANGLING
                why = "指向不存在的行，引用不完整" if dangling else "数据库不接受"
                raise CannotLoad(
                    f"表 {table.name} 主键 {first} 至 {last} 之间有一行{why}。"
                ) from error
            rows += len(batch)
    if rows != entry.rows:
        raise CannotLoad(f"表 {table.name} 的行数与清单不符。")


def _rows(
    lines: Iterable[bytes], table: DatabaseTable, entry: TableEntry
) -> Iterator[list[Any]]:
    for number, line in enumerate(lines, start=1):
        try:
            yield row_of(table, json.loads(line.decode("utf-8")))
        except UnicodeDecodeError as error:
            raise CannotLoad(f"文件 {entry.file} 第 {number} 行不是 UTF-8。") from error
        except (ValueError, TypeError, AttributeError) as error:
            raise CannotLoad(
                f"文件 {entry.file} 第 {number} 行读不懂（{_column_of(error, table)}）。"
            ) from error


def _column_of(error: Exception, table: DatabaseTable) -> str:
    """Return which column it is about; what stands in it may be about somebody."""
    names = {column.name for column in table.columns}
    return f"字段 {error}" if str(error) in names else "格式"


def _insert(table: DatabaseTable, rows: list[list[Any]]) -> None:
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor,
            connection.wrap_database_errors,
            cursor.copy(f'COPY "{table.name}" ({table.column_list}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join(["%s"] * len(table.columns))
    forms = _stored_forms()
    adapt = [forms.get(column.kind) for column in table.columns]
    values = [
        [
            to_stored(value) if to_stored and value is not None else value
            for to_stored, value in zip(adapt, row, strict=True)
        ]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{table.name}" ({table.column_list}) VALUES ({places})',  # noqa: S608 - our names
            values,
        )


def _stored_forms() -> dict[str, Callable[[Any], Any]]:
    """Return how SQLite stores what it has no type for; PostgreSQL takes values as they are."""
    return {
        "DateTimeField": connection.ops.adapt_datetimefield_value,
        "DateField": connection.ops.adapt_datefield_value,
        "TimeField": connection.ops.adapt_timefield_value,
        "DecimalField": str,
    }
