"""Consultations and proposals, made by the acts that screens call."""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.policy.core.hashing import hash_of_content
from huiying.work.casework.procedure.actions.consult import (
    MeetingInput,
    call_consultation,
    record_attendance,
    record_opinion,
)
from huiying.work.casework.procedure.actions.decide_proposal import decide_proposal
from huiying.work.casework.procedure.actions.sign_minutes import (
    MinutesInput,
    sign_minutes,
    submit_minutes,
    write_minutes,
)
from huiying.work.casework.procedure.actions.write_proposal import (
    start_proposal,
    submit_proposal,
)
from huiying.work.casework.procedure.content import minutes_content, proposal_content
from huiying.work.casework.procedure.models import Consultation, Proposal
from huiying.work.incidents.core.models import Incident
from tests.factories import T0, Cast

CONCLUSIONS = MinutesInput(
    "供水事故引起的不满", "还在扩散", "有人借机造谣", "先送水，再说明原因"
)


def meeting_of(cast: Cast, incident: Incident, *, now: datetime = T0) -> Consultation:
    """Let the office call leader, deputy, spokesperson and the water agency together."""
    meeting = MeetingInput(
        now, "三楼会议室", [cast.leader, cast.cheng, cast.speaker], [cast.waterworks]
    )
    return call_consultation(incident=incident, meeting=meeting, officer=cast.shen, now=now)


def make_minutes(
    cast: Cast, incident: Incident, *, absent: tuple[str, ...] = (), now: datetime = T0
) -> Consultation:
    """Let them come (but ``absent``), one dissent, and the office write the minutes."""
    row = meeting_of(cast, incident, now=now)
    gone = {getattr(cast, name).pk for name in absent}
    for guest in row.invitations.all():
        if (guest.officer_id or guest.unit_id) not in gone:
            record_attendance(invitation=guest, present=True, officer=cast.shen, now=now)
    agency = row.invitations.get(unit=cast.waterworks)
    record_opinion(
        invitation=agency,
        text="原因没有查清前不宜公布。",
        dissent=True,
        officer=cast.water,
        now=now,
    )
    row.refresh_from_db()
    write_minutes(consultation=row, minutes=CONCLUSIONS, officer=cast.shen, now=now)
    return row


def sign_as(row: Consultation, *officers: Officer, now: datetime = T0) -> None:
    """Let officers sign the minutes as they stand."""
    for officer in officers:
        seen = hash_of_content(minutes_content(row))
        sign_minutes(consultation=row, shown_hash=seen, officer=officer, now=now)


def make_signed_minutes(cast: Cast, incident: Incident, *, now: datetime = T0) -> Consultation:
    """Let a consultation be held and its minutes be signed by leader and deputy."""
    row = make_minutes(cast, incident, now=now)
    submit_minutes(consultation=row, officer=cast.shen, now=now)
    sign_as(row, cast.leader, cast.cheng, now=now)
    return row


def make_proposal(cast: Cast, incident: Incident, *, now: datetime = T0) -> Proposal:
    """Let the office write a proposal."""
    return start_proposal(
        incident=incident,
        measures="两小时内送水到小区门口。",
        risks="高层送不到。",
        officer=cast.shen,
        now=now,
    )


def decide_as(
    proposal: Proposal,
    officer: Officer,
    *,
    approve: bool = True,
    reason: str = "",
    now: datetime = T0,
) -> None:
    """Let a leader decide what he sees."""
    decide_proposal(
        proposal=proposal,
        approve=approve,
        reason=reason,
        shown_hash=hash_of_content(proposal_content(proposal)),
        officer=officer,
        now=now,
    )


def make_approved_proposal(cast: Cast, incident: Incident, *, now: datetime = T0) -> Proposal:
    """Let a proposal be written, submitted and approved by the leader."""
    proposal = make_proposal(cast, incident, now=now)
    submit_proposal(proposal=proposal, officer=cast.shen, now=now)
    decide_as(proposal, cast.leader, now=now)
    return proposal
