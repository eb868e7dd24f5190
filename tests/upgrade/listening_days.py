"""Upgrade posts that came on some days, live and from a file of the past.

In:   an empty database.
Out:  JSON: the days of each bureau, and which bureaus' posts are gone over again.
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

OLD, NEW = "0004_begin_pass_over_places", "0006_listening_days"
CAME = (
    ("2026-11-20 15:59", False),  # before midnight in Beijing
    ("2026-11-20 16:01", False),  # the next day there
    ("2026-11-23 02:00", True),  # a file of the past
)


def migrate(name: str) -> Apps:
    """Bring the tables of collection there; return the models of that moment."""
    with rendering_what_changed():
        return MigrationExecutor(connection).migrate([("collection", name)]).apps


def fill(models: Apps) -> None:
    """Make the posts of one bureau, and another without any."""
    rows: dict[str, Any] = {
        name: models.get_model("collection", name).objects for name in ("Source", "Post")
    }
    for slug in ("yc", "lx"):
        bureau = models.get_model("accounts", "Bureau").objects.create(
            name=slug, slug=slug, created_at=datetime(2026, 11, 1, tzinfo=UTC)
        )
        source = rows["Source"].create(bureau=bureau, name="来源")
        for number, (moment, history) in enumerate(CAME if slug == "yc" else ()):
            rows["Post"].create(
                id=number + 1,
                bureau=bureau,
                source=source,
                text="停水",
                published_at=datetime(2026, 10, 1, tzinfo=UTC),
                collected_at=datetime.fromisoformat(moment).replace(tzinfo=UTC),
                history=history,
            )


def main() -> None:
    django.setup()
    fill(migrate(OLD))
    models = migrate(NEW)
    days = models.get_model("collection", "ListeningDay").objects.order_by("day")
    passes = models.get_model("collection", "EarlierPlaces").objects.filter(rows="posts")
    found = {
        "days": [f"{slug} {day}" for slug, day in days.values_list("bureau__slug", "day")],
        "passes": list(passes.values_list("bureau__slug", "next_id", "last_id")),
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
