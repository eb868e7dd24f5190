"""Notes of what does not agree with the record, for the desk and the page of the record.

In:   an officer, or the alarms that stand.    Out:  notes: what is wrong, what to do.
Cost: one query, none when the alarms are given.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.outbox.models import BoardAlarm
from huiying.base.outbox.queries import standing_alarms
from huiying.jobs.upkeep.record_alarms import RECORD_ALARMS
from huiying.web.console.shared.component_rows import NoteRow
from huiying.web.shared.reasons import in_language

MOST = 5


def record_alarms_of(
    officer: Officer, standing: Iterable[BoardAlarm] | None = None
) -> list[NoteRow]:
    """Return the notes, each difference once, the newest first."""
    alarms = standing_alarms(officer.bureau_id) if standing is None else standing
    found = [in_language(row.reason) for row in alarms if row.key.startswith(RECORD_ALARMS)]
    safe = _("公开页不显示不一致的文字。请保存当前数据和最近备份，报告组长。")
    url = reverse("console:audit-check") if may(officer, Capability.READ_RECORD) else ""
    return [
        NoteRow(f"{what}。", safe, url, _("核对记录"))
        for what in list(dict.fromkeys(found))[:MOST]
    ]
