"""Upgrade clocks of release 0.2.0 with every kind of reason and holder, and take that back.

In:   an empty database.
Out:  JSON: why and in whose hands before, after the upgrade, and after the way back.
Cost: some seconds, for the first migrations.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

import django
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huiying.config.model_states import rendering_what_changed

AT = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
STOPPED = (
    "",
    "已签收",
    "Another unit was notified",
    "误报，“本局”无关",
    "并入“二楼\\停水”",
    "并入“被截断的标题",
    "经批准延期：材料多",
    "经批准延期：",
)
HELD = ("值班员", "系统", "待送达区水务局", "区水务局")
OLD, NEW = ("clocks", "0001_initial"), ("clocks", "0002_reasons_and_holders_as_codes")


def migrate(target: tuple[str, str]) -> Apps:
    """Bring the tables of clocks there; return the models of that moment."""
    with rendering_what_changed():
        return MigrationExecutor(connection).migrate([target]).apps


def fill(models: Apps) -> None:
    """Make a clock for each reason, and one that was held by everybody and stood."""
    bureau = models.get_model("accounts", "Bureau").objects.create(
        name="云川区", slug="yc", created_at=AT
    )
    officer = models.get_model("accounts", "Officer").objects.create(
        bureau=bureau, username="lin"
    )
    unit = models.get_model("accounts", "Unit").objects.create(bureau=bureau, name="区水务局")
    common = {"bureau": bureau, "starts_at": AT, "due_at": AT}
    clock = models.get_model("clocks", "Clock").objects
    for words in STOPPED:
        ended = {"state": "CANCELLED", "stopped_at": AT} if words else {}
        clock.create(stop_reason=words, holder_label=HELD[0], **ended, **common)
    first = clock.create(holder_label=HELD[2], holder_unit=unit, **common)
    for words in HELD:
        models.get_model("clocks", "ClockHold").objects.create(
            bureau=bureau, clock=first, holder_label=words, from_at=AT, to_at=AT
        )
    for words in ("补齐了材料", "已答复"):
        models.get_model("clocks", "ClockPause").objects.create(
            bureau=bureau, clock=first, from_at=AT, to_at=AT, by=officer, ended_why=words
        )


def read(models: Apps, *holder: str) -> dict[str, list[Any]]:
    """Return the columns that the upgrade changes."""
    rows = {
        name: models.get_model("clocks", name).objects.order_by("pk")
        for name in ("Clock", "ClockHold", "ClockPause")
    }
    return {
        "stopped": list(rows["Clock"].values_list("stop_reason", flat=True)),
        "clocks": list(rows["Clock"].values_list(*holder)),
        "holds": list(rows["ClockHold"].values_list(*holder)),
        "ended": list(rows["ClockPause"].values_list("ended_why", flat=True)),
    }


def main() -> None:
    django.setup()
    fill(models := migrate(OLD))
    result = {
        "before": read(models, "holder_label"),
        "upgraded": read(migrate(NEW), "holder_code", "holder_name"),
        "back": read(migrate(OLD), "holder_label"),
    }
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
