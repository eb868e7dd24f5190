"""Note that a key was destroyed, so that no restored backup brings it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Bureau
from huiying.base.files.destroyed_list import DestroyedEntry, append_after_commit
from huiying.base.files.models import DestroyedKey


def note_destroyed(
    *, bureau: Bureau, kind: str, number: str, sha256: str, now: datetime
) -> DestroyedKey:
    """Write the row inside the caller's transaction, and the line of the list after it.

    Args:
        kind: What the key opened: ``file``, or what ``jobs/backup/destroyed_keys.py`` knows.
        sha256: Of what it opened, 64 hexadecimal characters; noted twice it is one row.
    """
    row, _new = DestroyedKey.objects.get_or_create(
        bureau=bureau, sha256=sha256, defaults={"kind": kind, "number": number, "at": now}
    )
    entry = DestroyedEntry(bureau.slug, row.kind, row.number, row.sha256)
    transaction.on_commit(lambda: append_after_commit(entry))
    return row
