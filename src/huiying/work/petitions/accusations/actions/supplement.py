"""Add to an accusation: sealed at once, as the accusation itself.

In:   an accusation, a text, files already encrypted on disk.    Out:  its row.
Cost: two writes, and two for each file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import WrittenFile
from huiying.base.files.models import Retention
from huiying.work.petitions.accusations.models import (
    Accusation,
    AccusationFile,
    AccusationSupplement,
)
from huiying.work.petitions.core.sealed_texts import OriginalText, seal_original
from huiying.work.petitions.core.submission import check_supplement


@transaction.atomic
def supplement_accusation(
    *, accusation: Accusation, text: str, files: Sequence[WrittenFile] = (), now: datetime
) -> AccusationSupplement:
    """Add to an accusation; who handles it passes it on to the competent body.

    Raises:
        Refused: If there is neither text nor file, too much of either, or it was erased.
        Classified: If it carries a classification mark; nothing of it was kept.
    """
    check_supplement(text, files)
    rows = Accusation.objects.filter(pk=accusation.pk, erased_at__isnull=True)
    if rows.update(revision=F("revision") + 1) != 1:
        raise Refused(_("这件已依法删除。"))
    sealed = seal_original(accusation.bureau_id, OriginalText(text))
    row = AccusationSupplement.objects.create(
        bureau_id=accusation.bureau_id,
        accusation=accusation,
        data_key=sealed.key,
        original=sealed.body,
        at=now,
    )
    for written in files:
        file = keep_file(
            bureau_id=accusation.bureau_id,
            stowed=written,
            retention=Retention.TEN_YEARS,
            now=now,
        )
        AccusationFile.objects.create(
            bureau_id=accusation.bureau_id,
            accusation=accusation,
            supplement=row,
            file=file,
            at=now,
        )
    record(accusation, "accusation.supplemented", None, now)
    return row
