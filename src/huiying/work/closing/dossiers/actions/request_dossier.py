"""调取卷宗: ask for the dossier of a filed matter; a job makes it.

In:   a filing that stands.    Out:  a dossier that waits.
Cost: two writes and an audit record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.db.job_rows import OPEN_STATES
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.base.numbers import take_number
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.archive.models import Filing, FilingEnd
from huiying.work.closing.dossiers.models import Dossier


@transaction.atomic
def request_dossier(*, filing: Filing, officer: Officer, now: datetime) -> Dossier:
    """Ask for a dossier of everything that the matter holds at the moment of making.

    Raises:
        Refused: If the filing does not stand, or a dossier of it is being made.
    """
    filing = lock_row(Filing, filing.pk)
    if FilingEnd.objects.filter(filing=filing).exists():
        raise Refused(_("该档号已不在档，不能生成卷宗。请刷新后查看。"))
    if Dossier.objects.filter(filing=filing, state__in=OPEN_STATES).exists():
        raise Refused(_("该档号的卷宗正在生成，请稍候。"))
    year = now.astimezone(LOCAL).year
    row = Dossier.objects.create(
        bureau_id=filing.bureau_id,
        number=f"G{take_number(bureau_id=filing.bureau_id, kind='dossier', year=year)}",
        filing=filing,
        requested_at=now,
        requested_by=officer,
    )
    record(row, "dossier.requested", officer, now, filing=filing.number)
    return row
