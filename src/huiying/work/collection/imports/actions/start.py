"""Start the import of a file, or resume an interrupted one.

In:   a file on this machine, a source, a column mapping.
Out:  an import that waits for a runner.
Cost: one read of the file for its digest; two writes.

The same sheet of the same file for the same source is one import for ever: resumed, refused, or
run anew with other columns in the place of its earlier run. It is never doubled.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused
from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.files.readers import DEFAULT_LAYOUT, Layout
from huiying.work.collection.imports.models import ImportJob, ImportState, RowResult
from huiying.work.collection.sources.models import Source

CHUNK_BYTES = 1 << 20
MAX_NAME_CHARS = 200


class AlreadyImported(Refused):
    """The same file was imported before; ``job`` is that import. Nothing was taken twice."""

    def __init__(self, job: ImportJob) -> None:
        self.job = job
        super().__init__(
            _(
                "该文件已导入“%(source)s”（收录 %(accepted)s 条），未重复收录。内容"
                "有更新的，请重新导出后再导入；列指定有误的，请选择替换上次导入。"
            )
            % {"source": job.source.name, "accepted": job.accepted}
        )


class CannotReplace(Refused):
    """The earlier run cannot be withdrawn: it is not known which posts it brought."""

    def __init__(self) -> None:
        super().__init__(
            _("本次导入由旧版本完成，未记录所收录帖文，不能替换。已收录内容不受影响。")
        )


def file_name_of(name: str) -> str:
    """Return the name of a file as it is stored, without what identifies a person."""
    return masked_text(name)[:MAX_NAME_CHARS]


@transaction.atomic
def start_import(
    *,
    bureau: Bureau,
    source: Source,
    path: Path,
    mapping: Mapping,
    history: bool,
    actor: Actor,
    now: datetime,
    by: Officer | None = None,
    file_name: str = "",
    digest: str = "",
    layout: Layout = DEFAULT_LAYOUT,
    replace: bool = False,
) -> ImportJob:
    """Make an import ready to run.

    An interrupted import of the same file goes on after its last row, with its own mapping.

    Args:
        file_name: As people know it; the name of ``path`` when left out.
        digest: SHA-256 of the file, if it is known already.
        layout: The sheet, and whether its first row names the columns.
        replace: Withdraw what an earlier run with other columns brought, and take the file in
            anew. Posts that somebody acted on stay.

    Raises:
        AlreadyImported: If this file was imported into this source before.
        CannotReplace: If it is not known which posts the earlier run brought.
        Refused: If no column holds a title or a text.
    """
    if not mapping.title and not mapping.text:
        raise Refused(_("未指定标题列或正文列。请至少指定一列，再开始导入。"))
    digest = digest or digest_of_file(path)
    job, made = ImportJob.objects.get_or_create(
        bureau=bureau,
        source=source,
        digest=digest,
        sheet=layout.sheet,
        history=history,
        defaults={
            "by": by,
            "file_name": file_name_of(file_name or path.name),
            "path": str(path),
            "mapping": mapping.as_dict(),
            "has_header": layout.has_header,
            "state": ImportState.RUNNING,
            "started_at": now,
        },
    )
    if not made and job.has_run and replace:
        _replace(job, path, mapping, layout, now)
    elif not made and not _resume(job, path, mapping, layout, now):
        raise AlreadyImported(job)
    job.refresh_from_db()
    if job.replacing:
        record(job, "import.replaced", actor, now, history=history)
        return job
    record(job, "import.started", actor, now, history=history, from_row=job.next_row)
    return job


def _replace(
    job: ImportJob, path: Path, mapping: Mapping, layout: Layout, now: datetime
) -> None:
    """Begin anew with other columns; the runner withdraws the earlier posts first."""
    if job.accepted and not job.rows.filter(result=RowResult.ACCEPTED).exists():
        raise CannotReplace
    job.refusals.all().delete()
    ImportJob.objects.filter(pk=job.pk).update(
        **_from_the_start(path, mapping, layout, now),
        replacing=True,
        withdrawn=0,
        retained=0,
        claimed_until=None,  # a runner with the old columns finds out at its next batch
    )


def _from_the_start(
    path: Path, mapping: Mapping, layout: Layout, now: datetime
) -> dict[str, object]:
    return {
        "state": ImportState.RUNNING,
        "path": str(path),
        "error": None,
        "finished_at": None,
        "mapping": mapping.as_dict(),
        "has_header": layout.has_header,
        "started_at": now,
        "next_row": 1,
        "progress": 0.0,
        "notes": {},
        **dict.fromkeys(("accepted", "repeated", "refused", "diverted"), 0),
    }


def _resume(
    job: ImportJob, path: Path, mapping: Mapping, layout: Layout, now: datetime
) -> bool:
    """Take an unfinished import up again; False if it is finished and brought something."""
    changes: dict[str, object] = {"state": ImportState.RUNNING, "path": str(path)}
    changes |= {"error": None, "finished_at": None}
    if job.has_run and job.state in {ImportState.DONE, ImportState.UPLOADED}:
        return False
    if job.state in {ImportState.UPLOADED, ImportState.DONE} or job.next_row == 1:
        # Nothing was taken yet: the mapping may still be put right.
        job.refusals.all().delete()
        changes = _from_the_start(path, mapping, layout, now)
    ImportJob.objects.filter(pk=job.pk).update(**changes)
    return True


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces.

    Raises:
        Refused: If the file cannot be opened.
    """
    hashed = hashlib.sha256()
    try:
        with path.open("rb") as handle:
            while piece := handle.read(CHUNK_BYTES):
                hashed.update(piece)
    except OSError as error:
        raise Refused(
            _("无法打开文件“%(name)s”。请确认文件存在且可读取。") % {"name": path.name}
        ) from error
    return hashed.hexdigest()
