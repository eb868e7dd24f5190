"""The explanation of a clock: start, basis, calendar, ladder, time by holder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.clocks.models import (
    Clock,
    ClockAck,
    ClockHold,
    ClockPause,
    ClockState,
    ClockStep,
)
from huiying.policy.time.ladder import Audience
from huiying.web.shared.time_words import moment_text, sentences

STARTS = {
    "notice": gettext_noop(
        "通报时限：一般自发现起；较大自发现起，等级上调的自决定起；重大自首次建议或"
        "决定为重大时起。"
    ),
    "receipt": gettext_noop("签收时限：自送达起。"),
    "report": gettext_noop("核实时限：自签收起。"),
    "approval": gettext_noop("审定时限：自送审起。"),
    "response": gettext_noop("回应时限：自发现起。"),
    "withholding": gettext_noop("不予公开定期审查时限：自发布或上次审查起。"),
    "follow_up": gettext_noop("约定事项时限：自登记联络起，至约定日期止。"),
    "owed_answer": gettext_noop("发布会会后答复时限：自登记提问起，至约定日期止。"),
    "secrecy_report": gettext_noop("泄密报告时限：自提请封存起。"),
    "promise": gettext_noop("公开承诺时限：自登记起，至承诺日期止。"),
    "confirmation": gettext_noop("沟通确认时限：自送对方确认起。"),
    "petition_registration": gettext_noop("转送、交办：从收到之日的次日起，按日历天计算。"),
    "petition_receipt": gettext_noop("受理告知：从收到之日的次日起，按日历天计算。"),
    "petition_decision": gettext_noop("办结：从受理之日的次日起，按日历天计算。"),
    "petition_extension": gettext_noop("延期：顺接原办结期限。"),
    "petition_review": gettext_noop("复查、复核：从收到申请之日的次日起，按日历天计算。"),
}


def start_words(clock: Clock) -> str:
    """Say from what a clock of this kind starts; empty for a kind that says it elsewhere."""
    return _(STARTS[clock.kind]) if clock.kind in STARTS else ""


def calendar_words(clock: Clock) -> list[str]:
    """Say which days the period passed over, counted in, or had to guess."""
    unit = clock.amount.partition(" ")[2]
    if unit in ("分钟", "小时"):
        return [_("按分钟和小时昼夜连续计算，不扣除节假日。")]
    used = clock.calendar
    lines = []
    if used.get("off"):
        lines.append(_("跨过放假的日子：%(days)s。") % {"days": _days(used["off"])})
    if used.get("worked"):
        lines.append(_("周末上班，算工作日：%(days)s。") % {"days": _days(used["worked"])})
    for year in used.get("provisional", ()):
        lines.append(
            _("%(year)d 年的放假通知当时未录入，只按周末和固定节日计算。") % {"year": year}
        )
    return lines or [_("未跨放假日。")]


def _days(days: Iterable[str]) -> str:
    return _("、").join(f"{date.fromisoformat(day):%m-%d}" for day in days)


@dataclass(frozen=True, slots=True)
class HoldRow:
    """Who had a clock from when to when; end_at: None = now."""

    holder: str
    start_at: datetime
    end_at: datetime | None
    seconds: float


def hold_rows(
    clock: Clock, holds: Iterable[ClockHold], now: datetime, pauses: Iterable[ClockPause] = ()
) -> list[HoldRow]:
    """Return the minute ledger as lines of a table; what stood by law is nobody's time."""
    end = clock.stopped_at or now
    stood = [(row.from_at, row.to_at or end) for row in pauses]
    return [
        HoldRow(
            hold.holder,
            hold.from_at,
            hold.to_at,
            _used(hold.from_at, hold.to_at or end, stood),
        )
        for hold in holds
    ]


def _used(start: datetime, end: datetime, stood: list[tuple[datetime, datetime]]) -> float:
    """Return the seconds of a stretch without those in which the clock stood."""
    shared = sum(
        max(0.0, (min(end, to_at) - max(start, from_at)).total_seconds())
        for from_at, to_at in stood
    )
    return max(0.0, (end - start).total_seconds() - shared)


@dataclass(frozen=True, slots=True)
class StepRow:
    """One rung of the ladder: when, whom, and what became of it.

    Attributes:
        percent: Of the time; 0 = at once.
        state: told, held, spared, due or ahead.
    """

    at: datetime
    percent: int
    tell: str
    fired_at: datetime | None
    words: str
    state: str


def step_rows(clock: Clock, steps: Iterable[ClockStep], now: datetime) -> list[StepRow]:
    """Return the ladder: when, whom, and what became of each rung."""
    return [
        StepRow(
            at=step.at,
            percent=round(float(step.share) * 100),
            tell=_(Audience(step.tell).label),
            fired_at=step.fired_at,
            words=_step_words(clock, step),
            state=_step_state(clock, step, now),
        )
        for step in steps
    ]


def _step_state(clock: Clock, step: ClockStep, now: datetime) -> str:
    if step.fired_at is not None:
        return "held" if "held" in step.notified else "told"
    if clock.state != ClockState.RUNNING:
        return "spared"
    if clock.paused_at is not None:
        return "ahead"
    return "due" if step.at <= now else "ahead"


def _step_words(clock: Clock, step: ClockStep) -> str:
    notified = step.notified
    if step.fired_at is None:
        stopped = clock.state != ClockState.RUNNING
        if clock.paused_at is not None:
            return _("依法暂停中，恢复后顺延。")
        return _("时限已结束，不再提醒。") if stopped else _("未到提醒时间。")
    if "held" in notified:
        return _("%(name)s已标记办理中，未提醒。") % {"name": notified["held"]}
    lines = []
    if notified.get("away"):
        away = _("、").join(_(Audience(one).label) for one in notified["away"])
        lines.append(_("%(away)s不在岗。") % {"away": away})
    if notified.get("to"):
        who = _("、").join(notified.get("who", ())) or clock.holder
        to = _(Audience(notified["to"]).label)
        lines.append(_("告知：%(audience)s %(people)s。") % {"audience": to, "people": who})
    else:
        lines.append(_("无人在岗，值班台已报警。"))
    lines.append(_("发出消息 %(count)d 条。") % {"count": notified.get("messages", 0)})
    return sentences(*lines)


@dataclass(frozen=True, slots=True)
class AckRow:
    """What a holder said, and until when it counts."""

    who: str
    at: datetime
    words: str


def ack_rows(acks: Iterable[ClockAck], now: datetime) -> list[AckRow]:
    """Return what holders said, newest first."""
    return [
        AckRow(
            ack.officer.name,
            ack.at,
            _("有效到 %(at)s") % {"at": moment_text(ack.lapses_at, now)}
            if ack.ended_at is None and ack.lapses_at > now
            else _("已失效"),
        )
        for ack in acks
    ]
