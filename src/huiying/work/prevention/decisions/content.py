"""What a file of a decision says: the content that a signature binds, and what it lacks.

In:   a file.    Out:  its canonical content, its hash, facts for the rules.
Cost: three queries.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from huiying.base.rulebook.queries import calendar_of
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.prevention.decisions import (
    Conclusion,
    FileFacts,
    Lack,
    Method,
    PointFacts,
    lacks_of,
    overall_level,
)
from huiying.policy.prevention.levels import RiskLevel
from huiying.policy.time.zone import LOCAL
from huiying.work.prevention.decisions.models import DecisionFile, MethodUse, RiskPoint
from huiying.work.prevention.plans.queries import version_in_force

TEXTS = (
    *("title", "kind", "emergency", "scope", "affected", "comment_exception"),
    *("comment_result", "legality_by", "legality_opinion", "conclusion", "grounds"),
)
DAYS = ("planned_on", "comment_from", "comment_to", "legality_from", "legality_to")


def decision_content(decision: DecisionFile) -> dict[str, Any]:
    """Return a file in its canonical shape; what was struck stays in it with the reason."""
    points = list(decision.points.select_related("unit"))
    level = level_of_points(points)
    return {
        "schema": 1,
        "number": decision.number,
        "version": decision.version,
        "change_reason": decision.change_reason,
        "lead_unit": decision.lead_unit.name,
        "level": str(level) if level else "",
        "plan": _plan(decision),
        **{name: getattr(decision, name) for name in TEXTS},
        **{name: _day(getattr(decision, name)) for name in DAYS},
        "methods": [
            _method(row) for row in decision.methods.select_related("file").order_by("pk")
        ],
        "points": [_point(row) for row in points],
        "dissents": [
            {"source": row.source, "text": row.text, "at": row.at.astimezone(LOCAL).isoformat()}
            for row in decision.dissents.all()
        ],
    }


def decision_hash(decision: DecisionFile) -> str:
    """Return the hash of a file as it stands."""
    return hash_of_content(decision_content(decision))


def level_of_points(points: list[RiskPoint]) -> RiskLevel | None:
    """Return the overall level: the highest that stands after measures."""
    standing = [row for row in points if row.struck_at is None]
    return overall_level(row.level_after or row.level for row in standing)


def lacks_of_file(decision: DecisionFile, now: datetime) -> tuple[Lack, ...]:
    """Return what a file lacks; one about an emergency needs its ground alone."""
    if decision.emergency:
        return ()
    calendar = calendar_of(decision.bureau_id)
    return lacks_of(_facts(decision), calendar, now.astimezone(LOCAL).date())


def _facts(decision: DecisionFile) -> FileFacts:
    methods = decision.methods.filter(struck_at__isnull=True)
    points = decision.points.filter(struck_at__isnull=True)
    return FileFacts(
        scope=bool(decision.scope),
        affected=bool(decision.affected),
        methods=[Method(row.method) for row in methods],
        comment_from=decision.comment_from,
        comment_to=decision.comment_to,
        comment_exception=bool(decision.comment_exception),
        points=[
            PointFacts(row.level, row.level_after, bool(row.measures), row.unit_id is not None)
            for row in points
        ],
        legality=bool(decision.legality_by and decision.legality_opinion),
        legality_from=decision.legality_from,
        legality_to=decision.legality_to,
        plan=decision.plan is not None and version_in_force(decision.plan) is not None,
        conclusion=Conclusion(decision.conclusion) if decision.conclusion else None,
    )


def _plan(decision: DecisionFile) -> dict[str, Any]:
    if decision.plan is None:
        return {}
    version = version_in_force(decision.plan)
    return {
        "number": decision.plan.number,
        "title": decision.plan.title,
        "version": version.version if version else 0,
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _method(row: MethodUse) -> dict[str, Any]:
    return {
        "method": row.method,
        "on": _day(row.used_on),
        "summary": row.summary,
        "file": row.file.sha256 if row.file else "",
        "struck": row.struck_reason,
    }


def _point(row: RiskPoint) -> dict[str, Any]:
    after = row.level_after
    return {
        "place": row.place,
        "doubt": row.doubt,
        "probability": row.probability,
        "impact": row.impact,
        "level": str(row.level),
        "highest": row.highest,
        "measures": row.measures,
        "unit": row.unit.name if row.unit else "",
        "after_probability": row.after_probability,
        "after_impact": row.after_impact,
        "level_after": str(after) if after else "",
        "phrases": list(row.phrases),
        "question": row.question,
        "answer": row.answer,
        "struck": row.struck_reason,
    }
