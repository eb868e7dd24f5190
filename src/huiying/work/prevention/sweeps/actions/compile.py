"""汇总、签发: the office compiles what the units confirmed, a leader signs it.

In:   a sweep.    Out:  SIGNED by another person than the compiler; then it is to be reported.
Cost: a few writes.

Units that did not confirm by then are named as late; the office cannot leave one out.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import role_holder
from huiying.work.prevention.risks.text import MAX_TEXT, matter_text
from huiying.work.prevention.sweeps.clocks import start_report_clock
from huiying.work.prevention.sweeps.content import found_content, sweep_hash
from huiying.work.prevention.sweeps.models import Sweep, SweepState

KIND = "sweep"


@transaction.atomic
def compile_sweep(
    *, sweep: Sweep, summary: str, revision: int, officer: Officer, now: datetime
) -> None:
    """Put what was found before a leader; its time runs on in his hands.

    Raises:
        PermissionDenied: If the officer is not of the office.
        Refused: If nothing is said, or a unit has not confirmed and still has time.
        Stale: If somebody compiled it first.
    """
    require(officer, Capability.SUPERVISE)
    words = matter_text(summary, MAX_TEXT, _("请写明梳理情况和下步打算。"))
    waiting = sweep.parts.filter(confirmed_at__isnull=True, clock__due_at__gt=now)
    names = list(waiting.values_list("unit__name", flat=True))
    if names:
        raise Refused(
            _("%(units)s尚未确认，且未到时限。请待其确认，或时限过后汇总。")
            % {"units": "、".join(names)}
        )
    rows = Sweep.objects.filter(pk=sweep.pk, state=SweepState.OPEN, revision=revision)
    if rows.update(state=SweepState.IN_REVIEW, revision=revision + 1) != 1:
        raise Stale(_("本期梳理已由他人汇总或签发。请刷新后查看。"))
    sweep.refresh_from_db()
    sweep.summary, sweep.content = words, found_content(sweep, now)
    sweep.compiled_at, sweep.compiled_by = now, officer
    digest = sweep_hash(sweep)
    sweep.signoff = request_approval(
        bureau_id=sweep.bureau_id,
        kind=KIND,
        about_ref=sweep.number,
        label=house_text("风险定期梳理 %(number)s") % {"number": sweep.number},
        content_hash=digest,
        officer=officer,
        clock=None,
        now=now,
    )
    sweep.save(update_fields=["summary", "content", "compiled_at", "compiled_by", "signoff"])
    hand_over_clock(clock=sweep.clock, holder=role_holder(Role.LEADER), now=now)
    late = [one["name"] for one in sweep.content["units"] if not one["confirmed"]]
    record(sweep, "sweep.compiled", officer, now, hash=digest, without=late)


@transaction.atomic
def sign_sweep(
    sweep: Sweep,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Sign what was found, or return it with a reason; signed, it is to be reported upward.

    Raises:
        PermissionDenied: If the officer is no leader.
        Refused: If he compiled it, stands in for who did, or one hand could act with both
            accounts; or it is returned without a reason.
        Stale: If it was decided before, or another text was shown.
    """
    require(officer, Capability.APPROVE)
    if sweep.signoff is None or sweep.state != SweepState.IN_REVIEW:
        raise Stale(str(_CHANGED))
    done = SWEEP_KIND.decide(
        sweep,
        sweep.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    rows = Sweep.objects.filter(pk=sweep.pk, state=SweepState.IN_REVIEW)
    columns: dict[str, object] = {"revision": sweep.revision + 1}
    if approve:
        clock = start_report_clock(sweep.bureau_id, sweep.number, now)
        columns |= {
            "state": SweepState.SIGNED,
            "signed_at": now,
            "signed_by": officer,
            "report_clock": clock,
        }
    else:
        columns |= {"state": SweepState.OPEN}
    if rows.update(**columns) != 1:
        raise Stale(str(_CHANGED))
    sweep.refresh_from_db()
    if approve:
        stop_clock(clock=sweep.clock, at=now, reason=Reason("clocks.sweep_signed"), now=now)
        record(sweep, "sweep.signed", officer, now, hash=done.content_hash)
        return
    hand_over_clock(clock=sweep.clock, holder=role_holder(Role.OFFICE), now=now)
    data = {"reason": done.reason, "hash": done.content_hash}
    record(sweep, "sweep.returned", officer, now, **data)


def _clock_of(request: SignoffRequest) -> Clock | None:
    rows = Sweep.objects.filter(bureau_id=request.bureau_id, number=request.about_ref)
    row = rows.select_related("clock").first()
    return row.clock if row else None


_CHANGED = gettext_lazy("本期梳理已更新，本次决定未生效。请刷新后查看。")
SWEEP_KIND = SignoffKind[Sweep](
    name=KIND,
    content_hash=sweep_hash,
    approve=partial(sign_sweep, approve=True, reason=""),
    send_back=partial(sign_sweep, approve=False),
    changed=_CHANGED,
    clock=_clock_of,
)
