"""预控处置意见: write it, submit it (报审); in an emergency act first and have it ratified.

In:   an incident, after its consultation where that is compulsory.    Out:  a request.
Cost: a few writes each.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.accounts.capabilities import Role
from huiying.base.accounts.models import Officer
from huiying.base.audit.kept import kept, kept_label
from huiying.base.clocks.actions.start import Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.base.signoff.actions.ask import ask
from huiying.base.signoff.actions.void import void
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.deadlines import APPROVAL, RATIFICATION
from huiying.policy.grading import Grade
from huiying.policy.procedure import Block, Weight, before_proposal, weight_of
from huiying.policy.stages import SETTLED
from huiying.work.casework.delivery import clock_subject
from huiying.work.casework.models import Proposal, ProposalState
from huiying.work.casework.procedure import (
    hash_of,
    incident_now,
    number_for,
    on_record,
    proposal_content,
    proposal_of,
    record,
    refuse,
)
from huiying.work.incidents.claiming import Claim
from huiying.work.incidents.exceptions import CannotDecide, Stale
from huiying.work.incidents.models import Incident

KIND = "proposal"
LONGEST = 4_000


@transaction.atomic
def start_proposal(
    *, incident: Incident, measures: str, risks: str, officer: Officer, now: datetime
) -> Proposal:
    """Begin a proposal.

    Raises:
        CannotDecide: If the grade has none, there is one already, the incident is set aside, or
            it says nothing.
    """
    if weight_of(Grade(incident.grade)) == Weight.ABSENT:
        refuse(Block.ABSENT)
    if incident.stage in SETTLED:
        raise CannotDecide(_("事件已办结、并入或排除。"))
    if proposal_of(incident) is not None:
        raise CannotDecide(_("这个事件已有处置意见，请在那一份上修改。"))
    row = Proposal.objects.create(
        bureau_id=incident.bureau_id,
        number=number_for(incident, "proposal", "P", now),
        incident=incident,
        measures=_words(measures),
        risks=risks.strip()[:LONGEST],
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
        CannotDecide: If it says nothing or was dropped.
        Stale: If somebody changed it since ``revision``.
    """
    words = {"measures": _words(measures), "risks": risks.strip()[:LONGEST]}
    writers = list(dict.fromkeys([*proposal.writers, officer.pk]))
    states = (ProposalState.WRITING, ProposalState.SUBMITTED, ProposalState.APPROVED)
    before = ProposalState(proposal.state)
    values = {"state": ProposalState.WRITING, "writers": writers, "written_at": now, **words}
    _claim(proposal, states, revision, **values)
    voided = before != ProposalState.WRITING and proposal.signoff is not None
    if voided and proposal.signoff is not None:
        void(request=proposal.signoff, reason=kept("报审后文字有改动"), now=now)
    record(proposal, "proposal.edited", officer, now, {"voided": voided})
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
        CannotDecide: If the consultation is missing (an emergency does not wait for it), or it
            waits already exactly as it stands.
        Stale: If somebody changed it since ``revision``.
    """
    incident = incident_now(proposal.incident)
    incident.refresh_from_db()  # an upgrade counts from its moment on
    if incident.stage in SETTLED:
        raise CannotDecide(_("事件已办结、并入或排除。"))
    seen = on_record(incident)
    if not emergency.strip():
        refuse(before_proposal(seen))
    if seen.submitted and not seen.changed:
        raise CannotDecide(_("处置意见已经报审，没有改动，不用再报。"))
    states = (ProposalState.WRITING, ProposalState.SUBMITTED, ProposalState.APPROVED)
    _claim(proposal, states, revision, state=ProposalState.SUBMITTED)
    if proposal.signoff is not None:  # an approval that changes left without force
        void(request=proposal.signoff, reason=kept("已重新报审"), now=now)
    request = ask(
        bureau_id=proposal.bureau_id,
        kind=KIND,
        about_ref=proposal.number,
        label=kept("处置意见 %(number)s：%(title)s")
        % {"number": proposal.number, "title": incident.title},
        content_hash=hash_of(proposal_content(proposal)),
        officer=officer,
        clock=_clock(proposal, now, code=RATIFICATION if emergency.strip() else APPROVAL),
        now=now,
        emergency=emergency,
    )
    Proposal.objects.filter(pk=proposal.pk).update(signoff=request)
    proposal.refresh_from_db()
    verb = "proposal.emergency" if emergency.strip() else "proposal.submitted"
    data = {"hash": request.content_hash, "reason": request.emergency}
    record(proposal, verb, officer, now, data)
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
        subject=clock_subject(incident_now(proposal.incident)),
        holder=Holder(kept_label(Role.DEPUTY.label)),
        now=now,
    )


def _words(measures: str) -> str:
    words = measures.strip()[:LONGEST]
    if not words:
        raise CannotDecide(_("请写明处置措施。"))
    return words


_claim = Claim(
    ProposalState,
    CannotDecide,
    Stale,
    gettext_noop("这份处置意见已放弃。"),
    gettext_noop("处置意见刚被别人改过，没有覆盖。请对照后再办。"),
)
