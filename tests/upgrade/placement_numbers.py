"""Upgrade placements of which two workers numbered some twice.

In:   an empty database.    Out:  JSON: [post, number] of each placement after the upgrade.
Cost: some seconds, for the first migrations.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

import django
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huiying.config.model_states import rendering_what_changed

AT = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
OLD, NEW = "0004_severity_second_signature", "0005_one_number_a_placement"
NUMBERS = (1, 2, 1, 3, 2, 1)
"""As frozen and throttled holders of a lease gave them."""


def migrate(name: str) -> Apps:
    """Bring the tables of incidents there; return the models of that moment."""
    with rendering_what_changed():
        return MigrationExecutor(connection).migrate([("incidents", name)]).apps


def main() -> None:
    django.setup()
    models = migrate(OLD)
    post, placement = (
        models.get_model("collection", "Post").objects,
        models.get_model("incidents", "Placement").objects,
    )
    for slug in ("yc", "lx"):
        bureau = models.get_model("accounts", "Bureau").objects.create(
            name=slug, slug=slug, created_at=AT
        )
        source = models.get_model("collection", "Source").objects.create(
            bureau=bureau, name="来源"
        )
        for number in NUMBERS:
            row = post.create(
                id=post.count() + 1,
                bureau=bureau,
                source=source,
                text="停水",
                collected_at=AT,
            )
            placement.create(
                post=row, bureau=bureau, group_id=row.pk, event_id=row.pk, seq=number
            )
    rows = migrate(NEW).get_model("incidents", "Placement").objects.order_by("post_id")
    found = {
        slug: list(rows.filter(bureau__slug=slug).values_list("seq", flat=True))
        for slug in ("yc", "lx")
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
