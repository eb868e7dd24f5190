"""补充: who sent a petition in adds a text or files to it.

In:   a petition that is open, a text, files already encrypted on disk.
Out:  a row with two texts as the petition itself, sealed under a key of its own.
Cost: five writes, and two for each file.

Its revision moves on, so that an officer who has the page open reads the new text before he
acts. No period changes.
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
from huiying.base.refused_text import refuse_accusation
from huiying.policy.petitions.kinds import OPEN_STAGES, StepKind
from huiying.work.petitions.core.models import Petition, PetitionFile, Supplement
from huiying.work.petitions.core.sealed_texts import OriginalText, seal_original
from huiying.work.petitions.core.steps import add_step
from huiying.work.petitions.core.submission import check_supplement, working_text


@transaction.atomic
def supplement_petition(
    *, petition: Petition, text: str, files: Sequence[WrittenFile] = (), now: datetime
) -> Supplement:
    """Add to a petition; the working text is for an officer to check.

    Raises:
        Refused: If nothing is still owed, there is neither text nor file, there is too much,
            or the text accuses somebody: that is an accusation of its own.
        Classified: If it carries a classification mark; nothing of it was kept.
    """
    check_supplement(text, files)
    refuse_accusation(text)
    rows = Petition.objects.filter(
        pk=petition.pk, stage__in=OPEN_STAGES, erased_at__isnull=True
    )
    if rows.update(revision=F("revision") + 1) != 1:
        raise Refused(
            _(
                "这件事已经办完或撤回，不能再补充。有新情况的，请重新提交；对答复不满意"
                "的，可以评价，也可以申请复查。"
            )
        )
    petition.refresh_from_db()
    original = OriginalText(text)
    sealed = seal_original(petition.bureau_id, original, petition.number)
    row = Supplement.objects.create(
        bureau_id=petition.bureau_id,
        petition=petition,
        data_key=sealed.key,
        original=sealed.body,
        text=working_text(original),
        at=now,
    )
    for written in files:
        file = keep_file(
            bureau_id=petition.bureau_id,
            written=written,
            retention=Retention.TEN_YEARS,
            now=now,
        )
        PetitionFile.objects.create(
            bureau_id=petition.bureau_id, petition=petition, supplement=row, file=file, at=now
        )
    add_step(petition, StepKind.SUPPLEMENTED, now, files=len(files))
    record(petition, "petition.supplemented", None, now, files=len(files))
    return row
