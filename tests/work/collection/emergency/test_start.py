"""应急监测 begins with a reason, brings forward what is due later, and ends by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.roles.access import NotAllowed
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.collection.emergency.actions.start import start_emergency
from huiying.work.collection.emergency.models import EmergencyMonitoring
from huiying.work.collection.emergency.queries import ask_every, emergency_of
from huiying.work.collection.sources.models import FetchAddress, Source, SourceKind
from tests.factories import T0

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5b")]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def follow(cast, url="https://news.example.cn/feed", every=20, **address):
    place = FetchAddress.objects.create(
        url=url, **{"fetched_at": T0, "next_fetch_at": T0 + every * MINUTE, **address}
    )
    return Source.objects.create(
        bureau=cast.bureau,
        name=url,
        kind=SourceKind.FEED,
        channel="新闻网站",
        address=place,
        interval_minutes=every,
    )


def start(cast, *, minutes=5, hours=12, reason="北门小区停水", officer=None, now=T0):
    return start_emergency(
        minutes=minutes, hours=hours, reason=reason, officer=officer or cast.lu, now=now
    )


def test_sources_are_asked_more_often_until_it_is_over_by_itself(yunchuan):
    source = follow(yunchuan)
    start(yunchuan, hours=2)

    assert ask_every([source], T0) == 5
    assert ask_every([source], T0 + 2 * HOUR - MINUTE) == 5
    assert ask_every([source], T0 + 2 * HOUR) == 20
    assert emergency_of(yunchuan.bureau.pk, T0 + 2 * HOUR) is None


def test_what_is_asked_more_often_anyway_stays_so(yunchuan):
    source = follow(yunchuan, every=3)
    start(yunchuan, minutes=10)
    assert ask_every([source], T0) == 3


def test_another_bureau_is_not_in_an_emergency(yunchuan, linxi):
    other = follow(linxi)
    start(yunchuan)
    assert ask_every([other], T0) == 20


def test_what_would_be_asked_later_is_brought_forward(yunchuan):
    source = follow(yunchuan, every=60)
    start(yunchuan)
    source.address.refresh_from_db()
    assert source.address.next_fetch_at == T0 + 5 * MINUTE


def test_a_site_that_asked_for_time_is_left_alone_all_the_same(yunchuan):
    wished = follow(yunchuan, next_fetch_at=T0 + 3 * HOUR)
    failed = follow(yunchuan, "https://news.example.cn/2")
    Source.objects.filter(pk=failed.pk).update(failures=2)

    start(yunchuan)

    times = FetchAddress.objects.in_bulk([wished.address_id, failed.address_id])
    assert times[wished.address_id].next_fetch_at == T0 + 3 * HOUR
    assert times[failed.address_id].next_fetch_at == T0 + 20 * MINUTE


def test_to_start_again_prolongs_it_and_the_earlier_row_stays(yunchuan):
    first = start(yunchuan)
    second = start(yunchuan, minutes=2, hours=24, now=T0 + HOUR)

    first.refresh_from_db()
    assert (first.ended_at, first.ended_by) == (T0 + HOUR, yunchuan.lu)
    assert emergency_of(yunchuan.bureau.pk, T0 + HOUR) == second
    assert EmergencyMonitoring.objects.count() == 2
    verbs = AuditRecord.objects.filter(kind="emergency_monitoring").order_by("seq")
    assert [row.verb for row in verbs] == [
        "emergency_monitoring.started",
        "emergency_monitoring.prolonged",
    ]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"reason": " "}, "请写明为何"),
        ({"minutes": 1}, "间隔须为 2 至 20 分钟"),
        ({"minutes": 30}, "间隔须为 2 至 20 分钟"),
        ({"hours": 0}, "时长须为 1 至 72 小时"),
        ({"hours": 73}, "时长须为 1 至 72 小时"),
    ],
)
def test_it_has_a_reason_and_bounds(yunchuan, wrong, why):
    with pytest.raises(Refused, match=why):
        start(yunchuan, **wrong)
    assert not EmergencyMonitoring.objects.exists()


def test_who_does_not_triage_starts_none(yunchuan):
    with pytest.raises(NotAllowed):
        start(yunchuan, officer=yunchuan.window)
