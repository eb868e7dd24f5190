"""Raise an alarm on the board, acknowledge it, end it when its cause is over.

In:   a key (once per bureau), a reason, what it is about.    Out:  the alarm, or who was first.
Cost: one insert, also of several alarms, or one conditional update.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.hands import in_one_hand
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import holders_of
from huiying.base.accounts.roster.queries import on_duty
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.models import BoardAlarm
from huiying.base.outbox.queries import channels_to
from huiying.reasons.reason import Reason, to_data
from huiying.reasons.rendering import render

CHANGES = "change:"
"""How the keys begin of alarms about a change by one person; the key of the officer follows."""


@transaction.atomic
def tell_of_change(*, reason: Reason, about: About, by: Officer, now: datetime) -> None:
    """Tell what one person changed that the desk hears by: at once, and until it was seen.

    It stands on the desk until another person than ``by`` takes it. A message goes to the
    leader, to the office and to who is on duty, by every channel that is left to each.
    """
    made = raise_alarm(
        bureau_id=by.bureau_id,
        key=f"{CHANGES}{by.pk}:{about.kind}:{about.ref}:{now.isoformat()}",
        reason=reason,
        about=about,
        now=now,
    )
    if made is None:
        return
    duty = Officer.objects.filter(pk__in=[row.officer_id for row in on_duty(by.bureau_id, now)])
    people = [
        *holders_of(by.bureau_id, Role.LEADER).select_related("unit"),
        *holders_of(by.bureau_id, Role.OFFICE).select_related("unit"),
        *duty.select_related("unit"),
    ]
    channels = {
        channel.pk: channel
        for person in people
        if person.pk != by.pk
        for channel in channels_to(person, now, major=True)
    }
    for channel in channels.values():
        queue_message(
            bureau_id=by.bureau_id,
            channel=channel,
            key=f"{made.key}:{channel.pk}",
            subject=house_text("【告警设置变更】请核对"),
            body=house_text("%(what)s 变更不当的，请联系系统管理员恢复。")
            % {"what": render(reason)},
            about=about,
            urgent=True,
            now=now,
        )


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
    """Say that an officer is on it; False if somebody else was first or it is over.

    Raises:
        Refused: If it tells of a change that he made, or that one hand could have made.
    """
    _refuse_own_change(alarm, officer, now)
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


def _refuse_own_change(alarm: BoardAlarm, officer: Officer, now: datetime) -> None:
    if not alarm.key.startswith(CHANGES):
        return
    changer = Officer.objects.filter(pk=int(alarm.key.split(":")[1])).first()
    if changer is not None and in_one_hand(officer, changer, now):
        raise Refused(_("变更须由办理变更人员以外的人员核对。"))


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
