"""The procedure on the incident page: next step, who, why blocked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.heavy_path import (
    PathDuty,
    PathRecord,
    Step,
    StepState,
    StepStatus,
    path_duty,
    proposal_blocked_by,
    step_statuses,
)
from huiying.policy.procedure.stages import SETTLED
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.tasks.rows import TaskRow, task_row
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.work.casework.procedure.models import Consultation, ConsultationState, Proposal
from huiying.work.casework.procedure.queries import consultations_of, proposal_of
from huiying.work.casework.procedure.state import ProcedureRows
from huiying.work.casework.tasks.queries import tasks_of
from huiying.work.incidents.core.models import Incident

Picture = Literal["check", "half", "circle", "lock", "alert"]

PICTURES: dict[StepState, Picture] = {
    StepState.DONE: "check",
    StepState.SKIPPED: "half",
    StepState.NOW: "circle",
    StepState.BLOCKED: "lock",
    StepState.EMERGENCY: "alert",
}


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the heavy path: where it stands, who does it, why it is blocked."""

    label: str
    picture: Picture
    state: StepState
    state_word: str
    who: str
    why: str
    url: str = ""
    clock: ClockFacts | None = None


@dataclass(frozen=True, slots=True)
class ProcedurePanel:
    """The heavy path of Article 6; a unit sees its own tasks, not the way to them."""

    rows: list[StepRow]
    tasks: list[TaskRow]
    acts: list[ActButton]
    compulsory: bool


def procedure_panel(reading: IncidentReading) -> ProcedurePanel | None:
    """Return the four steps with the next acts; an ordinary incident has no such panel."""
    incident, officer, now = reading.incident, reading.officer, reading.now
    if path_duty(Grade(incident.grade_in_force)) == PathDuty.ABSENT:
        return None
    papers = ProcedureRows(
        reading.rows("consultations", consultations_of),
        proposal_of(incident) if "proposals" in reading.related.kinds else None,
        reading.rows("proposals", tasks_of),
    )
    path = papers.on_record(incident)
    meeting = next(iter(papers.meetings), None)
    proposal = papers.proposal
    rows = [_row(gate, meeting, proposal, now) for gate in step_statuses(path)]
    if incident.stage in SETTLED:
        rows = [_left(row) for row in rows]
    sees = may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD)
    tasks = [task_row(row, officer, now) for row in papers.tasks]
    if not sees:
        rows, tasks = [], [row for row in tasks if row.unit_id == officer.unit_id]
    if not rows and not tasks:
        return None
    open_acts = [] if incident.stage in SETTLED else _acts(incident, path, proposal, officer)
    compulsory = path_duty(Grade(incident.grade_in_force)) == PathDuty.COMPULSORY
    return ProcedurePanel(rows, tasks, open_acts, compulsory)


def path_note(incident: Incident) -> str:
    """Say how heavy the way of an incident is."""
    return {
        PathDuty.ABSENT: _("一般流程：定级 → 通报 → 核实 → 处置 → 回应 → 办结。"),
        PathDuty.OFFERED: _("较大：可会商、报审、交办，见下；不会商须写明理由。"),
        PathDuty.COMPULSORY: _("重大：交办前必须会商、报审，见下。通报和回应时限不因此暂停。"),
    }[path_duty(Grade(incident.grade_in_force))]


def _row(
    gate: StepStatus, meeting: Consultation | None, proposal: Proposal | None, now: datetime
) -> StepRow:
    why, url, clock = _(gate.block.label) if gate.block else "", "", None
    if gate.step == Step.CONSULT and meeting is not None:
        if meeting.state == ConsultationState.SKIPPED:
            why = _("不会商的理由：%(reason)s") % {"reason": meeting.reason}
        else:
            url = reverse("console:consultation", args=[meeting.number])
    if gate.step in (Step.PROPOSE, Step.APPROVE) and proposal is not None:
        url = reverse("console:proposal", args=[proposal.number])
        request = proposal.signoff
        if gate.step == Step.APPROVE and request is not None and request.clock is not None:
            clock = clock_facts(request.clock, now)
    return StepRow(
        label=_(gate.step.label),
        picture=PICTURES[gate.state],
        state=gate.state,
        state_word=_STATES()[gate.state],
        who=_WHO()[gate.step],
        why=why,
        url=url,
        clock=clock,
    )


def _left(row: StepRow) -> StepRow:
    """Return the step of a matter that is over: what was not done is not to be done now."""
    if row.state not in (StepState.NOW, StepState.BLOCKED):
        return row
    word = _("未办")
    return replace(row, state=StepState.BLOCKED, picture="circle", state_word=word, why="")


def _STATES() -> dict[StepState, str]:  # noqa: N802 - a table in the language of the page
    return {
        StepState.DONE: _("已办"),
        StepState.SKIPPED: _("免办，有理由"),
        StepState.NOW: _("待办"),
        StepState.BLOCKED: _("条件未满足"),
        StepState.EMERGENCY: _("先行，待追认"),
    }


def _WHO() -> dict[Step, str]:  # noqa: N802 - a table in the language of the page
    return {
        Step.CONSULT: _("领导小组办公室召集，出席人员签署"),
        Step.PROPOSE: _("领导小组办公室"),
        Step.APPROVE: _("组长或副组长"),
        Step.ASSIGN: _("领导小组办公室交处置回应工作小组"),
    }


def _acts(
    incident: Incident, path: PathRecord, proposal: Proposal | None, officer: Officer
) -> list[ActButton]:
    """Return the acts of the next step for who may do it."""
    if not may(officer, Capability.CONSULT):
        return []
    number, found = incident.number, []
    optional = path_duty(path.grade) == PathDuty.OFFERED
    if not path.called and not path.signed:
        url = reverse("console:consultation-call", args=[number])
        found.append(act_button(_("召集会商…"), url, main=not optional))
        if optional and not path.skipped:
            found.append(act_button(_("不会商…"), "console:consultation-skip", number))
    if proposal is None:
        early = proposal_blocked_by(path) is not None  # only an emergency does not wait
        label = _("紧急拟制处置意见…") if early else _("拟制处置意见…")
        found.append(act_button(label, "console:proposal-write", number, main=not early))
    return found


def task_rows(incident: Incident, officer: Officer, now: datetime) -> list[TaskRow]:
    """Return what was assigned for an incident."""
    return [task_row(row, officer, now) for row in tasks_of(incident)]
