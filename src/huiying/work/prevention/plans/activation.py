"""What activating a plan on an incident would make, exactly: shown before, made by the act.

In:   a plan, an incident, the moment.    Out:  tasks or notices, the draft, warnings, refusals.
Cost: the queries of the procedure and a few more; nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Unit
from huiying.policy.procedure.heavy_path import BlockReason, assignment_blocked_by
from huiying.policy.procedure.stages import SETTLED
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.notices.queries import notices_to_unit
from huiying.work.casework.procedure.queries import proposal_of
from huiying.work.casework.procedure.state import procedure_state
from huiying.work.incidents.core.models import Incident
from huiying.work.prevention.plans.content import is_overdue, unit_keys
from huiying.work.prevention.plans.models import Plan, PlanActivation, PlanVersion
from huiying.work.prevention.plans.queries import version_in_force
from huiying.work.responses.core.models import OPEN_STATES, Draft


class Way(StrEnum):
    """How a measure reaches its unit."""

    TASK = "TASK"  # assigned by the approved proposal
    NOTICE = "NOTICE"  # 一般 has no proposal: by a notice, with the measure as guidance
    LEFT_OUT = "LEFT_OUT"


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """A measure as it would be made; ``why``: it is left out, and why."""

    way: Way
    unit: Unit | None
    unit_name: str
    text: str
    hours: int
    due: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What activating would make.

    Attributes:
        draft_speaker: Who would speak; None = no draft is made, for ``draft_why``.
        refused: Why it cannot be activated; "" = it can.
        outdated: Its day of review is over.
        gone: Units of the plan that are out of use.
    """

    version: PlanVersion | None
    measures: tuple[PlannedMeasure, ...]
    draft_speaker: Unit | None
    draft_why: str
    refused: str
    outdated: bool
    gone: tuple[str, ...]


def preview_activation(plan: Plan, incident: Incident, now: datetime) -> Preview:
    """Return what activating the version in force on an incident would make."""
    version = version_in_force(plan)
    if version is None:
        return Preview(None, (), None, "", _("预案未经领导批准，不得启动。"), False, ())  # noqa: FBT003
    content = version.content
    units = Unit.objects.in_bulk(unit_keys(content))
    block = assignment_blocked_by(procedure_state(incident))
    way = Way.NOTICE if block == BlockReason.ABSENT else Way.TASK
    speaker, draft_why = _draft(incident, units[content["speaking_unit"]["key"]])
    return Preview(
        version=version,
        measures=_measures(content, units, incident, way, now),
        draft_speaker=speaker,
        draft_why=draft_why,
        refused=_refused(plan, incident, block),
        outdated=is_overdue(version.review_on, now.astimezone(LOCAL).date()),
        gone=tuple(sorted(one.name for one in units.values() if not one.active)),
    )


def _measures(
    content: dict[str, Any],
    units: dict[int, Unit],
    incident: Incident,
    way: Way,
    now: datetime,
) -> tuple[PlannedMeasure, ...]:
    found: list[PlannedMeasure] = []
    notified: set[int] = set()
    for one in content["measures"]:
        unit = units[one["unit"]["key"]]
        why = ""
        if not unit.active:
            why = _("单位已停用，须另行交办")
        elif way == Way.NOTICE and (unit.pk in notified or _has_notice(unit, incident)):
            why = _("已通报该单位，措施列入事件页供联系时使用")
        notified.add(unit.pk)
        found.append(
            PlannedMeasure(
                way=Way.LEFT_OUT if why else way,
                unit=unit,
                unit_name=unit.name,
                text=one["text"],
                hours=one["hours"],
                due=now + timedelta(hours=one["hours"]),
                why=why,
            )
        )
    return tuple(found)


def _has_notice(unit: Unit, incident: Incident) -> bool:
    return notices_to_unit(unit, incident).filter(reports__isnull=True).exists()


def _draft(incident: Incident, speaker: Unit) -> tuple[Unit | None, str]:
    if not speaker.active:
        return None, _("发声单位已停用，请另行起草。")
    if Draft.objects.filter(answer__incident=incident, state__in=OPEN_STATES).exists():
        return None, _("已有回应在起草，首次回应口径列在事件页供取用。")
    return speaker, ""


def _refused(plan: Plan, incident: Incident, block: BlockReason | None) -> str:
    if PlanActivation.objects.filter(plan=plan, incident=incident).exists():
        return _("本预案已在该事件启动，不得重复启动。")
    if incident.stage in SETTLED:
        return _("事件已办结或已并入其他事件，不能启动预案。")
    if block is None or block == BlockReason.ABSENT:
        return ""
    if proposal_of(incident) is None:
        return _(
            "预案措施须按第六条会商、报审后交办：%(why)s 紧急的，可在处置意见中先行交办。"
        ) % {"why": _(block.label)}
    return _("预案措施须按第六条会商、报审后交办：%(why)s") % {"why": _(block.label)}
