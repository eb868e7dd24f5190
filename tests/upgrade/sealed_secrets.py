"""Upgrade channels and second factors of 0.2.0, and take that back.

In:   an empty database.    Out:  JSON: what is stored before, after, and after the way back.
Cost: some seconds, for the first migrations.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

import django
from django.apps import apps
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huiying.base.files.sealed_text import open_text
from huiying.config.model_states import rendering_what_changed

AT = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
OLD, NEW = ("outbox", "0001_initial"), ("outbox", "0004_confirmed_channels")
TARGET = "https://oapi.example/robot/send?access_token=of-the-robot"
SECRET = "the-key-of-the-channel"
SEED = "JBSWY3DPEHPK3PXP"


def migrate(*targets: tuple[str, str]) -> Apps:
    """Bring the tables there; return the models of that moment."""
    with rendering_what_changed():
        return MigrationExecutor(connection).migrate([*targets]).apps


def fill(models: Apps) -> None:
    """Make channels with and without a secret, and second factors of each kind."""
    bureau = models.get_model("accounts", "Bureau").objects.create(
        name="云川区", slug="yc", created_at=AT
    )
    officer = models.get_model("accounts", "Officer").objects.create(
        bureau=bureau, username="lin"
    )
    channels = models.get_model("outbox", "Channel").objects
    for kind, target, secret in (
        ("DINGTALK", TARGET, SECRET),
        ("SMTP", "mail@x.example", ""),
        ("SMTP", "", ""),  # an officer's own, sealed already
    ):
        channels.create(
            bureau=bureau, kind=kind, name=target or "own", target=target, secret=secret
        )
    for kind, data in (
        ("totp", {"secret": SEED}),
        ("recovery_codes", {"seed": SEED, "used_mask": 3}),
        ("webauthn", {"credential": {"id": "x"}}),
    ):
        models.get_model("mfa", "Authenticator").objects.create(
            user=officer, type=kind, data=data
        )


def stored() -> dict[str, Any]:
    """Return what lies in the columns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT target, secret FROM outbox_channel ORDER BY id")
        channels = [list(row) for row in cursor.fetchall()]
        cursor.execute("SELECT data FROM mfa_authenticator ORDER BY id")
        data = [row[0] for row in cursor.fetchall()]
    factors = [json.loads(each) if isinstance(each, str) else each for each in data]
    return {"channels": channels, "factors": factors}


def read() -> dict[str, Any]:
    """Return what today's code reads."""
    channels = apps.get_model("outbox", "Channel").objects.order_by("pk")
    rows = apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn")
    return {
        "channels": [list(row) for row in channels.values_list("target", "secret")],
        "waiting": channels.exclude(confirmed=True, set_by=[]).count(),
        "factors": [open_text(row.data.get("secret") or row.data["seed"]) for row in rows],
    }


def main() -> None:
    django.setup()
    result: dict[str, Any] = {}
    fill(migrate(OLD, ("mfa", "0003_authenticator_type_uniq")))
    result["before"] = stored()
    migrate(NEW)
    result["after"], result["read"] = stored(), read()
    migrate(OLD)
    result["back"] = stored()
    json.dump(result, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
