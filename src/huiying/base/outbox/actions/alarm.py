"""Raise an alarm on the board, acknowledge it, end it when its cause is over.

In:   a key (once per bureau), a reason, what it is about.    Out:  the alarm, or who was first.
Cost: one insert, also of several alarms, or one conditional update.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.outbox.about import About
from huiying.base.outbox.models import BoardAlarm
from huiying.reasons.reason import Reason, to_data
from huiying.reasons.rendering import render


@transaction.atomic
def raise_alarm(
    *, bureau_id: int, key: str, reason: Reason, about: About, now: datetime
) -> BoardAlarm | None:
    """Put an alarm on the board; None if this key was raised before (taken or not)."""
    alarm, made = BoardAlarm.objects.get_or_create(
        bureau_id=bureau_id,
        key=key[:120],
        defaults={
            "text": render(reason)[:200],
            "reason": to_data(reason),
            "about_kind": about.kind,
            "about_ref": about.ref,
            "raised_at": now,
        },
    )
    return alarm if made else None


def raise_alarms(
    *, bureau_id: int, alarms: Iterable[tuple[str, Reason, About]], now: datetime
) -> None:
    """Put alarms on the board, each a key, a reason and what it is about.

    One whose key was raised before (taken or not) stays as it is.
    """
    BoardAlarm.objects.bulk_create(
        (
            BoardAlarm(
                bureau_id=bureau_id,
                key=key[:120],
                text=render(reason)[:200],
                reason=to_data(reason),
                about_kind=about.kind,
                about_ref=about.ref,
                raised_at=now,
            )
            for key, reason, about in alarms
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def take_alarm(*, alarm: BoardAlarm, officer: Officer, now: datetime) -> bool:
    """Say that an officer is on it; False if somebody else was first or it is over."""
    standing = BoardAlarm.objects.filter(
        pk=alarm.pk,
        bureau_id=officer.bureau_id,
        taken_at__isnull=True,
        ended_at__isnull=True,
    )
    if standing.update(taken_at=now, taken_by=officer) != 1:
        return False
    record(
        alarm,
        "alarm.taken",
        officer,
        now,
        waited_seconds=int((now - alarm.raised_at).total_seconds()),
    )
    return True


def take_alarms_about(*, bureau_id: int, ref: str, officer: Officer, now: datetime) -> int:
    """Take every standing alarm about a matter that the officer acts upon; return how many."""
    standing = BoardAlarm.objects.filter(
        bureau_id=bureau_id, about_ref=ref, taken_at__isnull=True, ended_at__isnull=True
    )
    return sum(take_alarm(alarm=alarm, officer=officer, now=now) for alarm in standing)


def readdress_alarms(*, bureau_id: int, old_ref: str, new_ref: str) -> int:
    """Let the alarms about a matter follow it to its new public number; return how many."""
    rows = BoardAlarm.objects.filter(bureau_id=bureau_id, about_ref=old_ref)
    return rows.update(about_ref=new_ref)


def end_alarms(*, bureau_id: int, key_prefix: str, now: datetime) -> int:
    """End the standing alarms whose cause is over; return how many."""
    return BoardAlarm.objects.filter(
        bureau_id=bureau_id,
        key__gte=key_prefix,
        key__lt=key_prefix + "\U0010ffff",
        taken_at__isnull=True,
        ended_at__isnull=True,
    ).update(ended_at=now)
