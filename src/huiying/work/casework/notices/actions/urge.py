"""催办、重新发送、电话代签: what the desk does while a unit has not signed or reported.

In:   a notice, the officer of the desk.    Out:  messages with fresh links, or a signature.
Cost: two inserts a channel; a signature costs what the unit's own does.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.linked_papers import PAUSE, channels_to_remind
from huiying.base.outbox.queries import messaged_since
from huiying.base.outbox.signatory import Signatory
from huiying.policy.procedure.stages import SETTLED
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.sign_or_return import refuse_replaced, take_on
from huiying.work.casework.notices.delivery import UNDELIVERED
from huiying.work.casework.notices.guidance import guidance_for_notice
from huiying.work.casework.notices.models import Notice, NoticeState, ProofKind
from huiying.work.casework.notices.queries import AWAITING_SIGNATURE
from huiying.work.casework.notices.unit_messages import guidance_lines, queue_notice_messages


def awaits_unit(notice: Notice) -> bool:
    """Tell whether the unit still has to sign for a notice, or to report on it."""
    if notice.state in AWAITING_SIGNATURE:
        return True
    clock = notice.report_clock
    return notice.state == NoticeState.SIGNED and clock is not None and not clock.stopped_at


@transaction.atomic
def remind_unit(*, notice: Notice, officer: Officer, now: datetime) -> int:
    """催办: ask the unit on its channels to sign or to report; return on how many.

    Raises:
        Refused: If nothing is waited for, the unit has no channel, or it was reminded within
            five minutes.
    """
    if not awaits_unit(notice):
        raise Refused(_("本通报无待办事项，无须催办。"))
    signing = notice.state in AWAITING_SIGNATURE
    clock = notice.receipt_clock or notice.notice_clock if signing else notice.report_clock
    title = {"number": notice.number, "title": notice.incident.title}
    todo = (
        house_text("请%(unit)s尽快签收通报：%(title)s")
        if signing
        else house_text("请%(unit)s尽快反馈核实与处置情况：%(title)s")
    )
    lines = [todo % {"unit": notice.unit.name, "title": notice.incident.title}]
    if clock is not None:
        due = timezone.localtime(clock.due_at).strftime("%m-%d %H:%M")
        lines.append(house_text("时限：%(due)s") % {"due": due})
    count = _queue(
        notice, "reminder", house_text("【催办通报 %(number)s】%(title)s") % title, lines, now
    )
    record(notice, "notice.reminded", officer, now, unit=notice.unit.name)
    return count


@transaction.atomic
def resend_notice(*, notice: Notice, officer: Officer, now: datetime) -> int:
    """重新发送: the notice once more on the unit's channels; return on how many.

    Raises:
        Refused: As ``remind_unit``.
    """
    if not awaits_unit(notice):
        raise Refused(_("本通报无待办事项，无须重新发送。"))
    title = {"number": notice.number, "title": notice.incident.title}
    lines = [
        house_text("请%(unit)s核实并处置：%(title)s")
        % {"unit": notice.unit.name, "title": notice.incident.title},
        notice.guidance,
        *guidance_lines(guidance_for_notice(notice)),
    ]
    count = _queue(
        notice, "resent", house_text("【通报 %(number)s】%(title)s") % title, lines, now
    )
    record(notice, "notice.resent", officer, now, unit=notice.unit.name)
    return count


@transaction.atomic
def sign_by_phone(
    *,
    notice: Notice,
    who: str,
    at: datetime,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """电话代签: the unit said by telephone that it takes the matter on; it is delivered, too.

    One officer's word stands for the unit's: the unit's channels get a message with who
    answered and who recorded it, so that nothing is signed in its name unseen.

    Args:
        who: The post that answered.
        at: When it was called.

    Raises:
        Refused: If nobody is named, the moment cannot be, or a newer notice took its place.
        Stale: If the notice was signed or returned already.
    """
    refuse_replaced(notice)
    answered = " ".join(masked_text(who).split())[:40]
    if not answered:
        raise Refused(_("请填写接听岗位。"))
    if revision is not None and revision != notice.revision:
        raise Stale(_("通报已被他人处理，本次操作未执行。请核对最新内容。"))
    if notice.state in UNDELIVERED:
        record_delivery(
            notice=notice, kind=ProofKind.PHONE, who=who, at=at, officer=officer, now=now
        )
        notice.refresh_from_db()
    elif at > now or at < notice.sent_at:
        raise Refused(_("通话时间须在发起通报之后、现在之前。"))
    words = {"who": answered, "name": officer.name}
    label = house_text("%(who)s（电话签收，%(name)s登记）") % words
    by = Signatory(None, label[:80], officer.audit_actor())
    take_on(notice=notice, by=by, now=now, revision=None, seen_guidance=None)
    _report_signature(notice, words, at, now)


def _report_signature(
    notice: Notice, words: dict[str, str], at: datetime, now: datetime
) -> None:
    called = timezone.localtime(at).strftime("%m-%d %H:%M")
    title = {"number": notice.number, "title": notice.incident.title}
    line = house_text(
        "%(name)s登记：%(who)s于 %(at)s 电话确认签收。情况不符的，请立即致电值班电话。"
    )
    queue_notice_messages(
        notice,
        key=f"notice:{notice.number}:phone-signature",
        subject=house_text("【已登记电话签收通报 %(number)s】%(title)s") % title,
        lines=[line % {**words, "at": called}],
        now=now,
    )


def _queue(notice: Notice, kind: str, subject: str, lines: list[str], now: datetime) -> int:
    if notice.incident.current.stage in SETTLED:
        raise Refused(_("事件已办结，不再发送。"))
    channels = channels_to_remind(notice.unit)
    prefix = f"notice:{notice.number}:{kind}:"
    if any(
        messaged_since(one, notice.number, now - PAUSE, key_prefix=prefix) for one in channels
    ):
        raise Refused(_("5 分钟内已发送过，请稍后再发或电话催办。"))
    key = f"{prefix}{now:%m%d%H%M%S}"
    queue_notice_messages(notice, key=key, subject=subject, lines=lines, now=now)
    return len(channels)
