"""Check whether sources, roster and channels can meet the 30 minutes of Article 4(3).

What is not known is said to be unknown, and is no good news.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.organisation.queries import officers_of, units_of
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import holders_of
from huiying.base.accounts.roster.queries import desk_cover
from huiying.base.outbox.queries import all_channels, channels_of_desk
from huiying.base.rulebook.queries import book_of
from huiying.policy.grading.grades import Grade
from huiying.policy.time.deadlines import NOTICE, DeadlineUnit
from huiying.policy.time.readiness import NoticeTime
from huiying.work.collection.sources.queries import fetched_sources, sources_of

Place = Literal["sources", "people", "roster", "channels"]
MINUTES = {DeadlineUnit.MINUTES: 1, DeadlineUnit.HOURS: 60}


@dataclass(frozen=True, slots=True)
class Point:
    """One link of the chain from a post to the notice."""

    fine: bool
    sentence: str
    place: Place  # where it is put right


def readiness(bureau_id: int, now: datetime) -> Iterator[Point]:
    """Yield every link: collecting, the desk, its channels, the units."""
    yield _collecting(bureau_id, now)
    yield _desk(bureau_id, now)
    yield from _desk_channels(bureau_id)
    yield _units(bureau_id)


def _collecting(bureau_id: int, now: datetime) -> Point:
    rule = book_of(bureau_id, now).deadline(NOTICE[Grade.MAJOR])
    allowed = rule.amount * MINUTES[rule.unit]
    slowest = fetched_sources(bureau_id).first()
    if slowest is None:
        if sources_of(bureau_id).filter(active=True).exists():
            return Point(
                fine=True,
                sentence=_("无定时采集的来源；推送和录入的帖文实时处理。"),
                place="sources",
            )
        return Point(fine=False, sentence=_("未启用来源，无法掌握舆情动态。"), place="sources")
    way = NoticeTime(allowed, slowest.interval_minutes)
    values = {
        "name": slowest.name,
        "every": slowest.interval_minutes,
        "allowed": allowed,
        "left": way.left,
    }
    if way.left <= 0:
        words = _(
            "来源“%(name)s”每 %(every)d 分钟采集一次，从发帖起算，采集时已超过 "
            "%(allowed)d 分钟。请缩短间隔。"
        )
    elif not way.is_enough:
        words = _(
            "来源“%(name)s”每 %(every)d 分钟采集一次，从发帖起算的 %(allowed)d 分钟"
            "内，仅余 %(left)d 分钟用于定级和通报。请缩短间隔。"
        )
    else:
        words = _(
            "间隔最长的来源“%(name)s”每 %(every)d 分钟采集一次，从发帖起算的 "
            "%(allowed)d 分钟内，余 %(left)d 分钟用于定级和通报。"
        )
    return Point(way.is_enough, words % values, "sources")


def _desk(bureau_id: int, now: datetime) -> Point:
    if not holders_of(bureau_id, Role.DUTY_OFFICER).exists():
        return Point(fine=False, sentence=_("未指定值班员，重大舆情无人接收。"), place="people")
    cover = desk_cover(bureau_id, now)
    if not cover.planned:
        return Point(
            fine=False,
            sentence=_("未排值班表，夜间和节假日值班情况未知。"),
            place="roster",
        )
    if cover.holes:
        at = timezone.localtime(cover.holes[0].starts_at)
        words = _("今后 24 小时有 %(count)d 段值班空缺，最早自 %(at)s 起。")
        values = {"count": len(cover.holes), "at": f"{at:%m-%d %H:%M}"}
        return Point(fine=False, sentence=words % values, place="roster")
    return Point(fine=True, sentence=_("今后 24 小时均有值班。"), place="roster")


def _desk_channels(bureau_id: int) -> Iterator[Point]:
    channels = list(channels_of_desk(bureau_id))
    if not channels:
        words = _("值班台未配置系统外提醒渠道，值班员离开屏幕时无法获知。")
        yield Point(fine=False, sentence=words, place="channels")
    for channel in channels:
        if channel.last_error:
            words = _("渠道“%(name)s”最近一次发送失败。")
        elif channel.last_ok_at is None:
            words = _("渠道“%(name)s”尚无发送成功记录，请发送测试。")
        else:
            words = _("渠道“%(name)s”最近一次已发出。")
        fine = not channel.last_error and channel.last_ok_at is not None
        yield Point(fine, words % {"name": channel.name}, "channels")


def _units(bureau_id: int) -> Point:
    staffed = officers_of(bureau_id).filter(is_active=True).values_list("unit_id", flat=True)
    channels = all_channels(bureau_id).filter(active=True).values_list("unit_id", flat=True)
    reached = {*staffed, *channels}
    names = [unit.name for unit in units_of(bureau_id) if unit.pk not in reached]
    if names:
        words = _("%(names)s无承办人员，也无消息渠道，只能电话通报。")
        return Point(
            fine=False, sentence=words % {"names": _("、").join(names[:3])}, place="people"
        )
    return Point(fine=True, sentence=_("每个单位都有承办人员或渠道。"), place="people")
