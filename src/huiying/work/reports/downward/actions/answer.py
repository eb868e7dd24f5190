"""反馈上级: answer a superior's demand from what a unit fed back and two persons closed here.

In:   a demand with a closed item, words.    Out:  a signed file; its receipt stops the time.
Cost: a few writes, two more a channel.

The office drafts, a leader signs. Words that accuse somebody do not leave; personal data are
masked; a title that is words of a post is replaced by the number of its incident.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.db.claims import RowClaim
from huiying.base.errors import Refused, Stale
from huiying.base.refused_text import refuse_accusation
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.work.casework.core.text import checked_text
from huiying.work.casework.superior_supervision.models import (
    SuperiorState,
    SuperiorSupervision,
)
from huiying.work.casework.supervision.models import EntryKind
from huiying.work.reports.core.queries import report_by_number
from huiying.work.reports.downward.files import MAX_ANSWER
from huiying.work.reports.downward.models import SuperiorAnswer
from huiying.work.reports.downward.push import push_answer
from huiying.work.reports.downward.queries import (
    answers_of,
    finished_item,
    open_items,
    waiting_answer,
)
from huiying.work.reports.downward.signing import local_moment, office_of
from huiying.work.reports.exchange.quotes import quoted_titles, without_quotes

KIND = "superior_answer"
S = SuperiorState
claim_superior = RowClaim(
    S,
    gettext_noop("该上级督办当前状态为“%(state)s”，不能办理此操作。"),
    gettext_noop("该上级督办已被他人更新，本次操作未执行。请核对最新内容后重新提交。"),
)


@transaction.atomic
def draft_answer(
    *,
    superior: SuperiorSupervision,
    text: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> SuperiorAnswer:
    """Draft the answer, for a leader's signature.

    Raises:
        PermissionDenied: If the officer neither keeps 督办 nor leads.
        Refused: If no item of it is closed or one is open, an answer waits, nothing is said
            or too much, somebody is accused, or the demand is answered or over.
        Stale: If somebody acted on it since.
    """
    require(officer, Capability.SUPERVISE, Capability.INSTRUCT)
    item = finished_item(superior)
    if open_items(superior).exists():
        raise Refused(_("承办单位的督办件尚未销号，不能反馈上级。"))
    if item is None:
        raise Refused(_("请先立项督办，由承办单位反馈、销号后反馈上级。"))
    words = checked_text(text, MAX_ANSWER, _("请填写反馈内容。"))
    refuse_accusation(words)
    words = _without_quotes(superior, words)
    claim_superior(superior, (S.RECEIVED,), revision)
    signed = superior.answers.filter(signed_at__isnull=False).count()
    row = SuperiorAnswer(
        bureau_id=superior.bureau_id,
        superior=superior,
        supervision=item,
        step=superior.step,
        version=signed + 1,
        text=words,
        drafted_at=now,
        drafted_by=officer,
    )
    named = {"number": superior.number, "sender": superior.sender, "demand": superior.demand}
    row.signoff = request_approval(
        bureau_id=superior.bureau_id,
        kind=KIND,
        about_ref=superior.number,
        label=house_text("%(number)s 反馈%(sender)s：%(demand)s") % named,
        content_hash=hash_of_answer(row),
        officer=officer,
        clock=None,
        now=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("有一份反馈待领导签发，请先办理。")) from error
    record(superior, "superior_supervision.answer_drafted", officer, now, version=row.version)
    return row


def _without_quotes(superior: SuperiorSupervision, text: str) -> str:
    report = report_by_number(superior.bureau_id, superior.subject_ref)
    return text if report is None else without_quotes(text, quoted_titles(report, [text]))


def hash_of_answer(row: SuperiorAnswer) -> str:
    """Return the hash of what is signed: all that the file says but who signed, and when."""
    return hash_of_content(_content(row))


def hash_of_waiting_answer(superior: SuperiorSupervision) -> str:
    """Return the hash of the answer that waits; "" = none does."""
    row = waiting_answer(superior)
    return hash_of_answer(row) if row is not None else ""


def _content(row: SuperiorAnswer) -> dict[str, Any]:
    superior = row.superior
    return {
        "bureau": superior.bureau.name,
        "to": superior.sender,
        "number": superior.sender_number,
        "step": row.step,
        "version": row.version,
        "text": row.text,
    }


@transaction.atomic
def sign_answer(
    superior: SuperiorSupervision,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> int:
    """签发 exactly this answer, which then goes up; or not, with a reason.

    Returns:
        On how many channels it was queued; 0 = it goes as a file.

    Raises:
        PermissionDenied: If the officer does not lead.
        Refused: If he drafted it, wrote the feedback or stands in for who did, or it is
            returned without a reason.
        Stale: If none waits, another one was shown, or the superior went on meanwhile.
    """
    require(officer, Capability.INSTRUCT)
    superior.refresh_from_db()
    row = waiting_answer(superior)
    if row is None or row.signoff is None or row.step != superior.step:
        raise Stale(_("该上级督办已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))
    done = ANSWER_KIND.decide(
        superior,
        row.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if not approve:
        SuperiorAnswer.objects.filter(pk=row.pk).update(dropped_at=now)
        data = {"version": row.version, "reason": done.reason}
        record(superior, "superior_supervision.answer_returned", officer, now, **data)
        return 0
    refuse_accusation(row.text)
    signed = {"signed_as": office_of(officer), "signed_at": local_moment(now)}
    content = {**_content(row), **signed}
    rows = SuperiorAnswer.objects.filter(
        pk=row.pk, signed_at__isnull=True, dropped_at__isnull=True
    )
    digest = hash_of_content(content)
    values = {"content": content, "content_hash": digest}
    if rows.update(signed_at=now, signed_by=officer, **values) != 1:
        raise Stale(_("该上级督办已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))
    row.refresh_from_db()
    claim_superior(superior, (S.RECEIVED,), None, state=str(S.ANSWERED))
    data = {"version": row.version, "hash": digest}
    record(superior, "superior_supervision.answer_signed", officer, now, **data)
    return push_answer(row, now)


def answer_authors(superior: SuperiorSupervision) -> Collection[int]:
    """Return who does not sign: who drafted the answer, and who wrote the feedback."""
    row = waiting_answer(superior)
    if row is None:
        return set()
    written = row.supervision.entries.filter(kind=EntryKind.FEEDBACK, by__isnull=False)
    return {row.drafted_by_id, *written.values_list("by_id", flat=True)}


def _may_sign(request: SignoffRequest, officer: Officer) -> bool:
    return may(officer, Capability.INSTRUCT) and request.requested_by_id != officer.pk


ANSWER_KIND = SignoffKind[SuperiorSupervision](
    name=KIND,
    content_hash=hash_of_waiting_answer,
    approve=partial(sign_answer, approve=True, reason=""),
    send_back=partial(sign_answer, approve=False),
    changed=gettext_lazy("内容在打开后已更新，本次操作未执行。请核对最新内容后重新提交。"),
    authors=answer_authors,
    may_decide=_may_sign,
)


@transaction.atomic
def send_answer_again(*, superior: SuperiorSupervision, officer: Officer, now: datetime) -> int:
    """Push the newest signed answer again; return on how many channels.

    Raises:
        Refused: If none is signed, its receipt is there, or no channel leads there.
    """
    require(officer, Capability.SUPERVISE)
    signed = [one for one in answers_of(superior) if one.signed_at is not None]
    if not signed:
        raise Refused(_("尚无已签发的反馈。"))
    if signed[-1].received_at is not None:
        raise Refused(_("上级已回执，无需重发。"))
    count = push_answer(signed[-1], now, again=f"{now:%m%d%H%M%S}")
    if not count:
        raise Refused(
            _("没有通往上级系统的渠道。请下载反馈文件送达，或在“消息渠道”为同名单位添加渠道。")
        )
    data = {"version": signed[-1].version}
    record(superior, "superior_supervision.answer_sent_again", officer, now, **data)
    return count
