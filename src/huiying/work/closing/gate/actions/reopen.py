"""重新打开: an officer reopens a closed incident; the system only proposes it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.reopen import reopen_clock
from huiying.base.clocks.models import ClockState
from huiying.base.counters.actions.count import counted
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.void import void
from huiying.base.signoff.models import Decision
from huiying.policy.closing.gate import Mentions
from huiying.policy.procedure.stages import Move, Stage
from huiying.reasons.reason import Reason, to_data
from huiying.work.closing.archive.actions.take_out import take_out
from huiying.work.closing.core.models import Closing
from huiying.work.closing.gate.actions.close import CLOSED_REASON
from huiying.work.closing.gate.models import ReopenProposal, ReopenState
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.actions.advance_stage import advance_stage


@transaction.atomic
def reopen_incident(
    *,
    incident: Incident,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Open a closed incident again; the closing, its waivers and all clocks stay on record.

    The clock of the public answer, if closing took it off the board, runs again with its old
    end: a deadline is never extended. Waivers of before do not count any more. A filed matter
    leaves the archive by a row of its own.

    Raises:
        Refused: If the incident is not closed, or the reason is missing.
        Stale: If somebody changed the incident since ``revision``.
    """
    incident = lock_row(Incident, incident.pk)
    words = masked_text(reason.strip())[:400]
    if not words:
        raise Refused(_("请填写重新办理的理由。"))
    closing = Closing.objects.filter(incident=incident, reopened_at__isnull=True).first()
    if incident.stage != Stage.CLOSED or closing is None:
        raise Refused(_("事件未办结，或已重新办理。"))
    if revision is not None and incident.revision != revision:
        raise Stale(_("事件已更新，本次未重新办理。请核对最新内容后重新提交。"))
    advance_stage(incident=incident, move=Move.REOPEN, actor=officer.audit_actor(), now=now)
    with counted(incident.bureau_id, Incident, [incident.pk]):
        Closing.objects.filter(pk=closing.pk).update(
            reopened_at=now, reopened_by=officer, reopen_reason=words
        )
    closing.proposals.filter(state=ReopenState.PROPOSED).update(
        state=ReopenState.REOPENED, decided_at=now, decided_by=officer, reason=words
    )
    for waiver in incident.waivers.filter(signoff__decision=Decision.PENDING):
        void(request=waiver.signoff, reason=Reason("clocks.incident_reopened"), now=now)
    take_out(incident=incident, reason=words, officer=officer, now=now)
    clock = incident.response_clock
    cancelled = clock is not None and clock.state == ClockState.CANCELLED
    if clock is not None and cancelled and clock.stop_reason == to_data(CLOSED_REASON):
        reopen_clock(clock=clock, now=now)
    record(incident, "incident.reopened", officer, now, reason=words)


@transaction.atomic
def propose_reopening(
    *, closing: Closing, mentions: Mentions, now: datetime
) -> ReopenProposal | None:
    """Put before an officer that a closed matter is spoken of again; None if it is already."""
    found, new = ReopenProposal.objects.get_or_create(
        closing=closing,
        state=ReopenState.PROPOSED,
        defaults={
            "bureau_id": closing.bureau_id,
            "raised_at": now,
            "posts": mentions.posts,
            "usual": mentions.usual,
        },
    )
    if not new:
        ReopenProposal.objects.filter(pk=found.pk, posts__lt=mentions.posts).update(
            posts=mentions.posts
        )
        return None
    data = {"posts": mentions.posts}
    record(closing.incident, "incident.reopening_proposed", None, now, **data)
    return found


@transaction.atomic
def decline_reopening(
    *, proposal: ReopenProposal, reason: str, officer: Officer, now: datetime
) -> None:
    """Leave the incident closed, with a reason.

    Raises:
        Refused: If it was decided already, or the reason is missing.
    """
    words = masked_text(reason.strip())[:400]
    if not words:
        raise Refused(_("请填写不重新办理的理由。"))
    rows = ReopenProposal.objects.filter(pk=proposal.pk, state=ReopenState.PROPOSED)
    decided = {"decided_at": now, "decided_by": officer, "reason": words}
    if rows.update(state=ReopenState.DECLINED, **decided) != 1:
        raise Refused(_("该建议已处理。"))
    incident = proposal.closing.incident
    data = {"reason": words}
    record(incident, "incident.reopening_declined", officer, now, **data)
