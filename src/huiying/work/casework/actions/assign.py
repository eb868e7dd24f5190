"""交办: give a task of the approved proposal to a unit of the response team (Art. 6).

In:   a proposal with a standing approval, or an emergency.    Out:  an assignment.
Cost: a few writes, one message per channel of the unit.

Nothing is assigned before the approval of exactly this proposal. What was assigned already goes
on when the matter is upgraded; what comes after needs the heavier path.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.models import Officer, Unit
from huiying.base.outbox.actions.queue import About, queue_message
from huiying.base.outbox.queries import channels_of
from huiying.policy.grading import Grade
from huiying.policy.procedure import before_assignment
from huiying.work.casework.models import Assignment, AssignmentState, Proposal
from huiying.work.casework.procedure import (
    incident_now,
    number_for,
    on_record,
    record,
    refuse,
)
from huiying.work.incidents.actions.concern import concern_unit
from huiying.work.incidents.exceptions import CannotDecide

TASK = 400


@transaction.atomic
def assign_task(
    *, proposal: Proposal, unit: Unit, task: str, officer: Officer, now: datetime
) -> Assignment:
    """Assign a task.

    Raises:
        CannotDecide: If a step before it is missing, the unit is not the bureau's, or no task
            is named.
    """
    incident = incident_now(proposal.incident)
    incident.refresh_from_db()  # an upgrade counts from its moment on
    seen = on_record(incident)
    refuse(before_assignment(seen))
    if unit.bureau_id != proposal.bureau_id or not unit.active:
        raise CannotDecide(_("没有这个单位。"))
    words = task.strip()[:TASK]
    if not words:
        raise CannotDecide(_("请写明要办什么。"))
    row = Assignment.objects.create(
        bureau_id=proposal.bureau_id,
        number=number_for(incident, "assignment", "A", now),
        proposal=proposal,
        unit=unit,
        task=words,
        emergency=seen.emergency,
        assigned_at=now,
        assigned_by=officer,
    )
    concern_unit(incident=incident, unit=unit, lead=False)
    for channel in channels_of(unit):
        queue_message(
            bureau_id=row.bureau_id,
            channel=channel,
            key=f"assignment:{row.number}:{channel.pk}",
            subject=_("【交办 %(number)s】%(title)s")
            % {"number": row.number, "title": incident.title},
            body=_("请%(unit)s办理：%(task)s。请登录后接办。")
            % {"unit": unit.name, "task": words},
            about=About("assignment", row.number),
            urgent=incident.grade >= Grade.MAJOR,
            now=now,
        )
    data = {"unit": unit.name, "task": row.number, "emergency": row.emergency}
    record(proposal, "proposal.assigned", officer, now, data)
    return row


@transaction.atomic
def accept_task(*, assignment: Assignment, officer: Officer, now: datetime) -> None:
    """接办: the unit takes the task on.

    Raises:
        CannotDecide: If the officer is not of the unit, or it was taken on or called back.
    """
    if officer.unit_id != assignment.unit_id:
        raise CannotDecide(_("只有%(unit)s的人员可以接办。") % {"unit": assignment.unit.name})
    rows = Assignment.objects.filter(pk=assignment.pk, state=AssignmentState.ASSIGNED)
    done = rows.update(state=AssignmentState.ACCEPTED, accepted_at=now, accepted_by=officer)
    if done != 1:
        raise CannotDecide(_("这项交办已经接办或收回。"))
    assignment.refresh_from_db()
    data = {"unit": assignment.unit.name, "task": assignment.number}
    record(assignment.proposal, "proposal.accepted", officer, now, data)
