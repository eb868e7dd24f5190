"""Upgrade references with legal periods to petitions of their own, and take that back.

In:   an empty database.    Out:  JSON: the periods before, the petitions, the way back.
Cost: some seconds, for the first migrations.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from typing import Any

import django
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huiying.config.model_states import rendering_what_changed

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
OLD, NEW = ("casework", "0012_late_records"), ("casework", "0013_petitions")
PERIODS = ("received_on", "forwarded_on", "result_due", "review_step", "legal_clock_id")


def migrate(target: tuple[str, str]) -> Apps:
    """Bring the tables of casework there; return the models of that moment."""
    with rendering_what_changed():
        return MigrationExecutor(connection).migrate([target]).apps


def fill(models: Apps) -> None:
    """Make letters in three steps of their periods, one bound twice, and a ticket without."""
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

    def refer(number: int, origin: str, outside: str, rule: str = "", **more: Any) -> None:
        clock = None
        if rule:
            clock = models.get_model("clocks", "Clock").objects.create(
                bureau=bureau,
                kind=rule.lower(),
                rule_code=rule,
                starts_at=AT,
                due_at=AT,
                subject_kind="incident",
                subject_ref=incident.number,
                subject_label=incident.title,
            )
        models.get_model("casework", "Reference").objects.create(
            bureau=bureau,
            number=f"R2026-{number:04d}",
            incident=incident,
            origin=origin,
            outside_number=outside,
            label="来水发黄",
            bound_at=AT,
            bound_by=officer,
            legal_clock=clock,
            **more,
        )

    day = date(2026, 11, 20)
    refer(1, "PETITION", "信访 1", "PETITION_REGISTRATION", received_on=day)
    refer(
        2,
        "PETITION",
        "信访 2",
        "PETITION_RECEIPT",
        received_on=day,
        forwarded_on=day,
        competent=unit,
        result_due=date(2026, 12, 1),
    )
    refer(3, "VISIT", "来访 3", "PETITION_REVIEW", received_on=day, review_step=1)
    refer(4, "VISIT", "来访 4", "PETITION_DECISION", received_on=day, settled_at=AT)
    refer(5, "HOTLINE", "12345-5")


def periods(models: Apps) -> list[Any]:
    """Return the periods as references hold them."""
    rows = models.get_model("casework", "Reference").objects.order_by("pk")
    return [[str(one) for one in row] for row in rows.values_list(*PERIODS)]


def petitions(models: Apps) -> list[Any]:
    """Return each reference with the petition that it names now."""
    rows = models.get_model("casework", "Reference").objects.order_by("pk")
    names = ("number", "channel", "stage", "outside_number", "manner", "review_step", "text")
    return [list(row) for row in rows.values_list(*(f"petition__{name}" for name in names))]


def main() -> None:
    django.setup()
    result: dict[str, Any] = {}
    old = migrate(OLD)
    fill(old)
    result["before"] = periods(old)
    result["petitions"] = petitions(migrate(NEW))
    result["back"] = periods(migrate(OLD))
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
