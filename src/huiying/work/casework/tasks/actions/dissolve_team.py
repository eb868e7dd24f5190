"""解散处置工作组: dissolve a response team after its open tasks were reassigned.

In:   a team, the reason, who takes its open tasks.    Out:  dissolved; every task has hands.
Cost: a few writes; some more for each open task.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.errors import Refused
from huiying.work.casework.core.models import ResponseTeam
from huiying.work.casework.procedure.models import Assignment, AssignmentState
from huiying.work.casework.tasks.actions.form_team import claim_team, record_team
from huiying.work.casework.tasks.assignees import (
    assignee_name,
    open_tasks_of_team,
    task_clock_holder,
)
from huiying.work.casework.tasks.models import EntryKind
from huiying.work.casework.tasks.steps import add_entry, claim_task, message_unit, record_task
from huiying.work.casework.tasks.teams import active_teams
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.actions.concern_unit import concern_unit

S = AssignmentState
IN_TEAM_HANDS = (
    S.ASSIGNED,
    S.ACCEPTED,
)  # in the team's own hands; all others wait for somebody else


@transaction.atomic
def dissolve_team(
    *,
    team: ResponseTeam,
    reason: str,
    unit: Unit | None,
    other: ResponseTeam | None,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> int:
    """Dissolve a team and hand its open tasks over, each with its running clock.

    Args:
        unit: Takes them; not asked for when there are none.
        other: A standing team of the same incident that takes them instead.

    Returns:
        How many tasks changed hands.

    Raises:
        Refused: Without a reason, or if tasks are open and nobody takes them.
        Stale: If somebody changed or dissolved the team since.
        PermissionDenied: If the officer may not dissolve teams.
    """
    require(officer, Capability.FORM_TEAM)
    if not reason.strip():
        raise Refused(_("请写明解散的理由。"))
    tasks = list(open_tasks_of_team(team))
    if other is not None:
        unit = other.head.unit
        if (
            other.pk == team.pk
            or other.dissolved_at
            or _incident_id(other) != _incident_id(team)
        ):
            raise Refused(_("未找到该工作小组。"))
    if tasks and (unit is None or unit.bureau_id != team.bureau_id or not unit.active):
        raise Refused(
            _("尚有 %(count)s 项交办未办结，请选择承接的单位或工作小组。")
            % {"count": len(tasks)}
        )
    claim_team(
        team,
        revision,
        dissolved_at=now,
        dissolved_by=officer,
        reason=masked_text(reason.strip())[:400],
    )
    team.members.filter(to_at__isnull=True).update(to_at=now)
    if unit is not None:
        for task in tasks:
            _hand_over(task, unit, other, officer, now)
    record_team(team, "team.dissolved", officer, now, tasks=len(tasks))
    return len(tasks)


@transaction.atomic
def end_teams(*, incident: Incident, officer: Officer, now: datetime) -> None:
    """Dissolve the teams of a matter that is closed, but for those that have tasks open."""
    for team in active_teams(incident):
        if open_tasks_of_team(team).exists():
            continue
        claim_team(
            team, None, dissolved_at=now, dissolved_by=officer, reason=house_text("事件办结")
        )
        team.members.filter(to_at__isnull=True).update(to_at=now)
        record_team(team, "team.dissolved", officer, now, tasks=0)


def _hand_over(
    task: Assignment, unit: Unit, other: ResponseTeam | None, officer: Officer, now: datetime
) -> None:
    """Give one task to other hands; what was taken on is to be taken on anew."""
    was = assignee_name(task)
    changes: dict[str, object] = {"unit": unit, "team": other}
    if task.state == S.ACCEPTED:
        changes |= {"state": S.ASSIGNED, "accepted_at": None, "accepted_by": None}
    ours = task.state in IN_TEAM_HANDS
    claim_task(task, states=(task.state,), revision=None, **changes)
    text = house_text("“%(team)s”已解散，由%(who)s承接。") % {
        "team": was,
        "who": assignee_name(task),
    }
    add_entry(task, EntryKind.REASSIGNED, officer, now, text=text)
    concern_unit(incident=task.proposal.incident.current, unit=unit, lead=False)
    if ours and task.clock is not None:
        hand_over_clock(clock=task.clock, holder=task_clock_holder(task), now=now)
    if ours:
        body = house_text(
            "工作小组已解散，请%(unit)s继续办理：%(task)s。请登录系统签收，时限连续计算。"
        )
        message_unit(task, body % {"unit": assignee_name(task), "task": task.task}, now)
    record_task(task, "task.reassigned", officer, now)


def _incident_id(team: ResponseTeam) -> int:
    return team.incident.current.pk
