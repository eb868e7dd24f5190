"""What a sweep found: counts and risks by unit, as put before the leader.

In:   a sweep, its summary.    Out:  JSON that a signature binds.
Cost: three queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from huiying.policy.core.hashing import hash_of_content
from huiying.policy.prevention.levels import RiskLevel
from huiying.policy.time.zone import LOCAL
from huiying.work.prevention.risks.models import Risk, RiskState, RiskVersion, VersionKind
from huiying.work.prevention.risks.queries import all_risks, is_overdue
from huiying.work.prevention.sweeps.models import Sweep, SweepPart

CHANGES = (
    VersionKind.CHANGED,
    VersionKind.LOWERED,
    VersionKind.PUT_OFF,
    VersionKind.HANDED_OVER,
    VersionKind.LISTED_AGAIN,
)


def parts_of(sweep: Sweep) -> list[SweepPart]:
    """Return the parts of a sweep with unit, clock and who confirmed."""
    return list(sweep.parts.select_related("unit", "clock", "confirmed_by"))


def found_content(sweep: Sweep, now: datetime) -> dict[str, Any]:
    """Return what a sweep found, up to now."""
    risks = list(all_risks(sweep.bureau_id))
    listed = [one for one in risks if one.state == RiskState.LISTED]
    since = RiskVersion.objects.filter(bureau_id=sweep.bureau_id, at__gte=sweep.since)
    touched: dict[int, set[str]] = {}
    for risk_id, kind in since.values_list("risk_id", "kind"):
        touched.setdefault(risk_id, set()).add(kind)

    def of_kinds(*kinds: VersionKind) -> list[Risk]:
        names = {str(kind) for kind in kinds}
        return [one for one in risks if touched.get(one.pk, set()) & names]

    new = of_kinds(VersionKind.REGISTERED)
    settled = [one for one in of_kinds(VersionKind.SETTLED) if one.state == RiskState.SETTLED]
    changed = [one for one in of_kinds(*CHANGES) if one not in new and one not in settled]
    return {
        "since": sweep.since.astimezone(LOCAL).date().isoformat(),
        "until": now.astimezone(LOCAL).date().isoformat(),
        "units": [_unit(part, now) for part in parts_of(sweep)],
        "listed": {str(level): _count(listed, level) for level in reversed(RiskLevel)},
        "new": _lines(new),
        "changed": _lines(changed),
        "settled": _lines(settled),
        "high": _lines(one for one in listed if one.level == RiskLevel.HIGH),
        "overdue": _lines(one for one in listed if is_overdue(one, now)),
    }


def sweep_hash(row: Sweep) -> str:
    """Return the hash of what is signed: the number, what was found and the summary."""
    content = {
        "schema": 1,
        "number": row.number,
        "content": row.content,
        "summary": row.summary,
    }
    return hash_of_content(content)


def is_late(part: SweepPart, now: datetime) -> bool:
    """Tell whether a unit confirms late, or did."""
    return (part.confirmed_at or now) > part.clock.due_at


def _unit(part: SweepPart, now: datetime) -> dict[str, Any]:
    return {
        "name": part.unit.name,
        "confirmed": part.confirmed_at is not None,
        "late": is_late(part, now),
        "nil": part.nil,
        "reviewed": part.reviewed,
        "new": part.new,
    }


def _count(risks: Iterable[Risk], level: RiskLevel) -> int:
    return sum(one.level == level for one in risks)


def _lines(risks: Iterable[Risk]) -> list[dict[str, str]]:
    return [
        {
            "number": one.number,
            "title": one.title,
            "level": str(one.level),
            "unit": one.unit.name,
            "measures": one.measures,
        }
        for one in risks
    ]
