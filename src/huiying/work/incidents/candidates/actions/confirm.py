"""立为事件: an officer confirms a candidate and signs its grade.

In:   a candidate, a grade with a reason, the officer.    Out:  an incident with its clocks.
Cost: about twelve writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.relabel import relabel_clocks
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.counters.actions.count import count_rows
from huiying.base.errors import Refused
from huiying.base.numbers import take_number
from huiying.base.outbox.actions.alarm import take_alarms_about
from huiying.base.refused_text import refuse_removal_request
from huiying.base.search.documents import put
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround, needs_second_signature
from huiying.policy.procedure.candidates import CandidateMove
from huiying.policy.procedure.stages import Stage
from huiying.policy.time.deadlines import notice_start
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.incidents.candidates.actions.decide import decide
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.candidates.rises import tell_leaders_below
from huiying.work.incidents.core.clocks import (
    incident_clock_subject,
    start_notice_clock,
    start_response_clock,
    tell_leaders_of_major,
)
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.grading.grade_effects import ask_grade
from huiying.work.incidents.grading.models import RequestKind
from huiying.work.incidents.grading.queries import grade_in_use
from huiying.work.incidents.grading.record_grade import (
    needs_reason,
    record_grade,
)
from huiying.work.incidents.grading.requests import ask_second_signature
from huiying.work.incidents.placements.counting import counted_posts, hold_posts


@transaction.atomic
def confirm_candidate(
    *,
    candidate: Candidate,
    grade: Grade,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
    title: str = "",
    not_negative: str = "",
    ground: GradeGround | None = None,
) -> Incident:
    """Make an incident of a candidate.

    A grade that takes two signatures is asked for, and the incident opens with the proposed
    one; so does what is said not to be negative. See ``policy.grading.second_signature``. Of a
    grade below the proposal that takes one, the leaders are told at once.

    Args:
        grade: What the officer decides; another grade than proposed needs a reason.
        not_negative: Why a 重大 matter is not negative; then the 30 minutes do not hold.
        ground: Of the enumerated reasons; what takes two signatures needs one.
        revision: The candidate's revision that the officer saw; None skips the check.

    Raises:
        Stale: If somebody decided in the meantime.
        Refused: If a reason or ground is missing, the grade is not in use, or the title asks
            for the removal of what people wrote.
    """
    hold_posts(candidate.bureau_id)
    if not grade_in_use(candidate.bureau_id, grade, now):
        raise Refused(_("本局规则未启用“特别重大”。"))
    if needs_reason(grade, candidate.proposed_grade) and not reason.strip():
        raise Refused(_("定级与系统建议不同，请写明理由。"))
    own_title = _checked_title(title)
    decide(
        candidate=candidate,
        move=CandidateMove.CONFIRM,
        officer=officer,
        reason=reason,
        now=now,
        revision=revision,
    )
    proposed = Grade(candidate.proposed_grade)
    # One may register below a lighter proposal than 重大: the leaders are told, and may raise.
    stands = proposed if proposed >= Grade.MAJOR else Grade.ORDINARY
    alone = not needs_second_signature(grade, stands=stands, carried=proposed)
    opening = grade if alone else proposed
    incident = _open(candidate, opening, own_title, officer, now)
    record_grade(
        incident=incident,
        grade=opening,
        proposed_grade=candidate.proposed_grade,
        cards=candidate.proposal.get("cards", []),
        reason=reason if alone else "",
        officer=officer,
        now=now,
        ground=str(ground or "") if alone else "",
    )
    _start_clocks(incident, candidate, now)
    tell_leaders_of_major(incident, now)
    take_alarms_about(
        bureau_id=incident.bureau_id, ref=str(candidate.event_id), officer=officer, now=now
    )
    put(
        bureau_id=incident.bureau_id,
        kind="incident",
        ref=incident.number,
        text=f"{incident.number} {incident.title}",
        public=False,
        at=now,
    )
    record(
        incident,
        "incident.opened",
        officer,
        now,
        grade=int(opening),
        proposed=candidate.proposed_grade,
        event=str(candidate.event_id),
        reason=reason,
    )
    if opening < proposed:
        tell_leaders_below(candidate, incident, now)
    if not alone:
        terms = {
            "to": int(grade),
            "ground": str(ground or ""),
            "reason": masked_text(reason.strip())[:400],
        }
        ask_grade(incident, terms, officer=officer, now=now)
    if not_negative.strip():
        terms = {"reason": masked_text(not_negative.strip())[:400]}
        kind = RequestKind.NOT_NEGATIVE
        ask_second_signature(incident, kind, terms, officer=officer, now=now)
    return incident


def _checked_title(typed: str) -> str:
    refuse_removal_request(typed)
    return masked_text(" ".join(typed.split()))[:200]


def _open(
    candidate: Candidate,
    grade: Grade,
    title: str,
    officer: Officer,
    now: datetime,
) -> Incident:
    year = now.astimezone(LOCAL).year
    major = candidate.major_since or (now if grade >= Grade.MAJOR else None)
    incident = Incident.objects.create(
        bureau_id=candidate.bureau_id,
        number=take_number(bureau_id=candidate.bureau_id, kind="incident", year=year),
        title=title or candidate.title,
        stage=Stage.OPEN,
        grade=int(grade),
        is_topic=candidate.is_topic,
        discovered_at=candidate.discovered_at,
        major_since=major if grade >= Grade.MAJOR else None,
        opened_at=now,
        opened_by=officer,
        lead_unit=candidate.proposed_unit,
        last_post_at=candidate.last_post_at,
        size=candidate.size,
        groups=candidate.groups,
    )
    with counted_posts(candidate.bureau_id, [candidate.event_id]):
        IncidentEvent.objects.create(
            bureau_id=candidate.bureau_id, incident=incident, event_id=candidate.event_id
        )
    candidate.incident = incident
    candidate.save(update_fields=["incident"])
    count_rows(incident.bureau_id, Incident, [incident.pk])
    return incident


def _start_clocks(incident: Incident, candidate: Candidate, now: datetime) -> None:
    """Keep the clock of a 重大 proposal if confirmed; else start by the decided grade."""
    grade = Grade(incident.grade)
    running = candidate.notice_clock
    if running is not None and grade >= Grade.MAJOR:
        relabel_clocks(
            bureau_id=incident.bureau_id,
            old_ref=str(candidate.event_id),
            subject=incident_clock_subject(incident),
        )
        incident.notice_clock = running
        incident.save(update_fields=["notice_clock"])
    else:
        if running is not None:
            cancel_clock(clock=running, reason=Reason("clocks.graded"), now=now)
            relabel_clocks(
                bureau_id=incident.bureau_id,
                old_ref=str(candidate.event_id),
                subject=incident_clock_subject(incident),
            )
        starts = notice_start(incident.discovered_at, incident.major_since, grade)
        start_notice_clock(incident, grade=grade, starts_at=starts, now=now)
    start_response_clock(incident, now=now)
