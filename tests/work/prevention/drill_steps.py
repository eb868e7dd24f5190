"""Drills as tests need them, by the acts that screens and the command call."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.subjects import Actor
from huiying.policy.grading.grades import Grade
from huiying.policy.prevention.drill_score import Duty, Part, row_data, score, totals
from huiying.work.prevention.drills.actions.plan_drill import (
    DrillText,
    allow_despite,
    plan_drill,
)
from huiying.work.prevention.drills.actions.run_drill import end_drill, start_drill
from huiying.work.prevention.drills.models import Drill
from huiying.work.prevention.drills.queries import grave_incidents
from tests.factories import T0, Cast

COMMAND = Actor("command:drill", "演练命令")
SCRIPT = """0 | 帖文 | 微博 | 北门小区自来水有异味，已有老人喝后腹泻送医，物业说不清楚原因。
12 | 退回通报 | 区水务局 | 水箱由物业管理，请另行通报主管部门。
30 | 升温 | 微博×20 | 北门小区的水能不能喝一直没有人出来说，请大家都来问一问。"""


def drill_text(cast: Cast, **more: Any) -> DrillText:
    """Return what is practised: water that smells, for an hour."""
    said: dict[str, Any] = {
        "title": "饮用水异味处置演练",
        "objectives": "检验半小时通报和退回后另行通报。",
        "steps": SCRIPT,
        "minutes": 60,
        "grade": Grade.MAJOR,
        "units": [cast.waterworks, cast.reception],
    }
    return DrillText(**{**said, **more})


def planned_drill(
    cast: Cast, *, now: datetime = T0, officer: Officer | None = None, **more: Any
) -> Drill:
    """Return a drill that the office planned."""
    text = drill_text(cast, **more)
    return plan_drill(text=text, officer=officer or cast.shen, now=now)


def started_drill(cast: Cast, *, now: datetime = T0, **more: Any) -> Drill:
    """Return a drill that runs, whatever else runs."""
    row = planned_drill(cast, now=now, **more)
    if grave_incidents(cast.bureau.pk).exists():
        reason = "事件已进入尾声，参演人员不参与办理。"
        allow_despite(drill=row, reason=reason, officer=cast.shen, now=now)
    start_drill(drill=row, despite=True, by=COMMAND, now=now)
    return row


def result_content(drill: Drill, *, now: datetime = T0) -> dict[str, Any]:
    """Return a result as the drill's own installation writes one: one met, one missed."""
    end = now + timedelta(minutes=60)
    rows = score(
        [
            Duty(
                part=Part.DEADLINE,
                clause="4(3)c",
                what="通报",
                matter="2026-0001 北门小区自来水异味",
                holder="值班员",
                since=now,
                due_at=now + timedelta(minutes=30),
                done_at=now + timedelta(minutes=14),
            ),
            Duty(
                part=Part.INJECT,
                clause="4(1)",
                what="退回后另行通报",
                matter="12′ 区水务局",
                since=now + timedelta(minutes=12),
            ),
        ],
        end,
        end,
    )
    return {
        "schema": 1,
        "number": drill.number,
        "script": drill.script_hash,
        "began_at": now.isoformat(),
        "ended_at": end.isoformat(),
        "planned_minutes": 60,
        "rate": 5.0,
        "played": 3,
        "steps": 3,
        "matters": [
            {
                "label": "2026-0001 北门小区自来水异味",
                "grade": "重大",
                "conditions": 4,
                "held": 1,
                "lacks": ["尚未公开回应。"],
            }
        ],
        "rows": [row_data(row) for row in rows],
        "totals": totals(rows),
    }


def ended_drill(cast: Cast, *, now: datetime = T0, **more: Any) -> Drill:
    """Return a drill with its result."""
    row = started_drill(cast, now=now, **more)
    end_drill(drill=row, content=result_content(row, now=now), by=COMMAND, now=now)
    return row
