"""Put shifts on the duty roster, change who keeps one, take one off.

In:   wanted shifts (a day, a repeating week, a file), a shift that exists.
Out:  rows, one record an act; or the reason for each that cannot be.
Cost: two queries and one insert for a whole file.

What has begun is history: it is not taken off, its rest can be given to somebody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roster.models import Shift, shift_label
from huiying.base.accounts.roster.queries import (
    LOOK_AHEAD,
    desk_officers,
    shift_leaders,
    shifts_within,
)
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.policy.time.spans import Span, uncovered

MAX_SHIFTS = 1000  # shifts at once


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """A shift that somebody wants on the roster."""

    span: Span
    officer: Officer
    leader: Officer | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class RefusedShift:
    """Why one of the wanted shifts cannot be."""

    number: int  # place among the wanted, from 0
    reason: str


class CannotPlan(Refused):
    """The roster cannot be like this; ``refused`` says which shift, and why."""

    def __init__(self, *refused: RefusedShift) -> None:
        super().__init__(" ".join(row.reason for row in refused))
        self.refused = refused


def check_shifts(
    *, bureau_id: int, wanted: Sequence[PlannedShift], now: datetime
) -> list[RefusedShift]:
    """Return what is wrong with the wanted shifts, beside the roster and each other."""
    if not wanted:
        return []
    if len(wanted) > MAX_SHIFTS:
        return [RefusedShift(0, _("一次最多排 %(most)s 班。请分几次。") % {"most": MAX_SHIFTS})]
    within = Span(
        min(row.span.starts_at for row in wanted), max(row.span.ends_at for row in wanted)
    )
    taken: defaultdict[int, list[Span]] = defaultdict(list)
    for shift in shifts_within(bureau_id, within):
        taken[shift.officer_id].append(shift.span)
    keep = set(desk_officers(bureau_id).values_list("pk", flat=True))
    lead = set(shift_leaders(bureau_id).values_list("pk", flat=True))
    refused = []
    for number, row in enumerate(wanted):
        reason = _wrong(row, taken[row.officer.pk], keep, lead, now)
        if reason:
            refused.append(RefusedShift(number, reason))
        else:
            taken[row.officer.pk].append(row.span)
    return refused


@transaction.atomic
def add_shifts(
    *, bureau: Bureau, wanted: Sequence[PlannedShift], actor: Actor, now: datetime
) -> list[Shift]:
    """Put shifts on the roster, all of them or none.

    Raises:
        CannotPlan: If one overlaps another of the same officer, is over already, or names
            somebody who cannot keep or lead it.
    """
    _one_at_a_time(bureau.pk)
    refused = check_shifts(bureau_id=bureau.pk, wanted=wanted, now=now)
    if refused:
        raise CannotPlan(*refused)
    made = Shift.objects.bulk_create(
        Shift(
            bureau=bureau,
            officer=row.officer,
            leader=row.leader,
            name=row.name.strip()[:20],
            starts_at=row.span.starts_at,
            ends_at=row.span.ends_at,
        )
        for row in wanted
    )
    if made:
        record(made[0], "roster.planned", actor, now, shifts=len(made))
    return made


@transaction.atomic
def replace_on_shift(
    *, shift: Shift, officer: Officer, reason: str, actor: Actor, now: datetime
) -> Shift:
    """Give a shift, or what is left of a running one, to another officer (换班).

    Returns:
        The shift of the new officer: the same row if it had not begun, else a new one that
        begins ``now``; the time before stays with who kept it.

    Raises:
        CannotPlan: If it is over, or the officer cannot keep it.
    """
    _one_at_a_time(shift.bureau_id)
    shift.refresh_from_db()
    if shift.ends_at <= now:
        raise CannotPlan(RefusedShift(0, _("该班次已结束，不得再调班。")))
    began = shift.starts_at < now
    span = Span(now if began else shift.starts_at, shift.ends_at)
    leader = shift.leader if shift.leader_id != officer.pk else None
    wanted = PlannedShift(span, officer, leader, shift.name)
    if officer.pk == shift.officer_id:
        raise CannotPlan(RefusedShift(0, _("这一班本来就是此人值。请选另一位。")))
    refused = check_shifts(bureau_id=shift.bureau_id, wanted=[wanted], now=now)
    if refused:
        raise CannotPlan(*refused)
    data = {"from": f"officer:{shift.officer_id}", "to": f"officer:{officer.pk}"}
    before = _shown_as(shift)
    if began:
        Shift.objects.filter(pk=shift.pk).update(ends_at=now)
        shift = Shift.objects.create(
            bureau_id=shift.bureau_id,
            officer=officer,
            leader=leader,
            name=shift.name,
            starts_at=now,
            ends_at=shift.ends_at,
        )
    else:
        Shift.objects.filter(pk=shift.pk).update(officer=officer, leader=leader)
        shift.refresh_from_db()
    states = {"before": before, "after": _shown_as(shift)}
    record(shift, "roster.replaced", actor, now, **data, **states, reason=reason.strip())
    return shift


@transaction.atomic
def replace_leader(
    *, shift: Shift, leader: Officer, reason: str, actor: Actor, now: datetime
) -> None:
    """Let somebody else lead a shift that is not over (带班).

    Raises:
        CannotPlan: If it is over, or he cannot lead, or keeps the desk himself then.
    """
    shift.refresh_from_db()
    if shift.ends_at <= now:
        raise CannotPlan(RefusedShift(0, _("该班次已结束，不得再调班。")))
    wanted = PlannedShift(shift.span, shift.officer, leader)
    lead = set(shift_leaders(shift.bureau_id).values_list("pk", flat=True))
    refused = _wrong_leader(wanted, lead)
    if refused:
        raise CannotPlan(RefusedShift(0, refused))
    before = _shown_as(shift)
    Shift.objects.filter(pk=shift.pk).update(leader=leader)
    shift.refresh_from_db()
    data: dict[str, object] = {
        "before": before,
        "after": _shown_as(shift),
        "leader": f"officer:{leader.pk}",
        "reason": masked_text(reason.strip()),
    }
    record(shift, "roster.replaced", actor, now, **data)


@transaction.atomic
def remove_shift(*, shift: Shift, actor: Actor, now: datetime) -> None:
    """Take a shift off the roster.

    Raises:
        CannotPlan: Once it has begun; also if it begins within a day and nobody else keeps
            the desk then: the next shifts would have no time to see the hole.
    """
    _one_at_a_time(shift.bureau_id)
    others = shifts_within(shift.bureau_id, shift.span).exclude(pk=shift.pk)
    kept = (row.span for row in others.filter(officer__is_active=True))
    soon = Shift.objects.filter(pk=shift.pk, starts_at__gt=now, starts_at__lte=now + LOOK_AHEAD)
    if soon.exists() and uncovered(kept, shift.span):
        raise CannotPlan(
            RefusedShift(
                0, _("该班次将在 24 小时内开始，删除后无人值班，不得删除。请办理调班。")
            )
        )
    before = _shown_as(shift)
    if Shift.objects.filter(pk=shift.pk, starts_at__gt=now).delete()[0] != 1:
        raise CannotPlan(RefusedShift(0, _("该班次已开始或已删除，不得再删除。可办理调班。")))
    record(shift, "roster.removed", actor, now, before=before)


def _shown_as(shift: Shift) -> dict[str, str]:
    """Return how the record names a shift: who keeps and leads it by their keys alone."""
    return {
        "officer": f"officer:{shift.officer_id}",
        "leader": f"officer:{shift.leader_id}" if shift.leader_id else "",
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
    }


def _wrong(
    row: PlannedShift, taken: Sequence[Span], keep: set[int], lead: set[int], now: datetime
) -> str:
    words = {"officer": row.officer.name}
    if row.span.ends_at <= now:
        return _("该班次已结束。")
    if row.officer.pk not in keep:
        return _("%(officer)s不具备值班条件：须可登录，并具有值班员或办公室角色。") % words
    if reason := _wrong_leader(row, lead):
        return reason
    other = next((span for span in taken if span.overlaps(row.span)), None)
    if other is not None:
        return _("与%(officer)s的另一班重叠：%(other)s。") % {
            **words,
            "other": shift_label(other),
        }
    return ""


def _wrong_leader(row: PlannedShift, lead: set[int]) -> str:
    if row.leader is None:
        return ""
    if row.leader.pk not in lead:
        return _("%(leader)s不具备带班条件：须为组长、副组长或办公室人员。") % {
            "leader": row.leader.name
        }
    return _("值班人员与带班人员不得为同一人。") if row.leader.pk == row.officer.pk else ""


def _one_at_a_time(bureau_id: int) -> None:
    """Let two plans of one bureau wait for each other: no constraint knows an overlap."""
    lock_row(Bureau, bureau_id, referable=True)
