"""The PostgreSQL database that takes the rows: what is done there besides copying.

In:   the database of the settings.    Out:  its state, kept in two tables of its own until the
      move has ended; foreign keys and sequences.
Cost: some statements for each table.

Foreign keys are taken off while rows are copied and put back before anything is verified
(``database_tables/filling``). What they were is kept in a table, since a move goes on after it
was killed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from huiying.base.db.unfinished_move import MOVE_TABLE, MOVED_TABLES, has_unfinished_move
from huiying.jobs.database_tables.filling import (
    FOREIGN_KEYS,
    ForeignKey,
    add_foreign_keys,
    drop_foreign_keys,
    empty_tables,
    foreign_keys,
)
from huiying.jobs.database_tables.tables import DatabaseTable
from huiying.jobs.postgresql_move.errors import CannotMove
from huiying.jobs.postgresql_move.source import BEFORE_ALL

OLDEST_SERVER = 140_000
LOCK_KEY = 0x6875_6979_6D6F_7665  # "huiymove", of the advisory locks
MOVE_DEFINITION = f"""
CREATE TABLE {MOVE_TABLE} (source_hash varchar(64) NOT NULL);
CREATE TABLE {MOVED_TABLES} (
  name varchar(100) PRIMARY KEY,
  last_number bigint NOT NULL,
  moved bigint NOT NULL,
  ended boolean NOT NULL
);
"""
KEPT_KEYS = "huiying_move_foreign_key"


@dataclass(frozen=True, slots=True)
class TableProgress:
    """How far the copying of a table came."""

    last_number: int = BEFORE_ALL
    moved: int = 0
    ended: bool = False


@contextmanager
def moving_alone() -> Iterator[None]:
    """Keep a second move into the same database out.

    Raises:
        CannotMove: If one is running.
    """
    with closing(connection.copy()) as other:  # a transaction of its own holds the lock
        other.set_autocommit(False)
        cursor = other.cursor()
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK_KEY])
        if not cursor.fetchone()[0]:
            raise CannotMove("另一个进程正在往这个 PostgreSQL 数据库搬迁。请等它结束。")
        try:
            yield
        finally:
            other.rollback()


def check_server() -> None:
    """Refuse a server that is too old or a database that cannot hold Chinese text.

    Raises:
        CannotMove: If it is one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        version = int(cursor.fetchone()[0])
        cursor.execute("SELECT current_setting('server_encoding')")
        encoding = str(cursor.fetchone()[0])
    if version < OLDEST_SERVER:
        raise CannotMove(
            f"PostgreSQL 的版本太旧（{version // 10_000}），需要 14 或更新的版本。"
        )
    if encoding != "UTF8":
        raise CannotMove(
            f"目标数据库的编码是 {encoding}，需要 UTF8：CREATE DATABASE 库名 ENCODING 'UTF8'。"
        )


def begin(source_hash: str, *, anew: bool) -> bool:
    """Begin a move in an empty database, or go on with one; tell whether it goes on.

    Args:
        anew: The caller starts over where a move was begun: the file may be another one now.

    Raises:
        CannotMove: If there is something else in it, or the file is another one now.
    """
    if not has_unfinished_move(connection):
        if there := connection.introspection.table_names():
            raise CannotMove(
                f"目标数据库不是空的（已有 {len(there)} 个表，如 {sorted(there)[0]}），"
                "什么也没有改动。请另建一个空的数据库。"
            )
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(MOVE_DEFINITION)
            cursor.execute(f"INSERT INTO {MOVE_TABLE} VALUES (%s)", [source_hash])  # noqa: S608
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT source_hash FROM {MOVE_TABLE}")  # noqa: S608 - our name
        if not anew and cursor.fetchone()[0] != source_hash:
            raise CannotMove(
                "上次搬迁中断之后，原来的数据库有过改动，不能接着搬。"
                "请加 --anew 从头再搬：目标数据库里搬了一半的内容会清除，原来的不动。"
            )
    return True


def start_over(source_hash: str, tables: list[DatabaseTable]) -> None:
    """Empty what an unfinished move filled; its tables stay."""
    knows_keys = _knows_foreign_keys()
    if knows_keys:
        drop_foreign_keys()
    with transaction.atomic(), connection.cursor() as cursor:
        if knows_keys:
            empty_tables(tables)
        cursor.execute(f"DELETE FROM {MOVED_TABLES}")  # noqa: S608 - our name
        cursor.execute(f"UPDATE {MOVE_TABLE} SET source_hash = %s", [source_hash])  # noqa: S608


def prepare_tables(tables: list[DatabaseTable]) -> None:
    """Drop the foreign keys, and empty what making the tables filled.

    It goes on where it was killed; a move that copied everything before has them put back.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if not _knows_foreign_keys():
            cursor.execute(f"CREATE TABLE {KEPT_KEYS} AS {FOREIGN_KEYS}")
        cursor.execute(f"SELECT count(*), count(*) FILTER (WHERE ended) FROM {MOVED_TABLES}")  # noqa: S608 - our name
        begun, ended = cursor.fetchone()
    if ended < len(tables):
        drop_foreign_keys()
    if not begun:
        with transaction.atomic():
            empty_tables(tables)


def _knows_foreign_keys() -> bool:
    """Tell whether the foreign keys are written down, so that they can be dropped."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [KEPT_KEYS])
        return bool(cursor.fetchone()[0])


def restore_foreign_keys() -> None:
    """Put the foreign keys back; PostgreSQL checks them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {KEPT_KEYS}")  # noqa: S608 - our name
        dropped = [ForeignKey(*row) for row in cursor.fetchall()]
        there = {(one.table, one.name) for one in foreign_keys()}
        add_foreign_keys(one for one in dropped if (one.table, one.name) not in there)


def progress_of(table: DatabaseTable) -> TableProgress:
    """Return how far the copying of a table came."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT last_number, moved, ended FROM {MOVED_TABLES} WHERE name = %s",  # noqa: S608
            [table.name],
        )
        row = cursor.fetchone()
    return TableProgress(*row) if row else TableProgress()


def keep_progress(table: DatabaseTable, progress: TableProgress) -> None:
    """Keep how far it came, in the transaction that copied the rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {MOVED_TABLES} VALUES (%s, %s, %s, %s) ON CONFLICT (name) DO UPDATE"  # noqa: S608
            " SET last_number = excluded.last_number, moved = excluded.moved,"
            " ended = excluded.ended",
            [table.name, progress.last_number, progress.moved, progress.ended],
        )


def end() -> None:
    """Drop the state of the move: from here on it is the database of an installation."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {KEPT_KEYS}, {MOVED_TABLES}, {MOVE_TABLE}")
