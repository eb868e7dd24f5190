"""Clocks for their components: state, seconds, time by holder, basis.

In:   clocks and board rows, the moment.    Out:  plain dictionaries for the templates.
Cost: no query.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.clocks.board import BoardRow, ClockLook, LedgerSegment
from huiying.base.clocks.models import Clock, ClockStanding, ClockState
from huiying.policy.time.pauses import PAUSABLE
from huiying.web.shared.time_words import length_words
from huiying.work.casework.notices.delivery import AWAITING_DELIVERY

SOON_SECONDS = 30 * 60


def translate_stored(stored: str) -> str:
    """Return what a clock keeps in Chinese (role, basis, why it stopped) as the page speaks."""
    if stored.startswith(AWAITING_DELIVERY):
        return _("待送达%(unit)s") % {"unit": stored.removeprefix(AWAITING_DELIVERY)}
    return _(stored) if stored else ""


def clock_facts(clock: Clock | None, now: datetime) -> dict[str, Any]:
    """Return state and seconds of a clock as the clock component wants them."""
    if clock is None:
        return {"state": "unknown", "seconds": None, "due_at": None, "reason": ""}
    if clock.state == ClockState.RUNNING:
        if clock.paused_at is not None:
            left = (clock.due_at - clock.paused_at).total_seconds()
            grounds = PAUSABLE.get(clock.rule_code, ())
            why = _(grounds[0].ground.label) if len(grounds) == 1 else ""
            return {"state": "paused", "seconds": left, "due_at": None, "reason": why}
        seconds = (clock.due_at - now).total_seconds()
        state = "late" if seconds < 0 else "soon" if seconds <= SOON_SECONDS else "running"
        return {"state": state, "seconds": seconds, "due_at": clock.due_at, "reason": ""}
    end = clock.stopped_at or now
    if clock.state == ClockState.CANCELLED:
        return {
            "state": "cancelled",
            "seconds": None,
            "due_at": clock.due_at,
            "reason": translate_stored(clock.stop_reason),
        }
    late = clock.breached_at is not None
    start = clock.due_at if late else clock.starts_at
    return {
        "state": "done_late" if late else "done",
        "seconds": max(0.0, (end - start).total_seconds()),
        "due_at": clock.due_at,
        "reason": "",
    }


def row_facts(row: BoardRow) -> dict[str, Any]:
    """Return state and seconds of a board row as the clock component wants them."""
    if row.look in _STOPPED:
        late = row.look == ClockLook.MET_LATE
        used = -row.seconds_left if late else row.seconds_used
        return {
            "state": _STOPPED[row.look],
            "seconds": None if row.look == ClockLook.CANCELLED else max(0, used),
            "due_at": row.due_at,
            "reason": translate_stored(row.stop_reason)
            if row.look == ClockLook.CANCELLED
            else "",
        }
    return {
        "state": str(row.look),
        "seconds": row.seconds_left,
        "due_at": None if row.look == ClockLook.PAUSED else row.due_at,
        "reason": _(row.stands_for) if row.stands_for else "",
    }


_STOPPED = {
    ClockLook.MET: "done",
    ClockLook.RECORDED_LATE: "done",
    ClockLook.MET_LATE: "done_late",
    ClockLook.CANCELLED: "cancelled",
}


def ledger_parts(row: BoardRow) -> list[dict[str, Any]]:
    """Return the minute ledger: who used the time, and what is left."""
    return [
        {
            "holder": translate_stored(part.holder),
            "seconds": (part.to_at - part.from_at).total_seconds(),
            "kind": _kind(part),
        }
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
    return row.standing_words if row.standing in own else translate_stored(row.basis)
