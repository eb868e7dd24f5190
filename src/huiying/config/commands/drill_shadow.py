"""The installation of a drill: set it up, serve it until it ends, leave its result.

In:   the folder that the environment names; ``serve HOST PORT`` or ``play ACTS``.
Out:  ``result.json`` in the folder, and exit code 0; without one it can be begun again.
Cost: some ten seconds to set up.

It is started by ``huiying drill`` with an environment of its own (``jobs.drills.launch``), and
``play`` by the demonstration: fictional officers act by a file, as they do in its scenario.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime, timedelta
from pathlib import Path

from huiying.config.commands._django import fail, migrate, ready
from huiying.config.commands._serve import serve, take_address


def main(words: list[str]) -> None:
    """Serve or play a drill.

    Raises:
        SystemExit: With exit code 2 when the folder holds no drill.
    """
    match words:
        case ["serve", host, port]:
            _serve(host, int(port))
        case ["play", acts, began]:
            _play(Path(acts), datetime.fromisoformat(began))
        case _:
            fail("drill_shadow serve HOST PORT | play ACTS MOMENT")


def _serve(host: str, port: int) -> None:
    door = take_address(host, port)
    folder = _ready()
    from huiying.jobs import clock  # noqa: PLC0415 - needs Django ready
    from huiying.jobs.demo.controls import wait_for_visitor  # noqa: PLC0415
    from huiying.jobs.drills.folder import is_end_requested, last_seen  # noqa: PLC0415
    from huiying.jobs.drills.player import load_player, new_player  # noqa: PLC0415
    from huiying.jobs.drills.result import write_result  # noqa: PLC0415

    player = load_player(folder) or new_player(folder, clock.real_now())
    wait_for_visitor(last_seen(folder) or player.began)  # begun before: it goes on from there

    parent = os.getppid()

    def is_over() -> bool:
        return is_end_requested(folder) or clock.now() >= player.ends_at

    # Who began it takes the result in: it ends with him.
    serve(door, jobs=True, until=lambda: is_over() or os.getppid() != parent)
    if is_over():
        ended_at = min(clock.now(), player.ends_at)
        write_result(folder, load_player(folder) or player, ended_at)


def _play(acts: Path, began: datetime) -> None:
    """Play a drill without anybody: the acts of a file are done at their minutes."""
    folder = _ready()
    from huiying.jobs.demo.acts.perform import perform  # noqa: PLC0415 - needs Django ready
    from huiying.jobs.demo.cast import Cast  # noqa: PLC0415
    from huiying.jobs.demo.scenario_types import ActStep  # noqa: PLC0415
    from huiying.jobs.demo.state import NotPlayed, ScenarioState  # noqa: PLC0415
    from huiying.jobs.drills.player import new_player  # noqa: PLC0415
    from huiying.jobs.drills.result import write_result  # noqa: PLC0415
    from huiying.policy.prevention.drill_script import StepKind  # noqa: PLC0415

    player = new_player(folder, began)
    shadow = player.shadow
    cast = Cast(shadow.bureau, shadow.units, shadow.officers, shadow.sources)
    todo = [
        ActStep(
            offset=timedelta(minutes=one["minute"]),
            actor=one["who"],
            verb=one["verb"],
            incident_ref=one.get("matter", "main"),
            args=one.get("args", {}),
        )
        for one in json.loads(acts.read_text(encoding="utf-8"))
    ]
    for minute in range(shadow.script.minutes):
        now = began + timedelta(minutes=minute)
        player.play_until(now)
        player.look(now)
        posts: dict[str, list[int]] = {
            "main": player.posts_of(StepKind.POST, StepKind.BURST),
            "second": player.posts_of(StepKind.SECOND),
        }
        for step in [one for one in todo if one.offset == timedelta(minutes=minute)]:
            try:
                perform(step, ScenarioState(cast, posts), now)
            except NotPlayed as reason:
                sys.stderr.write(f"{minute}: {reason}\n")
    player.save(folder)
    write_result(folder, player, player.ends_at)


def _ready() -> Path:
    """Return the folder, with Django ready and the tables of this version in it."""
    ready("huiying.config.settings.drill", migrated=False)
    migrate()
    from django.conf import settings  # noqa: PLC0415 - needs Django ready

    if not settings.DRILL:
        fail("这里不是演练的数据目录。")
    return Path(settings.DATA_DIR)


if __name__ == "__main__":
    main(sys.argv[1:])
