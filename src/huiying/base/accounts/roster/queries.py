"""Read the duty roster: who is on duty, who comes next, which times are uncovered.

An officer who can no longer sign in keeps nobody's desk: his shifts count as holes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability, Role, roles_with
from huiying.base.accounts.roles.queries import may
from huiying.base.accounts.roster.models import HandOverNote, Shift
from huiying.policy.time.spans import Span, uncovered

LOOK_AHEAD = timedelta(hours=24)  # how far the desk looks for holes
LEADING_ROLES = (Role.LEADER, Role.DEPUTY, Role.OFFICE)  # 带班


@dataclass(frozen=True, slots=True)
class DeskCover:
    """How the desk is kept now and in the time ahead."""

    now: tuple[Shift, ...]  # who is on duty, the earliest first
    following: Shift | None  # the first that begins later
    holes: tuple[Span, ...]  # nobody is on duty
    planned: bool  # the roster holds a shift that has not ended


def on_duty(bureau_id: int, now: datetime) -> list[Shift]:
    """Return the shifts of a moment, the earliest first; none when nobody is on duty."""
    rows = _staffed_shifts(bureau_id).filter(starts_at__lte=now, ends_at__gt=now)
    return list(_with_names(rows))


def desk_cover(
    bureau_id: int, now: datetime, *, ahead: timedelta = LOOK_AHEAD, people: bool = False
) -> DeskCover:
    """Return who keeps the desk from ``now`` on, and the holes up to ``now + ahead``.

    Args:
        people: Officers are needed with all that is known of them, not with names alone.
    """
    shifts = _staffed_shifts(bureau_id) if people else _with_names(_staffed_shifts(bureau_id))
    rows = list(shifts.filter(ends_at__gt=now, starts_at__lte=now + ahead))
    here = tuple(row for row in rows if row.starts_at <= now)
    later = next((row for row in rows if row.starts_at > now), None)
    if later is None and not here:
        later = shifts.filter(starts_at__gt=now).first()
    found = uncovered((row.span for row in rows), Span(now, now + ahead))
    return DeskCover(here, later, tuple(found), bool(here or later))


def shifts_within(bureau_id: int, span: Span) -> QuerySet[Shift]:
    """Return every shift that shares a moment with ``span``, of officers who left too."""
    return _shifts(bureau_id).filter(starts_at__lt=span.ends_at, ends_at__gt=span.starts_at)


def desk_officers(bureau_id: int) -> QuerySet[Officer]:
    """Return who can be put on duty: those whose roles let them decide candidates."""
    return _active(bureau_id, roles_with(Capability.TRIAGE))


def shift_leaders(bureau_id: int) -> QuerySet[Officer]:
    """Return who can lead a shift (带班): the leading group and its office."""
    return _active(bureau_id, LEADING_ROLES)


def hand_over_notes(bureau_id: int, span: Span) -> QuerySet[HandOverNote]:
    """Return the notes written within a span, newest first."""
    return _notes(bureau_id).filter(written_at__gte=span.starts_at, written_at__lt=span.ends_at)


def unread_hand_over_notes(bureau_id: int) -> QuerySet[HandOverNote]:
    """Return the notes that the next shift has not acknowledged, newest first."""
    return _notes(bureau_id).filter(read_at__isnull=True)


def leaves_a_hole(officer: Officer, now: datetime) -> bool:
    """Tell whether nobody would keep the desk within a day while this officer should."""
    span = Span(now, now + LOOK_AHEAD)
    rows = shifts_within(officer.bureau_id, span).filter(officer__is_active=True)
    kept = [row.span for row in rows.exclude(officer=officer)]
    return any(
        uncovered(kept, Span(max(row.starts_at, now), min(row.ends_at, span.ends_at)))
        for row in rows.filter(officer=officer)
    )


def may_take_over(note: HandOverNote, officer: Officer, duty: Iterable[Shift]) -> bool:
    """Tell whether it is this officer who takes a note over.

    That is whoever is on duty and did not write it. With nobody else on duty, anybody who
    may keep the desk: a note never waits for a shift that does not exist.

    Args:
        duty: The shifts of the moment (``on_duty``).
    """
    if officer.pk == note.written_by_id:
        return False
    others = {row.officer_id for row in duty} - {note.written_by_id}
    return officer.pk in others if others else may(officer, Capability.TRIAGE)


def _shifts(bureau_id: int) -> QuerySet[Shift]:
    return (
        Shift.objects.filter(bureau_id=bureau_id)
        .select_related("officer", "leader")
        .order_by("starts_at", "ends_at", "pk")
    )


def _staffed_shifts(bureau_id: int) -> QuerySet[Shift]:
    return _shifts(bureau_id).filter(officer__is_active=True)


def _with_names(rows: QuerySet[Shift]) -> QuerySet[Shift]:
    """Read no more of officers than their names: each column of a query costs."""
    own = [field.name for field in Shift._meta.concrete_fields]
    return rows.only(*own, "officer__name", "leader__name")


def _notes(bureau_id: int) -> QuerySet[HandOverNote]:
    own = [field.name for field in HandOverNote._meta.concrete_fields]
    return (
        HandOverNote.objects.filter(bureau_id=bureau_id)
        .select_related("written_by", "read_by")
        .only(*own, "written_by__name", "read_by__name")
        .order_by("-written_at", "-pk")
    )


def _active(bureau_id: int, roles: tuple[Role, ...]) -> QuerySet[Officer]:
    return (
        Officer.objects.filter(bureau_id=bureau_id, is_active=True, grants__role__in=roles)
        .order_by("name", "pk")
        .distinct()
    )
