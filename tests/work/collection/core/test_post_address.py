"""The address of a post says where it stands, not who wrote it."""

from __future__ import annotations

import pytest

from huiying.work.collection.core.post_address import address_without_user

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
    assert address_without_user(url) == kept
    assert address_without_user(kept) == kept


@pytest.mark.parametrize("url", WITH_NOBODY)
def test_an_address_that_names_nobody_stays_as_it_is(url):
    assert address_without_user(url) == url
