"""新闻发布会: apply for a press conference, approve or return it, cancel it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.start import Holder, start_clock
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.actions.void import void
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import Decision
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.policy.time.deadlines import APPROVAL
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import clock_subject
from huiying.work.casework.core.text import checked_text, office_name
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.press.application import hash_of_press
from huiying.work.responses.press.claim import claim_press
from huiying.work.responses.press.models import PressConference, PressForm, PressState

KIND = "press"
TITLE, PLACE, MEDIA, CONTENT, REASON, MOST = 120, 120, 300, 4000, 300, 8


@dataclass(frozen=True, slots=True)
class Application:
    """申请 as it was typed; host and speakers are offices or roles."""

    form: PressForm
    title: str
    at: datetime
    place: str
    host: str
    speakers: Sequence[str]
    media: str
    content: str


@transaction.atomic
def apply_press(
    *, incident: Incident, application: Application, officer: Officer, now: datetime
) -> PressConference:
    """Write an application and put it before the leaders.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If something is missing, a person is named, the moment is past, or the
            incident was merged or set aside.
    """
    require(officer, Capability.OUTREACH)
    if incident.stage in SET_ASIDE:
        raise Refused(_("事件已并入或排除，不再开发布会。"))
    values = _checked(application, now)
    number = take_number(
        bureau_id=incident.bureau_id, kind="press", year=now.astimezone(LOCAL).year
    )
    row = PressConference.objects.create(
        bureau_id=incident.bureau_id,
        number=f"N{number}",
        incident=incident,
        applied_by=officer,
        writers=[officer.pk],
        **values,
    )
    _ask(row, officer, now)
    return row


@transaction.atomic
def change_press(
    *,
    row: PressConference,
    application: Application,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Change an application that was not held; an approval that it had is void, it asks anew.

    Raises:
        PermissionDenied, Refused: As ``apply_press``.
        Stale: If somebody acted on it meanwhile.
    """
    require(officer, Capability.OUTREACH)
    values = _checked(application, now)
    states = (PressState.WRITING, PressState.APPLIED, PressState.APPROVED)
    writers = sorted({*row.writers, officer.pk})
    claim_press(row, states, revision, writers=writers, **values)
    if row.signoff is not None:
        void(request=row.signoff, reason=Reason("clocks.application_changed"), now=now)
    _ask(row, officer, now)


def _ask(row: PressConference, officer: Officer, now: datetime) -> None:
    book = book_of(row.bureau_id, now)
    clock = start_clock(
        bureau_id=row.bureau_id,
        kind="approval",
        name="报审",
        rule=book.deadline(APPROVAL),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(row.bureau_id),
        subject=clock_subject(row.incident.current),
        holder=Holder(code=Role.DEPUTY),
        now=now,
    )
    request = request_approval(
        bureau_id=row.bureau_id,
        kind=KIND,
        about_ref=row.number,
        label=house_text("发布会申请 %(number)s：%(title)s")
        % {"number": row.number, "title": row.title},
        content_hash=hash_of_press(row),
        officer=officer,
        clock=clock,
        now=now,
    )
    PressConference.objects.filter(pk=row.pk).update(
        signoff=request, state=PressState.APPLIED, reason=""
    )
    row.refresh_from_db()
    record(row, "press.applied", officer, now, hash=request.content_hash)


@transaction.atomic
def decide_press(
    row: PressConference,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Approve exactly this application, or return it with a reason.

    Raises:
        PermissionDenied: If the officer does not approve.
        Refused: If he wrote it, or returns it without a reason.
        Stale: If it does not wait, or is not what he saw.
    """
    require(officer, Capability.APPROVE)
    row.refresh_from_db()
    request = row.signoff
    if row.state != PressState.APPLIED or request is None:
        raise Stale(_("该申请当前不在待审批状态。请查看最新内容。"))
    done = PRESS_KIND.decide(
        row,
        request,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if done.decision == Decision.PENDING:
        return
    state = PressState.APPROVED if approve else PressState.WRITING
    claim_press(row, (PressState.APPLIED,), None, state=state, reason=done.reason[:REASON])
    verb = "press.approved" if approve else "press.returned"
    record(row, verb, officer, now, hash=done.content_hash, reason=done.reason)


PRESS_KIND = SignoffKind[PressConference](
    name=KIND,
    content_hash=hash_of_press,
    approve=partial(decide_press, approve=True, reason=""),
    send_back=partial(decide_press, approve=False),
    changed=gettext_lazy("申请已更新，本次决定未生效。请阅读最新全文。"),
    authors=lambda row: row.writers,
)


@transaction.atomic
def cancel_press(
    *,
    row: PressConference,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """取消, with a reason; a request that waits is void.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused, Stale: If there is no reason, it was held, or changed meanwhile.
    """
    require(officer, Capability.OUTREACH)
    why = checked_text(reason, REASON, _("取消须写明理由。"))
    states = (PressState.WRITING, PressState.APPLIED, PressState.APPROVED)
    claim_press(row, states, revision, state=PressState.CANCELLED, reason=why)
    if row.signoff is not None:
        void(request=row.signoff, reason=Reason("clocks.cancelled"), now=now)
    record(row, "press.cancelled", officer, now, reason=why)


def _checked(application: Application, now: datetime) -> dict[str, Any]:
    if application.at <= now:
        raise Refused(_("召开时间须在现在之后。"))
    speakers = [office_name(line) for line in application.speakers if line.strip()]
    if not speakers or len(speakers) > MOST:
        raise Refused(_("请写明发布人的岗位，一行一个，最多 8 个。"))
    return {
        "form": application.form,
        "title": checked_text(application.title, TITLE, _("请写发布会名称。")),
        "planned_at": application.at,
        "place": checked_text(application.place, PLACE, _("请写地点。")),
        "host": office_name(application.host),
        "speakers": speakers,
        "media": checked_text(application.media, MEDIA, _("请写拟邀请的媒体。")),
        "content": checked_text(application.content, CONTENT, _("请写拟发布的内容。")),
    }
