"""What follows from a grade: its row, its clocks, its record; also what asking for one starts.

In:   an incident, the terms of a grade.    Out:  the grade stands, or waits with its clock.
Cost: a few writes.

Of a rise to 重大 the 30 minutes start when it is asked for, as for a proposal of the machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.counters.actions.count import counted
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.alarm import take_alarms_about
from huiying.base.signoff.actions.void import void
from huiying.policy.grading.grades import Grade
from huiying.policy.time.deadlines import notice_start
from huiying.reasons.reason import Reason
from huiying.work.incidents.core.clocks import (
    start_notice_clock,
    tell_leaders_of_major,
)
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import GradingRequest, RequestKind
from huiying.work.incidents.grading.objections import answer_by_grade
from huiying.work.incidents.grading.record_decision import record_decision
from huiying.work.incidents.grading.record_grade import record_grade
from huiying.work.incidents.grading.requests import ask_second_signature, waiting_requests
from huiying.work.incidents.grading.rise_models import RiseState
from huiying.work.incidents.grading.rises import (
    cancel_rise_clock,
    label_clocks,
    settle_by_grade,
    settle_rise,
    waiting_rise,
)


def ask_grade(
    incident: Incident, terms: dict[str, Any], *, officer: Officer, now: datetime
) -> GradingRequest:
    """Ask another person to sign a grade; of a rise to 重大 the 30 minutes start now.

    Raises:
        Refused: If no enumerated ground was chosen.
    """
    if not terms["ground"]:
        raise Refused(_("此项等级变更须由另一人签署：请选择所属情形。"))
    clocks = take_waiting(incident, now)
    grade, before = Grade(terms["to"]), Grade(incident.grade)
    if grade >= Grade.MAJOR > before:
        terms |= clocks or _start_proposed(incident, grade, now)
    else:
        end_proposed(incident, clocks, now)
    return ask_second_signature(incident, RequestKind.GRADE, terms, officer=officer, now=now)


def take_waiting(incident: Incident, now: datetime) -> dict[str, Any]:
    """Void what waits for a second signature; return the clocks that a rise had changed."""
    found: dict[str, Any] = {}
    for row in waiting_requests(incident):
        if row.kind == RequestKind.GRADE:
            found = {key: row.terms[key] for key in ("started", "replaced") if key in row.terms}
            void(request=row.signoff, reason=Reason("clocks.graded_otherwise"), now=now)
    return found


def _start_proposed(incident: Incident, grade: Grade, now: datetime) -> dict[str, Any]:
    """Start the 30 minutes of a rise, unless the machine proposed it and they run already."""
    rise, replaced = waiting_rise(incident), incident.notice_clock
    if rise is not None and rise.clock is not None and not rise.clock.stopped_at:
        return {}
    if replaced is not None and replaced.subject_proposed and not replaced.stopped_at:
        return {}
    clock = start_notice_clock(incident, grade=grade, starts_at=now, now=now, proposed=True)
    return {"started": clock.pk, "replaced": replaced.pk if replaced else None}


def end_proposed(incident: Incident, clocks: Mapping[str, Any], now: datetime) -> None:
    """End the clock that a rise started, and put back the one that stood before."""
    if "started" not in clocks:
        return
    started = Clock.objects.get(pk=clocks["started"])
    cancel_clock(clock=started, reason=Reason("clocks.not_major"), now=now)
    if incident.notice_clock_id == started.pk:
        incident.notice_clock = Clock.objects.filter(pk=clocks["replaced"]).first()
        incident.save(update_fields=["notice_clock"])


def apply_grade(
    incident: Incident,
    terms: Mapping[str, Any],
    *,
    officer: Officer,
    second: Officer | None,
    now: datetime,
) -> None:
    """Let a grade stand: its row, clocks, record; it answers the open objections."""
    before, grade = Grade(incident.grade), Grade(terms["to"])
    incident.grade = int(grade)
    if grade >= Grade.MAJOR and incident.major_since is None:
        incident.major_since = _first_proposed(incident) or now
    with counted(incident.bureau_id, Incident, [incident.pk]):
        incident.save(update_fields=["grade", "major_since"])
    proposal = incident.candidates.order_by("-proposed_grade").first()
    decision = record_grade(
        incident=incident,
        grade=grade,
        proposed_grade=proposal.proposed_grade if proposal else None,
        cards=proposal.proposal.get("cards", []) if proposal else [],
        reason=terms["reason"],
        officer=officer,
        now=now,
        ground=terms["ground"],
        second=second,
    )
    goes_on = settle_by_grade(incident, grade, officer=officer, second=second, now=now)
    _change_clocks(incident, before, now, goes_on=goes_on)
    tell_leaders_of_major(incident, now)
    take_alarms_of(incident, officer, now)
    data = {"to": int(grade), "from": int(before), "reason": terms["reason"]}
    record_decision(
        incident,
        "incident.graded",
        "incident.grade_signed",
        officer=officer,
        second=second,
        now=now,
        **data,
    )
    answer_by_grade(incident, decision, officer=second or officer, now=now)


def apply_kept(
    incident: Incident,
    terms: Mapping[str, Any],
    *,
    officer: Officer,
    second: Officer,
    now: datetime,
) -> None:
    """Keep the signed grade against a proposal: two signed, and the 30 minutes of it end.

    Raises:
        Stale: If the proposal was settled meanwhile, or is another one.
    """
    rise = waiting_rise(incident)
    if rise is None or (rise.pk, rise.grade) != (terms["rise"], terms["proposed"]):
        raise Stale(_("该升级建议已处理或已变更，本次签署未生效。请核对最新内容。"))
    rise.incident = incident
    cancel_rise_clock(rise, Reason("clocks.grade_kept"), now)
    settle_rise(rise, RiseState.KEPT, second, now)
    cards = incident.candidates.order_by("-proposed_grade").first()
    record_grade(
        incident=incident,
        grade=Grade(incident.grade),
        proposed_grade=rise.grade,
        cards=cards.proposal.get("cards", []) if cards else [],
        reason=terms["reason"],
        officer=officer,
        now=now,
        second=second,
    )
    label_clocks(incident)
    take_alarms_of(incident, officer, now)
    data = {"proposed": rise.grade, "grade": incident.grade, "reason": terms["reason"]}
    record(
        incident, "incident.grade_kept", second, now, asked=officer.audit_actor().ref, **data
    )


def take_alarms_of(incident: Incident, officer: Officer, now: datetime) -> None:
    """Take the alarms about the events of an incident: somebody acts upon the matter itself."""
    for event in incident.events.values_list("event_id", flat=True):
        take_alarms_about(
            bureau_id=incident.bureau_id, ref=str(event), officer=officer, now=now
        )


def apply_not_negative(
    incident: Incident,
    terms: Mapping[str, Any],
    *,
    officer: Officer,
    second: Officer,
    now: datetime,
) -> None:
    """Record that a matter is not negative: the 30 minutes no longer hold."""
    incident.negative, incident.not_negative_reason = False, terms["reason"]
    incident.save(update_fields=["negative", "not_negative_reason"])
    clock = incident.notice_clock
    if clock is not None and clock.state == ClockState.RUNNING:
        cancel_clock(clock=clock, reason=Reason("clocks.not_negative"), now=now)
        _start_notice(incident, now)
    asked = officer.audit_actor().ref
    data = {"reason": terms["reason"], "asked": asked}
    record(incident, "incident.not_negative", second, now, **data)


def _first_proposed(incident: Incident) -> datetime | None:
    return (
        incident.candidates.filter(major_since__isnull=False)
        .order_by("major_since")
        .values_list("major_since", flat=True)
        .first()
    )


def _start_notice(
    incident: Incident, now: datetime, upgraded_at: datetime | None = None
) -> None:
    grade = Grade(incident.grade)
    starts = notice_start(
        incident.discovered_at, incident.major_since, grade, upgraded_at=upgraded_at
    )
    start_notice_clock(incident, grade=grade, starts_at=starts, now=now)


def _change_clocks(incident: Incident, before: Grade, now: datetime, *, goes_on: bool) -> None:
    grade = Grade(incident.grade)
    clock = incident.notice_clock
    proposed_as_major = clock is not None and clock.subject_proposed
    label_clocks(incident)
    if grade > before:
        if goes_on or (proposed_as_major and grade >= Grade.MAJOR):
            return  # the clock of the proposal goes on
        _start_notice(incident, now, upgraded_at=now)
    elif clock is not None and clock.state == ClockState.RUNNING and before >= Grade.MAJOR:
        cancel_clock(clock=clock, reason=Reason("clocks.downgraded"), now=now)
        _start_notice(incident, now)
