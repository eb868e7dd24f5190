"""Copy the rows of a table in batches; each is kept together with how far it came.

In:   the source, a table.    Out:  rows in PostgreSQL under their keys.
Cost: one COPY for each batch; memory for what the driver sends at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db import DataError, IntegrityError, connection, transaction

from huiying.jobs.database_tables.tables import DatabaseTable, read_row
from huiying.jobs.postgresql_move.errors import CannotMove
from huiying.jobs.postgresql_move.source import SQLiteSource
from huiying.jobs.postgresql_move.target import TableProgress, keep_progress, progress_of

BATCH = 2_000
_COLUMN = re.compile(r"column \"?(\w+)\"?")

OnProgress = Callable[[str, int, int], None]  # table, rows that are there, rows in all


def copy_table(source: SQLiteSource, table: DatabaseTable, on_progress: OnProgress) -> int:
    """Copy what a table still lacks; return how many rows it has then.

    Raises:
        CannotMove: If PostgreSQL does not take a value; the text names table and key.
    """
    total, progress = source.count(table), progress_of(table)
    while not progress.ended:
        on_progress(table.name, progress.moved, total)
        with transaction.atomic():
            progress = _copy_batch(source, table, progress)
            keep_progress(table, progress)
    on_progress(table.name, progress.moved, total)
    return progress.moved


def _copy_batch(
    source: SQLiteSource, table: DatabaseTable, before: TableProgress
) -> TableProgress:
    last, count, key = before.last_number, 0, None
    try:
        with (
            connection.cursor() as cursor,
            connection.wrap_database_errors,
            cursor.copy(f'COPY "{table.name}" ({table.column_list}) FROM STDIN') as copy,
        ):
            for number, *row in source.batch(table, last, BATCH):
                key = row[table.key]
                copy.write_row(read_row(table, row))
                last, count = number, count + 1
    except (DataError, IntegrityError, ValueError, TypeError) as error:
        raise CannotMove(_refusal(source, table, before, error, key)) from error
    return TableProgress(last, before.moved + count, ended=count < BATCH)


def _refusal(
    source: SQLiteSource,
    table: DatabaseTable,
    before: TableProgress,
    error: Exception,
    key: object,
) -> str:
    """Say which row it was, and not what stands in it: that may be about somebody."""
    cause = getattr(error.__cause__, "diag", None)
    context = (cause and cause.context) or ""
    if line := re.search(r"line (\d+)", context):
        rows = list(source.batch(table, before.last_number, int(line[1])))
        key = rows[-1][1 + table.key] if rows else key
    column = _COLUMN.search(context)
    where = f"表 {table.name}、主键 {key}" + (f"、字段 {column[1]}" if column else "")
    return (
        f"{where} 的值 PostgreSQL 不接受，搬迁停在这里，原来的数据库没有改动。"
        "请联系维护人员；改正之后加 --anew 从头再搬。"
    )
