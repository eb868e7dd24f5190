"""The path of an incident: its steps, what is proven of each, what may be done now."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.closing.gate import ClosingRecord
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.path import PathProof, StepState, steps_at
from huiying.policy.procedure.stages import SET_ASIDE, Stage
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.shared.drawing import ActButton
from huiying.work.incidents.core.models import Incident

STATES: dict[StepState, str] = {
    "done": "done",
    "unproven": "started",
    "skipped": "skipped",
    "waived": "skipped",
    "current": "now",
    "ahead": "locked",
}


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step of the path (``components/_path.html``)."""

    label: str
    state: str
    note: str
    acts: list[ActButton]  # of the current step alone


def path_rows(reading: IncidentReading) -> list[PathStep]:
    """Return the path with the acts of the current step."""
    incident = reading.incident
    stage = Stage(incident.stage)
    proof = PathProof() if stage in SET_ASIDE else _proof(reading.gate.record)
    return [
        PathStep(
            label=_(step.label),
            state=STATES[state],
            note=_note(step.code, state, incident, proof),
            acts=_step_acts(step.code, incident, reading.officer) if state == "current" else [],
        )
        for step, state in steps_at(stage, proof)
    ]


def _proof(record: ClosingRecord) -> PathProof:
    return PathProof(
        notified=record.notified,
        undelivered=record.undelivered,
        unreported=record.unreported,
        unverified=record.unverified,
        material=record.material,
        open_tasks=record.open_tasks,
        answered=record.answered,
        answer_owed=record.answer_owed,
    )


def _note(code: str, state: StepState, incident: Incident, proof: PathProof) -> str:
    """Say by whom a step is taken, or what it still waits for."""
    if state == "unproven":
        return _waits_for(code, proof)
    if state in ("skipped", "waived"):
        return _("不需要") if state == "skipped" else _("办结时豁免")
    if code == "GRADE":
        return _(Grade(incident.grade).label)
    unit = incident.lead_unit.name if incident.lead_unit else ""
    if code == "VERIFY":
        words = {Stage.NOTIFIED: _("等%(unit)s签收"), Stage.VERIFYING: _("等%(unit)s反馈")}
        return words.get(Stage(incident.stage), "") % {"unit": unit}
    return unit if code == "NOTIFY" else ""


def _waits_for(code: str, proof: PathProof) -> str:
    """Say what is missing until a step that was passed is proven."""
    if code == "NOTIFY":
        count = proof.undelivered
        words = ngettext("%(count)s 份尚未送达", "%(count)s 份尚未送达", count)
    elif code == "VERIFY" and proof.unreported:
        count = proof.unreported
        words = ngettext("%(count)s 个单位尚未反馈", "%(count)s 个单位尚未反馈", count)
    elif code == "VERIFY":
        count = proof.unverified
        words = ngettext("%(count)s 份核实单尚无结论", "%(count)s 份核实单尚无结论", count)
    elif code == "HANDLE" and proof.open_tasks:
        count = proof.open_tasks
        words = ngettext("%(count)s 项交办尚未办结", "%(count)s 项交办尚未办结", count)
    elif code == "HANDLE":
        return _("尚无处置材料")
    else:
        return _("尚未公开回应")
    return words % {"count": count}


def _step_acts(code: str, incident: Incident, officer: Officer) -> list[ActButton]:
    number = incident.number
    if code == "NOTIFY" and may(officer, Capability.NOTIFY):
        return [act_button(_("通报单位…"), "console:notify", number, main=True)]
    if code in ("HANDLE", "RESPOND", "VERIFY") and may(officer, Capability.DRAFT):
        url = reverse("console:draft-start", args=[number])
        return [act_button(_("起草回应"), url, method="get", main=code != "VERIFY")]
    if code == "CLOSE" and may(officer, Capability.CLOSE):
        return [ActButton(_("查看办结条件"), "#closing")]
    return []
