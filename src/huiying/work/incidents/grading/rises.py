"""拟升级: open, read and settle what the system proposes above the signed grade.

In:   an incident, a proposed grade with its reasons.    Out:  a rise that waits for a person.
Cost: a few reads; a few writes when a rise opens or ends.

The grade that was signed stands. Undecided at its end a rise is treated as raised: the matter
is handled by the proposed grade until two persons say otherwise; nothing is decided by itself.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.actions.add_steps import add_steps
from huiying.base.clocks.actions.relabel import relabel_clocks
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.db.locks import lock_row
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.grading.grades import Grade
from huiying.policy.time.deadlines import due_at, notice_rule
from huiying.policy.time.ladder import MAJOR_RUNGS
from huiying.reasons.reason import Reason
from huiying.work.incidents.core.clocks import incident_clock_subject, new_notice_clock
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import RequestKind
from huiying.work.incidents.grading.requests import void_requests
from huiying.work.incidents.grading.rise_models import GradeRise, RiseState

OPEN = (RiseState.WAITING, RiseState.BELOW)


def waiting_rise(incident: Incident) -> GradeRise | None:
    """Return what waits to be raised or kept; None = nothing does."""
    rows = GradeRise.objects.filter(incident=incident, state=RiseState.WAITING)
    return rows.select_related("clock").first()


def open_rises_of(incident: Incident) -> QuerySet[GradeRise]:
    """Return what may still be raised by one act, newest last."""
    rows = GradeRise.objects.filter(incident=incident, state__in=OPEN)
    return rows.select_related("clock", "incident")


def waiting_rises(bureau_id: int) -> QuerySet[GradeRise]:
    """Return the rises of a bureau that wait for a person, what ends first on top."""
    rows = GradeRise.objects.filter(bureau_id=bureau_id, state=RiseState.WAITING)
    return rows.select_related("clock", "incident").order_by("due_at", "pk")


def rises_below(bureau_id: int, since: datetime) -> QuerySet[GradeRise]:
    """Return what was registered below its proposal since a moment, newest first."""
    rows = GradeRise.objects.filter(
        bureau_id=bureau_id, state=RiseState.BELOW, proposed_at__gte=since
    )
    return rows.select_related("clock", "incident").order_by("-proposed_at", "-pk")


def rises_past_their_end(now: datetime) -> QuerySet[GradeRise]:
    """Return the undecided rises of every bureau whose time is over."""
    return GradeRise.objects.filter(
        state=RiseState.WAITING, treated_at__isnull=True, due_at__lte=now
    ).order_by("due_at", "pk")


def is_considered(incident: Incident, grade: Grade) -> bool:
    """Tell whether somebody signed a grade with this proposal, or a graver one, before him."""
    return incident.decisions.filter(proposed_grade__gte=int(grade)).exists()


@transaction.atomic
def open_rise(
    incident: Incident,
    grade: Grade,
    *,
    event_id: int,
    reasons: list[dict[str, Any]],
    now: datetime,
    clock: Clock | None = None,
    brought: bool = False,
) -> GradeRise | None:
    """Let a proposal above the signed grade wait for a person; None if there is none to wait.

    Args:
        clock: The running 30 minutes that a merged candidate or incident brings.
        brought: By a merge: it waits, whatever was decided about other proposals before.
    """
    if grade <= incident.grade:
        return None
    waiting = waiting_rise(incident)
    if waiting is not None and waiting.grade >= grade:
        _take_earlier_clock(waiting, clock, now)
        return waiting
    if waiting is None and not brought and is_considered(incident, grade):
        return None
    row = waiting or GradeRise(
        bureau_id=incident.bureau_id,
        incident=incident,
        proposed_at=now,
        state=RiseState.WAITING,
    )
    row.event_id, row.grade, row.reasons = event_id, int(grade), reasons
    row.clock = clock or row.clock
    if row.clock is None and grade >= Grade.MAJOR:
        row.clock = new_notice_clock(
            incident, grade=grade, starts_at=now, now=now, proposed=True
        )
    row.due_at = row.clock.due_at if row.clock is not None else _end(incident, grade, now)
    row.treated_at = None
    row.save()
    void_requests(
        incident, reason=Reason("clocks.graded_otherwise"), now=now, kind=RequestKind.KEEP
    )
    label_clocks(incident)
    record(row, "incident.rise_proposed", None, now, to=int(grade), **{"from": incident.grade})
    return row


def note_below(
    incident: Incident,
    grade: Grade,
    *,
    event_id: int,
    reasons: list[dict[str, Any]],
    now: datetime,
) -> GradeRise:
    """Keep that a matter was registered below its proposal; a leader may still raise it."""
    return GradeRise.objects.create(
        bureau_id=incident.bureau_id,
        incident=incident,
        event_id=event_id,
        grade=int(grade),
        reasons=reasons,
        proposed_at=now,
        due_at=_end(incident, grade, now),
        state=RiseState.BELOW,
    )


def _end(incident: Incident, grade: Grade, now: datetime) -> datetime:
    rule = notice_rule(book_of(incident.bureau_id, now), grade, incident.negative)
    return due_at(now, rule, calendar_of(incident.bureau_id))


def _take_earlier_clock(waiting: GradeRise, clock: Clock | None, now: datetime) -> None:
    """One matter has one such period: the one that started first goes on."""
    if clock is None or clock == waiting.clock:
        return
    first, other = clock, waiting.clock
    if other is not None and other.starts_at <= clock.starts_at:
        first, other = other, clock
    if other is not None:
        cancel_clock(clock=other, reason=Reason("clocks.merged_earlier"), now=now)
    waiting.clock = first
    waiting.due_at = min(waiting.due_at, first.due_at)
    waiting.save(update_fields=["clock", "due_at"])


def label_clocks(incident: Incident, old_ref: str = "") -> None:
    """Label the clocks of an incident anew; that of a rise keeps the grade that it proposes."""
    relabel_clocks(
        bureau_id=incident.bureau_id,
        old_ref=old_ref or incident.number,
        subject=incident_clock_subject(incident),
    )
    waiting = waiting_rise(incident)
    if waiting is not None and waiting.clock is not None:
        relabel_clocks(
            bureau_id=incident.bureau_id,
            old_ref=incident.number,
            subject=incident_clock_subject(incident, grade=waiting.grade, proposed=True),
            only=waiting.clock,
        )


def settle_rise(
    row: GradeRise, state: RiseState, officer: Officer | None, now: datetime
) -> None:
    """End a rise; the matter is no longer treated as graver than it was signed."""
    row.state, row.settled_at, row.settled_by = state, now, officer
    row.save(update_fields=["state", "settled_at", "settled_by"])
    incident = row.incident
    Incident.objects.filter(pk=incident.pk).update(treated_as=None)
    incident.treated_as = None
    void_requests(
        incident, reason=Reason("clocks.graded_otherwise"), now=now, kind=RequestKind.KEEP
    )


def cancel_rise_clock(row: GradeRise, reason: Reason, now: datetime) -> None:
    """Take the 30 minutes of a rise off the board, if they run."""
    if row.clock is not None:
        cancel_clock(clock=row.clock, reason=reason, now=now)


def settle_by_grade(
    incident: Incident, grade: Grade, *, officer: Officer, second: Officer | None, now: datetime
) -> bool:
    """Settle what a newly signed grade answers; True if the 30 minutes of a rise go on.

    A grade as proposed, or graver, raises; a lighter one that two signed keeps. A lighter one
    that one person signed leaves the proposal waiting.
    """
    rows = GradeRise.objects.filter(Q(grade__lte=int(grade)) | Q(state=RiseState.WAITING))
    goes_on = False
    for row in rows.filter(incident=incident, state__in=OPEN).select_related("clock"):
        row.incident = incident
        if row.grade <= grade:
            goes_on |= _take_over_clock(incident, row, now)
            settle_rise(row, RiseState.RAISED, officer, now)
        elif second is not None:
            cancel_rise_clock(row, Reason("clocks.grade_kept"), now)
            settle_rise(row, RiseState.KEPT, second, now)
    return goes_on


def _take_over_clock(incident: Incident, row: GradeRise, now: datetime) -> bool:
    """Make the 30 minutes of a rise those of the incident: only its own notice meets them."""
    if row.clock is None or row.clock.state != ClockState.RUNNING:
        return False
    before = incident.notice_clock
    if before is not None and before.pk != row.clock.pk:
        cancel_clock(clock=before, reason=Reason("clocks.raised"), now=now)
    incident.notice_clock = row.clock
    incident.save(update_fields=["notice_clock"])
    return True


def treat_as_raised(row: GradeRise, now: datetime) -> bool:
    """Handle a matter by the proposed grade, because nobody decided in time; tell the leaders.

    Returns:
        False, and nothing changes, if it was decided or treated so meanwhile.
    """
    incident = lock_row(Incident, row.incident_id)
    changed = GradeRise.objects.filter(
        pk=row.pk, state=RiseState.WAITING, treated_at__isnull=True, due_at__lte=now
    ).update(treated_at=now)
    if changed != 1:
        return False
    row = GradeRise.objects.select_related("clock").get(pk=row.pk)
    incident.treated_as = row.grade
    incident.save(update_fields=["treated_as"])
    label_clocks(incident)
    if row.clock is not None and row.clock.state == ClockState.RUNNING:
        add_steps(clock=row.clock, rungs=MAJOR_RUNGS, now=now)
    record(row, "incident.treated_as", None, now, to=row.grade, **{"from": incident.grade})
    return True
