"""生成文件: ask for a report as PDF or DOCX; a job makes it.

In:   a report, the revision that its page showed, a format.    Out:  a row that waits.
Cost: a write and an audit record. Asked for twice, it is one row.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Stale
from huiying.work.reports.core.claim import LATE
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.files.models import FileFormat, VersionFile
from huiying.work.reports.files.queries import files_of_text, text_hash_of


@transaction.atomic
def request_file(
    *, report: Report, form: FileFormat, officer: Officer, now: datetime, revision: int
) -> VersionFile:
    """Ask for the newest version as a file; one that is being made is that file.

    Raises:
        Stale: If somebody changed the report since the page was made.
    """
    report = lock_row(Report, report.pk, referable=True)
    if report.revision != revision:
        raise Stale(_(LATE))
    text_hash, version = text_hash_of(report), newest_version(report)
    same = files_of_text(report, text_hash).get(form)
    if same is not None and same.is_open:
        return same
    row = VersionFile.objects.create(
        bureau_id=report.bureau_id,
        report=report,
        version=version,
        format=form,
        text_hash=text_hash,
        revision=report.revision,
        requested_at=now,
        requested_by=officer,
    )
    data = {"version": version.version, "format": form.label}
    record(report, "report.file_asked", officer, now, **data)
    return row
