"""Start the import of a file, or resume an interrupted one.

In:   a file on this machine, a source, a column mapping.
Out:  an import that waits for a runner.
Cost: one read of the file for its digest; two writes.

The same file for the same source is one import for ever: resumed or refused, never doubled.
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
from huiying.work.collection.imports.models import ImportJob, ImportState
from huiying.work.collection.sources.models import Source

CHUNK_BYTES = 1 << 20
MAX_NAME_CHARS = 200


class AlreadyImported(Refused):
    """The same file was imported before; ``job`` is that import. Nothing was taken twice."""

    def __init__(self, job: ImportJob) -> None:
        self.job = job
        super().__init__(
            _(
                "这个文件已经导入过“%(source)s”（收录 %(accepted)s 条），没有重复收录。"
                "如果内容有更新，请重新导出后再导入。"
            )
            % {"source": job.source.name, "accepted": job.accepted}
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
) -> ImportJob:
    """Make an import ready to run.

    An interrupted import of the same file goes on after its last row, with its own mapping.

    Args:
        file_name: As people know it; the name of ``path`` when left out.
        digest: SHA-256 of the file, if it is known already.

    Raises:
        AlreadyImported: If this file was imported into this source before.
        Refused: If no column holds a title or a text.
    """
    if not mapping.title and not mapping.text:
        raise Refused(_("没有指定标题列或正文列。请至少指定一列，再开始导入。"))
    digest = digest or digest_of_file(path)
    job, made = ImportJob.objects.get_or_create(
        bureau=bureau,
        source=source,
        digest=digest,
        history=history,
        defaults={
            "by": by,
            "file_name": file_name_of(file_name or path.name),
            "path": str(path),
            "mapping": mapping.as_dict(),
            "state": ImportState.RUNNING,
            "started_at": now,
        },
    )
    if not made and not _resume(job, path, mapping, now):
        raise AlreadyImported(job)
    job.refresh_from_db()
    record(job, "import.started", actor, now, history=history, from_row=job.next_row)
    return job


def _resume(job: ImportJob, path: Path, mapping: Mapping, now: datetime) -> bool:
    """Take an unfinished import up again; False if it is finished and brought something."""
    changes: dict[str, object] = {"state": ImportState.RUNNING, "path": str(path)}
    changes |= {"error": None, "finished_at": None}
    if job.state == ImportState.DONE and job.accepted + job.repeated:
        return False
    if job.state in {ImportState.UPLOADED, ImportState.DONE} or job.next_row == 1:
        # Nothing was taken yet: the mapping may still be put right.
        job.refusals.all().delete()
        changes |= {"mapping": mapping.as_dict(), "started_at": now, "next_row": 1}
        changes |= {"refused": 0, "progress": 0.0}
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
            _("打不开文件“%(name)s”。请确认文件存在、可以读取。") % {"name": path.name}
        ) from error
    return hashed.hexdigest()
