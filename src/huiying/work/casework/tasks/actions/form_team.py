"""成立、调整处置工作组: form a response team, change its members and head.

In:   an incident, a name, a head, members, by what decision.    Out:  a team; units may see.
Cost: a few writes; one message per channel of the units whose officers joined.

Who keeps out of the incident (回避) is not taken in; who keeps out later stays on the list and
can do nothing, until the team is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import AuditedActor, record
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_of
from huiying.base.refused_text import refuse_removal_request
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.core.clocks import check_due
from huiying.work.casework.core.models import ResponseTeam, TeamMember
from huiying.work.casework.core.numbers import next_number
from huiying.work.casework.core.text import MAX_LINE, mask_text
from huiying.work.casework.procedure.models import AssignmentState
from huiying.work.casework.tasks.assignees import open_tasks_of_team, task_clock_holder
from huiying.work.casework.tasks.teams import can_head, eligible_members
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.actions.concern_unit import concern_unit

MAX_NAME = 40
MAX_MEMBERS = 40


@dataclass(frozen=True, slots=True)
class TeamInput:
    """A team as it was decided; ``members`` may leave the head out."""

    name: str
    head: Officer
    members: Sequence[Officer]
    decision: str
    until: datetime | None = None

    @property
    def people(self) -> list[Officer]:
        """The head, then all others, each once."""
        return list({row.pk: row for row in (self.head, *self.members)}.values())


@transaction.atomic
def form_team(
    *, incident: Incident, wanted: TeamInput, officer: Officer, now: datetime
) -> ResponseTeam:
    """Form a team.

    Raises:
        Refused: Without name or decision, or it asks that posts be removed; the incident is
            set aside; somebody keeps out, is not active or of another bureau; the head could
            not sign; the name stands.
        PermissionDenied: If the officer may not form teams.
    """
    require(officer, Capability.FORM_TEAM)
    matter = incident.current
    _check(matter, wanted, now)
    if matter.stage in (Stage.DISMISSED, Stage.CLOSED):
        raise Refused(_("事件已了结，不再成立工作小组。"))
    try:
        with transaction.atomic():
            team = ResponseTeam.objects.create(
                bureau_id=matter.bureau_id,
                number=next_number(matter, "team", "T", now),
                incident=matter,
                name=mask_text(wanted.name, MAX_NAME),
                head=wanted.head,
                decision=mask_text(wanted.decision, MAX_LINE),
                formed_at=now,
                formed_by=officer,
                until_at=wanted.until,
            )
    except IntegrityError as error:
        raise Refused(_("该事件已有同名工作小组。")) from error
    _add_members(team, wanted.people, now)
    _message_units(team, wanted.people, now)
    record_team(team, "team.formed", officer, now, members=len(wanted.people))
    return team


@transaction.atomic
def change_team(
    *,
    team: ResponseTeam,
    wanted: TeamInput,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Change name, head, members or planned end; open tasks follow the head.

    Raises:
        Refused: As ``form_team``.
        Stale: If somebody changed or dissolved the team since.
        PermissionDenied: If the officer may not form teams.
    """
    require(officer, Capability.FORM_TEAM)
    matter = team.incident.current
    _check(matter, wanted, now)
    before = _shown_as(team)
    try:
        with transaction.atomic():
            claim_team(
                team,
                revision,
                name=mask_text(wanted.name, MAX_NAME),
                head=wanted.head,
                decision=mask_text(wanted.decision, MAX_LINE),
                until_at=wanted.until,
            )
    except IntegrityError as error:
        raise Refused(_("该事件已有同名工作小组。")) from error
    keys = {row.pk for row in wanted.people}
    standing = team.members.filter(to_at__isnull=True)
    standing.exclude(officer_id__in=keys).update(to_at=now)
    there = set(standing.values_list("officer_id", flat=True))
    new = [row for row in wanted.people if row.pk not in there]
    _add_members(team, new, now)
    move_tasks_to_head(team, now)
    _message_units(team, new, now)
    states = {"before": before, "after": _shown_as(team)}
    record_team(team, "team.changed", officer, now, members=len(keys), **states)


@transaction.atomic
def replace_head(*, team: ResponseTeam, head: Officer, officer: Officer, now: datetime) -> None:
    """Put another at the head, for the one before goes: he leaves the team too.

    Raises:
        Refused: If the other keeps out of the incident, or could not sign.
    """
    _check_people(team.incident.current, head, [head])
    gone, before = team.head_id, _shown_as(team)
    claim_team(team, None, head=head)
    standing = team.members.filter(to_at__isnull=True)
    standing.filter(officer_id=gone).update(to_at=now)
    if not standing.filter(officer=head).exists():
        _add_members(team, [head], now)
    move_tasks_to_head(team, now)
    members = standing.count()
    states = {"before": before, "after": _shown_as(team)}
    record_team(team, "team.changed", officer, now, members=members, **states)


def _shown_as(team: ResponseTeam) -> dict[str, object]:
    """Return how the record names what a team is: its people by their keys alone."""
    keys = team.members.filter(to_at__isnull=True).values_list("officer_id", flat=True)
    return {
        "name": team.name,
        "head": f"officer:{team.head_id}",
        "members": [f"officer:{key}" for key in sorted(keys)],
    }


def move_tasks_to_head(team: ResponseTeam, now: datetime) -> None:
    """Put the open tasks of a team and their clocks into the hands of its head."""
    unit = team.head.unit
    if unit is None:
        return
    for task in open_tasks_of_team(team):
        task.unit = unit
        task.save(update_fields=["unit"])
        if task.clock is not None and task.state in (
            AssignmentState.ASSIGNED,
            AssignmentState.ACCEPTED,
        ):
            hand_over_clock(clock=task.clock, holder=task_clock_holder(task), now=now)


def claim_team(team: ResponseTeam, revision: int | None, **changes: object) -> None:
    """Change a standing team if it is as the officer saw it; the row decides a race.

    Raises:
        Stale.
    """
    if not claim_row(team, revision, changes, dissolved_at__isnull=True):
        team.refresh_from_db()
        raise Stale(_("工作小组已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))


def record_team(
    team: ResponseTeam, verb: str, by: AuditedActor, now: datetime, /, **data: object
) -> None:
    """Write one record with head and name of the team; it names no person."""
    record(team, verb, by, now, head=f"officer:{team.head_id}", team=team.name, **data)


def _check(incident: Incident, wanted: TeamInput, now: datetime) -> None:
    if not wanted.name.strip():
        raise Refused(_("请填写工作小组名称。"))
    if not wanted.decision.strip():
        raise Refused(_("请填写成立依据和工作任务。"))
    refuse_removal_request(wanted.name, wanted.decision)
    if len(wanted.people) > MAX_MEMBERS:
        raise Refused(_("工作小组最多 %(most)s 人。") % {"most": MAX_MEMBERS})
    if wanted.until is not None:
        check_due(wanted.until, now)
    _check_people(incident, wanted.head, wanted.people)


def _check_people(incident: Incident, head: Officer, people: Iterable[Officer]) -> None:
    free = {row.pk for row in eligible_members(incident)}
    for person in people:
        if person.pk not in free:
            raise Refused(
                _("%(name)s不得参加：已回避本事件、已停用，或无所属单位。")
                % {"name": person.name}
            )
    if not can_head(head):
        raise Refused(
            _(
                "%(name)s不得担任负责人：负责人代表工作小组签收和反馈，须具有承办人员或"
                "办公室角色。"
            )
            % {"name": head.name}
        )


def _add_members(team: ResponseTeam, people: Iterable[Officer], now: datetime) -> None:
    incident = team.incident.current
    for person in people:
        TeamMember.objects.create(
            bureau_id=team.bureau_id, team=team, officer=person, from_at=now
        )
        if person.unit is not None:
            concern_unit(incident=incident, unit=person.unit, lead=False)


def _message_units(team: ResponseTeam, people: Iterable[Officer], now: datetime) -> None:
    """Tell the units whose officers joined, once each."""
    incident = team.incident.current
    body = house_text("%(unit)s有人员参加“%(team)s”，负责人：%(head)s。请登录后查看。")
    units = {row.unit.pk: row.unit for row in people if row.unit is not None}
    for unit in units.values():
        for channel in channels_of(unit):
            queue_message(
                bureau_id=team.bureau_id,
                channel=channel,
                key=f"team:{team.number}:{team.revision}:{channel.pk}",
                subject=house_text("【处置回应工作小组】%(title)s") % {"title": incident.title},
                body=body % {"unit": unit.name, "team": team.name, "head": team.head.name},
                about=About("team", team.number),
                urgent=incident.grade_in_force >= Grade.MAJOR,
                now=now,
            )
