"""Make the dossiers that wait, as ``packages.py`` does; drop those that are over.

In:   dossiers in the database.    Out:  encrypted files in ``DATA_DIR/dossiers``, progress.
Cost: that of ``packages.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from huiying.base.files.sealed_stream import SealedWriter
from huiying.jobs.upkeep.packages import PackageJob
from huiying.work.closing.dossiers.actions.make import (
    drop_dossier,
    fail_dossier,
    finish_dossier,
)
from huiying.work.closing.dossiers.attachments import attachments_of
from huiying.work.closing.dossiers.matter import matter_of
from huiying.work.closing.dossiers.models import Dossier
from huiying.work.closing.dossiers.package import write_dossier
from huiying.work.closing.dossiers.paper import dossier_pdf
from huiying.work.closing.dossiers.queries import (
    dossiers_made_before,
    is_overtaken,
    next_dossier,
    running_dossiers,
    standing_dossiers,
)


def _needed(dossier: Dossier) -> int:
    return sum(one.file.size for one in attachments_of(matter_of(dossier.filing)))


def _write(
    dossier: Dossier,
    target: SealedWriter,
    now: datetime,
    progress: Callable[[int, int], None],
) -> int:
    written = write_dossier(
        dossier.filing, target, made_at=now, progress=progress, paper=dossier_pdf
    )
    return written.missing


def _over(moment: datetime) -> Iterator[Dossier]:
    yield from dossiers_made_before(moment)
    yield from (dossier for dossier in standing_dossiers() if is_overtaken(dossier))


DOSSIERS = PackageJob(
    folder="dossiers",
    waiting=next_dossier,
    running=running_dossiers,
    over=_over,
    needed=_needed,
    write=_write,
    finish=finish_dossier,
    fail=fail_dossier,
    drop=drop_dossier,
)
