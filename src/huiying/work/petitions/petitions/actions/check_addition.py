"""What was added later: an officer reads a supplement, and shares a file with the unit.

In:   a supplement with its working text, or a file.    Out:  the unit may see it.
Cost: two writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.refused_text import refuse_accusation
from huiying.work.petitions.core.claim import refuse_diverted
from huiying.work.petitions.core.models import PetitionFile, Supplement
from huiying.work.petitions.core.submission import MAX_TEXT
from huiying.work.petitions.core.texts import checked_words


@transaction.atomic
def check_supplement(
    *, supplement: Supplement, text: str, officer: Officer, now: datetime
) -> None:
    """Let the unit see a supplement as the officer left it.

    Raises:
        PermissionDenied: If the officer does not handle petitions.
        Refused: If nothing is left, it is too long or accuses somebody.
        Stale: If somebody checked it before.
    """
    require(officer, Capability.HANDLE_PETITIONS)
    refuse_diverted(supplement.petition)
    refuse_accusation(text)
    words = checked_words(text, MAX_TEXT, _("请填写工作文本。"))
    rows = Supplement.objects.filter(pk=supplement.pk, text_checked_at__isnull=True)
    if rows.update(text=words, text_checked_at=now, text_checked_by=officer) != 1:
        raise Stale(_("该补充已由他人核对。"))
    record(supplement.petition, "petition.supplement_checked", officer, now)


@transaction.atomic
def share_file(*, row: PetitionFile, officer: Officer, now: datetime) -> None:
    """Let the unit that handles a petition open one of its files.

    Raises:
        PermissionDenied: If the officer does not handle petitions.
        Refused: If no officer has checked the text of the petition yet.
        Stale: If it is shared already.
    """
    require(officer, Capability.HANDLE_PETITIONS)
    refuse_diverted(row.petition)
    if row.petition.text_checked_at is None:
        raise Refused(_("请先登记该信访事项。"))
    rows = PetitionFile.objects.filter(pk=row.pk, shared_at__isnull=True)
    if rows.update(shared_at=now, shared_by=officer) != 1:
        raise Stale(_("该文件已允许承办单位查看。"))
    record(row.petition, "petition.file_shared", officer, now, file=row.file.number)
