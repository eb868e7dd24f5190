"""报审: a leader who is not an author approves a proposal, ratifies it, or returns it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.errors import Refused
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.heavy_path import proposal_blocked_by
from huiying.reasons.reason import Reason
from huiying.work.casework.procedure.actions.write_proposal import KIND
from huiying.work.casework.procedure.content import proposal_content
from huiying.work.casework.procedure.models import AssignmentState, Proposal, ProposalState
from huiying.work.casework.procedure.state import procedure_state, refuse_blocked


@transaction.atomic
def decide_proposal(
    proposal: Proposal,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Approve or return; an emergency is ratified by this, or its assignments are called back.

    Raises:
        Refused: If the leader wrote it, it does not wait, it is returned without a reason,
            or its consultation has lost its signatures meanwhile.
        Stale: If words, grade or incident are no longer those that were asked for.
    """
    proposal.refresh_from_db()
    request = proposal.signoff
    if proposal.state != ProposalState.SUBMITTED or request is None:
        raise Refused(_("该处置意见当前不在待审批状态。"))
    PROPOSAL_KIND.require_unchanged(proposal, request, shown_hash)
    urgent = bool(request.emergency)
    if approve and not urgent:
        refuse_blocked(proposal_blocked_by(procedure_state(proposal.incident.current)))
    done = PROPOSAL_KIND.decide(
        proposal,
        request,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if done.decision == Decision.PENDING:
        return
    state = ProposalState.APPROVED if approve else ProposalState.WRITING
    Proposal.objects.filter(pk=proposal.pk).update(state=state, revision=F("revision") + 1)
    proposal.refresh_from_db()
    data = {"hash": done.content_hash, "reason": done.reason, "recalled": 0}
    if urgent and not approve:
        data["recalled"] = _recall(proposal, done.reason, now)
    record(proposal, _verb(urgent=urgent, approve=approve), officer, now, **data)


PROPOSAL_KIND = SignoffKind[Proposal](
    name=KIND,
    content_hash=lambda proposal: hash_of_content(proposal_content(proposal)),
    approve=partial(decide_proposal, approve=True, reason=""),
    send_back=partial(decide_proposal, approve=False),
    changed=gettext_lazy(
        "报审后意见、等级或所属事件已更新，本次决定未生效。须由办公室重新报审。"
    ),
    authors=lambda proposal: proposal.writers,
)


def _verb(*, urgent: bool, approve: bool) -> str:
    if urgent:
        return "proposal.ratified" if approve else "proposal.not_ratified"
    return "proposal.approved" if approve else "proposal.returned"


def _recall(proposal: Proposal, reason: str, now: datetime) -> int:
    """Call back what was assigned before the approval that was then refused."""
    settled = (AssignmentState.RECALLED, AssignmentState.CLOSED)
    rows = list(proposal.assignments.filter(emergency=True).exclude(state__in=settled))
    for row in rows:
        if row.clock is not None:
            cancel_clock(clock=row.clock, reason=Reason("clocks.task_recalled"), now=now)
    return proposal.assignments.filter(pk__in=[row.pk for row in rows]).update(
        state=AssignmentState.RECALLED, reason=reason[:400], revision=F("revision") + 1
    )
