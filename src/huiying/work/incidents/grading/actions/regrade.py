"""定级、升级、降级: sign a new grade, with the proposal and the officer's reason.

In:   an incident, a grade, a reason.    Out:  a decision row; a new notice clock on an upgrade.
Cost: a few writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.actions.relabel import relabel_clocks
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.clocks.models import ClockState
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.alarm import take_alarms_about
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import SETTLED
from huiying.policy.time.deadlines import notice_start
from huiying.reasons.reason import Reason
from huiying.work.incidents.core.clocks import incident_clock_subject, start_notice_clock
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.actions.record_grade import record_grade


@transaction.atomic
def regrade(
    *,
    incident: Incident,
    grade: Grade,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Upgrade or downgrade: the old clock keeps its result, the answer's deadline never grows.

    Raises:
        Refused: If the grade is the same, the reason is missing, or the incident is
            closed, merged or dismissed: nobody could stop the new clock.
        Stale: If the incident changed since ``revision``.
    """
    if not reason.strip():
        raise Refused(_("升级、降级须写明理由。"))
    if incident.stage in SETTLED:
        raise Refused(_("事件已办结、并入或排除，不再改等级；要改，先重新打开。"))
    before = Grade(incident.grade)
    if grade == before:
        raise Refused(_("等级没有变化。"))
    major = incident.major_since
    if grade >= Grade.MAJOR and major is None:
        major = _first_proposed(incident) or now
    changes = {"grade": int(grade), "major_since": major}
    if not claim_row(incident, revision, changes, grade=int(before)):
        raise Stale(_("这个事件刚被别人改过。你的定级没有生效，请看过新内容再定。"))
    proposal = incident.candidates.order_by("-proposed_grade").first()
    record_grade(
        incident=incident,
        grade=grade,
        proposed_grade=proposal.proposed_grade if proposal else None,
        cards=proposal.proposal.get("cards", []) if proposal else [],
        reason=reason,
        officer=officer,
        now=now,
    )
    _change_clocks(incident, before, now)
    for event in incident.events.values_list("event_id", flat=True):
        take_alarms_about(
            bureau_id=incident.bureau_id, ref=str(event), officer=officer, now=now
        )
    record(
        incident,
        "incident.graded",
        officer,
        now,
        to=int(grade),
        reason=reason.strip(),
        **{"from": int(before)},
    )


def _first_proposed(incident: Incident) -> datetime | None:
    return (
        incident.candidates.filter(major_since__isnull=False)
        .order_by("major_since")
        .values_list("major_since", flat=True)
        .first()
    )


def _change_clocks(incident: Incident, before: Grade, now: datetime) -> None:
    grade = Grade(incident.grade)
    clock = incident.notice_clock
    proposed_as_major = clock is not None and clock.subject_proposed
    relabel_clocks(
        bureau_id=incident.bureau_id,
        old_ref=incident.number,
        subject=incident_clock_subject(incident),
    )
    if grade > before:
        if proposed_as_major and grade >= Grade.MAJOR:
            return  # the clock of the machine's proposal goes on
        starts = notice_start(
            incident.discovered_at, incident.major_since, grade, upgraded_at=now
        )
        start_notice_clock(incident, grade=grade, starts_at=starts, now=now)
    elif clock is not None and clock.state == ClockState.RUNNING and before >= Grade.MAJOR:
        cancel_clock(clock=clock, reason=Reason("clocks.downgraded"), now=now)
        starts = notice_start(incident.discovered_at, incident.major_since, grade)
        start_notice_clock(incident, grade=grade, starts_at=starts, now=now)
