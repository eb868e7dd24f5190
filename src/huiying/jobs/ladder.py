"""The worker of the clocks: remind who holds the minute, mark what ran out.

In:   rungs that are due, clocks past their time.
Out:  board alarms, messages to the holder's channels, audit records; one transaction a clock.
Cost: two indexed queries a turn, about ten writes per clock that is due.

Claim and act commit together, so a turn that runs twice, or dies half-way, acts once. After an
outage the rungs that passed meanwhile fire together, as one reminder.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiying.base.audit.actions.append import MACHINE, Subject, append
from huiying.base.clocks.actions.fire import claim_breach, claim_due_steps
from huiying.base.clocks.models import Clock, ClockStep
from huiying.base.clocks.queries import due_steps, unmarked_breaches
from huiying.base.outbox.actions.alarm import end_alarms
from huiying.base.outbox.actions.queue import About, queue_message, raise_alarm
from huiying.base.outbox.models import Channel
from huiying.base.outbox.queries import channels_of, channels_of_desk, told_since

MOST = 200  # clocks a turn
QUIET = timedelta(minutes=10)  # between two messages to a unit about one matter
MAJOR = 3  # from this grade on nothing is held back
NEARLY = 0.8  # share of the time after which the board raises an alarm
WHOLE = 1.0
HOUR, DAY = 60, 48 * 60  # minutes; up to two days are told in hours


def turn(now: datetime) -> int:
    """Act upon everything that is due; return how many clocks were acted upon."""
    due = list(due_steps(now).values_list("clock_id", flat=True)[:MOST])
    late = list(unmarked_breaches(now).values_list("pk", flat=True)[:MOST])
    return sum(_look(pk, now) for pk in dict.fromkeys([*late, *due]))


@transaction.atomic
def _look(pk: int, now: datetime) -> bool:
    steps = claim_due_steps(now=now, clock_id=pk)
    clock = Clock.objects.select_related("holder_unit", "holder_officer__unit").get(pk=pk)
    breached = claim_breach(clock=clock, now=now)
    if not steps and not breached:
        return False
    share = max((float(step.share) for step in steps), default=WHOLE)
    if breached:
        _say_late(clock, now)
    elif share >= NEARLY and now <= clock.due_at:
        raise_alarm(
            bureau_id=clock.bureau_id,
            key=f"clock:{pk}:due",
            text=headline(clock, now),
            about=_about(clock),
            now=now,
        )
    told = 0
    if steps or not clock.steps.filter(share=Decimal(1)).exists():
        told = _remind(clock, share, now)
    _record(clock, steps, breached=breached, told=told, now=now)
    return True


def headline(clock: Clock, now: datetime) -> str:
    """Return one line: which period, how long left or over, which matter."""
    values = {
        "name": clock.name,
        "time": length(abs(clock.due_at - now)),
        "ref": clock.subject_ref,
        "label": clock.subject_label,
    }
    if clock.subject_kind == "candidate":  # it has no number yet
        if now > clock.due_at:
            return _("%(name)s已超时 %(time)s：%(label)s") % values
        return _("%(name)s还剩 %(time)s：%(label)s") % values
    if now > clock.due_at:
        return _("%(name)s已超时 %(time)s：%(ref)s %(label)s") % values
    return _("%(name)s还剩 %(time)s：%(ref)s %(label)s") % values


def length(time: timedelta) -> str:
    """Return a length of time in words, whole minutes."""
    minutes = int(time.total_seconds() // 60)
    if minutes < HOUR:
        return _("%(minutes)d 分钟") % {"minutes": minutes}
    if minutes < DAY:
        return _("%(hours)d 小时 %(minutes)d 分") % {
            "hours": minutes // HOUR,
            "minutes": minutes % HOUR,
        }
    return _("%(days)d 天 %(hours)d 小时") % {
        "days": minutes // (24 * HOUR),
        "hours": minutes // HOUR % 24,
    }


def _say_late(clock: Clock, now: datetime) -> None:
    end_alarms(bureau_id=clock.bureau_id, key_prefix=f"clock:{clock.pk}:due", now=now)
    raise_alarm(
        bureau_id=clock.bureau_id,
        key=f"clock:{clock.pk}:late",
        text=_("%(name)s超时，在%(holder)s手中：%(label)s")
        % {"name": clock.name, "holder": clock.holder_label, "label": clock.subject_label},
        about=_about(clock),
        now=now,
    )


def _remind(clock: Clock, share: float, now: datetime) -> int:
    """Queue the reminder on the holder's channels; return how many messages were queued."""
    line = headline(clock, now)
    body = _("现在在%(holder)s手中。时限 %(amount)s，依据：%(basis)s（%(standing)s）。") % {
        "holder": clock.holder_label,
        "amount": clock.amount,
        "basis": clock.basis,
        "standing": clock.get_standing_display(),
    }
    told = 0
    for channel in _channels(clock):
        if not _may_speak(clock, channel, now):
            continue
        queued = queue_message(
            bureau_id=clock.bureau_id,
            channel=channel,
            key=f"remind:{clock.pk}:{share:.2f}:{channel.pk}",
            subject=_("【催办】%(line)s") % {"line": line},
            body=f"{line}\n{body}",
            about=_about(clock),
            urgent=_is_major(clock),
            now=now,
        )
        told += queued is not None
    return told


def _channels(clock: Clock) -> QuerySet[Channel]:
    officer = clock.holder_officer
    unit = clock.holder_unit or (officer.unit if officer else None)
    return channels_of(unit) if unit is not None else channels_of_desk(clock.bureau_id)


def _may_speak(clock: Clock, channel: Channel, now: datetime) -> bool:
    if _is_major(clock):
        return True
    return not told_since(channel, clock.subject_ref, now - QUIET, key_prefix="remind:")


def _is_major(clock: Clock) -> bool:
    return clock.subject_grade is not None and clock.subject_grade >= MAJOR


def _about(clock: Clock) -> About:
    return About(clock.subject_kind, clock.subject_ref)


def _record(
    clock: Clock, steps: Sequence[ClockStep], *, breached: bool, told: int, now: datetime
) -> None:
    """Write what fired: the holder by unit or public id, never by a person's name."""
    officer = clock.holder_officer_id
    data = {
        "kind": clock.kind,
        "holder": f"officer:{officer}" if officer else clock.holder_label,
        "seconds_left": int((clock.due_at - now).total_seconds()),
    }
    subject = Subject(
        "clock", str(clock.pk), clock.name, f"{clock.subject_kind}:{clock.subject_ref}"
    )
    if steps:
        append(
            bureau_id=clock.bureau_id,
            actor=MACHINE,
            verb="clock.reminded",
            subject=subject,
            now=now,
            data=data | {"shares": [str(step.share) for step in steps], "messages": told},
        )
    if breached:
        append(
            bureau_id=clock.bureau_id,
            actor=MACHINE,
            verb="clock.breached",
            subject=subject,
            now=now,
            data=data,
        )
