"""Plan the erasure of petitions whose period is over; two others than who planned it sign.

In:   the months of the rules, who asks.    Out:  a plan; signed by two, it runs.
Cost: that of the plan; a few writes.

Nothing goes while the bureau set no months, before two others signed exactly what was shown, or
by this act: a job erases, batch by batch (``erase_batch``).
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.base.numbers import take_number
from huiying.base.rulebook.queries import book_of
from huiying.base.signoff.kinds import SignoffKind, may_sign_next
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.core.planned_deletions import (
    ask_signatures,
    decide_plan,
    refuse_second_plan,
)
from huiying.work.closing.petition_purges.models import PetitionPurge
from huiying.work.closing.petition_purges.queries import periods_of, plan_of, purge_hash

PREFIX = "XO"


def plan_purge(*, officer: Officer, now: datetime) -> PetitionPurge:
    """Count what would go, and ask for two signatures.

    Raises:
        PermissionDenied: If the officer may not ask for deletions.
        Refused: If the bureau set no months, nothing is old enough, or another plan waits or
            runs.
    """
    require(officer, Capability.ARCHIVE)
    bureau_id = officer.bureau_id
    periods = periods_of(bureau_id, now)
    if not periods:
        raise Refused(
            _("本局未设定信访事项保存月数，不删除任何信访事项。请先在“规则与时限”设定。")
        )
    plan = plan_of(bureau_id, periods, now)  # before anything is locked
    if not plan.total:
        raise Refused(_("没有到期且可以删除的信访事项，无需拟订计划。"))
    with transaction.atomic():
        lock_row(Bureau, bureau_id, referable=True)  # one plan at a time
        refuse_second_plan(PetitionPurge, bureau_id)
        year = now.astimezone(LOCAL).year
        number = take_number(bureau_id=bureau_id, kind=PetitionPurge.KIND, year=year)
        row = PetitionPurge(
            bureau_id=bureau_id,
            number=f"{PREFIX}{number}",
            rule_version=str(book_of(bureau_id, now).version),
            total=plan.total,
            plan=plan.as_data(),
            requested_at=now,
            requested_by=officer,
        )
        label = house_text("删除到期信访事项 %(count)s 件") % {"count": plan.total}
        ask_signatures(row, label, purge_hash(row), officer, now)
        data = {"count": plan.total, "periods": periods}
        record(row, "petitions.deletion_planned", officer, now, **data)
    return row


def decide_purge(purge: PetitionPurge, **decision: Any) -> bool:
    """Sign, or return with a reason; as ``decide_plan``."""
    return decide_plan(PURGE_KIND, purge, **decision)


PURGE_KIND = SignoffKind[PetitionPurge](
    name=PetitionPurge.KIND,
    content_hash=purge_hash,
    approve=partial(decide_purge, approve=True, reason=""),
    send_back=partial(decide_purge, approve=False),
    changed=gettext_lazy("计划内容与打开时不一致，本次决定未生效。请刷新后查看。"),
    may_decide=may_sign_next,
)
