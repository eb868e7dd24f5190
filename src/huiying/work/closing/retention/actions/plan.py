"""Plan the deletion of old posts, and decide it by two others than who planned it.

In:   the months of the rules, who asks.    Out:  a plan; signed by two, it runs.
Cost: that of the plan; a few writes.

Nothing goes while the bureau set no months, before two others signed exactly what was shown, or
by this act: a job deletes, batch by batch (``delete_batch``).
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Bureau, Officer
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
from huiying.work.closing.retention.content import KIND, deletion_hash
from huiying.work.closing.retention.models import PostDeletion
from huiying.work.closing.retention.queries import (
    limits_of,
    plan_of,
    retention_months,
)


def plan_deletion(*, officer: Officer, now: datetime) -> PostDeletion:
    """Count what would go, and ask for two signatures.

    Raises:
        Refused: If the bureau set no months, nothing is old enough, or another deletion waits
            or runs.
    """
    bureau_id = officer.bureau_id
    months = retention_months(bureau_id, now)
    if not months:
        raise Refused(_("本局未设定帖文保存月数，不删除任何帖文。请先在“规则与时限”设定。"))
    limits = limits_of(months, now)
    plan = plan_of(bureau_id, limits)  # reads all old posts: before anything is locked
    if not plan.total:
        raise Refused(_("没有到期且可以删除的帖文，无需拟订计划。"))
    with transaction.atomic():
        lock_row(Bureau, bureau_id, referable=True)  # one plan at a time
        refuse_second_plan(PostDeletion, bureau_id)
        year = now.astimezone(LOCAL).year
        row = PostDeletion(
            bureau_id=bureau_id,
            number=f"O{take_number(bureau_id=bureau_id, kind=KIND, year=year)}",
            months=months,
            rule_version=str(book_of(bureau_id, now).version),
            before=limits.before,
            today=limits.today,
            total=plan.total,
            plan=plan.as_data(),
            requested_at=now,
            requested_by=officer,
        )
        label = house_text("删除到期帖文 %(count)s 条") % {"count": plan.total}
        ask_signatures(row, label, deletion_hash(row), officer, now)
        data = {"count": plan.total, "months": months, "before": limits.before.isoformat()}
        digest = row.signoff.content_hash
        record(row, "posts.deletion_planned", officer, now, **data, hash=digest)
    return row


def decide_deletion(deletion: PostDeletion, **decision: Any) -> bool:
    """Sign, or return with a reason; as ``decide_plan``."""
    return decide_plan(DELETION_KIND, deletion, **decision)


DELETION_KIND = SignoffKind[PostDeletion](
    name=KIND,
    content_hash=deletion_hash,
    approve=partial(decide_deletion, approve=True, reason=""),
    send_back=partial(decide_deletion, approve=False),
    changed=gettext_lazy("计划内容与打开时不一致，本次决定未生效。请刷新后查看。"),
    may_decide=may_sign_next,
)
