"""Move an installation from its SQLite file to an empty PostgreSQL database.

In:   the path of the file; the database of the settings, which is the new one.
Out:  the same rows under the same keys, verified; a record of it in every bureau.
Cost: three reads of the file, one write and two reads of PostgreSQL.

A process that is killed is started again and goes on behind its last batch. Until everything
is verified the new database is marked, and no command works with it. The file is read alone.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction

from huiying.base.accounts.core.queries import bureaus
from huiying.base.audit.search import reindex_records
from huiying.base.db.row_statistics import count_every_table
from huiying.jobs.database_tables.filling import set_last_keys
from huiying.jobs.database_tables.tables import DatabaseTable, database_tables
from huiying.jobs.installation_record import RUN_BY, ran_by, record_for_every_bureau, unknown
from huiying.jobs.postgresql_move import target
from huiying.jobs.postgresql_move.copying import OnProgress, copy_table
from huiying.jobs.postgresql_move.errors import CannotMove
from huiying.jobs.postgresql_move.source import SQLiteSource, file_hash, opened
from huiying.jobs.postgresql_move.verification import TableComparison, compare
from huiying.jobs.serving_lock import standing_still
from huiying.jobs.upkeep.record_check import check_bureau, check_installation
from huiying.reasons.reason import Reason
from huiying.work.collection.posts.search import rebuild_post_index

VERB = "installation.moved"
CHANGED = (
    "搬迁过程中原来的数据库有过改动，搬过去的不全，没有完成。"
    "请停掉所有使用它的程序，再加 --anew 从头搬迁。"
)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move came to."""

    went_on: bool  # it was begun by a start before this one
    tables: int
    rows: int
    problems: tuple[Reason, ...]  # of the record; the file has the same


@dataclass(frozen=True, slots=True)
class MoveSteps:
    """What a move asks of its caller, and what it tells him."""

    make_tables: Callable[[], str]  # in the database of the settings; what is wrong, or ""
    check_version: Callable[[set[tuple[str, str]]], str]  # of the file; what is wrong, or ""
    begun: Callable[[str], None]  # a step, in words
    on_progress: OnProgress


def move(path: Path, steps: MoveSteps, *, login: str, anew: bool = False) -> Moved:
    """Move everything, or go on with a move that was interrupted.

    Args:
        login: The account of who runs it, for the record.
        anew: Empty first what an interrupted move filled in the new database.

    Raises:
        CannotMove: If it cannot be done, or something differs afterwards.
    """
    with ExitStack() as stack:
        if not stack.enter_context(standing_still(path)):
            raise CannotMove(
                "huiying 正在使用原来的数据库。请先停掉 huiying up 和后台进程，再搬迁。"
            )
        source = stack.enter_context(opened(path))
        target.check_server()
        if wrong := steps.check_version(source.applied_migrations()):
            raise CannotMove(f"原来的数据库：{wrong}")
        if source.has_bureaus() and not source.has_account(login, RUN_BY):
            raise CannotMove(unknown(login))
        stack.enter_context(target.moving_alone())
        steps.begun("核对原来的数据库")
        before = file_hash(path)
        went_on = target.begin(before, anew=anew)
        if wrong := steps.make_tables():
            raise CannotMove(f"目标数据库：{wrong}")
        tables = database_tables()
        if went_on and anew:
            target.start_over(before, tables)
        rows = _fill(source, tables, steps)
        compared = _verify(source, tables, steps)
        if file_hash(path) != before:
            raise CannotMove(CHANGED)
        return _end(login, went_on=went_on and not anew, rows=rows, compared=compared)


def _fill(source: SQLiteSource, tables: list[DatabaseTable], steps: MoveSteps) -> int:
    steps.begun("搬迁数据")
    target.prepare_tables(tables)
    rows = sum(copy_table(source, table, steps.on_progress) for table in tables)
    steps.begun("恢复外键、序列和搜索索引")
    set_last_keys(tables, source.last_given)
    try:
        target.restore_foreign_keys()
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "table_name", "") or "?"
        raise CannotMove(
            f"原来的数据库里，表 {name} 有指向不存在的行的引用，PostgreSQL 不接受。"
            "没有改动原来的数据库；请先用 huiying manage check 和备份查明。"
        ) from error
    reindex_records()
    rebuild_post_index()
    count_every_table()
    return rows


def _verify(
    source: SQLiteSource, tables: list[DatabaseTable], steps: MoveSteps
) -> list[TableComparison]:
    """Compare every table.

    Raises:
        CannotMove: If one differs; the text names each and the key of its first row.
    """
    steps.begun("逐表核对两边的行数和校验值")
    found = [compare(source, table) for table in tables]
    wrong = [one for one in found if not one.same]
    if wrong:
        lines = "；".join(
            f"{one.table}（原 {one.rows[0]} 行，新 {one.rows[1]} 行，"
            f"第一处不同的主键 {one.first}）"
            for one in wrong
        )
        raise CannotMove(
            f"核对不一致：{lines}。搬迁没有完成，原来的数据库没有改动。请加 --anew 从头再搬。"
        )
    return found


def _end(login: str, *, went_on: bool, rows: int, compared: list[TableComparison]) -> Moved:
    """Verify the record, write that it was moved, and let the database be used."""
    every = list(bureaus())
    problems = list(check_installation())
    for bureau in every:
        problems += check_bureau(bureau.pk, read_files=False).problems
    with transaction.atomic():
        counts = {"rows": rows, "tables": len(compared)}
        record_for_every_bureau(VERB, counts, ran_by("move-to-postgres", login))
        target.end()
    return Moved(went_on, len(compared), rows, tuple(problems))
