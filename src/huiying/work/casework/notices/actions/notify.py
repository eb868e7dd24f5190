"""通报: notify a unit of an incident (Art. 4(3)), with guidance.

The notice clock is the incident's own for the leading unit; a further unit has one of its own,
which runs from the discovery too, or from the moment at which its part became known. It stops
at proven delivery, never at hand-over to a channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.reopen import reopen_clock
from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.clocks.models import AWAITING_DELIVERY, Clock, ClockState
from huiying.base.counters.actions.count import count_rows
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.base.refused_text import refuse_removal_request
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Move
from huiying.policy.time.deadlines import notice_start
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.casework.notices.delivery import merged_notice_clocks
from huiying.work.casework.notices.guidance import (
    cancel_guidance_clocks,
    guidance_for_notice,
    open_guidance_receipt,
)
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.casework.notices.queries import notices_to_unit
from huiying.work.casework.notices.unit_messages import (
    guidance_lines,
    queue_notice_messages,
    withdraw_notice_messages,
)
from huiying.work.incidents.core.clocks import start_notice_clock
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.grade_effects import take_alarms_of
from huiying.work.incidents.grading.rises import waiting_rise
from huiying.work.incidents.incidents.actions.advance_stage import advance_stage
from huiying.work.incidents.incidents.actions.concern_unit import concern_unit


@transaction.atomic
def notify_unit(
    *,
    incident: Incident,
    unit: Unit,
    guidance: str,
    officer: Officer,
    now: datetime,
    instead_of: Notice | None = None,
    known_since: datetime | None = None,
    again: bool = False,
) -> Notice:
    """Send a notice.

    Args:
        known_since: When it became known that the matter concerns this further unit; None =
            with the matter itself. The 30 minutes or 24 hours run from there.
        instead_of: The notice that a unit sent back; this one takes its place and its clock.
            None = that of the leading unit, if it sent its own back and no other leads yet.
        again: The grade rose: units that were notified before are notified again.

    Raises:
        Refused: If the unit is another bureau's or inactive, has a notice of the incident
            that it has not reported on, or the incident is set aside; if ``instead_of`` was
            not sent back, or went on to a unit already, or came from this very unit; if the
            guidance asks that posts be removed; if
            ``known_since`` is before the discovery or in the future.
        Stale: If somebody routed the same notice on in this moment.
    """
    _check_reroute(instead_of, unit)
    refuse_removal_request(guidance)
    if known_since is not None and not incident.discovered_at <= known_since <= now:
        raise Refused(_("知道涉及这个单位的时间须在发现以后、现在以前。"))
    if unit.bureau_id != incident.bureau_id or not unit.active:
        raise Refused(_("未找到该单位。"))
    active = incident.notices.exclude(state=NoticeState.RETURNED)
    # After an upgrade, or a merge with something graver, the same unit is notified again: the
    # new clock has no notice of its own yet.
    current = active.filter(notice_clock_id=incident.notice_clock_id)
    upgraded = not current.exists() and _is_running(incident.notice_clock)
    upgraded = upgraded or bool(merged_notice_clocks([incident]))
    earlier = notices_to_unit(unit, incident)
    if earlier.filter(reports__isnull=True).exists() and not (upgraded or again):
        raise Refused(_("已通报%(unit)s，无需重复。") % {"unit": unit.name})
    _end_earlier(earlier, now)
    lead = not current.filter(lead=True).exists()
    if instead_of is None and lead:
        instead_of = _returned_by_lead(incident)
    leads = not active.filter(lead=True).exists()
    advance_stage(incident=incident, move=Move.NOTIFY, actor=officer.audit_actor(), now=now)
    concern_unit(incident=incident, unit=unit, lead=leads)
    notice = _insert_notice(
        bureau_id=incident.bureau_id,
        number=take_number(
            bureau_id=incident.bureau_id, kind="notice", year=now.astimezone(LOCAL).year
        ),
        incident=incident,
        unit=unit,
        lead=lead,
        guidance=guidance.strip(),
        state=NoticeState.QUEUED,
        sent_at=now,
        sent_by=officer,
        notice_clock=_clock(
            incident, instead_of, lead, known_since or _told_before(earlier, now), now
        ),
        rerouted_from=instead_of,
    )
    count_rows(notice.bureau_id, Notice, [notice.pk])
    if notice.notice_clock is not None:
        waiting = Holder(unit.name, unit=unit, code=AWAITING_DELIVERY)
        hand_over_clock(clock=notice.notice_clock, holder=waiting, now=now)
    _cancel_replaced_clock(instead_of, notice, now)
    _send(notice, now)
    _take_alarms(incident, officer, now)
    record(
        notice,
        "notice.sent",
        officer,
        now,
        unit=unit.name,
        lead=lead,
        **({"from": instead_of.unit.name} if instead_of else {}),
        **({"known_since": known_since.isoformat()} if known_since else {}),
    )
    return notice


def _told_before(earlier: QuerySet[Notice], now: datetime) -> datetime | None:
    """Return from when a further notice runs of a unit that knows the matter: from now.

    Its notice of the matter was met or missed then; what it is told now is new to everybody.
    """
    return now if earlier.filter(delivered_at__isnull=False).exists() else None


def _take_alarms(incident: Incident, officer: Officer, now: datetime) -> None:
    """Take the alarms of a matter; what waits to be raised no notice answers."""
    if waiting_rise(incident) is None:
        take_alarms_of(incident, officer, now)


@dataclass(frozen=True, slots=True)
class NoticeInput:
    """One unit and what it is asked to do."""

    unit: Unit
    guidance: str


@transaction.atomic
def notify_units(
    *,
    incident: Incident,
    notices: Sequence[NoticeInput],
    officer: Officer,
    now: datetime,
    known_since: datetime | None = None,
) -> list[Notice]:
    """Notify several units in one act: all of them, or none.

    Args:
        notices: The leading unit (主办) first, if the incident has none yet.
        known_since: As of ``notify_unit``, for those that do not lead.

    Raises:
        Refused: As ``notify_unit``; also if a unit is named twice.
        Stale: As ``notify_unit``.
    """
    if len({one.unit.pk for one in notices}) < len(notices):
        raise Refused(_("同一单位重复选择。"))
    return [
        notify_unit(
            incident=incident,
            unit=one.unit,
            guidance=one.guidance,
            officer=officer,
            now=now,
            known_since=known_since,
        )
        for one in notices
    ]


def _insert_notice(**values: Any) -> Notice:
    """Write the notice; the row that it takes the place of decides between two at once."""
    try:
        with transaction.atomic():
            return Notice.objects.create(**values)
    except IntegrityError as error:
        raise Stale(_("该通报已转办。")) from error


def _returned_by_lead(incident: Incident) -> Notice | None:
    """Return the notice that the leading unit sent back, if nobody has its place yet."""
    rows = incident.notices.filter(
        state=NoticeState.RETURNED,
        lead=True,
        notice_clock_id=incident.notice_clock_id,
        rerouted_to__isnull=True,
    )
    return rows.select_related("unit", "notice_clock").order_by("-pk").first()


def _end_earlier(notices: QuerySet[Notice], now: datetime) -> None:
    """Take what the unit still owed under an earlier notice off the board; results stay."""
    for earlier in notices.select_related("receipt_clock", "report_clock"):
        for clock in (earlier.receipt_clock, earlier.report_clock):
            if clock is not None:  # a clock that ended keeps its result
                cancel_clock(clock=clock, reason=Reason("clocks.other_unit_notified"), now=now)
        cancel_guidance_clocks(earlier, Reason("clocks.other_unit_notified"), now)
        withdraw_notice_messages(earlier, now)


def _is_running(clock: Clock | None) -> bool:
    return clock is not None and clock.state == ClockState.RUNNING


def _check_reroute(instead_of: Notice | None, unit: Unit) -> None:
    if instead_of is None:
        return
    if instead_of.state != NoticeState.RETURNED:
        raise Refused(_("该通报未退回，不能转办。"))
    if Notice.objects.filter(rerouted_from=instead_of).exists():
        raise Refused(_("该通报已转办。"))
    if instead_of.unit_id == unit.pk:
        raise Refused(_("%(unit)s已退回该通报，请选择其他单位。") % {"unit": unit.name})


def _cancel_replaced_clock(instead_of: Notice | None, notice: Notice, now: datetime) -> None:
    """End the clock of the notice that was sent back, if another one took its place."""
    old = instead_of.notice_clock if instead_of else None
    if old is not None and old.pk != notice.notice_clock_id:
        cancel_clock(clock=old, reason=Reason("clocks.other_unit_notified"), now=now)


def _clock(
    incident: Incident,
    instead_of: Notice | None,
    lead: bool,  # noqa: FBT001 - a fact about the notice
    known_since: datetime | None,
    now: datetime,
) -> Clock | None:
    if instead_of is not None and instead_of.notice_clock is not None:
        merged = instead_of.incident_id != incident.pk  # it keeps the clock of its own matter
        if merged or not lead:
            return instead_of.notice_clock  # running since it was sent back
    clock = incident.notice_clock
    if lead and clock is not None:
        if clock.state == ClockState.MET:
            reopen_clock(clock=clock, now=now)  # the first unit sent it back: the time goes on
            clock.refresh_from_db()
        return clock
    current_clock = incident.notice_clock
    grade = Grade(incident.grade)  # an undecided rise has a period of its own
    starts = known_since or notice_start(incident.discovered_at, incident.major_since, grade)
    own = start_notice_clock(incident, grade=grade, starts_at=starts, now=now, known=True)
    incident.notice_clock = current_clock
    incident.save(update_fields=["notice_clock"])
    return own


def _send(notice: Notice, now: datetime) -> None:
    guidance = guidance_for_notice(notice)
    if guidance is not None:
        open_guidance_receipt(notice, guidance, now)
    queue_notice_messages(
        notice,
        key=f"notice:{notice.number}",
        subject=house_text("【通报 %(number)s】%(title)s")
        % {"number": notice.number, "title": notice.incident.title},
        lines=[
            house_text("请%(unit)s核实并处置：%(title)s")
            % {"unit": notice.unit.name, "title": notice.incident.title},
            notice.guidance,
            *guidance_lines(guidance),
        ],
        now=now,
    )
