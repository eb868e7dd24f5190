"""Hand a dossier out: who took it, when, which bytes.

In:   a dossier that is made.    Out:  a record of the handing out.
Cost: one audit record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.db.job_rows import JobState
from huiying.base.errors import Refused
from huiying.work.closing.dossiers.models import Dossier
from huiying.work.closing.dossiers.queries import is_overtaken


@transaction.atomic
def hand_out(*, dossier: Dossier, officer: Officer, now: datetime) -> None:
    """Record it before the first byte leaves.

    Raises:
        Refused: If there is no file, or something in it was sealed, kept back or destroyed
            since it was made.
    """
    if dossier.state != JobState.DONE or not dossier.data_key:
        raise Refused(_("卷宗文件尚未生成或已到期删除。请重新生成。"))
    if is_overtaken(dossier):
        raise Refused(_("卷宗生成后，有内容被封存、不予公开或销毁。请重新生成卷宗。"))
    data = {"hash": dossier.sha256, "size": dossier.size}
    record(dossier, "dossier.handed_out", officer, now, **data)
