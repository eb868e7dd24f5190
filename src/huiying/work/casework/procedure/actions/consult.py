"""会商: convene it or record why not; invite, record attendance and opinions (Art. 6).

What was said is never changed. Whatever changes after the minutes went out to be signed voids
the signatures: who signed did not see it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.void import void
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.heavy_path import BlockReason, PathDuty, path_duty
from huiying.policy.procedure.stages import SETTLED
from huiying.reasons.reason import Reason
from huiying.work.casework.core.numbers import next_number
from huiying.work.casework.procedure.models import (
    Attendance,
    Consultation,
    ConsultationState,
    Invitation,
    Opinion,
)
from huiying.work.casework.procedure.queries import consultations_of
from huiying.work.casework.procedure.state import OPEN_CONSULTATIONS, refuse_blocked
from huiying.work.incidents.core.models import Incident

NOT_CANCELLED = (ConsultationState.CALLED, ConsultationState.TO_SIGN, ConsultationState.SIGNED)
MAX_REASON, MAX_OPINION = 400, 4_000


@dataclass(frozen=True, slots=True)
class MeetingInput:
    """When and where, and who is invited."""

    meets_at: datetime
    place: str
    officers: Iterable[Officer]
    units: Iterable[Unit]


@transaction.atomic
def call_consultation(
    *, incident: Incident, meeting: MeetingInput, officer: Officer, now: datetime
) -> Consultation:
    """Call a consultation.

    Raises:
        Refused: If the grade has none, the incident is set aside, one is open already, or
            nobody is invited.
    """
    _check_allowed(incident)
    if any(row.state in OPEN_CONSULTATIONS for row in consultations_of(incident)):
        raise Refused(_("这个事件正在会商，先办完或取消那一次。"))
    officers, units = list(meeting.officers), list(meeting.units)
    if not officers and not units:
        raise Refused(_("请至少邀请一方。"))
    row = Consultation.objects.create(
        bureau_id=incident.bureau_id,
        number=next_number(incident, "consultation", "M", now),
        incident=incident,
        called_at=now,
        called_by=officer,
        meets_at=meeting.meets_at,
        place=meeting.place.strip()[:120],
    )
    for who in officers:
        _invite(row, officer=who)
    for unit in units:
        _invite(row, unit=unit)
    record(row, "consultation.called", officer, now, invited=len(officers) + len(units))
    return row


@transaction.atomic
def skip_consultation(
    *, incident: Incident, reason: str, officer: Officer, now: datetime
) -> Consultation:
    """Record why a 较大 matter is not consulted about.

    Raises:
        Refused: For another grade, without a reason, or when there is a consultation.
    """
    _check_allowed(incident)
    if path_duty(Grade(incident.grade_in_force)) == PathDuty.COMPULSORY:
        raise Refused(_("重大舆情必须会商，不得免除。"))
    if not reason.strip():
        raise Refused(_("请填写不会商的理由。"))
    if any(row.state in NOT_CANCELLED for row in consultations_of(incident)):
        raise Refused(_("已有会商，无需填写理由。"))
    row = Consultation.objects.create(
        bureau_id=incident.bureau_id,
        number=next_number(incident, "consultation", "M", now),
        incident=incident,
        state=ConsultationState.SKIPPED,
        called_at=now,
        called_by=officer,
        reason=masked_text(reason.strip())[:MAX_REASON],
    )
    record(row, "consultation.skipped", officer, now, reason=row.reason)
    return row


@transaction.atomic
def invite_more(
    *,
    consultation: Consultation,
    officers: Iterable[Officer],
    units: Iterable[Unit],
    officer: Officer,
    now: datetime,
) -> int:
    """Invite further people; return how many are new.

    Raises:
        Refused: If the consultation is over.
    """
    change_consultation(consultation, now=now)
    before = consultation.invitations.count()
    for who in officers:
        _invite(consultation, officer=who)
    for unit in units:
        _invite(consultation, unit=unit)
    new = consultation.invitations.count() - before
    record(consultation, "consultation.invited", officer, now, invited=new)
    return new


@transaction.atomic
def record_attendance(
    *, invitation: Invitation, present: bool, officer: Officer, now: datetime
) -> None:
    """Note that somebody is there, or is not there any more (which may lose the quorum).

    Raises:
        Refused: If the consultation is over.
    """
    change_consultation(invitation.consultation, now=now)
    state = Attendance.PRESENT if present else Attendance.ABSENT
    Invitation.objects.filter(pk=invitation.pk).update(attendance=state, noted_at=now)
    data = {"attendance": str(state), "unit": invitation.unit.name if invitation.unit else ""}
    record(invitation.consultation, "consultation.attendance", officer, now, **data)


@transaction.atomic
def record_opinion(
    *, invitation: Invitation, text: str, dissent: bool, officer: Officer, now: datetime
) -> Opinion:
    """Keep what somebody said, in his words.

    An officer speaks for himself, a unit's officer for the unit; who runs the consultation may
    write down what others said.

    Raises:
        Refused: If the consultation is over or nothing was said.
    """
    if not text.strip():
        raise Refused(_("请写下意见。"))
    change_consultation(invitation.consultation, now=now)
    row = Opinion.objects.create(
        bureau_id=invitation.bureau_id,
        invitation=invitation,
        at=now,
        text=text.strip()[:MAX_OPINION],
        dissent=dissent,
        recorded_by=officer,
    )
    if invitation.attendance == Attendance.INVITED:
        Invitation.objects.filter(pk=invitation.pk).update(
            attendance=Attendance.PRESENT, noted_at=now
        )
    verb = "consultation.dissent" if dissent else "consultation.opinion"
    record(invitation.consultation, verb, officer, now)
    return row


@transaction.atomic
def cancel_consultation(
    *, consultation: Consultation, reason: str, officer: Officer, now: datetime
) -> None:
    """Call an open consultation off; what was said stays on record.

    Raises:
        Refused: If it is over, or the reason is missing.
    """
    if not reason.strip():
        raise Refused(_("取消须写明理由。"))
    rows = Consultation.objects.filter(pk=consultation.pk, state__in=OPEN_CONSULTATIONS)
    done = rows.update(
        state=ConsultationState.CANCELLED,
        reason=masked_text(reason.strip())[:MAX_REASON],
        revision=F("revision") + 1,
    )
    if done != 1:
        raise Refused(_("这次会商已经结束。"))
    consultation.refresh_from_db()
    if consultation.signoff is not None:
        void(
            request=consultation.signoff,
            reason=Reason("clocks.consultation_cancelled"),
            now=now,
        )
    data = {"reason": consultation.reason}
    record(consultation, "consultation.cancelled", officer, now, **data)


def change_consultation(
    consultation: Consultation, *, now: datetime, revision: int | None = None, **values: object
) -> bool:
    """Change a consultation; signatures given or asked for are void from this moment.

    Returns:
        True if the minutes had been signed or waited for signatures.

    Raises:
        Refused: If it was cancelled or skipped.
        Stale: If somebody changed it since ``revision``.
    """
    before = ConsultationState(consultation.state)
    condition = {} if revision is None else {"revision": revision}
    rows = Consultation.objects.filter(pk=consultation.pk, state__in=NOT_CANCELLED, **condition)
    done = rows.update(state=ConsultationState.CALLED, revision=F("revision") + 1, **values)
    consultation.refresh_from_db()
    if done != 1:
        if consultation.state not in NOT_CANCELLED:
            raise Refused(_("该会商已取消，或未召开。"))
        raise Stale(_("会商内容已被他人更新，本次未保存。请核对最新内容后重新保存。"))
    if before == ConsultationState.CALLED or consultation.signoff is None:
        return False
    void(request=consultation.signoff, reason=Reason("clocks.consultation_changed"), now=now)
    return True


def _invite(
    row: Consultation, *, officer: Officer | None = None, unit: Unit | None = None
) -> None:
    guest = officer or unit
    if guest is None or guest.bureau_id != row.bureau_id:
        raise Refused(_("只能邀请本局人员和本局登记的单位。"))
    try:
        with transaction.atomic():
            Invitation.objects.create(
                bureau_id=row.bureau_id,
                consultation=row,
                officer=officer,
                unit=unit,
                invited_as=_name_of(guest),
            )
    except IntegrityError:
        return  # invited already


def _name_of(guest: Officer | Unit) -> str:
    if isinstance(guest, Officer) and guest.title:
        return f"{guest.name}（{guest.title}）"
    return guest.name


def _check_allowed(incident: Incident) -> None:
    if incident.stage in SETTLED:
        raise Refused(_("事件已办结、并入或排除。"))
    if path_duty(Grade(incident.grade_in_force)) == PathDuty.ABSENT:
        refuse_blocked(BlockReason.ABSENT)
