"""Load an export into an empty installation of the same version: everything, or nothing.

In:   an export, the key that opens it if it is encrypted; the database of the settings.
Out:  the same rows under the same keys, verified; a record of it in every bureau.
Cost: two reads of the export, one transaction; memory for some thousand rows.

It may have been written on the other kind of database. A process that is killed leaves an empty
installation: the rows are there with their last check or not at all. What was destroyed since
the export was made is destroyed again, as a restore does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction

from huiying.base.accounts.core.queries import bureaus
from huiying.base.audit.models import AuditHead
from huiying.base.audit.queries import verify
from huiying.base.audit.search import reindex_records
from huiying.base.db.row_statistics import count_every_table
from huiying.base.files import store
from huiying.base.files.destroyed_list import complete_list
from huiying.jobs import clock
from huiying.jobs.backup.destroyed_keys import DestroyedAgain, destroy_again, known_destroyed
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.data_export.errors import CannotLoad
from huiying.jobs.data_export.manifest import (
    FILES_FOLDER,
    Manifest,
    TableEntry,
    columns_of,
    lacks_keys,
)
from huiying.jobs.data_export.rows import fill_table
from huiying.jobs.data_export.source import (
    ExportSource,
    checked_manifest,
    file_names,
    opened,
    stated_manifest,
)
from huiying.jobs.data_export.writing import exported_tables
from huiying.jobs.database_tables.filling import (
    check_references_early,
    check_references_now,
    empty_tables,
    named_first,
    set_last_keys,
)
from huiying.jobs.database_tables.tables import DatabaseTable
from huiying.jobs.installation_record import record_for_every_bureau
from huiying.jobs.stream.worker import forget_workers
from huiying.jobs.upkeep.counters import check_counters
from huiying.jobs.upkeep.record_check import check_bureau, check_installation
from huiying.reasons.reason import Reason
from huiying.reasons.rendering import render
from huiying.work.collection.posts.search import rebuild_post_index

VERB = "installation.loaded"
DANGLING = "有指向不存在的行的引用：导出的内容被改动过。"

OnStep = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded.

    Attributes:
        problems: What differs from the record; it did where the export was made.
        counters: Counters that are not equal to a count, as text; the same holds of them.
    """

    rows: int
    tables: int
    files: int
    destroyed: DestroyedAgain
    problems: tuple[Reason, ...]
    counters: tuple[str, ...]


def load_data(
    *,
    source: Path,
    key: Path | None = None,
    destroyed: Path | None = None,
    on_step: OnStep = lambda _step: None,
    prepare: Callable[[], None] = lambda: None,
) -> Loaded:
    """Load an export.

    Args:
        prepare: Called before the database is looked at, once the keys are known to be here:
            it makes the tables, and marks the keys of this machine as the installation's.
        key: The file of the private key, of an encrypted one.
        destroyed: A list of destroyed keys, besides that of this machine.

    Raises:
        CannotLoad: If it is damaged, of another version or of other keys, or there is data.
    """
    try:
        with ExitStack() as stack:
            export = stack.enter_context(opened(source, key))
            _must_have_keys(stated_manifest(export))
            prepare()
            _must_be_empty()
            on_step("核对导出文件")
            manifest = checked_manifest(export)
            tables = _fitting_tables(manifest)
            for blob in file_names(export):  # of no use to anybody before their rows are there
                store.put(export.read(f"{FILES_FOLDER}{blob}"))
            done = _load(export, manifest, tables, destroyed, on_step)
        complete_list()
    except CannotBackUp as error:
        raise CannotLoad(f"{error}没有载入任何内容。") from error
    except CannotLoad as error:
        raise CannotLoad(f"{error}没有载入任何内容。") from error
    forget_workers()
    return done


def _must_have_keys(manifest: Manifest) -> None:
    if lacking := lacks_keys(manifest):
        raise CannotLoad(
            f"这里没有导出那个安装的密钥（缺 {lacking} 个），封存的内容会打不开。"
            "请先把原来的 secret.key 放进 HUIYING_DATA_DIR（替换这里的），再载入。"
        )


def _must_be_empty() -> None:
    if bureaus().exists():
        raise CannotLoad("这个安装里已有数据。请用一个空的 HUIYING_DATA_DIR 和空的数据库。")


def _fitting_tables(manifest: Manifest) -> list[tuple[DatabaseTable, TableEntry]]:
    """Return the tables of this version with what the export has of each."""
    here = exported_tables()
    there = {one.name: one for one in manifest.tables}
    for name in sorted({one.name for one in here} ^ set(there)):
        raise CannotLoad(f"表 {name} 只在一边有：这份导出是另一个版本写的。")
    for table in here:
        if columns_of(table) != there[table.name].columns:
            raise CannotLoad(f"表 {table.name} 的字段不同：这份导出是另一个版本写的。")
    return [(table, there[table.name]) for table in here]


def _load(
    export: ExportSource,
    manifest: Manifest,
    tables: Sequence[tuple[DatabaseTable, TableEntry]],
    destroyed: Path | None,
    on_step: OnStep,
) -> Loaded:
    known = known_destroyed(None, destroyed)
    with transaction.atomic():
        _must_be_empty()
        _fill(export, tables, on_step)
        on_step("重建搜索索引，核对记录和计数")
        reindex_records()
        rebuild_post_index()
        count_every_table()
        _check_chains(manifest)
        every = list(bureaus())
        problems = list(check_installation())
        for bureau in every:
            problems += check_bureau(bureau.pk, read_files=False).problems
        counters = [
            f"{one.bureau}：{one.kind}"
            for bureau in every
            for one in check_counters(bureau)
            if one.differing
        ]
        done = Loaded(
            rows=sum(entry.rows for _table, entry in tables),
            tables=len(tables),
            files=manifest.files - manifest.missing_files,
            destroyed=destroy_again(known, clock.real_now()),
            problems=tuple(problems),
            counters=tuple(counters),
        )
        record_for_every_bureau(
            VERB, {"rows": done.rows, "tables": done.tables, "files": done.files}
        )
    return done


def _fill(
    export: ExportSource,
    tables: Sequence[tuple[DatabaseTable, TableEntry]],
    on_step: OnStep,
) -> None:
    """Load every table in the transaction of the caller, and check every reference."""
    entries = {entry.name: entry for _table, entry in tables}
    every = named_first(table for table, _entry in tables)
    empty_tables(every)
    check_references_early(every)
    for table in every:
        on_step(table.name)
        fill_table(export, table, entries[table.name])
    set_last_keys(every, lambda table: entries[table.name].last_key)
    try:
        check_references_now()
    except IntegrityError as error:
        raise CannotLoad(DANGLING) from error


def _check_chains(manifest: Manifest) -> None:
    """Hold the ends of the chains against the manifest, and verify each.

    Raises:
        CannotLoad: If one is not as it was, or is broken.
    """
    here = {row.bureau_ref: (row.seq, row.hash) for row in AuditHead.objects.all()}
    there = {one.bureau_ref: (one.seq, one.hash) for one in manifest.chains}
    if here != there:
        raise CannotLoad("审计链的末端与清单不符：导出的内容被改动过。")
    for ref in there:
        broken = verify(bureau_id=ref).why
        if broken is not None:
            raise CannotLoad(f"审计链不完整：{render(broken)}。")
