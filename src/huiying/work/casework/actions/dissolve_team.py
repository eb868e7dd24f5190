"""解散处置工作组: its open tasks go to a unit or another team first; nothing is left over.

In:   a team, the reason, who takes its open tasks.    Out:  dissolved; every task has hands.
Cost: a few writes; some more for each open task.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer, Unit
from huiying.base.audit.kept import kept
from huiying.base.clocks.actions.hand_over import hand_over
from huiying.work.casework.actions.form_team import claim_team, record_team
from huiying.work.casework.models import Assignment, AssignmentState, EntryKind, ResponseTeam
from huiying.work.casework.procedure import incident_now
from huiying.work.casework.tasks import claim_task, enter, record_task, tell_unit
from huiying.work.casework.teams import doer_of, holder_of_task, open_tasks_of, standing_teams
from huiying.work.incidents.actions.concern import concern_unit
from huiying.work.incidents.exceptions import CannotDecide
from huiying.work.incidents.models import Incident

S = AssignmentState
OURS = (S.ASSIGNED, S.ACCEPTED)  # in the team's own hands; all others wait for somebody else


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
        CannotDecide: Without a reason, or if tasks are open and nobody takes them.
        Stale: If somebody changed or dissolved the team since.
        PermissionDenied: If the officer may not dissolve teams.
    """
    require(officer, Capability.FORM_TEAM)
    if not reason.strip():
        raise CannotDecide(_("请写明解散的理由。"))
    tasks = list(open_tasks_of(team))
    if other is not None:
        unit = other.head.unit
        if other.pk == team.pk or other.dissolved_at or _matter(other) != _matter(team):
            raise CannotDecide(_("没有这个工作组。"))
    if tasks and (unit is None or unit.bureau_id != team.bureau_id or not unit.active):
        raise CannotDecide(
            _("还有 %(count)s 项交办没有办完，请选一个单位或工作组接手。")
            % {"count": len(tasks)}
        )
    claim_team(
        team, revision, dissolved_at=now, dissolved_by=officer, reason=reason.strip()[:400]
    )
    team.members.filter(to_at__isnull=True).update(to_at=now)
    if unit is not None:
        for task in tasks:
            _pass(task, unit, other, officer, now)
    record_team(team, "team.dissolved", officer, now, {"tasks": len(tasks)})
    return len(tasks)


@transaction.atomic
def end_teams(*, incident: Incident, officer: Officer, now: datetime) -> None:
    """Dissolve the teams of a matter that is closed, but for those that have tasks open."""
    for team in standing_teams(incident):
        if open_tasks_of(team).exists():
            continue
        claim_team(team, None, dissolved_at=now, dissolved_by=officer, reason=kept("事件办结"))
        team.members.filter(to_at__isnull=True).update(to_at=now)
        record_team(team, "team.dissolved", officer, now, {"tasks": 0})


def _pass(
    task: Assignment, unit: Unit, other: ResponseTeam | None, officer: Officer, now: datetime
) -> None:
    """Give one task to other hands; what was taken on is to be taken on anew."""
    was = doer_of(task)
    changes: dict[str, object] = {"unit": unit, "team": other}
    if task.state == S.ACCEPTED:
        changes |= {"state": S.ASSIGNED, "accepted_at": None, "accepted_by": None}
    ours = task.state in OURS
    claim_task(task, states=(task.state,), revision=None, **changes)
    text = kept("“%(team)s”解散，由%(who)s接手。") % {"team": was, "who": doer_of(task)}
    enter(task, EntryKind.REASSIGNED, officer, now, text=text)
    concern_unit(incident=incident_now(task.proposal.incident), unit=unit, lead=False)
    if ours and task.clock is not None:
        hand_over(clock=task.clock, holder=holder_of_task(task), now=now)
    if ours:
        body = kept("工作组解散，请%(unit)s接着办：%(task)s。请登录后接办，时限不停。")
        tell_unit(task, body % {"unit": doer_of(task), "task": task.task}, now)
    record_task(task, "task.reassigned", officer, now)


def _matter(team: ResponseTeam) -> int:
    return incident_now(team.incident).pk
