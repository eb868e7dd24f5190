"""交办: assign a task of the approved proposal to a unit or a response team (Art. 6).

In:   a proposal with a standing approval, or an emergency; a task, by when, what is asked for.
Out:  an assignment with its clock.
Cost: a few writes, one message per channel of the unit.

Nothing is assigned before the approval of exactly this proposal. What was assigned already goes
on when the matter is upgraded; what comes after needs the heavier path.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_removal_request
from huiying.policy.procedure.heavy_path import assignment_blocked_by
from huiying.work.casework.core.clocks import check_due
from huiying.work.casework.core.models import ResponseTeam
from huiying.work.casework.core.numbers import next_number
from huiying.work.casework.core.text import MAX_LINE, mask_text
from huiying.work.casework.procedure.models import Assignment, AssignmentState, Proposal
from huiying.work.casework.procedure.state import procedure_state, refuse_blocked
from huiying.work.casework.tasks.assignees import assignee_name, signs_for
from huiying.work.casework.tasks.steps import claim_task, message_unit, start_task_clock
from huiying.work.incidents.incidents.actions.concern_unit import concern_unit


@transaction.atomic
def assign_task(
    *,
    proposal: Proposal,
    unit: Unit,
    task: str,
    due: datetime,
    officer: Officer,
    now: datetime,
    material: str = "",
    team: ResponseTeam | None = None,
) -> Assignment:
    """Assign a task.

    Args:
        unit: The unit; of a team, that of its head.
        team: A standing team of this incident, whose head signs.
        due: Until when, as the giver sets it.
        material: What is to be handed in as proof.

    Raises:
        Refused: If a step before it is missing, the unit is not the bureau's, no task is
            named, it asks that posts be removed, or the date is no date of the coming year.
    """
    incident = proposal.incident.current
    incident.refresh_from_db()  # an upgrade counts from its moment on
    path = procedure_state(incident)
    refuse_blocked(assignment_blocked_by(path))
    check_assignee(proposal, unit, team)
    words = mask_text(task, MAX_LINE)
    if not words:
        raise Refused(_("请填写交办事项。"))
    refuse_removal_request(words, material)
    check_due(due, now)
    row = Assignment.objects.create(
        bureau_id=proposal.bureau_id,
        number=next_number(incident, "assignment", "A", now),
        proposal=proposal,
        unit=unit,
        team=team,
        task=words,
        material=mask_text(material, MAX_LINE),
        emergency=path.emergency,
        assigned_at=now,
        assigned_by=officer,
    )
    row.clock = start_task_clock(row, due, now)
    row.save(update_fields=["clock"])
    concern_unit(incident=incident, unit=unit, lead=False)
    body = house_text("请%(unit)s办理：%(task)s。请登录系统签收。")
    message_unit(row, body % {"unit": assignee_name(row), "task": words}, now)
    data = {"unit": assignee_name(row), "task": row.number, "emergency": row.emergency}
    record(proposal, "proposal.assigned", officer, now, **data)
    return row


def check_assignee(proposal: Proposal, unit: Unit, team: ResponseTeam | None) -> None:
    """Refuse a unit that is not the bureau's, and a team that is not of the matter.

    Raises:
        Refused.
    """
    if unit.bureau_id != proposal.bureau_id or not unit.active:
        raise Refused(_("未找到该单位。"))
    if team is None:
        return
    same = team.incident.current.pk == proposal.incident.current.pk
    if not same or team.dissolved_at is not None or team.head.unit_id != unit.pk:
        raise Refused(_("未找到该工作小组。"))


@transaction.atomic
def accept_task(
    *, assignment: Assignment, officer: Officer, now: datetime, revision: int | None = None
) -> None:
    """接办: an officer of the unit, or the head of the team, takes it on and is its owner.

    Raises:
        Refused: If the officer is neither, or it was taken on or called back.
    """
    if not signs_for(assignment, officer):
        if assignment.team is not None:
            raise Refused(_("仅“%(team)s”负责人可签收。") % {"team": assignment.team.name})
        raise Refused(_("仅%(unit)s人员可签收。") % {"unit": assignment.unit.name})
    claim_task(
        assignment,
        states=(AssignmentState.ASSIGNED,),
        revision=revision,
        state=AssignmentState.ACCEPTED,
        accepted_at=now,
        accepted_by=officer,
    )
    data = {"unit": assignee_name(assignment), "task": assignment.number}
    record(assignment.proposal, "proposal.accepted", officer, now, **data)
