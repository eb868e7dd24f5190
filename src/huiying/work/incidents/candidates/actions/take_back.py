"""Undo a decision about a candidate.

In:   a decided candidate, the officer, a reason when it is late.
Out:  the candidate waits again.
Cost: one decision; posts and clock are its own again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.clocks.actions.relabel import relabel_clocks
from huiying.base.clocks.actions.reopen import reopen_clock
from huiying.base.errors import Refused
from huiying.policy.procedure.candidates import CandidateMove
from huiying.reasons.reason import Reason
from huiying.work.incidents.candidates.actions.decide import decide, record_decision
from huiying.work.incidents.candidates.actions.refresh_incident import refresh_incident
from huiying.work.incidents.candidates.clocks import candidate_clock_subject
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.candidates.rises import rises_by
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.grading.rise_models import GradeRise, RiseState
from huiying.work.incidents.grading.rises import cancel_rise_clock, label_clocks, settle_rise
from huiying.work.incidents.placements.counting import counted_posts, hold_posts

UNDO_FOR = timedelta(minutes=1)


UNDO_MOVES = {
    "DISMISSED": CandidateMove.UNDISMISS,
    "TRANSFERRED": CandidateMove.RECALL,
    "MERGED": CandidateMove.UNMERGE,
    "WATCHED": CandidateMove.UNWATCH,
}


@transaction.atomic
def take_back(
    *,
    candidate: Candidate,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
    at_once: timedelta = UNDO_FOR,
) -> None:
    """Undo a decision at once by the same officer, or later with a reason.

    Args:
        at_once: How long no reason is asked for: a minute, in the time that ``now`` counts.

    Raises:
        Refused: If there is nothing to take back, a reason is missing, or the incident was
            raised to what the candidate proposed.
    """
    move = UNDO_MOVES.get(candidate.state)
    if move is None:
        raise Refused(
            _("无可撤回的决定。已登记为事件的不撤销；与其他事件重复的，请在事件页并案。")
        )
    hold_posts(candidate.bureau_id)
    incident = candidate.incident
    undo = (
        candidate.decided_by_id == officer.pk
        and candidate.decided_at is not None
        and now - candidate.decided_at <= at_once
    )
    decide(
        candidate=candidate,
        move=move,
        officer=officer,
        reason=reason,
        now=now,
        revision=revision,
        undo=undo,
    )
    if candidate.incident is not None:
        _end_rise(candidate, candidate.incident, now)
        _take_out(candidate, candidate.incident)
        rises_by(Candidate.objects.filter(incident=incident).select_related("incident"), now)
    if candidate.notice_clock is not None:
        reopen_clock(clock=candidate.notice_clock, now=now)
    record_decision(candidate, move, officer, reason, now)


def _end_rise(candidate: Candidate, incident: Incident, now: datetime) -> None:
    """What the candidate brought to wait in the incident waits with it again."""
    rows = GradeRise.objects.filter(incident=incident, event_id=candidate.event_id)
    raised = rows.filter(state=RiseState.RAISED).first()
    if raised is not None and raised.clock_id in (None, candidate.notice_clock_id):
        raise Refused(_("事件已按该组的建议升级，不能撤回并入；需要时请在事件页拆分。"))
    waiting = rows.filter(state=RiseState.WAITING).select_related("clock").first()
    if waiting is None:
        return
    waiting.incident = incident
    if waiting.clock_id != candidate.notice_clock_id:
        cancel_rise_clock(waiting, Reason("clocks.taken_back"), now)
    settle_rise(waiting, RiseState.ENDED, None, now)
    label_clocks(incident)


def _take_out(candidate: Candidate, incident: Incident) -> None:
    """Undo a merge: posts and clock are the candidate's own again."""
    with counted_posts(candidate.bureau_id, [candidate.event_id]):
        IncidentEvent.objects.filter(
            bureau_id=candidate.bureau_id, event_id=candidate.event_id
        ).delete()
    candidate.incident = None
    candidate.save(update_fields=["incident"])
    if candidate.notice_clock is not None:
        relabel_clocks(
            bureau_id=candidate.bureau_id,
            old_ref=incident.number,
            subject=candidate_clock_subject(candidate),
            only=candidate.notice_clock,
        )
    refresh_incident(incident)
