"""媒体问询 and 专访: record a media request, run its clock, answer or decline it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.audit.record import record
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.base.refused_text import refuse_removal_request
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.time.deadlines import MEDIA_ENQUIRY
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.casework.core.text import checked_text, office_name, web_address
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.press.models import MediaKind, MediaRequest, MediaState

CLOCK_NAME = "媒体问询答复"
SUBJECT_KIND = "enquiry"
DESK = Holder(code=Role.SPOKESPERSON)
MEDIUM, QUESTION, REPLY, REASON = 80, 2000, 4000, 300


@dataclass(frozen=True, slots=True)
class MediaRequestInput:
    """What a medium wants, as it was typed; the medium is named, not who asked for it."""

    kind: MediaKind
    medium: str
    question: str
    at: datetime


@transaction.atomic
def take_request(
    *, wanted: MediaRequestInput, incident: Incident | None, officer: Officer, now: datetime
) -> MediaRequest:
    """Register what a medium asked; its time runs since it asked.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If medium or question is missing, or the moment has not come.
    """
    require(officer, Capability.OUTREACH)
    if wanted.at > now:
        raise Refused(_("收到时间不得晚于当前时间。"))
    medium = checked_text(wanted.medium, MEDIUM, _("请填写媒体名称。"))
    question = checked_text(wanted.question, QUESTION, _("请填写媒体所提问题。"))
    year = now.astimezone(LOCAL).year
    number = f"E{take_number(bureau_id=officer.bureau_id, kind='media', year=year)}"
    book = book_of(officer.bureau_id, now)
    clock = start_clock(
        bureau_id=officer.bureau_id,
        kind="media",
        name=CLOCK_NAME,
        rule=book.deadline(MEDIA_ENQUIRY),
        rule_version=str(book.version),
        starts_at=wanted.at,
        calendar=calendar_of(officer.bureau_id),
        subject=ClockSubject(SUBJECT_KIND, number, f"{medium}：{question}"),
        holder=DESK,
        now=now,
    )
    row = MediaRequest.objects.create(
        bureau_id=officer.bureau_id,
        number=number,
        kind=wanted.kind,
        medium=medium,
        question=question,
        received_at=wanted.at,
        incident=incident,
        clock=clock,
    )
    record(row, "media.asked", officer, now)
    return row


@transaction.atomic
def answer_request(
    *,
    row: MediaRequest,
    reply: str,
    speaker: str,
    link: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Record what the medium was told, by which office, and where it reported.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If nothing was said, it asks that posts be removed, no office spoke, or the
            address is none.
        Stale: If it is not open any more.
    """
    require(officer, Capability.OUTREACH)
    refuse_removal_request(reply)
    _close(
        row,
        MediaState.ANSWERED,
        officer,
        now,
        reply=checked_text(reply, REPLY, _("请写答复的内容。")),
        speaker=office_name(speaker),
        link=web_address(link),
    )
    stop_clock(clock=row.clock, at=now, reason=Reason("clocks.answered"), now=now)
    record(row, "media.answered", officer, now)


@transaction.atomic
def refuse_request(*, row: MediaRequest, reason: str, officer: Officer, now: datetime) -> None:
    """不接受, with a reason that the medium was told; media oversight is no reason.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If there is no reason.
        Stale: If it is not open any more.
    """
    require(officer, Capability.OUTREACH)
    why = checked_text(reason, REASON, _("请填写告知对方的理由和应联系的单位。"))
    _close(row, MediaState.REFUSED, officer, now, reason=why)
    stop_clock(clock=row.clock, at=now, reason=Reason("clocks.media_refused"), now=now)
    record(row, "media.refused", officer, now, reason=why)


def _close(
    row: MediaRequest, state: MediaState, officer: Officer, now: datetime, **changes: str
) -> None:
    rows = MediaRequest.objects.filter(pk=row.pk, state=MediaState.OPEN)
    done = rows.update(state=state, decided_at=now, decided_by=officer, **changes)
    row.refresh_from_db()
    if done != 1:
        raise Stale(_("该问询已办理。"))
