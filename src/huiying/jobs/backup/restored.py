"""What a restore brought back, looked at as its user would: counts and files.

In:   the database and the files that were just restored.    Out:  a report as JSON.
Cost: one count of each table; one read of every stored file, decrypted.

It is asked in the process that restored, which has the keys of the backup and no others.
"""

from __future__ import annotations

from typing import Any

from huiying.base.files.models import StoredFile
from huiying.base.files.queries import FileState, open_file
from huiying.jobs.backup.archive import backed_up_models


def report_of_restored() -> dict[str, Any]:
    """Return counts, and the numbers of files that do not open."""
    counts = {
        model._meta.label_lower: model._default_manager.count() for model in backed_up_models()
    }
    files = StoredFile.objects.filter(data_key__isnull=False, broken_at__isnull=True)
    unreadable = [
        row.number for row in files.iterator() if open_file(row).state != FileState.WHOLE
    ]
    return {
        "rows": sum(counts.values()),
        "counts": {name: count for name, count in counts.items() if count},
        "files": files.count(),
        "unreadable": unreadable,
    }
