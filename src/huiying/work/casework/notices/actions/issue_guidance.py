"""出口径: issue a version of an incident's lines to take, and inform every notified unit.

In:   the agreed line, a brief of questions and answers, what is not known, what changed.
Out:  a version that never changes; each unit has to sign for it.
Cost: one row, and for each notice that stands a receipt, a clock and its messages.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.refused_text import refuse_removal_request
from huiying.policy.procedure.stages import SETTLED
from huiying.work.casework.notices.guidance import guidance_at, open_guidance_receipt
from huiying.work.casework.notices.models import Guidance, Notice
from huiying.work.casework.notices.queries import standing_notices
from huiying.work.casework.notices.unit_messages import guidance_lines, queue_notice_messages
from huiying.work.incidents.core.models import Incident


@dataclass(frozen=True, slots=True)
class GuidanceInput:
    """The words of one version."""

    agreed_line: str
    brief: str = ""
    unknown: str = ""
    change_note: str = ""


@transaction.atomic
def issue_guidance(
    *,
    incident: Incident,
    text: GuidanceInput,
    officer: Officer,
    now: datetime,
    shown_version: int | None = None,
) -> Guidance:
    """Issue the next version.

    Args:
        shown_version: The version on the writer's screen, 0 for none; None = the newest.

    Raises:
        Refused: If the line is missing, nothing says what changed, nothing changed, it
            asks that posts be removed, or the incident is set aside or closed.
        Stale: If somebody issued another version meanwhile.
    """
    if incident.stage in SETTLED:
        raise Refused(_("事件已并入、排除或办结，不能再制发口径。"))
    last = guidance_at(incident)
    version = last.version if last else 0
    if shown_version is not None and shown_version != version:
        raise Stale(
            _("口径已被他人更新为第 %(version)s 版，本次操作未执行。请核对最新内容后重新提交。")
            % {"version": version}
        )
    text = _checked(text, last)
    try:
        with transaction.atomic():
            guidance = Guidance.objects.create(
                bureau_id=incident.bureau_id,
                incident=incident,
                version=version + 1,
                agreed_line=text.agreed_line,
                brief=text.brief,
                unknown=text.unknown,
                change_note=text.change_note[:200],
                issued_at=now,
                issued_by=officer,
            )
    except IntegrityError as error:
        raise Stale(
            _("口径已被他人更新，本次操作未执行。请核对最新内容后重新提交。")
        ) from error
    notices = list(standing_notices(incident))
    for notice in notices:
        _send(notice, guidance, now)
    record(
        guidance, "guidance.issued", officer, now, version=guidance.version, told=len(notices)
    )
    return guidance


def _checked(values: GuidanceInput, last: Guidance | None) -> GuidanceInput:
    values = GuidanceInput(
        values.agreed_line.strip(),
        values.brief.strip(),
        values.unknown.strip(),
        values.change_note.strip(),
    )
    refuse_removal_request(*astuple(values))
    if not values.agreed_line:
        raise Refused(_("请写明口径。"))
    if last is None:
        return values
    if (values.agreed_line, values.brief, values.unknown) == (
        last.agreed_line,
        last.brief,
        last.unknown,
    ):
        raise Refused(_("文字无变化，无需制发新版。"))
    if not values.change_note:
        raise Refused(_("请填写本版修改内容和理由，各单位可见。"))
    return values


def _send(notice: Notice, guidance: Guidance, now: datetime) -> None:
    open_guidance_receipt(notice, guidance, now)
    queue_notice_messages(
        notice,
        key=f"guidance:{notice.number}:{guidance.version}",
        subject=house_text("【口径第 %(version)s 版】%(title)s")
        % {"version": guidance.version, "title": guidance.incident.title},
        lines=[
            house_text("请%(unit)s按新口径答复，并登录后签收。") % {"unit": notice.unit.name},
            house_text("改动：%(note)s") % {"note": masked_text(guidance.change_note)}
            if guidance.change_note
            else "",
            *guidance_lines(guidance),
        ],
        now=now,
    )
