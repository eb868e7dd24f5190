"""Add to an accusation: by who sent it, with the query code, or by who handles it.

In:   an accusation, a text, files.    Out:  a sealed supplement.
Cost: two writes, and two for each file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record_restricted
from huiying.base.files.incoming import WrittenFile
from huiying.work.petitions.accusations.actions.change import refuse_ended
from huiying.work.petitions.accusations.files import add_file
from huiying.work.petitions.accusations.models import Accusation, AccusationSupplement
from huiying.work.petitions.core.sealed_texts import OriginalText, seal_original
from huiying.work.petitions.core.submission import check_supplement


@transaction.atomic
def supplement_accusation(
    *,
    accusation: Accusation,
    text: str,
    now: datetime,
    files: Sequence[WrittenFile] = (),
    officer: Officer | None = None,
) -> AccusationSupplement:
    """Add a text and files.

    Args:
        officer: Who records it for somebody; None = it was sent with the query code.

    Raises:
        Refused: If there is neither text nor file, too much of either, or it has ended.
        Classified: If it carries a classification mark; nothing of it was kept.
    """
    check_supplement(text, files)
    accusation.refresh_from_db()
    refuse_ended(accusation)
    sealed = seal_original(accusation.bureau_id, OriginalText(text), accusation.number)
    row = AccusationSupplement.objects.create(
        bureau_id=accusation.bureau_id,
        accusation=accusation,
        data_key=sealed.key,
        original=sealed.body,
        received_by=officer,
        at=now,
    )
    for written in files:
        add_file(accusation, written, now)
    record_restricted(accusation, "accusation.supplemented", officer, now)
    return row
