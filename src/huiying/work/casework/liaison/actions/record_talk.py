"""联络记录: a talk with a partner agency, its follow-ups, and their completion.

In:   an office, what was said.    Out:  a record; the clock of this talk met, the next started.
Cost: about eight writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused, Stale
from huiying.base.refused_text import refuse_removal_request
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.casework.core.text import checked_text
from huiying.work.casework.liaison.actions.register_desk import claim_desk
from huiying.work.casework.liaison.clocks import start_follow_up_clock, start_talk_clock
from huiying.work.casework.liaison.models import FollowUp, LiaisonDesk, LiaisonTalk, Manner
from huiying.work.casework.liaison.records import record_desk

LONGEST_FOLLOW_UP = timedelta(days=366)
MAX_SUMMARY, MAX_NEWS, MAX_WORDS = 2000, 1000, 300


@dataclass(frozen=True, slots=True)
class FollowUpInput:
    """One thing that follows from a talk: what, which unit, until when."""

    words: str
    owner: Unit
    due: date


@dataclass(frozen=True, slots=True)
class TalkInput:
    """A talk as it was typed."""

    at: datetime
    manner: Manner
    summary: str
    news: str = ""
    follow_ups: Sequence[FollowUpInput] = ()


@transaction.atomic
def record_talk(
    *,
    desk: LiaisonDesk,
    talk: TalkInput,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> LiaisonTalk:
    """Keep a talk; it is never changed. The next one is due an interval after it.

    Raises:
        Refused: If the office is kept no longer, the talk lies ahead or before the last
            one, nothing is said, or a follow-up has no day or asks that posts be removed.
        Stale: If somebody acted on the office meanwhile.
    """
    if not desk.active:
        raise Refused(_("该联络单位已停用。"))
    if talk.at > now:
        raise Refused(_("联络时间不得晚于当前时间。"))
    last = desk.talks.first()
    if last is not None and talk.at < last.at:
        raise Refused(_("早于最近一次联络。请核对时间。"))
    summary = checked_text(talk.summary, MAX_SUMMARY, _("请填写联络内容。"))
    claim_desk(desk, revision)
    row = LiaisonTalk.objects.create(
        bureau_id=desk.bureau_id,
        desk=desk,
        at=talk.at,
        manner=talk.manner,
        summary=summary,
        news=checked_text(talk.news, MAX_NEWS),
        recorded_at=now,
        recorded_by=officer,
    )
    for item in talk.follow_ups:
        _add_follow_up(row, item, now)
    if desk.clock is not None:
        stop_clock(clock=desk.clock, at=talk.at, reason=Reason("clocks.contacted"), now=now)
    clock = start_talk_clock(desk, talk.at, now)
    LiaisonDesk.objects.filter(pk=desk.pk).update(clock=clock)
    desk.refresh_from_db()
    data = {"manner": row.manner, "follow_ups": len(talk.follow_ups)}
    record_desk(desk, "liaison.talked", officer, now, **data)
    return row


def _add_follow_up(talk: LiaisonTalk, item: FollowUpInput, now: datetime) -> None:
    today = now.astimezone(LOCAL).date()
    if item.owner.bureau_id != talk.bureau_id:
        raise Refused(_("未找到该单位。"))
    if not today <= item.due <= today + LONGEST_FOLLOW_UP:
        raise Refused(_("后续事项的期限须从今天起，最长一年。"))
    words = checked_text(item.words, MAX_WORDS, _("请填写后续事项。"))
    refuse_removal_request(words)
    FollowUp.objects.create(
        bureau_id=talk.bureau_id,
        talk=talk,
        words=words,
        owner=item.owner,
        due=item.due,
        clock=start_follow_up_clock(talk.desk, words, item.owner, item.due, now),
    )


@transaction.atomic
def finish_follow_up(*, item: FollowUp, note: str, officer: Officer, now: datetime) -> None:
    """Say that a follow-up was done, and how.

    Raises:
        Refused: If nothing is said.
        Stale: If somebody finished it already.
    """
    outcome = checked_text(note, MAX_WORDS, _("请填写办理结果。"))
    rows = FollowUp.objects.filter(pk=item.pk, done_at__isnull=True)
    if rows.update(done_at=now, done_note=outcome, done_by=officer) != 1:
        raise Stale(_("该事项已登记完成。"))
    item.refresh_from_db()
    stop_clock(clock=item.clock, at=now, reason=Reason("clocks.done"), now=now)
    record_desk(item.talk.desk, "liaison.followed", officer, now)
