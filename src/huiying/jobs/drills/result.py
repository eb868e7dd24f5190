"""The result of a drill: its rows, counts and circumstances, as it is handed back.

In:   the folder of a drill, its end.    Out:  ``result.json``.
Cost: the queries of ``facts``, once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from huiying.jobs.drills.facts import duties_of, incidents_of, matter_label
from huiying.jobs.drills.folder import RESULT, SEED, read_json, write_json
from huiying.jobs.drills.inject_facts import inject_duties
from huiying.jobs.drills.player import DrillPlayer
from huiying.policy.closing.gate import ConditionState
from huiying.policy.grading.grades import Grade
from huiying.policy.prevention.drill_score import row_data, score, totals
from huiying.work.closing.gate.queries import gate_of
from huiying.work.incidents.core.models import Incident

SCHEMA = 1


def result_of_drill(
    player: DrillPlayer, seed: Mapping[str, Any], ended_at: datetime
) -> dict[str, Any]:
    """Return the result; times are those of the drill's own clock."""
    duties = [*duties_of(player, ended_at), *inject_duties(player)]
    rows = score(duties, ended_at, player.ends_at)
    return {
        "schema": SCHEMA,
        "number": seed["number"],
        "script": seed["script_hash"],
        "began_at": player.began.isoformat(),
        "ended_at": ended_at.isoformat(),
        "planned_minutes": player.shadow.script.minutes,
        "rate": seed["rate"],
        "played": sum(state.at is not None for state in player.played),
        "steps": len(player.played),
        "matters": [_matter(incident, ended_at) for incident in incidents_of(player)],
        "rows": [row_data(row) for row in rows],
        "totals": totals(rows),
    }


def write_result(folder: Path, player: DrillPlayer, ended_at: datetime) -> dict[str, Any]:
    """Compute the result and leave it in the folder."""
    content = result_of_drill(player, read_json(folder / SEED), ended_at)
    write_json(folder / RESULT, content)
    return content


def _matter(incident: Incident, ended_at: datetime) -> dict[str, Any]:
    """Return a matter with its closing conditions: how many hold, and why the others do not."""
    rows = gate_of(incident, ended_at).rows
    held = (ConditionState.MET, ConditionState.WAIVED)
    return {
        "label": matter_label(incident),
        "grade": Grade(incident.grade).label,
        "conditions": len(rows),
        "held": sum(row.state in held for row in rows),
        "lacks": [row.lack.label for row in rows if row.lack and row.state not in held],
    }
