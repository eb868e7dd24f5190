"""The clock of the next talk, and texts without names, for the acts of liaison.

In:   an office, what an officer or an agency typed.    Out:  clocks, clean texts, records.
Cost: one clock and one audit record at most.
"""

from __future__ import annotations

from datetime import date, datetime

from huiying.base.accounts.core.models import Unit, UnitKind
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.house_text import house_text
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.procedure.offline import FOLLOW_UP
from huiying.policy.time.calendar import end_of_day
from huiying.policy.time.deadlines import LIAISON
from huiying.work.casework.liaison.models import LiaisonDesk

SUBJECT_KIND = "liaison"
TALK_CLOCK_NAME = "定期联络"
DESK = Holder(code=Role.DUTY_OFFICER)


def start_talk_clock(desk: LiaisonDesk, since: datetime, now: datetime) -> Clock:
    """Start the time until the next talk, as the rule book in force has it."""
    book = book_of(desk.bureau_id, now)
    return start_clock(
        bureau_id=desk.bureau_id,
        kind="liaison",
        name=TALK_CLOCK_NAME,
        rule=book.deadline(LIAISON),
        rule_version=str(book.version),
        starts_at=since,
        calendar=calendar_of(desk.bureau_id),
        subject=ClockSubject(
            SUBJECT_KIND,
            desk.number,
            house_text("与%(unit)s%(office)s联络")
            % {"unit": desk.unit.name, "office": desk.office},
        ),
        holder=DESK,
        now=now,
    )


def start_follow_up_clock(
    desk: LiaisonDesk, words: str, owner: Unit, due: date, now: datetime
) -> Clock:
    """Start the time until what was agreed is done: to the end of the day that was named.

    A unit of the bureau holds it; what an agency is to do, the duty desk sees to.
    """
    return start_clock(
        bureau_id=desk.bureau_id,
        kind=FOLLOW_UP.code.lower(),
        name=FOLLOW_UP.name,
        rule=FOLLOW_UP,
        rule_version=str(book_of(desk.bureau_id, now).version),
        starts_at=now,
        calendar=calendar_of(desk.bureau_id),
        subject=ClockSubject(SUBJECT_KIND, desk.number, f"{owner.name}：{words}"),
        holder=DESK if owner.kind == UnitKind.AGENCY else Holder(owner.name, unit=owner),
        now=now,
        due=end_of_day(due),
    )
