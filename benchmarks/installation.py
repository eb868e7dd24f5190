"""Set a stage for measurements: a temporary installation with people and incidents.

In:   a temporary folder.    Out:  Django ready on it, a bureau with officers, open notices.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huiying.base.accounts.core.models import Bureau, Officer, Unit
    from huiying.work.casework.notices.models import Notice
    from huiying.work.incidents.candidates.models import Candidate
    from huiying.work.incidents.core.models import Incident

PASSWORD = "a-long-enough-pass"  # noqa: S105 - of a temporary installation

TOGETHER = 100  # incidents opened in one transaction


@dataclass
class People:
    """Who works in the measured bureau."""

    bureau: Bureau
    unit: Unit
    duty: Officer
    section: Officer


@contextlib.contextmanager
def installation(kept: str = "", database: str = "") -> Iterator[Path]:
    """Make an empty installation in a temporary folder and set Django up on it.

    Args:
        kept: A folder of one's own instead, which stays.
        database: Address of a database of one's own; otherwise a file in the folder.
    """
    with contextlib.ExitStack() as stack:
        folder = kept or stack.enter_context(
            tempfile.TemporaryDirectory(prefix="huiying-bench-", ignore_cleanup_errors=True)
        )
        Path(folder).mkdir(parents=True, exist_ok=True)
        os.environ["HUIYING_DATA_DIR"] = folder
        os.environ["HUIYING_DATABASE_URL"] = database or f"sqlite:///{folder}/bench.sqlite3"
        os.environ["HUIYING_HTTPS"] = "false"
        os.environ["HUIYING_SECOND_FACTOR"] = (
            "administrators"  # the measured sign in by password
        )
        os.environ["HUIYING_ALLOWED_HOSTS"] = "127.0.0.1,testserver"
        os.environ["DJANGO_SETTINGS_MODULE"] = "huiying.config.settings.prod"
        os.environ.setdefault("HUIYING_LOG_LEVEL", "ERROR")
        from huiying.config.commands._django import migrate, ready

        ready(migrated=False)
        migrate()
        yield Path(folder)


def people(now: datetime) -> People:
    """Make a bureau with a duty officer and a section officer."""
    from huiying.base.accounts.organisation.actions.set_up import add_officer, add_unit
    from huiying.base.accounts.roles.capabilities import Role
    from huiying.base.audit.subjects import MACHINE
    from huiying.jobs.upkeep.setup_bureau import set_up_bureau

    bureau = set_up_bureau(
        slug="bench",
        name="测速局",
        district="测速区",
        username="root",
        person="管理",
        password=PASSWORD,
    )
    unit = add_unit(
        bureau=bureau, name="接待科", kind="SECTION", duties="接待", actor=MACHINE, now=now
    )

    def officer(name: str, *roles: Role) -> Officer:
        return add_officer(
            bureau=bureau,
            username=name,
            name=name,
            password=PASSWORD,
            roles=frozenset(roles),
            unit=unit,
            actor=MACHINE,
            now=now,
            bootstrap=True,
        )

    officer("auditor", Role.AUDITOR)
    officer("leader", Role.LEADER)
    return People(
        bureau,
        unit,
        officer("duty", Role.DUTY_OFFICER, Role.SPOKESPERSON),
        officer("section", Role.SECTION_OFFICER),
    )


def open_incidents(who: People, count: int, now: datetime) -> list[Incident]:
    """Open incidents by the product's own acts, each from a candidate of its own."""
    from django.db import transaction

    rows: list[Incident] = []
    while len(rows) < count:
        with transaction.atomic():
            numbers = range(len(rows), min(count, len(rows) + TOGETHER))
            rows += [_opened(who, number, now) for number in numbers]
    return rows


def candidate(who: People, number: int, now: datetime) -> Candidate:
    """Put a candidate on the desk, for the event of its number."""
    from huiying.work.incidents.candidates.models import Candidate

    at = now - timedelta(minutes=number % 600)
    return Candidate.objects.create(
        bureau=who.bureau,
        event_id=number + 1,
        title=f"测速事件第 {number} 号：路灯不亮",
        size=3,
        groups=2,
        voices=2,
        discovered_at=at,
        last_post_at=at,
        raised_at=at,
        proposed_grade=1 + number % 3,
        rule_version="1",
    )


def _opened(who: People, number: int, now: datetime) -> Incident:
    from huiying.policy.grading.grades import Grade
    from huiying.work.incidents.candidates.actions.confirm import confirm_candidate

    return confirm_candidate(
        candidate=candidate(who, number, now),
        grade=Grade(1 + number % 3),
        reason="",
        officer=who.duty,
        now=now,
    )


def open_notices(who: People, count: int, now: datetime) -> list[Notice]:
    """Send notices that wait for a signature."""
    from huiying.work.casework.notices.actions.notify import notify_unit

    return [
        notify_unit(incident=incident, unit=who.unit, guidance="", officer=who.duty, now=now)
        for incident in open_incidents(who, count, now)
    ]


def command(*words: str) -> list[str]:
    """Return the command line of one of our verbs."""
    return [sys.executable, "-m", "huiying.config.cli", *words]
