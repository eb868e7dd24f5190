"""Clocks for their components: state, seconds, time by holder, basis.

In:   clocks and board rows, the moment.    Out:  ``ClockFacts`` and ``LedgerPart`` rows.
Cost: no query.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.clocks.board import BoardRow, ClockLook, LedgerSegment
from huiying.base.clocks.models import Clock, ClockStanding, ClockState
from huiying.policy.time.pauses import PAUSABLE
from huiying.web.shared.drawing import ClockFacts, LedgerPart
from huiying.web.shared.reasons import in_language
from huiying.web.shared.time_words import length_words

SOON_SECONDS = 30 * 60


def clock_facts(clock: Clock | None, now: datetime) -> ClockFacts:
    """Return state and seconds of a clock as the clock component wants them."""
    if clock is None:
        return ClockFacts()
    if clock.state == ClockState.RUNNING:
        if clock.paused_at is not None:
            left = (clock.due_at - clock.paused_at).total_seconds()
            grounds = PAUSABLE.get(clock.rule_code, ())
            why = _(grounds[0].ground.label) if len(grounds) == 1 else ""
            return ClockFacts("paused", left, reason=why)
        seconds = (clock.due_at - now).total_seconds()
        state = "late" if seconds < 0 else "soon" if seconds <= SOON_SECONDS else "running"
        return ClockFacts(state, seconds, clock.due_at)
    end = clock.stopped_at or now
    if clock.state == ClockState.CANCELLED:
        return ClockFacts("cancelled", None, clock.due_at, in_language(clock.stop_reason))
    late = clock.breached_at is not None
    start = clock.due_at if late else clock.starts_at
    used = max(0.0, (end - start).total_seconds())
    return ClockFacts("done_late" if late else "done", used, clock.due_at)


def row_facts(row: BoardRow) -> ClockFacts:
    """Return state and seconds of a board row as the clock component wants them."""
    if row.look in _STOPPED:
        late = row.look == ClockLook.MET_LATE
        used = -row.seconds_left if late else row.seconds_used
        if row.look == ClockLook.CANCELLED:
            return ClockFacts("cancelled", None, row.due_at, in_language(row.stop_reason))
        return ClockFacts(_STOPPED[row.look], max(0, used), row.due_at)
    return ClockFacts(
        str(row.look),
        row.seconds_left,
        None if row.look == ClockLook.PAUSED else row.due_at,
        _(row.stands_for) if row.stands_for else "",
    )


_STOPPED = {
    ClockLook.MET: "done",
    ClockLook.RECORDED_LATE: "done",
    ClockLook.MET_LATE: "done_late",
    ClockLook.CANCELLED: "cancelled",
}


def ledger_parts(row: BoardRow) -> list[LedgerPart]:
    """Return the minute ledger: who used the time, and what is left."""
    return [
        LedgerPart(
            part.holder,
            (part.to_at - part.from_at).total_seconds(),
            _kind(part),
        )
        for part in row.segments
    ]


def _kind(part: LedgerSegment) -> str:
    if part.stood:
        return "paused"
    return "left" if part.left else "me" if part.current else "past"


def used_words(row: BoardRow) -> str:
    """Say who used how much time, in order; stretches of one holder in a row are one."""
    spans: list[tuple[str, float]] = []
    for part in row.segments:
        seconds = (part.to_at - part.from_at).total_seconds()
        if part.left or part.stood:
            continue
        if spans and spans[-1][0] == part.holder:
            spans[-1] = (part.holder, spans[-1][1] + seconds)
        else:
            spans.append((part.holder, seconds))
    return _("、").join(f"{holder} {length_words(seconds)}" for holder, seconds in spans)


def rule_words(name: str, amount: str) -> str:
    """Return name and length of a clock in the page's language (通报 · 30 分钟)."""
    return f"{_(name)} · {_amount(amount)}"


def _amount(amount: str) -> str:
    number, _space, unit = amount.partition(" ")
    if not number.isdigit():
        return _(amount)
    n = int(number)
    words = {
        "分钟": ngettext("%(n)s 分钟", "%(n)s 分钟", n),
        "小时": ngettext("%(n)s 小时", "%(n)s 小时", n),
        "个工作日": ngettext("%(n)s 个工作日", "%(n)s 个工作日", n),
        "日": ngettext("%(n)s 日", "%(n)s 日", n),
    }
    return words[unit] % {"n": n} if unit in words else f"{number} {_(unit)}"


def basis_words(row: BoardRow) -> str:
    """Say where a clock's number comes from; what is not law says so."""
    own = (ClockStanding.TO_CONFIRM, ClockStanding.BUREAU)
    return row.standing_words if row.standing in own or not row.basis else _(row.basis)
