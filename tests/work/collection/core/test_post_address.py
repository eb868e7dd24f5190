"""The address of a post says where it stands, not who wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.work.collection.core.post_address import (
    address_identity,
    public_address,
    signs_in,
)

WITH_SOMEBODY = {
    "https://bbs.example.org/t?tid=12&uid=34567": "https://bbs.example.org/t?tid=12",
    "https://bbs.example.org/t?uid=34567": "https://bbs.example.org/t",
    "https://bbs.example.org/t?tid=12&phone=13800138000": "https://bbs.example.org/t?tid=12",
    "https://bbs.example.org/t?tid=12&x=13800138000": "https://bbs.example.org/t?tid=12",
    "https://bbs.example.org/t?tid=1&x=%31%33800138000": "https://bbs.example.org/t?tid=1",
    "https://bbs.example.org/t?User_Name=%E5%BC%A0&tid=12": "https://bbs.example.org/t?tid=12",
    "https://bbs.example.org/t?tid=12&q=a%40example.org": "https://bbs.example.org/t?tid=12",
    "https://bbs.example.org/13800138000/12": "https://bbs.example.org/-/12",
    "https://bbs.example.org/u/zhangsan/12": "https://bbs.example.org/u/-/12",
    "https://bbs.example.org/t/12#/user?uid=9": "https://bbs.example.org/t/12",
    "https://weibo.com/1234567890/KxYz": "https://weibo.com/-/KxYz",
    "https://weibo.com/u/1234567890": "https://weibo.com/u/-",
    "https://www.zhihu.com/people/li-si/answers": "https://www.zhihu.com/people/-/answers",
    "https://space.bilibili.com/27/video": "https://space.bilibili.com/-/video",
    "https://www.xiaohongshu.com/user/profile/5a1/6b2": (
        "https://www.xiaohongshu.com/user/profile/-/6b2"
    ),
    "https://www.douyin.com/user/MS4?modal_id=7": "https://www.douyin.com/user/-?modal_id=7",
    "https://video.example.org/@lisi/video/7": "https://video.example.org/-/video/7",
    "https://x.com/lisi/status/7": "https://x.com/-/status/7",
    "https://news.example.org/a.do;jsessionid=0A1B2C3D?id=7": "https://news.example.org/a.do?id=7",
    "https://news.example.org/(S(q3e55x45))/a.aspx?id=7": "https://news.example.org/a.aspx?id=7",
    "https://news.example.org/a?id=7&PHPSESSID=0a1b2c3d": "https://news.example.org/a?id=7",
    "https://news.example.org/a?access_token=k&id=7": "https://news.example.org/a?id=7",
    "https://news.example.org/a?id=7&utm_source=rss&uid=5": (
        "https://news.example.org/a?id=7&utm_source=rss"
    ),
}
WITH_NOBODY = (
    "",
    "https://bbs.example.org/t/12",
    "https://bbs.example.org/thread-123456-1-1.html?page=2&mod=viewthread#p3",
    "https://www.douyin.com/video/7301234567890123456",
    "https://mp.weixin.qq.com/s?__biz=MzA4&mid=2650&idx=1&sn=0a1b",
    "https://www.example.org/news/20261124/13.html?id=912885232438636568",
    "https://weibo.com/detail/4999",
)


@pytest.mark.parametrize(("url", "kept"), WITH_SOMEBODY.items())
def test_users_and_numbers_go_and_the_post_stays(url, kept):
    assert public_address(url) == kept
    assert public_address(kept) == kept


@pytest.mark.parametrize("url", WITH_NOBODY)
def test_an_address_that_names_nobody_stays_as_it_is(url):
    assert public_address(url) == url


# What makes an address another one -----------------------------------------------------------

PAGE = "https://news.example.org/2026/a"
TRACKING = st.sampled_from(
    (
        *("utm_source=rss", "utm_medium=feed", "UTM_Campaign=1", "spm=a2h0k.1", "scm=2"),
        *("from=timeline", "from=singlemessage", "source=weibo", "isappinstalled=0"),
        *("share_token=9f3c", "share_from=app", "sharer_shareid=7", "shareuid=34567"),
        *("fromuid=12", "wfr=spider", "chksm=0a1b", "_=1764380000", "fbclid=x", "hmsr=x"),
        *("PHPSESSID=0a1b2c3d4e", "session_id=0a1b2c3d4e", "access_token=0a1b2c3d4e"),
    )
)


@given(st.lists(TRACKING, max_size=5), st.sampled_from(["", ";jsessionid=0A1B2C3D"]))
def test_neither_tracking_nor_a_session_makes_an_address_new(tracking, session):
    query = "&".join([*tracking[:2], "id=7", *tracking[2:]])

    assert address_identity(f"{PAGE}{session}?{query}") == f"{PAGE}?id=7"


@given(st.text(max_size=80))
def test_what_an_address_is_does_not_change_when_it_is_asked_again(text):
    once = address_identity(PAGE + text)

    assert address_identity(once) == once
    assert public_address(public_address(PAGE + text)) == public_address(PAGE + text)


@pytest.mark.parametrize(
    "query",
    [
        *("id=8", "from=2", "from=beijing", "source=12345", "ref=main", "tid=1", "sid=9"),
        *("session=3", "shareid=1&uk=2", "p=2", "keyword=x", "cid=5", "t=8", "spmid=2"),
        "__biz=MzA4&mid=2650&idx=1&sn=0a1b",
    ],
)
def test_what_may_choose_the_post_stays_part_of_its_address(query):
    assert address_identity(f"{PAGE}?{query}") == f"{PAGE}?{query}"


def test_a_fragment_that_names_the_post_stays():
    assert address_identity(f"{PAGE}#/thread/5") == f"{PAGE}#/thread/5"
    assert address_identity(f"{PAGE}?utm_source=x#p3") == f"{PAGE}#p3"


@pytest.mark.parametrize("kept", ["?token=a", "?API_KEY=a", ";jsessionid=1", "?a=1&pwd="])
def test_a_session_or_a_key_is_a_login(kept):
    assert signs_in(PAGE + kept)
    assert not signs_in(f"{PAGE}?id=7&utm_source=x")
