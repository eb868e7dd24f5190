"""Read what a drill came to: every duty of the regulation and of the script, with its moments.

In:   the player of a drill, its end.    Out:  duties for ``policy.prevention.drill_score``.
Cost: some dozens of queries, once, at the end.

Names are those of roles and units: the officers of a drill have no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from huiying.base.clocks.models import AWAITING_DELIVERY, Clock, ClockState
from huiying.base.signoff.models import Decision
from huiying.jobs.drills.player import DrillPlayer
from huiying.policy.grading.grades import Grade
from huiying.policy.prevention.drill_score import Duty, Part
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.reasons.marking import marked
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.casework.procedure.queries import (
    assignments_of,
    consultations_of,
    proposal_of,
)
from huiying.work.closing.core.models import Closing
from huiying.work.closing.gate.queries import gate_of
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.compliance.clauses import ARTICLES
from huiying.work.responses.core.models import Release

OF_A_DRILL = "演"
CLAUSE_OF_RULE = {
    code: clause.number
    for article in ARTICLES
    for clause in article.clauses
    for code in clause.deadlines
}
"""The code of a deadline → the sub-clause that sets it or under which it is kept."""


def duties_of(player: DrillPlayer, ended_at: datetime) -> list[Duty]:
    """Return every duty of a drill but those of the injects."""
    found = [*_clocks(player)]
    for incident in incidents_of(player):
        found += _gates(incident, ended_at)
    return [*found, *_coverage(player)]


def incidents_of(player: DrillPlayer) -> list[Incident]:
    """Return the incidents of a drill that stand, the first one first."""
    rows = Incident.objects.filter(bureau=player.shadow.bureau).exclude(stage__in=SET_ASIDE)
    rows = rows.select_related("response_clock", "lead_unit")
    return list(rows.order_by("opened_at", "pk"))


def matter_label(incident: Incident) -> str:
    """Return number and title; the number says that it is one of a drill."""
    return f"{OF_A_DRILL}{incident.number} {incident.title}"


def _clocks(player: DrillPlayer) -> Iterator[Duty]:
    """Yield the deadlines that ran; one that was cancelled was nobody's duty."""
    rows = Clock.objects.filter(
        bureau=player.shadow.bureau, rule_code__in=list(CLAUSE_OF_RULE)
    ).exclude(state=ClockState.CANCELLED)
    for clock in rows.order_by("starts_at", "pk"):
        label = clock.subject_label
        if clock.subject_kind == "incident":
            label = f"{OF_A_DRILL}{clock.subject_ref} {label}"
        yield Duty(
            part=Part.DEADLINE,
            clause=CLAUSE_OF_RULE[clock.rule_code],
            what=clock.name,
            matter=label,
            holder=_holder(clock),
            since=clock.starts_at,
            due_at=clock.due_at,
            done_at=clock.stopped_at,
        )


def _holder(clock: Clock) -> str:
    """Return in whose hands a deadline was: of a notice under way, the unit it went to."""
    return clock.holder_name if clock.holder_code == AWAITING_DELIVERY else clock.holder


def _gates(incident: Incident, ended_at: datetime) -> Iterator[Duty]:
    """Yield the steps of the procedure, which a grave matter must take in their order."""
    label, heavy = matter_label(incident), incident.grade >= Grade.MAJOR
    for clause, what, done in _procedure(incident):
        yield Duty(
            part=Part.GATE,
            clause=clause,
            what=what,
            matter=label,
            since=incident.opened_at,
            done_at=done,
            asked=heavy,
        )
    yield from _deliveries(incident, label)
    release = Release.objects.filter(answer__incident=incident).order_by("published_at").first()
    clock = incident.response_clock
    yield Duty(
        part=Part.GATE,
        clause="4(2)a",
        what=marked("经审定后公开回应"),
        matter=label,
        since=incident.opened_at,
        due_at=clock.due_at if clock and not release else None,
        done_at=release.published_at if release else None,
        asked=gate_of(incident, ended_at).record.answer_owed,
    )
    closing = Closing.objects.filter(incident=incident, reopened_at__isnull=True).first()
    yield Duty(
        part=Part.GATE,
        clause="7a",
        what=marked("办结条件齐备并办结"),
        matter=label,
        since=incident.opened_at,
        done_at=closing.closed_at if closing else None,
        asked=False,  # no period is set for it
    )


def _procedure(incident: Incident) -> Iterator[tuple[str, str, datetime | None]]:
    minutes = [
        row.signoff.decided_at
        for row in consultations_of(incident)
        if row.signoff and row.signoff.decision == Decision.APPROVED and row.signoff.decided_at
    ]
    yield "6d", marked("会商并签署纪要"), min(minutes, default=None)
    proposal = proposal_of(incident)
    request = proposal.signoff if proposal else None
    approved = request is not None and request.decision == Decision.APPROVED
    yield "6f", marked("处置意见报审批准"), request.decided_at if request and approved else None
    tasks = [row.assigned_at for row in assignments_of(incident)]
    yield "6g", marked("交办处置任务"), min(tasks, default=None)


def _deliveries(incident: Incident, label: str) -> Iterator[Duty]:
    rows = Notice.objects.filter(incident=incident).exclude(state=NoticeState.RETURNED)
    for notice in rows.select_related("unit").order_by("sent_at", "pk"):
        yield Duty(
            part=Part.GATE,
            clause="4(3)c" if incident.grade >= Grade.MAJOR else "4(3)b",
            what=marked("通报送达有凭证"),
            matter=label,
            holder=notice.unit.name,
            since=notice.sent_at,
            done_at=notice.delivered_at,
        )


def _coverage(player: DrillPlayer) -> Iterator[Duty]:
    """Yield what the script itself expects: the matter is seen, graded, every unit notified."""
    script, main = player.shadow.script, player.main_incident()
    begun = player.began
    yield Duty(
        part=Part.COVERAGE,
        clause="4(3)a",
        what=marked("研判并登记为事件"),
        since=begun,
        done_at=main.opened_at if main else None,
    )
    if script.grade is not None:
        yield Duty(
            part=Part.COVERAGE,
            clause="6a",
            what=marked("按脚本情形定级"),
            matter=script.grade.label,
            since=begun,
            done_at=_graded_at(main, script.grade) if main else None,
        )
    grave = script.grade is not None and script.grade >= Grade.MAJOR
    for name in script.units:
        rows = Notice.objects.filter(bureau=player.shadow.bureau, unit__name=name)
        first = rows.order_by("sent_at", "pk").first()
        yield Duty(
            part=Part.COVERAGE,
            clause="4(3)c" if grave else "4(3)b",
            what=marked("通报参演单位"),
            holder=name,
            since=begun,
            done_at=first.sent_at if first else None,
        )


def _graded_at(incident: Incident, grade: Grade) -> datetime | None:
    """Return when the grade was signed that still stands, if it is the one of the script."""
    if incident.grade != grade:
        return None
    last = incident.decisions.filter(grade=grade).order_by("at", "pk").first()
    return last.at if last else incident.opened_at
