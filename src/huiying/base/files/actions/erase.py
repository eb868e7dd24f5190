"""Erase a file: destroy its key, then its bytes.

In:   a file, a reason, who decides.    Out:  ERASED; number, hash, date and reason stay.
Cost: one conditional update, one audit record.

Without the key a copy of the bytes says nothing, wherever it lies. A backup that was made
before still holds the key; a restore of it destroys the key again (``destroyed_list``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.audit.actions.append import append
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused
from huiying.base.files import store
from huiying.base.files.actions.note_destroyed import note_destroyed
from huiying.base.files.models import StoredFile

KIND = "file"


@transaction.atomic
def erase_file(
    *, file: StoredFile, reason: str, topic: str, actor: Actor, now: datetime
) -> None:
    """Make a file unreadable for good.

    Args:
        topic: Of the record, so that it stands on the timeline of the owner's matter.

    Raises:
        Refused: If no reason is given, or it was erased before.
    """
    if not reason.strip():
        raise Refused(_("请写明销毁的理由。"))
    rows = StoredFile.objects.filter(pk=file.pk, data_key__isnull=False)
    done = rows.update(
        data_key=None, erased_at=now, erased_reason=masked_text(reason.strip())[:400]
    )
    if done != 1:
        raise Refused(_("这个文件已经销毁。"))
    file.refresh_from_db()
    note_destroyed(bureau=file.bureau, kind=KIND, number=file.number, sha256=file.blob, now=now)
    append(
        bureau_id=file.chain,
        actor=actor,
        verb="file.erased",
        subject=replace(file.audit_subject(), topic=topic),
        now=now,
        data={"hash": file.sha256, "reason": file.erased_reason},
    )
    transaction.on_commit(lambda: store.drop(file.blob))
