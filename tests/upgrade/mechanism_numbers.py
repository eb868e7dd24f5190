"""Upgrade drafts of 0.2.0 that have a number of the district procedure, and take that back.

In:   an empty database.    Out:  JSON: the numbers before, after, and after the way back.
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
OLD, NEW = ("responses", "0004_third_parties"), ("responses", "0007_final_mechanism_reviews")
STATES = ("WRITING", "SUBMITTED", "APPROVED", "PUBLISHED", "DROPPED")


def migrate(target: tuple[str, str]) -> Apps:
    """Bring the tables of answers there; return the models of that moment."""
    with rendering_what_changed():
        return MigrationExecutor(connection).migrate([target]).apps


def fill(models: Apps) -> None:
    """Make a draft with a number in each state, and one without."""
    bureau = models.get_model("accounts", "Bureau").objects.create(
        name="云川区", slug="yc", created_at=AT
    )
    officer = models.get_model("accounts", "Officer").objects.create(
        bureau=bureau, username="lin"
    )
    unit = models.get_model("accounts", "Unit").objects.create(bureau=bureau, name="区水务局")
    incident = models.get_model("incidents", "Incident").objects.create(
        bureau=bureau,
        number="2026-0001",
        title="停水",
        stage="HANDLING",
        grade=2,
        discovered_at=AT,
        opened_at=AT,
        opened_by=officer,
        last_post_at=AT,
    )
    for place, state in enumerate((*STATES, "WRITING")):
        answer = models.get_model("responses", "Answer").objects.create(
            bureau=bureau, number=f"A2026-{place:04d}", incident=incident, speaker=unit
        )
        models.get_model("responses", "Draft").objects.create(
            bureau=bureau,
            answer=answer,
            state=state,
            procedure_ref=f"{place}号" if place < len(STATES) else "",
            author=officer,
            started_at=AT,
            edited_at=AT,
        )


def numbers(models: Apps) -> list[Any]:
    """Return state and number of each draft."""
    drafts = models.get_model("responses", "Draft").objects.order_by("pk")
    return [list(row) for row in drafts.values_list("state", "procedure_ref")]


def main() -> None:
    django.setup()
    result: dict[str, Any] = {}
    old = migrate(OLD)
    fill(old)
    result["before"] = numbers(old)
    new = migrate(NEW)
    result["upgraded"] = numbers(new)
    reviews = new.get_model("responses", "MechanismReview").objects.order_by("pk")
    result["reviews"] = [
        list(row) for row in reviews.values_list("draft__state", "document", "opinion")
    ]
    result["back"] = numbers(migrate(OLD))
    json.dump(result, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
