"""Set the 全宗号 of a bureau.

In:   the number that the archives gave it.    Out:  the first part of every later 档号.
Cost: one write, one audit record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.policy.closing.archive import FONDS
from huiying.work.closing.archive.models import ArchiveSetting
from huiying.work.closing.archive.queries import fonds_of


@transaction.atomic
def set_fonds(*, fonds: str, officer: Officer, now: datetime) -> ArchiveSetting:
    """Set it; numbers that were given stay as they are, and 件号 begin at 1 under a new one.

    Raises:
        Refused: If it is no 全宗号, or the one that is set.
    """
    number = fonds.strip().upper()
    if not FONDS.fullmatch(number):
        raise Refused(_("全宗号格式有误，请填写 1 至 12 位大写字母或数字。"))
    before = fonds_of(officer.bureau_id)
    if number == before:
        raise Refused(_("全宗号未变更，无需保存。"))
    row, _made = ArchiveSetting.objects.update_or_create(
        bureau_id=officer.bureau_id,
        defaults={"fonds": number, "set_at": now, "set_by": officer},
    )
    record(row, "archive.fonds_set", officer, now, before=before)
    return row
