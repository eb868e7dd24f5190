"""Undecided rises past their end, and running periods that nobody holds.

In:   proposals above a signed grade; running clocks.
Out:  matters that are handled by the proposed grade; alarms of what has no holder.
Cost: one indexed query a turn; once an hour one pass over the running clocks of each bureau.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.core.queries import bureaus
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import holders_of
from huiying.base.audit.house_text import house_label, house_text
from huiying.base.clocks.models import AWAITING_DELIVERY, SYSTEM, Clock
from huiying.base.clocks.queries import running_clocks
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import raise_alarm
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_of_desk, channels_to
from huiying.policy.grading.grades import GRADE_NAMES, Grade
from huiying.policy.procedure.stages import SETTLED
from huiying.reasons.reason import reason
from huiying.reasons.rendering import render
from huiying.work.casework.notices.delivery import merged_notice_clocks
from huiying.work.casework.notices.models import Notice
from huiying.work.incidents.core.clocks import NOTICE
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.rise_models import GradeRise, RiseState
from huiying.work.incidents.grading.rises import rises_past_their_end, treat_as_raised

log = logging.getLogger("huiying.jobs")
RISES_A_TURN = 200
LEADERS = (Role.LEADER, Role.DEPUTY)


def turn(now: datetime) -> int:
    """Treat as raised what nobody decided in time; return how many matters changed."""
    changed = 0
    for row in list(rises_past_their_end(now)[:RISES_A_TURN]):
        try:
            changed += _treat(row, now)
        except Exception:
            log.exception("the rise %s stays as it is; it is looked at again", row.pk)
    return changed


@transaction.atomic
def _treat(row: GradeRise, now: datetime) -> bool:
    if not treat_as_raised(row, now):
        return False
    incident = Incident.objects.get(pk=row.incident_id)
    about = About("incident", incident.number)
    why = reason(
        "alarms.rise_undecided",
        number=incident.number,
        title=incident.title,
        grade=GRADE_NAMES[Grade(row.grade)],
    )
    key = f"rise:{row.pk}:{row.grade}"
    raise_alarm(bureau_id=row.bureau_id, key=key, reason=why, about=about, now=now)
    leaders = [one for role in LEADERS for one in holders_of(row.bureau_id, role)]
    major = row.grade >= Grade.MAJOR
    found = {one.pk: one for who in leaders for one in channels_to(who, now, major=major)}
    found |= {one.pk: one for one in channels_of_desk(row.bureau_id)}
    subject = house_text("【按%(grade)s办理】%(title)s") % {
        "grade": house_label(Grade(row.grade).label),
        "title": incident.title,
    }
    for channel in found.values():
        queue_message(
            bureau_id=row.bureau_id,
            channel=channel,
            key=f"{key}:{channel.pk}",
            subject=subject[:200],
            body=render(why),
            about=about,
            urgent=major,
            now=now,
        )
    return True


def check_holders(now: datetime) -> int:
    """Raise an alarm of each running period that nobody holds; return how many are new."""
    return sum(_check(bureau, now) for bureau in bureaus())


def _check(bureau: Bureau, now: datetime) -> int:
    new = 0
    for clock in unheld_clocks(bureau.pk):
        alarm = raise_alarm(
            bureau_id=bureau.pk,
            key=f"clock:{clock.pk}:unheld",
            reason=reason(
                "alarms.unheld", name=clock.name, number=clock.subject_ref, holder=clock.holder
            ),
            about=About(clock.subject_kind, clock.subject_ref),
            now=now,
        )
        new += alarm is not None
    return new


def unheld_clocks(bureau_id: int) -> Iterator[Clock]:
    """Yield the running periods of a bureau that nobody holds, or nothing would ever meet."""
    rows = list(
        running_clocks(bureau_id)
        .select_related("holder_unit", "holder_officer")
        .order_by("due_at", "pk")
    )
    roles = {row.holder_code for row in rows if row.holder_code in set(Role)}
    vacant = {role for role in roles if not holders_of(bureau_id, Role(role)).exists()}
    adrift = _adrift(bureau_id, [row for row in rows if row.kind == NOTICE])
    for row in rows:
        if row.pk in adrift or _nobody_has(row, vacant):
            yield row


def _nobody_has(row: Clock, vacant: set[str]) -> bool:
    if row.holder_officer is not None:
        return not row.holder_officer.is_active
    if row.holder_unit is not None:
        return not row.holder_unit.active
    if row.holder_code in (SYSTEM, AWAITING_DELIVERY):
        return True  # of no unit
    return row.holder_code in vacant or not (row.holder_code or row.holder_name)


def _adrift(bureau_id: int, clocks: list[Clock]) -> set[int]:
    """Return the notice periods of incidents that no notice or decision could end."""
    refs = {row.subject_ref for row in clocks if row.subject_kind == "incident"}
    incidents = list(Incident.objects.filter(bureau_id=bureau_id, number__in=refs))
    if not incidents:
        return set()
    going = [row for row in incidents if row.stage not in SETTLED]
    waiting = GradeRise.objects.filter(incident__in=incidents, state=RiseState.WAITING)
    held = {row.notice_clock_id for row in going}
    held |= set(waiting.values_list("clock_id", flat=True))
    held |= {row.pk for row in merged_notice_clocks(going)} if going else set()
    notices = Notice.objects.filter(incident__bureau_id=bureau_id, notice_clock__in=clocks)
    held |= set(notices.values_list("notice_clock_id", flat=True))
    # Of a regraded matter the notice of the new grade meets the earlier period too.
    unmet = {row.number for row in going if row.notice_clock_id in {one.pk for one in clocks}}
    return {
        row.pk
        for row in clocks
        if row.subject_kind == "incident"
        and row.pk not in held
        and row.subject_ref not in unmet
    }
