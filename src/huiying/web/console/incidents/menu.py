"""The menu 办理 of the incident page: every act that the officer may do, by group.

In:   what the page read of the incident.    Out:  groups of acts; an empty group is left out.
Cost: the queries of the procedure, if the incident has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.policy.procedure.stages import SET_ASIDE, Move, Stage, moves_open
from huiying.web.console.closing.panel import ClosingPanel
from huiying.web.console.consultation.panel import procedure_panel
from huiying.web.console.guidance.rows import guidance_acts
from huiying.web.console.incidents.language_model import model_acts
from huiying.web.console.incidents.objection_lines import unit_objection_acts
from huiying.web.console.incidents.panels import answer_acts, notice_acts
from huiying.web.console.instructions.rows import instruction_acts
from huiying.web.console.liaison.panel import share_acts
from huiying.web.console.plans.rows import plan_menu_acts
from huiying.web.console.press.rows import press_acts
from huiying.web.console.references.panel import offline_acts
from huiying.web.console.reports.waiting import report_acts
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.supervision.rows import supervision_acts
from huiying.web.console.teams.rows import team_acts
from huiying.web.console.verification.panel import docket_acts
from huiying.web.shared.drawing import ActButton
from huiying.work.casework.notices.models import Notice


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """Acts of one kind."""

    label: str
    acts: Sequence[ActButton]


def menu_groups(
    reading: IncidentReading, notices: Sequence[Notice], closing: ClosingPanel | None
) -> list[MenuGroup]:
    """Return what the officer may do with the incident."""
    incident, officer = reading.incident, reading.officer
    procedure = procedure_panel(reading)
    groups = [
        MenuGroup(
            _("通报与口径"), [*notice_acts(incident, officer), *guidance_acts(reading, notices)]
        ),
        MenuGroup(_("定级"), [*grading_acts(reading), *unit_objection_acts(reading, notices)]),
        MenuGroup(_("归并"), arrange_acts(reading)),
        MenuGroup(
            _("核实与处置"),
            [
                *docket_acts(reading),
                *offline_acts(incident, officer),
                *team_acts(reading),
                *plan_menu_acts(reading),
            ],
        ),
        MenuGroup(
            _("批示督办"),
            [*instruction_acts(incident, officer), *supervision_acts(reading, notices)],
        ),
        MenuGroup(_("会商报审"), procedure.acts if procedure else []),
        MenuGroup(
            _("回应"),
            [
                *answer_acts(incident, officer),
                *press_acts(reading),
                *share_acts(reading),
                *model_acts(incident, officer),
            ],
        ),
        MenuGroup(_("归口报送"), report_acts(reading)),
        MenuGroup(
            _("办结与回避"), [*(closing.acts if closing else []), *recusal_acts(reading)]
        ),
    ]
    return [group for group in groups if group.acts]


def grading_acts(reading: IncidentReading) -> list[ActButton]:
    """Return the acts on the grade, the severity, the levels and the response value."""
    if reading.is_settled or not reading.may(Capability.GRADE):
        return []
    number, kinds = reading.number, reading.related.kinds
    severity = _("调整突发事件级别…") if "severities" in kinds else _("确认突发事件级别…")
    value = _("调整回应价值…") if "values" in kinds else _("研判回应价值…")
    return [
        act_button(_("调整等级…"), "console:regrade", number),
        act_button(severity, "console:severity", number),
        act_button(value, "console:value", number),
        act_button(_("登记预警、响应级别…"), "console:outside-level", number),
    ]


def arrange_acts(reading: IncidentReading) -> list[ActButton]:
    """Return the acts of merging and splitting."""
    stage, number = Stage(reading.incident.stage), reading.number
    if stage in SET_ASIDE or not reading.may(Capability.ARRANGE):
        return []
    merge = act_button(_("并案…"), "console:incident-merge", number)
    return [
        *([merge] if Move.MERGE in moves_open(stage) else []),
        act_button(_("拆分…"), "console:incident-split", number),
        act_button(_("移动帖文…"), "console:incident-move", number),
    ]


def recusal_acts(reading: IncidentReading) -> list[ActButton]:
    """Return the act by which an officer keeps out of the incident."""
    if reading.officer.only_reads or reading.incident.stage in SET_ASIDE:
        return []
    return [act_button(_("回避…"), "console:incident-recuse", reading.number)]
