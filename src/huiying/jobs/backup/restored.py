"""What a restore brought back, looked at as its user would: counts, files, the record.

In:   the database and the files that were just restored.    Out:  a report as JSON.
Cost: one count of each table; one read of every stored file, decrypted.

It is asked in the process that restored, which has the keys of the backup and no others.
"""

from __future__ import annotations

from typing import Any

from huiying.base.accounts.core.queries import bureaus
from huiying.base.audit.models import AuditHead
from huiying.base.files.models import StoredFile
from huiying.base.files.queries import FileState, open_file
from huiying.jobs.backup.archive import backed_up_models


def report_of_restored() -> dict[str, Any]:
    """Return counts, the end of every chain, and the numbers of files that do not open."""
    counts = {
        model._meta.label_lower: model._default_manager.count() for model in backed_up_models()
    }
    files = StoredFile.objects.filter(data_key__isnull=False, broken_at__isnull=True)
    unreadable = [
        row.number for row in files.iterator() if open_file(row).state != FileState.WHOLE
    ]
    heads = AuditHead.objects.filter(bureau_ref__in=[row.pk for row in bureaus()])
    return {
        "rows": sum(counts.values()),
        "counts": {name: count for name, count in counts.items() if count},
        "files": files.count(),
        "unreadable": unreadable,
        "heads": {str(row.bureau_ref): [row.seq, row.hash] for row in heads},
    }
