"""Rows of prevention for the sample bureau: a decision that was announced, a plan in use.

In:   a cast, an incident on which tasks may be assigned, a moment.
Out:  the file with a method, its points and an incident nobody foresaw; the plan, activated;
      a drill that ended, and one that is planned.
Cost: some dozens of acts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.work.incidents.core.models import Incident
from huiying.work.prevention.decisions.actions.announce_decision import link_incident
from huiying.work.prevention.decisions.models import DecisionFile
from huiying.work.prevention.plans.actions.activate_plan import activate_plan
from tests.factories import Cast
from tests.work.prevention.decision_steps import announced, plan_approved, written
from tests.work.prevention.drill_steps import ended_drill, planned_drill


def make_prevention_rows(cast: Cast, incident: Incident, now: datetime) -> dict[str, Any]:
    """Return one row of each kind."""
    speaks = {"lead_unit": cast.reception, "speaking_unit": cast.reception}
    plan = plan_approved(cast, now=now, **speaks)
    done = announced(cast, now=now, plan=plan)
    link_incident(
        decision=done,
        incident=incident,
        place=0,
        reason="评估时未列出。",
        officer=cast.shen,
        now=now,
    )
    activate_plan(plan=plan, incident=incident, officer=cast.shen, now=now)
    opened: DecisionFile = written(cast, now=now, title="学府路早市搬迁", plan=plan)
    return {
        "decision": opened,
        "decision_method": opened.methods.get(),
        "decision_point": opened.points.earliest("place"),
        "plan": plan,
        "plan_item": plan.items.earliest("pk"),
        "drill": ended_drill(cast, now=now),
        "open_drill": planned_drill(cast, now=now),
    }
