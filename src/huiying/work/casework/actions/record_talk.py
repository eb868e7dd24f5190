"""联络记录: a talk with a partner agency, what follows from it, and that it was done.

In:   an office, what was said.    Out:  a record; the clock of this talk met, the next started.
Cost: about eight writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.models import Officer, Unit
from huiying.base.audit.kept import kept
from huiying.base.clocks.actions.stop import stop_clock
from huiying.policy.calendar import LOCAL
from huiying.work.casework.actions.keep_contact import claim_desk
from huiying.work.casework.contacts import clean, record_desk, start_follow_up, start_next
from huiying.work.casework.models import FollowUp, LiaisonDesk, LiaisonTalk, Manner
from huiying.work.incidents.exceptions import CannotDecide, Stale

LONGEST = timedelta(days=366)
SUMMARY, NEWS, WORDS = 2000, 1000, 300


@dataclass(frozen=True, slots=True)
class Next:
    """One thing that follows from a talk: what, which unit, until when."""

    words: str
    owner: Unit
    due: date


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk as it was typed."""

    at: datetime
    manner: Manner
    summary: str
    news: str = ""
    follow_ups: Sequence[Next] = ()


@transaction.atomic
def record_talk(
    *,
    desk: LiaisonDesk,
    talk: Talk,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> LiaisonTalk:
    """Keep a talk; it is never changed. The next one is due an interval after it.

    Raises:
        CannotDecide: If the office is kept no longer, the talk lies ahead or before the last
            one, nothing is said, or a follow-up has no day.
        Stale: If somebody acted on the office meanwhile.
    """
    if not desk.active:
        raise CannotDecide(_("这个联络点已停用。"))
    if talk.at > now:
        raise CannotDecide(_("联络时间还没有到。"))
    last = desk.talks.first()
    if last is not None and talk.at < last.at:
        raise CannotDecide(_("早于最近一次联络。请核对时间。"))
    summary = clean(talk.summary, SUMMARY, _("请写明谈了什么。"))
    claim_desk(desk, revision)
    row = LiaisonTalk.objects.create(
        bureau_id=desk.bureau_id,
        desk=desk,
        at=talk.at,
        manner=talk.manner,
        summary=summary,
        news=clean(talk.news, NEWS),
        recorded_at=now,
        recorded_by=officer,
    )
    for item in talk.follow_ups:
        _follow(row, item, now)
    if desk.clock is not None:
        stop_clock(clock=desk.clock, at=talk.at, reason=kept("已联络"), now=now)
    clock = start_next(desk, talk.at, now)
    LiaisonDesk.objects.filter(pk=desk.pk).update(clock=clock)
    desk.refresh_from_db()
    data = {"manner": row.manner, "follow_ups": len(talk.follow_ups)}
    record_desk(desk, "liaison.talked", officer, now, data)
    return row


def _follow(talk: LiaisonTalk, item: Next, now: datetime) -> None:
    today = now.astimezone(LOCAL).date()
    if item.owner.bureau_id != talk.bureau_id:
        raise CannotDecide(_("没有这个单位。"))
    if not today <= item.due <= today + LONGEST:
        raise CannotDecide(_("后续事项的期限须从今天起，最长一年。"))
    words = clean(item.words, WORDS, _("请写明后续要办什么。"))
    FollowUp.objects.create(
        bureau_id=talk.bureau_id,
        talk=talk,
        words=words,
        owner=item.owner,
        due=item.due,
        clock=start_follow_up(talk.desk, words, item.owner, item.due, now),
    )


@transaction.atomic
def finish_follow_up(*, item: FollowUp, note: str, officer: Officer, now: datetime) -> None:
    """Say that a follow-up was done, and how.

    Raises:
        CannotDecide: If nothing is said.
        Stale: If somebody finished it already.
    """
    said = clean(note, WORDS, _("请写明办得怎么样。"))
    rows = FollowUp.objects.filter(pk=item.pk, done_at__isnull=True)
    if rows.update(done_at=now, done_note=said, done_by=officer) != 1:
        raise Stale(_("这一项已经有人登记办成。"))
    item.refresh_from_db()
    stop_clock(clock=item.clock, at=now, reason=kept("已办成"), now=now)
    record_desk(item.talk.desk, "liaison.followed", officer, now)
