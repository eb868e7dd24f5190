"""通报: tell a unit of an incident (Art. 4(3)), with guidance.

In:   an incident, a unit, guidance.    Out:  a notice on the unit's desk and on its channels.
Cost: about ten writes.

The notice clock is the incident's own for the leading unit; a further unit has one of its own.
It stops at proven delivery, never at hand-over to a channel.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.actions.take_number import take_number
from huiying.base.accounts.models import Officer, Unit
from huiying.base.accounts.queries import actor_of
from huiying.base.audit.actions.append import append
from huiying.base.clocks.actions.hand_over import hand_over
from huiying.base.clocks.actions.reopen import reopen_clock
from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.outbox.actions.alarm import take_alarms_about
from huiying.base.outbox.actions.links import make_link
from huiying.base.outbox.actions.queue import About, queue_message
from huiying.base.outbox.queries import channels_of
from huiying.policy.grading import Grade
from huiying.policy.stages import Move
from huiying.work.casework.delivery import subject_of
from huiying.work.casework.models import Notice, NoticeState
from huiying.work.incidents.actions.advance import advance_stage
from huiying.work.incidents.actions.concern import concern_unit
from huiying.work.incidents.exceptions import CannotDecide
from huiying.work.incidents.models import Incident
from huiying.work.incidents.notice_clock import start_for_incident

LOCAL = ZoneInfo("Asia/Shanghai")
LINK_LIFETIME = timedelta(days=7)
PURPOSE = "receipt"
LINK_PATH = "/r/{token}/"  # web/links/urls.py; a test holds the two together


@transaction.atomic
def notify_unit(
    *, incident: Incident, unit: Unit, guidance: str, officer: Officer, now: datetime
) -> Notice:
    """Send a notice.

    Raises:
        CannotDecide: If the unit is another bureau's or inactive, has a notice of the incident
            that it has not reported on, or the incident is set aside.
    """
    if unit.bureau_id != incident.bureau_id or not unit.active:
        raise CannotDecide(_("没有这个单位。"))
    active = incident.notices.exclude(state=NoticeState.RETURNED)
    # After an upgrade the same unit is told again: the new clock has no notice of its own yet.
    current = active.filter(notice_clock_id=incident.notice_clock_id)
    upgraded = not current.exists() and _runs(incident.notice_clock)
    unanswered = active.filter(unit=unit, reports__isnull=True)
    if unanswered.exists() and not upgraded:
        raise CannotDecide(_("已经通报过%(unit)s，不必重复。") % {"unit": unit.name})
    for earlier in active.filter(unit=unit).select_related("receipt_clock", "report_clock"):
        for clock in (earlier.receipt_clock, earlier.report_clock):
            if clock is not None:  # a clock that ended keeps its result
                cancel_clock(clock=clock, reason=_("已另行通报"), now=now)
    lead = not current.filter(lead=True).exists()
    leads = not active.filter(lead=True).exists()
    advance_stage(incident=incident, move=Move.NOTIFY, actor=actor_of(officer), now=now)
    concern_unit(incident=incident, unit=unit, lead=leads)
    notice = Notice.objects.create(
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
        notice_clock=_clock(incident, lead=lead, now=now),
    )
    if notice.notice_clock is not None:
        waiting = Holder(_("待送达%(unit)s") % {"unit": unit.name}, unit=unit)
        hand_over(clock=notice.notice_clock, holder=waiting, now=now)
    _send(notice, now)
    for event in incident.events.values_list("event_id", flat=True):
        take_alarms_about(
            bureau_id=incident.bureau_id, ref=str(event), officer=officer, now=now
        )
    append(
        bureau_id=incident.bureau_id,
        actor=actor_of(officer),
        verb="notice.sent",
        subject=subject_of(notice),
        now=now,
        data={"unit": unit.name, "lead": lead},
    )
    return notice


def _runs(clock: Clock | None) -> bool:
    return clock is not None and clock.state == ClockState.RUNNING


def _clock(incident: Incident, *, lead: bool, now: datetime) -> Clock | None:
    clock = incident.notice_clock
    if lead and clock is not None:
        if clock.state == ClockState.MET:
            reopen_clock(clock=clock, now=now)  # the first unit sent it back: the time goes on
            clock.refresh_from_db()
        return clock
    kept = incident.notice_clock
    own = start_for_incident(incident, grade=Grade(incident.grade), starts_at=now, now=now)
    incident.notice_clock = kept
    incident.save(update_fields=["notice_clock"])
    return own


def _send(notice: Notice, now: datetime) -> None:
    """Queue one message per channel of the unit, each with a link of its own."""
    for channel in channels_of(notice.unit):
        token = make_link(
            bureau_id=notice.bureau_id,
            purpose=PURPOSE,
            about_ref=notice.number,
            unit=notice.unit,
            now=now,
            lifetime=LINK_LIFETIME,
        )
        link = f"{settings.PUBLIC_URL.rstrip('/')}{LINK_PATH.format(token=token)}"
        queue_message(
            bureau_id=notice.bureau_id,
            channel=channel,
            key=f"notice:{notice.number}:{channel.pk}",
            subject=_("【通报 %(number)s】%(title)s")
            % {"number": notice.number, "title": notice.incident.title},
            body="\n".join(
                [
                    _("请%(unit)s核实并处置：%(title)s")
                    % {"unit": notice.unit.name, "title": notice.incident.title},
                    notice.guidance,
                    _("打开后点“确认收到”才算送达：%(link)s") % {"link": link},
                ]
            ),
            about=About("notice", notice.number),
            urgent=notice.incident.grade >= Grade.MAJOR,
            now=now,
        )
