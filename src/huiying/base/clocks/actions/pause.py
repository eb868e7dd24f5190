"""暂停, 恢复: pause a period that the law does not count, and move its end when it resumes.

In:   a running clock, a ground of ``policy.pauses``, what was asked for, until when.
Out:  a pause on record, which ends by itself.
Cost: a few writes; resuming also moves the rungs that have not fired.

No other clock can be stopped by anybody: not a notice, not a public response. One person may
(信访工作条例 art. 23, 36 ask for no other), but for no longer than the ground allows in all.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.clocks.models import Clock, ClockPause, ClockState, ClockStep
from huiying.base.errors import Refused
from huiying.base.outbox.actions.alarm import end_alarms
from huiying.base.rulebook.queries import calendar_of
from huiying.policy.time.calendar import UnknownYear
from huiying.policy.time.deadlines import DeadlineUnit
from huiying.policy.time.pauses import (
    PAUSABLE,
    PausedSpan,
    PauseRule,
    days_left_to_stand,
    due_with_pauses,
    grounds_for,
    moved_by,
)
from huiying.policy.time.zone import DAY, LOCAL
from huiying.reasons.reason import Reason, to_data

LINE = 400
ASKED = 200


def grounds_of(clock: Clock) -> tuple[PauseRule, ...]:
    """Return on what grounds a clock may stand; empty for nearly every clock."""
    _amount, unit = _length(clock)
    return grounds_for(clock.rule_code, unit)


@transaction.atomic
def pause_clock(
    *,
    clock: Clock,
    ground: str,
    reason: str,
    asked: str,
    until: date,
    officer: Officer,
    now: datetime,
) -> ClockPause:
    """Stop a running clock from now to the end of a day; then it goes on by itself.

    Args:
        asked: What was asked for meanwhile, and of whom; without personal data.
        until: The last local day that is not counted.

    Raises:
        Refused: If no law lets it stand on this ground, no reason is given or nothing was
            asked for, the day is over or lies beyond what the ground allows in all, the clock
            does not run, stands already, or has run out, or the new end lies in a year whose
            days off are not known.
        PermissionDenied: If the officer may not stop clocks.
    """
    require(officer, Capability.PAUSE_CLOCK)
    rule = next((one for one in grounds_of(clock) if one.ground == ground), None)
    if rule is None:
        raise Refused(_("法规未规定此类时限可据此暂停，继续计时。"))
    if not reason.strip():
        raise Refused(_("请填写暂停理由。"))
    if not asked.strip():
        raise Refused(_("请填写暂停期间要求补充或办理的事项。"))
    ends = _end_of_pause(clock, rule, until, now)
    running = Clock.objects.filter(
        pk=clock.pk, state=ClockState.RUNNING, paused_at__isnull=True, due_at__gte=now
    )
    if running.update(paused_at=now) != 1:
        raise Refused(_("该时限未在计时、已暂停或已超时，未作更改。"))
    pause = ClockPause.objects.create(
        bureau_id=clock.bureau_id,
        clock=clock,
        ground=str(rule.ground),
        basis=rule.basis,
        standing=str(rule.standing),
        reason=masked_text(reason.strip())[:LINE],
        asked=masked_text(asked.strip())[:ASKED],
        from_at=now,
        until_at=ends,
        by=officer,
    )
    ClockStep.objects.filter(clock=clock, fired_at__isnull=True).update(parked_at=now)
    end_alarms(bureau_id=clock.bureau_id, key_prefix=f"clock:{clock.pk}:", now=now)
    clock.refresh_from_db()
    data = {"asked": pause.asked, "until": ends.isoformat()}
    record(clock, "clock.paused", officer, now, ground=pause.ground, basis=rule.basis, **data)
    return pause


def _end_of_pause(clock: Clock, rule: PauseRule, until: date, now: datetime) -> datetime:
    """Return when a pause ends that begins now and lasts to the end of a local day."""
    if until < now.astimezone(LOCAL).date():
        raise Refused(_("暂停截止日期不得早于今日。"))
    spans = _spans(clock)
    span = PausedSpan(now, _midnight(until + DAY))
    left = days_left_to_stand(rule, spans)
    if span.days > left:
        words = {"most": rule.most.value, "left": max(left, 0)}
        raise Refused(
            _("据此暂停累计不得超过 %(most)s 日，还可暂停 %(left)s 日，请改填截止日期。")
            % words
        )
    amount, _unit = _length(clock)
    try:
        due_with_pauses(clock.starts_at, amount, calendar_of(clock.bureau_id), [*spans, span])
    except UnknownYear as error:
        raise Refused(str(error)) from error
    return span.end


def resume_over_pauses(now: datetime) -> int:
    """Let every clock go on whose pause is over; return how many."""
    rows = ClockPause.objects.filter(to_at__isnull=True, clock__paused_at__isnull=False)
    return sum(_resume_over(row.clock, now) for row in rows.select_related("clock"))


@transaction.atomic
def _resume_over(clock: Clock, now: datetime) -> bool:
    pause = clock.pauses.filter(to_at__isnull=True).first()
    if pause is None or (ends := end_of(pause)) > now:
        return False
    why = Reason("clocks.pause_over")
    try:
        moved = end_pause(clock=clock, at=ends, why=why)
    except UnknownYear:
        return False  # the days off of that year are entered first; an officer is told by them
    if moved is None:
        return False
    data = {"days": moved.days, "due": clock.due_at.isoformat()}
    record(clock, "clock.resumed_by_itself", None, now, **data)
    return True


def end_of(pause: ClockPause) -> datetime:
    """Return when a pause is over by itself; of an old one, after its ground's bound."""
    if pause.until_at is not None:
        return pause.until_at
    rules = [one for rules in PAUSABLE.values() for one in rules if one.ground == pause.ground]
    most = max((int(one.most.value) for one in rules), default=0)
    return _midnight(pause.from_at.astimezone(LOCAL).date() + most * DAY)


@transaction.atomic
def resume_clock(*, clock: Clock, reason: str, officer: Officer, now: datetime) -> Clock:
    """Let a clock go on: it ends as many days later as it stood.

    Raises:
        Refused: If it does not stand, or no reason is given, or the new end lies in a year
            whose days off are not known.
        PermissionDenied: If the officer may not stop clocks.
    """
    require(officer, Capability.PAUSE_CLOCK)
    if not reason.strip():
        raise Refused(_("请填写恢复计时的理由。"))
    why = Reason("clocks.as_written", {"words": masked_text(reason.strip())[:LINE]})
    try:
        moved = end_pause(clock=clock, at=now, why=why, officer=officer)
    except UnknownYear as error:
        raise Refused(str(error)) from error
    if moved is None:
        raise Refused(_("该时限未处于暂停状态，未作更改。"))
    data = {"days": moved.days, "due": clock.due_at.isoformat()}
    record(clock, "clock.resumed", officer, now, **data)
    return clock


def end_pause(
    *, clock: Clock, at: datetime, why: Reason, officer: Officer | None = None
) -> timedelta | None:
    """End the pause of a clock, if it stands; return by how much its end moved.

    Args:
        at: When; never before the pause began.
        officer: Who let it go on; None = what it asked for was done meanwhile.
    """
    stands = Clock.objects.filter(pk=clock.pk, paused_at__isnull=False)
    if stands.update(paused_at=None) != 1:
        return None
    clock.refresh_from_db()
    for pause in clock.pauses.filter(to_at__isnull=True):
        pause.to_at, pause.ended_by = max(min(at, end_of(pause)), pause.from_at), officer
        pause.ended_why = to_data(why)
        pause.save(update_fields=["to_at", "ended_by", "ended_why"])
    spans = _spans(clock)
    amount, _unit = _length(clock)
    due = due_with_pauses(clock.starts_at, amount, calendar_of(clock.bureau_id), spans)
    moved = moved_by(clock.due_at, due)
    Clock.objects.filter(pk=clock.pk).update(due_at=F("due_at") + moved)
    waiting = ClockStep.objects.filter(clock=clock, fired_at__isnull=True)
    waiting.update(at=F("at") + moved, parked_at=None)
    clock.refresh_from_db()
    return moved


def _midnight(day: date) -> datetime:
    """Return the first moment of a local day, in UTC."""
    return datetime.combine(day, time(0), LOCAL).astimezone(UTC)


def _spans(clock: Clock) -> list[PausedSpan]:
    """Return in which stretches a clock stood; not the one that lasts."""
    rows = ClockPause.objects.filter(clock=clock, to_at__isnull=False)
    return [PausedSpan(row.from_at, row.to_at) for row in rows if row.to_at]


def _length(clock: Clock) -> tuple[int, str]:
    """Return amount and unit of a clock's period; of a date set by hand, no unit."""
    amount, _space, word = clock.amount.partition(" ")
    unit = next((str(one) for one in DeadlineUnit if one.label == word), "")
    return (int(amount), unit) if unit else (0, "")
