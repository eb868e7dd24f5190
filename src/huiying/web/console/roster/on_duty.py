"""The roster on the desk: who is on duty, who is next, uncovered times, hand-over notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.accounts.roster.models import Shift
from huiying.base.accounts.roster.queries import (
    DeskCover,
    desk_cover,
    unread_hand_over_notes,
)
from huiying.base.outbox.queries import without_alarm_channel
from huiying.web.console.roster.weeks import HandOverRow, note_rows, shift_name, times_words
from huiying.web.console.shared.component_rows import NoteRow
from huiying.web.shared.time_words import moment_text

WATCHES = (Capability.TRIAGE, Capability.MANAGE_ROSTER, Capability.APPROVE)


@dataclass(frozen=True, slots=True)
class DutyPanel:
    """Duty on the desk: who is on duty, a warning, the notes that this officer takes over."""

    line: str
    warning: NoteRow | None
    silent: NoteRow | None  # no alarm reaches whoever is on duty
    notes: list[HandOverRow]
    officers: tuple[int, ...]  # keys of those on duty now


def duty_panel(officer: Officer, now: datetime) -> DutyPanel:
    """Return what the desk says about duty.

    A hole is told to whoever can close it or answers for it; everybody sees who is on duty.
    """
    found = desk_cover(officer.bureau_id, now)
    informed = any(may(officer, capability) for capability in WATCHES)
    notes: list[HandOverRow] = []
    if may(officer, Capability.TRIAGE):
        notes = note_rows(unread_hand_over_notes(officer.bureau_id), officer, found.now)
    return DutyPanel(
        shift_line(found, now),
        _warning(found, now) if informed else None,
        _silent(officer, found) if informed else None,
        [row for row in notes if row.act],
        tuple(shift.officer_id for shift in found.now),
    )


def on_duty_names(shifts: Iterable[Shift]) -> str:
    """Say who is on duty and who leads; nothing when nobody is."""
    rows = list(shifts)
    officers = dict.fromkeys(row.officer.name for row in rows)
    leaders = dict.fromkeys(row.leader.name for row in rows if row.leader)
    if not officers:
        return ""
    words = {"officers": _("、").join(officers), "leaders": _("、").join(leaders)}
    return (
        _("值班 %(officers)s · 带班 %(leaders)s") % words
        if leaders
        else _("值班 %(officers)s") % words
    )


def shift_line(found: DeskCover, now: datetime) -> str:
    """Say who is on duty until when, and who comes next."""
    here, later = found.now, found.following
    parts = []
    if here:
        times = f"{shift_name(here[0])} {times_words(here[0].span)}".strip()
        parts = [times, on_duty_names(here)]
    if later:
        words = {"at": moment_text(later.starts_at, now), "name": later.officer.name}
        parts.append(
            _("%(at)s 交班给%(name)s") % words if here else _("%(at)s 起%(name)s值班") % words
        )
    return " · ".join(parts)


def _warning(found: DeskCover, now: datetime) -> NoteRow | None:
    """Say where nobody is on duty within the time ahead; None when somebody always is."""
    if not found.holes:
        return None
    hole = found.holes[0]
    words = {
        "from": moment_text(hole.starts_at, now),
        "to": moment_text(hole.ends_at, now),
        "count": len(found.holes),
    }
    if not found.planned:
        what = _("未安排值班，当前无人值守。")
    elif hole.starts_at <= now:
        what = _("当前无人值班，至 %(to)s。") % words
    elif len(found.holes) == 1:
        what = _("%(from)s 至 %(to)s 无人值班。") % words
    else:
        what = _("24 小时内有 %(count)s 段值班空缺，最早自 %(from)s 起。") % words
    level = "bad" if hole.starts_at <= now else "warn"
    return NoteRow(
        what,
        _("警报仍发送至值班渠道，但值班台无人接收。"),
        reverse("console:roster"),
        level=level,
    )


def _silent(officer: Officer, found: DeskCover) -> NoteRow | None:
    """Say at once that no message reaches who is on duty."""
    if not without_alarm_channel(officer.bureau_id, [row.officer_id for row in found.now]):
        return None
    manages = may(officer, Capability.MANAGE_CHANNELS)
    return NoteRow(
        _("无告警通道：值班人员离开屏幕时收不到任何警报。"),
        _(
            "本人、所在单位和值班台均无可用渠道：未添加、已停用、未经第二人确认或最近一次发"
            "送失败。请专人守屏，并由系统管理员恢复渠道。"
        ),
        reverse("console:channels") if manages else "",
        _("消息渠道"),
        "bad",
    )
