"""登记下级单位: which bureaus report to this one.

In:   a name as its files carry it.    Out:  the row.
Cost: one write and one record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.work.reports.exchange.models import Subordinate

MAX_NAME = 80


@transaction.atomic
def add_subordinate(
    *, bureau: Bureau, name: str, officer: Officer, now: datetime
) -> Subordinate:
    """Register a bureau that reports to this one.

    Raises:
        Refused: If no name is given, it is this bureau's own, or it stands there already.
    """
    called = " ".join(name.split())
    if not called or len(called) > MAX_NAME:
        raise Refused(_("请填写下级单位名称，最多 %(most)s 字。") % {"most": MAX_NAME})
    if called == bureau.name:
        raise Refused(_("本局不能登记为自己的下级单位。"))
    row, new = Subordinate.objects.get_or_create(bureau=bureau, name=called)
    if not new:
        raise Refused(_("“%(name)s”已登记。") % {"name": called})
    record(row, "subordinate.added", officer, now)
    return row


@transaction.atomic
def set_subordinate_active(
    *, row: Subordinate, active: bool, revision: int, officer: Officer, now: datetime
) -> None:
    """Put a subordinate out of use, or back; out of use it hands in nothing.

    Raises:
        Stale: If somebody changed it meanwhile.
    """
    rows = Subordinate.objects.filter(pk=row.pk, revision=revision).exclude(active=active)
    if rows.update(active=active, revision=F("revision") + 1) != 1:
        raise Stale(_("该下级单位已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))
    row.refresh_from_db()
    verb = "subordinate.activated" if active else "subordinate.deactivated"
    record(row, verb, officer, now)
