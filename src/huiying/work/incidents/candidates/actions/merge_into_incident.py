"""Merge a candidate into an incident.

In:   a candidate, an incident of the bureau, a reason, the officer.
Out:  the incident has its posts and clocks.
Cost: one decision, and a count of the posts.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.errors import Refused
from huiying.base.outbox.actions.alarm import take_alarms_about
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.candidates import CandidateMove
from huiying.policy.procedure.stages import SET_ASIDE, Stage
from huiying.work.incidents.candidates.actions.decide import decide, record_decision
from huiying.work.incidents.candidates.actions.refresh_incident import refresh_incident
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.candidates.rises import bring_rise
from huiying.work.incidents.core.clocks import stop_merged_notice
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.grading.rises import label_clocks
from huiying.work.incidents.placements.counting import counted_posts, hold_posts


@transaction.atomic
def merge_into_incident(
    *,
    candidate: Candidate,
    incident: Incident,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Put a candidate into an incident; the incident keeps every clock of both.

    A graver proposal than the grade of the incident waits there to be raised or kept, with its
    30 minutes, and its alarm stays until somebody acts upon that.

    Raises:
        Refused: If the incident is of another bureau, or itself set aside; if it is closed and
            the candidate is proposed as 重大, or graver than it.
    """
    if incident.bureau_id != candidate.bureau_id:
        raise Refused(_("未找到该事件。"))
    hold_posts(candidate.bureau_id)
    # As it stands: posts that joined one that was just folded into another would be in neither.
    incident.refresh_from_db(from_queryset=Incident.objects.select_for_update())
    if incident.stage in SET_ASIDE:
        raise Refused(_("该事件已并入或排除，不能再并入。"))
    if incident.stage == Stage.CLOSED:
        _refuse_grave(candidate, incident)
    decide(
        candidate=candidate,
        move=CandidateMove.MERGE,
        officer=officer,
        reason=reason,
        now=now,
        revision=revision,
    )
    with counted_posts(candidate.bureau_id, [candidate.event_id]):
        IncidentEvent.objects.create(
            bureau_id=candidate.bureau_id, incident=incident, event_id=candidate.event_id
        )
    candidate.incident = incident
    candidate.save(update_fields=["incident"])
    label_clocks(incident, old_ref=str(candidate.event_id))
    if bring_rise(candidate, incident, now) is None:
        stop_merged_notice(
            candidate.notice_clock,
            grade=candidate.proposed_grade,
            into=incident,
            into_grade=incident.grade,
            now=now,
        )
        take_alarms_about(
            bureau_id=candidate.bureau_id,
            ref=str(candidate.event_id),
            officer=officer,
            now=now,
        )
    refresh_incident(incident)
    record_decision(candidate, CandidateMove.MERGE, officer, reason, now)


def _refuse_grave(candidate: Candidate, closed: Incident) -> None:
    """There nobody would work on it: a person registers it, or opens the matter again."""
    if candidate.proposed_grade >= Grade.MAJOR:
        raise Refused(
            _("该组建议为重大，不得并入已办结事件。请先重新办理该事件，或单独登记为事件。")
        )
    if candidate.proposed_grade > closed.grade:
        raise Refused(
            _("该组建议等级高于该事件，不得并入已办结事件。请先重新办理，或单独登记为事件。")
        )
