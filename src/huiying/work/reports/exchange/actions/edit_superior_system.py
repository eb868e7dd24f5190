"""登记上级系统: which superior bodies send 督办 to this bureau.

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
from huiying.work.reports.exchange.models import SuperiorSystem

MAX_NAME = 80


@transaction.atomic
def add_superior_system(
    *, bureau: Bureau, name: str, officer: Officer, now: datetime
) -> SuperiorSystem:
    """Register a superior body whose 督办 this bureau takes in.

    Raises:
        Refused: If no name is given, it is this bureau's own, or it stands there already.
    """
    called = " ".join(name.split())
    if not called or len(called) > MAX_NAME:
        raise Refused(_("请填写上级机关名称，最多 %(most)s 字。") % {"most": MAX_NAME})
    if called == bureau.name:
        raise Refused(_("本局不能登记为自己的上级系统。"))
    row, new = SuperiorSystem.objects.get_or_create(bureau=bureau, name=called)
    if not new:
        raise Refused(_("“%(name)s”已登记。") % {"name": called})
    record(row, "superior_system.added", officer, now)
    return row


@transaction.atomic
def set_superior_system_active(
    *, row: SuperiorSystem, active: bool, revision: int, officer: Officer, now: datetime
) -> None:
    """Take a superior's system out of use: its 督办 are refused; or use it again.

    Raises:
        Stale: If somebody changed it meanwhile.
    """
    rows = SuperiorSystem.objects.filter(pk=row.pk, revision=revision).exclude(active=active)
    if rows.update(active=active, revision=F("revision") + 1) != 1:
        raise Stale(_("该上级系统已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))
    row.refresh_from_db()
    verb = "superior_system.activated" if active else "superior_system.deactivated"
    record(row, verb, officer, now)
