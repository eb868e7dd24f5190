"""The drill of the scenario: planned, played in an installation of its own, taken in.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: a process of some twelve seconds, which plays the drill with its own fictional officers.

The score is what that installation computed of what was really done in it.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

from django.conf import settings

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.jobs.drills.folder import RESULT, SEED, drill_folder, read_json, write_json
from huiying.jobs.drills.launch import DRILL_COMMAND, begin_drill
from huiying.jobs.drills.seed import drill_seed
from huiying.policy.grading.grades import Grade
from huiying.work.prevention.drills.actions.plan_drill import DrillText, plan_drill
from huiying.work.prevention.drills.actions.run_drill import end_drill, start_drill
from huiying.work.prevention.drills.models import Drill, DrillState
from huiying.work.prevention.drills.queries import drills_of

ACTS = "acts.json"
PATIENCE = 180  # seconds; a machine that does much else is slow
RATE = 30.0


def drill_content() -> dict[str, Any]:
    """Return the drill as it is written: script, units, and what its officers do."""
    file = resources.files("huiying.jobs.demo") / "content" / "drill_script.json"
    content: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return content


def _start(stage: ScenarioState, _step: ActStep, officer: Officer, now: datetime) -> None:
    """Plan it, start it, and let its own process play it."""
    content = drill_content()
    units = {unit.name: unit for unit in stage.cast.units.values()}
    text = DrillText(
        title=content["title"],
        objectives=content["objectives"],
        steps="\n".join(content["steps"]),
        minutes=content["minutes"],
        grade=Grade[content["grade"]],
        units=[units[name] for name in content["units"]],
    )
    drill = plan_drill(text=text, officer=officer, now=now)
    start_drill(drill=drill, despite=False, by=DRILL_COMMAND, now=now)
    folder = drill_folder(Path(settings.DATA_DIR), drill.number)
    write_json(folder / SEED, drill_seed(drill, rate=RATE, now=now))
    write_json(folder / ACTS, content["acts"])
    child = begin_drill(folder, "play", str(folder / ACTS), now.isoformat())
    try:
        child.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired as error:
        child.kill()
        raise NotPlayed("the drill was not played in time") from error


def _end(_stage: ScenarioState, _step: ActStep, officer: Officer, now: datetime) -> None:
    """Take its result in."""
    drill: Drill | None = drills_of(officer.bureau_id).filter(state=DrillState.RUNNING).first()
    if drill is None:
        raise NotPlayed("no drill runs")
    content = read_json(drill_folder(Path(settings.DATA_DIR), drill.number) / RESULT)
    if content is None:
        raise NotPlayed("the drill left no result")
    end_drill(drill=drill, content=content, by=DRILL_COMMAND, now=now)


DRILL_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "start_drill": _start,
    "end_drill": _end,
}
