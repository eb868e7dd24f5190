"""Decisions and plans as tests need them, by the acts that screens call."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.policy.grading.grades import Grade
from huiying.policy.prevention.decisions import Conclusion, DecisionKind, Method
from huiying.policy.time.zone import LOCAL
from huiying.work.prevention.decisions.actions.announce_decision import announce_decision
from huiying.work.prevention.decisions.actions.edit_parts import (
    PointText,
    add_dissent,
    add_method,
    add_point,
)
from huiying.work.prevention.decisions.actions.sign_decision import DECISION_KIND
from huiying.work.prevention.decisions.actions.submit_decision import submit_decision
from huiying.work.prevention.decisions.actions.write_decision import (
    DecisionText,
    start_decision,
)
from huiying.work.prevention.decisions.models import DecisionFile, RiskPoint
from huiying.work.prevention.plans.actions.approve_plan import PLAN_KIND, submit_plan
from huiying.work.prevention.plans.actions.write_plan import (
    ItemText,
    PlanText,
    add_plan_item,
    start_plan,
)
from huiying.work.prevention.plans.models import ItemKind, Plan
from tests.factories import T0, Cast

DAY = timedelta(days=1)


def today(now: datetime = T0) -> date:
    """Return the local day."""
    return now.astimezone(LOCAL).date()


def decision_text(cast: Cast, **more: Any) -> DecisionText:
    """Return a complete text: the parking fee at the north gate."""
    said: dict[str, Any] = {
        "title": "北门小区停车收费调整",
        "lead_unit": cast.reception,
        "kind": DecisionKind.SERVICES,
        "planned_on": today() + 20 * DAY,
        "scope": "北门小区道路停车位由免费改为计时收费，居民包月。",
        "affected": "北门小区业主和租户、周边商铺经营者、接送学生的家长",
        "comment_from": today() - 40 * DAY,
        "comment_to": today() - 5 * DAY,
        "comment_result": "收到意见四十六条，采纳十二条。",
        "legality_by": "区司法局法制科",
        "legality_opinion": "主体、权限、程序合法。",
        "legality_from": today() - 20 * DAY,
        "legality_to": today() - 4 * DAY,
        "conclusion": Conclusion.CONTROLLABLE,
        "grounds": "措施落实后均为低风险。",
    }
    return DecisionText(**{**said, **more})


def point_text(cast: Cast, **more: Any) -> PointText:
    """Return a risk point: residents find the fee too high."""
    said: dict[str, Any] = {
        "doubt": "居民认为收费标准过高",
        "probability": 4,
        "impact": 3,
        "measures": "居民包月减半，首月免费。",
        "unit": cast.reception,
        "after_probability": 2,
        "after_impact": 2,
        "phrases": ["停车 太贵", "停车费"],
        "question": "居民停车为什么要收费？",
        "answer": "居民可包月，首月免费。",
    }
    return PointText(**{**said, **more})


def begun(cast: Cast, *, now: datetime = T0, **more: Any) -> DecisionFile:
    """Let the office begin a file."""
    return start_decision(text=decision_text(cast, **more), officer=cast.shen, now=now)


def written(cast: Cast, *, now: datetime = T0, **more: Any) -> DecisionFile:
    """Let the office write a complete file: a method, two points, a dissent."""
    plan = {} if "plan" in more else {"plan": plan_approved(cast, now=now)}
    row = begun(cast, now=now, **plan, **more)
    add_method(
        decision=row,
        method=Method.VISITS,
        used_on=today(now) - 10 * DAY,
        summary="走访三十户，二十六户支持。",
        officer=cast.shen,
        now=now,
    )
    point(cast, row, now=now)
    second = {"doubt": "外来车辆挤占居民车位", "phrases": ["挤占 车位"]}
    point(cast, row, now=now, **second)
    add_dissent(
        decision=row,
        source="北门社区居民委员会",
        text="建议先试行三个月再定标准。",
        officer=cast.shen,
        now=now,
    )
    return fresh(row)


def point(cast: Cast, row: DecisionFile, *, now: datetime = T0, **more: Any) -> RiskPoint:
    """Let the office add a risk point."""
    return add_point(decision=row, text=point_text(cast, **more), officer=cast.shen, now=now)


def submitted(cast: Cast, *, now: datetime = T0, **more: Any) -> DecisionFile:
    """Let the office put a complete file before a leader."""
    row = written(cast, now=now, **more)
    submit_decision(decision=row, officer=cast.shen, now=now)
    return fresh(row)


def sign(row: DecisionFile, by: Officer, now: datetime = T0) -> DecisionFile:
    """Sign what is shown."""
    DECISION_KIND.approve(row, shown_hash=DECISION_KIND.content_hash(row), officer=by, now=now)
    return fresh(row)


def signed(cast: Cast, *, now: datetime = T0, **more: Any) -> DecisionFile:
    """Return a file that the leader signed."""
    return sign(submitted(cast, now=now, **more), cast.leader, now)


def announced(cast: Cast, *, now: datetime = T0, **more: Any) -> DecisionFile:
    """Return a file of which the decision was announced today."""
    row = signed(cast, now=now, **more)
    announce_decision(
        decision=row, on=today(now), where="区政府网站", officer=cast.shen, now=now
    )
    return fresh(row)


def plan_text(cast: Cast, **more: Any) -> PlanText:
    """Return the text of a plan for an interruption of the water supply."""
    said: dict[str, Any] = {
        "title": "供水管网爆管停水处置预案",
        "trigger": "停水涉及一个以上小区，或预计两小时内不能恢复。",
        "grade": Grade.MAJOR,
        "lead_unit": cast.waterworks,
        "speaking_unit": cast.waterworks,
        "holding_statement": "管网发生爆管，正在抢修，恢复时间将及时公布。",
        "review_on": today() + 180 * DAY,
    }
    return PlanText(**{**said, **more})


def plan_written(cast: Cast, *, now: datetime = T0, **more: Any) -> Plan:
    """Let the office write a complete plan."""
    plan = start_plan(text=plan_text(cast, **more), officer=cast.shen, now=now)
    lead = plan.lead_unit
    for item in (
        ItemText(kind=ItemKind.MEASURE, text="组织抢修并送水", unit=lead, hours=2),
        ItemText(kind=ItemKind.MEASURE, text="接待来访居民", unit=cast.reception, hours=4),
        ItemText(kind=ItemKind.QUESTION, text="什么时候来水？", detail="抢修完成后公布。"),
        ItemText(
            kind=ItemKind.CONTACT,
            text="调度中心",
            detail="0571-87000001",
            unit=lead,
        ),
    ):
        add_plan_item(plan=plan, item=item, officer=cast.shen, now=now)
    return fresh(plan)


def plan_submitted(cast: Cast, *, now: datetime = T0, **more: Any) -> Plan:
    """Let the office put a complete plan before a leader."""
    plan = plan_written(cast, now=now, **more)
    submit_plan(plan=plan, officer=cast.shen, now=now)
    return fresh(plan)


def plan_approved(cast: Cast, *, now: datetime = T0, **more: Any) -> Plan:
    """Return a plan that the leader approved."""
    plan = plan_submitted(cast, now=now, **more)
    PLAN_KIND.approve(
        plan, shown_hash=PLAN_KIND.content_hash(plan), officer=cast.leader, now=now
    )
    return fresh(plan)


def fresh(row: Any) -> Any:
    """Return a row as it is stored."""
    return type(row)._default_manager.get(pk=row.pk)
