"""The duty side of the demonstration: roster, an absence, patrols, hand-over notes.

In:   the cast, a moment.    Out:  rows by the acts that screens call.
Cost: one insert for the roster, two writes a note.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roster.actions.hand_over import (
    DeskSituation,
    take_over_note,
    write_hand_over_note,
)
from huiying.base.accounts.roster.actions.plan_shifts import PlannedShift, add_shifts
from huiying.base.accounts.roster.queries import on_duty, unread_hand_over_notes
from huiying.base.audit.subjects import Actor
from huiying.base.clocks.queries import board_totals
from huiying.policy.time.patrols import EVERY_DAY
from huiying.policy.time.spans import shift_span
from huiying.policy.time.zone import LOCAL
from huiying.work.collection.patrols.actions.plan import PlanDetails as WantedPatrol
from huiying.work.collection.patrols.actions.plan import begin_plan
from huiying.work.collection.patrols.actions.record import record_patrol
from huiying.work.collection.patrols.models import PatrolResult
from huiying.work.collection.patrols.place_lines import PlaceDetails
from huiying.work.collection.patrols.queries import plans_of
from huiying.work.incidents.candidates.queries import waiting_candidates

MORNING, EVENING = time(8, 30), time(17, 30)
PATROLS = (time(9), time(15))
PATROL_GRACE = 45  # minutes
PATROLLED = (
    PlaceDetails("闪看·本地热门视频的公开评论", "https://shankan.example/yunchuan", "闪看"),
    PlaceDetails("邻里圈公开版的热门话题", "https://linliquan.example/yunchuan/hot", "邻里圈"),
)
FIRST_NIGHT = -1  # the night into the first day
DAYS = 9
NOT_PLANNED = 6  # of this day the night: the roster shows what a hole looks like


def plan_roster(
    bureau: Bureau, officers: dict[str, Officer], *, by: Actor, now: datetime
) -> None:
    """Put day and night on the roster, from the night before the first day on."""
    today = now.astimezone(LOCAL).date()
    wanted = []
    for number in range(FIRST_NIGHT, DAYS):
        day = today + timedelta(days=number)
        leader = officers["cheng" if number % 2 else "gu"]
        if number != FIRST_NIGHT:
            span = shift_span(day, MORNING, EVENING)
            wanted.append(PlannedShift(span, officers["lu"], leader, "白班"))
        if number != NOT_PLANNED:
            span = shift_span(day, EVENING, MORNING)
            wanted.append(PlannedShift(span, officers["xu"], leader, "夜班"))
    add_shifts(bureau=bureau, wanted=wanted, actor=by, now=now)


def plan_absence(officers: dict[str, Officer], *, now: datetime) -> None:
    """The leader travels on the third day, and the deputy stands in."""
    third = now + timedelta(days=2)
    absence = DelegationTerms(
        Role.LEADER,
        from_at=third + timedelta(hours=9),
        until_at=third + timedelta(days=1, hours=18),
        reason="到省局开会",
    )
    leader = officers["gu"]
    delegate(principal=leader, to=officers["cheng"], absence=absence, by=leader, now=now)


def plan_patrols(officers: dict[str, Officer], *, now: datetime) -> None:
    """Twice a day somebody looks at what no source brings."""
    wanted = WantedPatrol(
        "短视频评论、邻里话题", PATROLLED, PATROLS, sorted(EVERY_DAY), PATROL_GRACE
    )
    begin_plan(wanted=wanted, officer=officers["shen"], now=now)


def patrol(
    officer: Officer,
    hour: time,
    result: str,
    note: str,
    now: datetime,
    *,
    seen: int | None = None,
) -> None:
    """Record the newest look of an hour, of the one plan; ``seen`` places, None = all."""
    today = datetime.combine(now.astimezone(LOCAL).date(), hour, LOCAL)
    plan = plans_of(officer.bureau_id).get()
    places = list(plan.places.values_list("pk", flat=True))
    record_patrol(
        plan=plan,
        looked=places[:seen],
        at=today if today <= now else today - timedelta(days=1),
        result=PatrolResult(result),
        note=note,
        officer=officer,
        now=now,
    )


def hand_over(officer: Officer, text: str, now: datetime) -> bool:
    """Write what the next shift must know; False if the officer is not on duty."""
    shift = next(
        (row for row in on_duty(officer.bureau_id, now) if row.officer_id == officer.pk), None
    )
    if shift is None:
        return False
    totals = board_totals(officer.bureau_id, now)
    waiting = waiting_candidates(officer.bureau_id).count()
    write_hand_over_note(
        shift=shift,
        text=text,
        situation=DeskSituation(totals.late, totals.running, waiting),
        officer=officer,
        now=now,
    )
    return True


def take_over(officer: Officer, now: datetime) -> bool:
    """Take the newest note over; False if none waits."""
    note = unread_hand_over_notes(officer.bureau_id).first()
    if note is None:
        return False
    take_over_note(note=note, officer=officer, now=now)
    return True
