"""A monthly sample: what was known when it was found, what later, final once it is closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from huiying.base.errors import Refused
from huiying.work.collection.posts.actions.enter_post import enter_post
from huiying.work.collection.samples.actions.add_links import (
    add_links,
    close_sample,
    read_links,
)
from huiying.work.collection.samples.models import SampleMonth
from huiying.work.collection.samples.queries import links_of
from huiying.work.collection.samples.share import share_of
from tests.factories import T0

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5f", "5h")]
HOUR = timedelta(hours=1)
MONTH = timedelta(days=31)


def post(cast, url, text="路灯不亮", title="", now=T0):
    enter_post(
        bureau=cast.bureau,
        title=title,
        text=text,
        url=url,
        channel="论坛",
        published_at=None,
        noticed_at=now,
        actor=cast.lu.audit_actor(),
        now=now,
    )


def add(cast, text, found_at=T0 + HOUR, now=T0 + 2 * HOUR, officer=None):
    return add_links(
        links=read_links(text), found_at=found_at, officer=officer or cast.lu, now=now
    )


def states(sample, now=T0 + 3 * HOUR):
    return [
        "known" if one.link.known else "later" if one.later else "unknown"
        for one in links_of(sample, now)
    ]


def test_a_link_is_known_by_its_address_whatever_its_tracking_or_by_its_title(yunchuan):
    post(yunchuan, "https://bbs.example.cn/t/1?utm_source=app")
    post(yunchuan, "", text="临江路积水", title="临江路积水三天无人管")

    sample = add(
        yunchuan,
        "https://BBS.example.cn/t/1?utm_source=web#reply\n"
        "https://other.example.cn/9 临江路积水三天无人管\n"
        "https://bbs.example.cn/t/12 完全没有收到的事情",
    )

    assert states(sample) == ["known", "known", "unknown"]


def test_what_came_after_it_was_found_was_not_known(yunchuan):
    sample = add(yunchuan, "https://bbs.example.cn/t/2")
    assert states(sample) == ["unknown"]

    post(yunchuan, "https://bbs.example.cn/t/2", now=T0 + 3 * HOUR)

    assert states(sample, T0 + 4 * HOUR) == ["later"]


def test_what_was_there_when_it_was_entered_but_not_when_it_was_found_was_not_known(yunchuan):
    post(yunchuan, "https://bbs.example.cn/t/3", now=T0 + HOUR)

    assert states(add(yunchuan, "https://bbs.example.cn/t/3", found_at=T0)) == ["later"]


def test_a_closed_sample_takes_no_other_and_no_link_is_exchanged(yunchuan):
    post(yunchuan, "https://bbs.example.cn/t/1")
    sample = add(yunchuan, "https://bbs.example.cn/t/1\nhttps://bbs.example.cn/t/8")
    with pytest.raises(Refused, match="月底后方可定稿"):
        close_sample(sample=sample, officer=yunchuan.lu, now=T0 + 3 * HOUR)

    close_sample(sample=sample, officer=yunchuan.shen, now=T0 + MONTH)

    sample.refresh_from_db()
    assert (sample.size, sample.known, sample.later) == (2, 1, 0)
    with pytest.raises(Refused, match="已定稿"):
        close_sample(sample=sample, officer=yunchuan.lu, now=T0 + MONTH)
    with pytest.raises(Refused, match="不得增加或更换"):
        add(yunchuan, "https://bbs.example.cn/t/9")
    with pytest.raises(Refused, match="须在本月内"):
        add(yunchuan, "https://bbs.example.cn/t/9", now=T0 + MONTH)
    assert SampleMonth.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "至少填写一条"),
        ("没有网址的一行", "第 1 行没有网址"),
        ("https://a.example.cn/1\nhttps://a.example.cn/1?utm_source=x", "已在本月样本中"),
        ("\n".join(f"https://a.example.cn/{n}" for n in range(51)), "最多 50 条"),
    ],
)
def test_what_is_no_sample_is_refused(yunchuan, text, says):
    with pytest.raises(Refused, match=says):
        add(yunchuan, text)
    assert not SampleMonth.objects.exists()


def test_who_may_not_enter_posts_enters_no_sample(yunchuan):
    with pytest.raises(PermissionDenied):
        add(yunchuan, "https://a.example.cn/1", officer=yunchuan.leader)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_shrinks_with_the_sample(pair):
    count, size = pair
    share, more = share_of(count, size), share_of(count * 10, size * 10)

    assert 0 <= share.low <= share.value <= share.high <= 1
    assert more.high - more.low <= share.high - share.low
    assert share_of(0, 0) is None
