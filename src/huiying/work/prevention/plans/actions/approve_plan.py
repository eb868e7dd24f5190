"""报批: a leader who wrote nothing of a plan approves it; the version then stays.

In:   a plan, the hash of what was shown.    Out:  a request; a version in force.
Cost: a few writes and the record.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.policy.time.zone import LOCAL
from huiying.work.prevention.plans.content import (
    dissolved_units,
    is_complete,
    is_overdue,
    plan_content,
    plan_hash,
)
from huiying.work.prevention.plans.models import Plan, PlanState, PlanVersion

KIND = "plan"


@transaction.atomic
def submit_plan(
    *, plan: Plan, officer: Officer, now: datetime, revision: int | None = None
) -> None:
    """Ask a leader to approve exactly this content.

    Raises:
        PermissionDenied: If the officer may not write plans.
        Refused: If the plan is not being written, lacks a measure, a question or a contact,
            names a unit out of use, or its day of review is over.
        Stale: If somebody changed it since ``revision``.
    """
    require(officer, Capability.CONSULT)
    expected = plan.revision if revision is None else revision
    plan.refresh_from_db()
    if plan.state != PlanState.WRITING:
        raise Refused(_("预案当前不在编制中，无需报批。"))
    _check(plan, now)
    label = house_text("处置预案 %(number)s：%(title)s") % {
        "number": plan.number,
        "title": plan.title,
    }
    request = request_approval(
        bureau_id=plan.bureau_id,
        kind=KIND,
        about_ref=plan.number,
        label=label,
        content_hash=plan_hash(plan),
        officer=officer,
        clock=None,
        now=now,
    )
    if not claim_row(plan, expected, {"state": PlanState.WAITING, "signoff": request}):
        raise Stale(_("预案已被他人更新，本次未报批。请核对最新内容。"))
    record(plan, "plan.submitted", officer, now, hash=request.content_hash)


@transaction.atomic
def decide_plan(
    plan: Plan,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Approve or return a plan.

    Raises:
        PermissionDenied: If the officer is no leader.
        Refused: If it does not wait, the leader wrote on it or stands in for who did, it is
            returned without a reason, or a unit went out of use meanwhile.
        Stale: If it is no longer what was asked for and shown.
    """
    require(officer, Capability.APPROVE)
    plan.refresh_from_db()
    request = plan.signoff
    if plan.state != PlanState.WAITING or request is None:
        raise Refused(_("预案当前不在待批准状态。"))
    if approve:
        _check(plan, now)
    done = PLAN_KIND.decide(
        plan,
        request,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if approve:
        PlanVersion.objects.create(
            bureau_id=plan.bureau_id,
            plan=plan,
            version=plan.version,
            content=plan_content(plan),
            content_hash=done.content_hash,
            review_on=plan.review_on,
            signoff=done,
            approved_at=now,
            approved_by=officer,
        )
    state = PlanState.APPROVED if approve else PlanState.WRITING
    Plan.objects.filter(pk=plan.pk).update(state=state, revision=F("revision") + 1)
    plan.refresh_from_db()
    verb = "plan.approved" if approve else "plan.returned"
    data = {"hash": done.content_hash, "version": plan.version, "reason": done.reason}
    record(plan, verb, officer, now, **data)


PLAN_KIND = SignoffKind[Plan](
    name=KIND,
    content_hash=plan_hash,
    approve=partial(decide_plan, approve=True, reason=""),
    send_back=partial(decide_plan, approve=False),
    changed=gettext_lazy("报批后预案已更新，本次决定未生效。须重新报批。"),
    authors=lambda plan: plan.writers,
)


def _check(plan: Plan, now: datetime) -> None:
    content = plan_content(plan)
    if not is_complete(content):
        raise Refused(_("预案须至少有一项处置措施、一个备答问题和一个单位联系方式。"))
    gone = dissolved_units(content)
    if gone:
        units = _("、").join(gone)
        raise Refused(_("%(units)s已停用，请改由承接单位承担。") % {"units": units})
    if is_overdue(plan.review_on, now.astimezone(LOCAL).date()):
        raise Refused(_("复核日期已过，请重新确定复核日期。"))
