"""预控处置意见: write and submit it (报审); in an emergency act first and have it ratified."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.start import Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.db.claims import RowClaim
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_removal_request
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.actions.void import void
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.heavy_path import (
    BlockReason,
    PathDuty,
    path_duty,
    proposal_blocked_by,
)
from huiying.policy.procedure.stages import SETTLED
from huiying.policy.time.deadlines import APPROVAL, RATIFICATION
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import clock_subject
from huiying.work.casework.core.numbers import next_number
from huiying.work.casework.procedure.content import proposal_content
from huiying.work.casework.procedure.models import Proposal, ProposalState
from huiying.work.casework.procedure.queries import proposal_of
from huiying.work.casework.procedure.state import procedure_state, refuse_blocked
from huiying.work.incidents.core.models import Incident

KIND = "proposal"
MAX_TEXT = 4_000


@transaction.atomic
def start_proposal(
    *, incident: Incident, measures: str, risks: str, officer: Officer, now: datetime
) -> Proposal:
    """Begin a proposal.

    Raises:
        Refused: If the grade has none, there is one already, the incident is set aside, or
            it says nothing.
    """
    if path_duty(Grade(incident.grade_in_force)) == PathDuty.ABSENT:
        refuse_blocked(BlockReason.ABSENT)
    if incident.stage in SETTLED:
        raise Refused(_("事件已办结、并入或排除。"))
    if proposal_of(incident) is not None:
        raise Refused(_("这个事件已有处置意见，请在那一份上修改。"))
    row = Proposal.objects.create(
        bureau_id=incident.bureau_id,
        number=next_number(incident, "proposal", "P", now),
        incident=incident,
        measures=_checked_measures(measures),
        risks=risks.strip()[:MAX_TEXT],
        author=officer,
        writers=[officer.pk],
        written_at=now,
    )
    record(row, "proposal.started", officer, now)
    return row


@transaction.atomic
def edit_proposal(
    *,
    proposal: Proposal,
    measures: str,
    risks: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> bool:
    """Change the words; an approval, pending or granted, is void from this moment: True then.

    Raises:
        Refused: If it says nothing or was dropped.
        Stale: If somebody changed it since ``revision``.
    """
    words = {"measures": _checked_measures(measures), "risks": risks.strip()[:MAX_TEXT]}
    writers = list(dict.fromkeys([*proposal.writers, officer.pk]))
    states = (ProposalState.WRITING, ProposalState.SUBMITTED, ProposalState.APPROVED)
    before = ProposalState(proposal.state)
    values = {"state": ProposalState.WRITING, "writers": writers, "written_at": now, **words}
    _claim(proposal, states, revision, **values)
    voided = before != ProposalState.WRITING and proposal.signoff is not None
    if voided and proposal.signoff is not None:
        void(request=proposal.signoff, reason=Reason("clocks.proposal_changed"), now=now)
    record(proposal, "proposal.edited", officer, now, voided=voided)
    return voided


@transaction.atomic
def submit_proposal(
    *,
    proposal: Proposal,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
    emergency: str = "",
) -> SignoffRequest:
    """Submit a proposal to the leaders.

    Args:
        emergency: Why it is carried out before it is approved; then it must be ratified in
            time. "" = it waits for the approval.

    Raises:
        Refused: If the consultation is missing (an emergency does not wait for it), or it
            waits already exactly as it stands.
        Stale: If somebody changed it since ``revision``.
    """
    incident = proposal.incident.current
    incident.refresh_from_db()  # an upgrade counts from its moment on
    if incident.stage in SETTLED:
        raise Refused(_("事件已办结、并入或排除。"))
    path = procedure_state(incident)
    if not emergency.strip():
        refuse_blocked(proposal_blocked_by(path))
    if path.submitted and not path.changed:
        raise Refused(_("处置意见已报审且未修改，无需重新报审。"))
    states = (ProposalState.WRITING, ProposalState.SUBMITTED, ProposalState.APPROVED)
    _claim(proposal, states, revision, state=ProposalState.SUBMITTED)
    if proposal.signoff is not None:  # an approval that changes left without force
        void(request=proposal.signoff, reason=Reason("clocks.proposal_sent_again"), now=now)
    request = request_approval(
        bureau_id=proposal.bureau_id,
        kind=KIND,
        about_ref=proposal.number,
        label=house_text("处置意见 %(number)s：%(title)s")
        % {"number": proposal.number, "title": incident.title},
        content_hash=hash_of_content(proposal_content(proposal)),
        officer=officer,
        clock=_clock(proposal, now, code=RATIFICATION if emergency.strip() else APPROVAL),
        now=now,
        emergency=emergency,
    )
    Proposal.objects.filter(pk=proposal.pk).update(signoff=request)
    proposal.refresh_from_db()
    verb = "proposal.emergency" if emergency.strip() else "proposal.submitted"
    data = {"hash": request.content_hash, "reason": request.emergency}
    record(proposal, verb, officer, now, **data)
    return request


def _clock(proposal: Proposal, now: datetime, *, code: str) -> Clock:
    """Start the leaders' time: to decide, or to ratify what was done first."""
    book = book_of(proposal.bureau_id, now)
    return start_clock(
        bureau_id=proposal.bureau_id,
        kind="ratification" if code == RATIFICATION else "approval",
        name="追认" if code == RATIFICATION else "报审",
        rule=book.deadline(code),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(proposal.bureau_id),
        subject=clock_subject(proposal.incident.current),
        holder=Holder(code=Role.DEPUTY),
        now=now,
    )


def _checked_measures(measures: str) -> str:
    words = measures.strip()[:MAX_TEXT]
    if not words:
        raise Refused(_("请写明处置措施。"))
    refuse_removal_request(words)
    return words


_claim = RowClaim(
    ProposalState,
    gettext_noop("该处置意见已终止。"),
    gettext_noop("处置意见已被他人更新，本次未保存。请核对最新内容后重新提交。"),
)
