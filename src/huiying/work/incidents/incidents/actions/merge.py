"""Merge two incidents (并案); the stream never undoes it.

In:   two incidents of one bureau, a reason.
Out:  one incident, and a constraint for the stream.
Cost: a few UPDATEs and one count of the posts.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.actions.append import append
from huiying.base.audit.masked_text import masked_text
from huiying.base.clocks.models import ClockState
from huiying.base.counters.actions.count import counted
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.response_value import merged_value
from huiying.policy.grading.severity import Severity
from huiying.policy.procedure.stages import SETTLED, Move
from huiying.reasons.reason import Reason
from huiying.work.incidents.candidates.actions.refresh_incident import refresh_incident
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.clocks import stop_merged_notice
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.grading.rise_models import RiseState
from huiying.work.incidents.grading.rises import (
    cancel_rise_clock,
    label_clocks,
    open_rise,
    settle_by_grade,
    settle_rise,
    waiting_rise,
)
from huiying.work.incidents.incidents.actions.advance_stage import advance_stage
from huiying.work.incidents.incidents.regrouping import lock_incidents
from huiying.work.incidents.placements.actions.record_constraint import record_constraint
from huiying.work.incidents.placements.counting import counted_posts, hold_posts


@transaction.atomic
def merge_incidents(
    *, source: Incident, target: Incident, reason: str, officer: Officer, now: datetime
) -> None:
    """Fold ``source`` into ``target``: both numbers stay, every clock of both goes on.

    Raises:
        Refused: If they are the same, of two bureaus, or one is closed or set aside already.
    """
    if source.pk == target.pk or source.bureau_id != target.bureau_id:
        raise Refused(_("请选择本局的另一个事件。"))
    if not reason.strip():
        raise Refused(_("并案须写明理由。"))
    hold_posts(target.bureau_id)
    lock_incidents(source, target)
    if target.stage in SETTLED:  # what joins a closed matter would count as closed itself
        raise Refused(_("目标事件已办结、并入或排除。已办结的，请先重新办理。"))
    events = list(source.events.values_list("event_id", flat=True))
    with (
        counted(target.bureau_id, Incident, [source.pk, target.pk]),
        counted_posts(target.bureau_id, events),
    ):
        _fold(source, target, reason, officer, now)


def _fold(
    source: Incident, target: Incident, reason: str, officer: Officer, now: datetime
) -> None:
    before = source.stage
    advance_stage(incident=source, move=Move.MERGE, actor=officer.audit_actor(), now=now)
    left = target.events.order_by("pk").first()
    right = source.events.order_by("pk").first()
    IncidentEvent.objects.filter(incident=source).update(incident=target)
    Candidate.objects.filter(incident=source).update(incident=target)
    source.merged_into, source.merged_at = target, now
    source.save(update_fields=["merged_into", "merged_at"])
    stop_merged_notice(
        source.notice_clock,
        grade=source.grade,
        into=target,
        into_grade=target.grade,
        now=now,
    )
    # Merging never makes a start later, nor a grade lighter.
    target.discovered_at = min(target.discovered_at, source.discovered_at)
    target.grade = max(target.grade, source.grade)
    majors = [at for at in (target.major_since, source.major_since) if at]
    target.major_since = min(majors) if majors else None
    _take_graver_severity(target, source)
    target.emergency_clock = target.emergency_clock or source.emergency_clock
    target.response_value = merged_value(target.response_value, source.response_value)
    target.save(
        update_fields=[
            "discovered_at",
            "grade",
            "major_since",
            "severity",
            "event_kind",
            "emergency_clock",
            "response_value",
        ]
    )
    _bring_rises(source, target, officer, now)
    label_clocks(target, old_ref=source.number)
    label_clocks(target)
    refresh_incident(target)
    if left and right:
        record_constraint(
            target.bureau_id,
            "must_link",
            {"left": str(left.event_id), "right": str(right.event_id)},
            officer,
            reason,
            now,
        )
    for topic in (source.audit_topic, target.audit_topic):
        append(
            bureau_id=target.bureau_id,
            actor=officer.audit_actor(),
            verb="incident.merged",
            subject=replace(source.audit_subject(), topic=topic),
            now=now,
            data={
                "into": target.number,
                "reason": masked_text(reason.strip()),
                "stage": before,
            },
        )


def _bring_rises(source: Incident, target: Incident, officer: Officer, now: datetime) -> None:
    """Let what waits to be raised wait in the target; the graver grade of two answers it."""
    settle_by_grade(target, Grade(target.grade), officer=officer, second=None, now=now)
    waiting = waiting_rise(source)
    if waiting is None:
        return
    waiting.incident = source
    settle_rise(waiting, RiseState.ENDED, officer, now)
    clock = waiting.clock
    running = clock if clock is not None and clock.state == ClockState.RUNNING else None
    brought = open_rise(
        target,
        Grade(waiting.grade),
        event_id=waiting.event_id,
        reasons=waiting.reasons,
        now=now,
        clock=running,
        brought=True,
    )
    if brought is None:  # the target is as grave: its own notice is that of both
        cancel_rise_clock(waiting, Reason("clocks.merged", {"title": target.title}), now)


def _take_graver_severity(target: Incident, source: Incident) -> None:
    graver = max(target, source, key=lambda one: Severity(one.severity).rank)
    target.event_kind = graver.event_kind or target.event_kind or source.event_kind
    target.severity = graver.severity
