"""Plan the deletion of old posts, and decide it by two others than who planned it.

In:   the months of the rules, who asks.    Out:  a plan; signed by two, it runs.
Cost: that of the plan; a few writes.

Nothing goes while the bureau set no months, before two others signed exactly what was shown, or
by this act: a job deletes, batch by batch (``delete_batch``).
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.base.numbers import take_number
from huiying.base.rulebook.queries import book_of
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind, may_sign_next
from huiying.base.signoff.models import Decision
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.retention.content import KIND, deletion_hash
from huiying.work.closing.retention.models import DeletionState, PostDeletion
from huiying.work.closing.retention.queries import (
    limits_of,
    months_kept,
    open_deletion,
    plan_of,
)

SIGNATURES = 2  # of others than who planned it; the last one is a leader's


def plan_deletion(*, officer: Officer, now: datetime) -> PostDeletion:
    """Count what would go, and ask for two signatures.

    Raises:
        Refused: If the bureau set no months, nothing is old enough, or another deletion waits
            or runs.
    """
    bureau_id = officer.bureau_id
    months = months_kept(bureau_id, now)
    if not months:
        raise Refused(_("本局未设定帖文保存月数，不删除任何帖文。请先在“规则与时限”设定。"))
    limits = limits_of(months, now)
    plan = plan_of(bureau_id, limits)  # reads all old posts: before anything is locked
    if not plan.total:
        raise Refused(_("没有到期且可以删除的帖文，无需拟订计划。"))
    with transaction.atomic():
        lock_row(Bureau, bureau_id, referable=True)  # one plan at a time
        other = open_deletion(bureau_id)
        if other is not None:
            raise Refused(
                _("另一删除计划（%(number)s）尚未结束。请先处理。") % {"number": other.number}
            )
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
        row.signoff = request_approval(
            bureau_id=bureau_id,
            kind=KIND,
            about_ref=row.number,
            label=house_text("删除到期帖文 %(count)s 条") % {"count": plan.total},
            content_hash=deletion_hash(row),
            officer=officer,
            clock=None,
            now=now,
            needed=SIGNATURES,
        )
        row.save()
        data = {"count": plan.total, "months": months, "before": limits.before.isoformat()}
        digest = row.signoff.content_hash
        record(row, "posts.deletion_planned", officer, now, **data, hash=digest)
    return row


@transaction.atomic
def decide_deletion(
    deletion: PostDeletion,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> bool:
    """Sign, or return with a reason; after the last signature the job begins.

    Returns:
        True if it begins by this.

    Raises:
        PermissionDenied: If he may not review; of the last signature, if he does not lead.
        Refused: If he planned it, signed already or stands in for who did.
        Stale: If what he saw is not what waits.
    """
    request = deletion.signoff
    request.refresh_from_db()
    last = request.signed + 1 >= request.needed
    require(officer, Capability.APPROVE if last else Capability.REVIEW)
    done = DELETION_KIND.decide(
        deletion,
        request,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    rows = PostDeletion.objects.filter(pk=deletion.pk, state=DeletionState.PLANNED)
    if done.decision == Decision.RETURNED:
        rows.update(state=DeletionState.RETURNED, finished_at=now)
        words = masked_text(reason.strip())[:400]
        record(deletion, "posts.deletion_returned", officer, now, reason=words)
        return False
    record(deletion, "posts.deletion_signed", officer, now, count=deletion.total)
    if done.decision != Decision.APPROVED:
        return False
    return rows.update(state=DeletionState.RUNNING, started_at=now) == 1


DELETION_KIND = SignoffKind[PostDeletion](
    name=KIND,
    content_hash=deletion_hash,
    approve=partial(decide_deletion, approve=True, reason=""),
    send_back=partial(decide_deletion, approve=False),
    changed=gettext_lazy("计划内容与打开时不一致，本次决定未生效。请刷新后查看。"),
    may_decide=may_sign_next,
)
