"""撤回等级异议: the unit takes its objection back while nobody has answered it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.work.incidents.grading.models import GradeObjection, ObjectionState
from huiying.work.incidents.grading.objections import objection_hash


@transaction.atomic
def withdraw_objection(*, objection: GradeObjection, officer: Officer, now: datetime) -> None:
    """Withdraw an open objection; it stays on record.

    Raises:
        Refused: If the officer is not of the unit that lodged it.
        Stale: If it was answered or withdrawn meanwhile.
    """
    row = lock_row(GradeObjection, objection.pk)
    if officer.unit_id != row.unit_id:
        raise Refused(_("仅%(unit)s人员可撤回。") % {"unit": row.unit.name})
    if row.state != ObjectionState.OPEN:
        raise Stale(_("该异议已答复或撤回，本次操作未执行。请刷新后查看。"))
    row.state = ObjectionState.WITHDRAWN
    row.settled_at, row.settled_by = now, officer
    row.save(update_fields=["state", "settled_at", "settled_by"])
    record(row, "objection.withdrawn", officer, now, hash=objection_hash(row))
