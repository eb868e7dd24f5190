"""A source is added with facts that hold, or the refusal says what to change."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.work.collection.communities.actions.register import register_community
from huiying.work.collection.sources.actions.add_source import add_source, file_source_of
from huiying.work.collection.sources.actions.edit_source import edit_source
from huiying.work.collection.sources.models import FetchAddress, Health, Source
from huiying.work.collection.sources.settings import SourceSettings
from tests.factories import T0

pytestmark = pytest.mark.django_db
FEED = {"name": "云川论坛", "kind": "FEED", "channel": "论坛"}
ADDRESS = "https://forum.example/feed"


def add(cast, **changed):
    facts = FEED | {"address": ADDRESS} | changed
    return add_source(bureau=cast.bureau, actor=cast.shen.audit_actor(), now=T0, **facts)


def test_a_feed_is_added_and_asked_from_the_next_turn_on(yunchuan):
    source = add(yunchuan, name=" 云川论坛 ", interval_minutes=15)

    record = AuditRecord.objects.get(verb="source.added")
    assert (source.name, source.active, source.health) == ("云川论坛", True, Health.UNKNOWN)
    assert (source.address.url, source.address.next_fetch_at) == (ADDRESS, T0)
    assert record.data == {"kind": "FEED", "interval_minutes": 15}


def test_a_source_is_named_without_a_person(yunchuan):
    source = add(yunchuan, name="本人张小云 13800138000")
    again = file_source_of(
        bureau=yunchuan.bureau, name="本人张小云 13800138000", actor=MACHINE, now=T0
    )

    assert source.name == "本人〔姓名〕 〔电话〕"
    assert again == source, "the same name is the same source"


def test_a_source_has_a_platform_and_a_community_of_the_lists(yunchuan):
    register_community(bureau=yunchuan.bureau, name="临江苑", actor=MACHINE, now=T0)

    listed = add(yunchuan, channel="新浪微博", community="临江苑")
    other = add(yunchuan, name="二", channel="other")
    of_files = [
        file_source_of(bureau=yunchuan.bureau, name=name, actor=MACHINE, now=T0).channel
        for name in ("12345热线", "云上听雨")
    ]

    assert (listed.channel, listed.community) == ("微博", "临江苑")
    assert (other.channel, of_files) == ("other", ["12345", "other"])


def test_two_bureaus_that_follow_one_address_share_it(yunchuan, linxi):
    first, second = add(yunchuan), add(linxi)

    assert first.address == second.address
    assert FetchAddress.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"name": " "}, "名称和平台"),
        ({"channel": ""}, "名称和平台"),
        ({"channel": "云上听雨"}, "请从名单中选择平台"),
        ({"community": "云上听雨"}, "社区或版块请从登记的名单里选"),
        ({"interval_minutes": 1}, "间隔须在 2 至 1440"),
        ({"address": "ftp://forum.example/"}, "网址"),
        ({"kind": "PAGE", "link_pattern": "("}, "规则"),
    ],
)
def test_a_source_that_could_not_be_collected_is_not_added(yunchuan, wrong, why):
    with pytest.raises(Refused, match=why):
        add(yunchuan, **wrong)

    assert not Source.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "https://forum.example/feed?access_token=abc",
        "https://forum.example/feed?page=1&SessionID=abc",
        "https://forum.example/feed;jsessionid=abc",
        "https://forum.example/feed?pwd=",
    ],
)
def test_an_address_with_somebodys_session_or_key_is_a_login_and_refused(yunchuan, address):
    with pytest.raises(Refused, match="不登录采集"):
        add(yunchuan, address=address)

    assert not Source.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "https://blog.example/u/cloudcat/feed.xml",
        "https://rss.example/weibo/user/1195230310",
        "https://forum.example/rss?uid=34567",
        "https://square.example/@cloudcat.rss",
        "https://zhangsan.lofter.com/rss",
        "https://Zhangsan.LOFTER.com",
        "https://www.zhangsan.blogspot.com/feeds/posts/default",
        "https://zhangsan.blogspot.com.hk/atom.xml",
        "https://cloudcat.github.io/feed.xml",
        "https://cloudcat.substack.com/feed",
        "https://cloudcat.wordpress.com/feed/",
        "https://cloudcat.blog.163.com:443/rss/",
        "https://12345678.qzone.qq.com/",
        "https://user.qzone.qq.com/12345678",
        "https://www.cnblogs.com/cloudcat/rss",
        "https://blog.csdn.net/cloudcat/rss/list",
        "https://blog.sina.com.cn/rss/1195230310.xml",
        "https://weibo.com/cloudcat",
    ],
)
def test_what_one_person_writes_is_no_source(yunchuan, address):
    with pytest.raises(Refused, match="疑似个人主页"):
        add(yunchuan, address=address)

    assert not Source.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "https://www.lofter.com/tag/yunchuan",
        "https://wordpress.com/",
        "https://www.cnblogs.com/rss",
        "https://blog.csdn.net/nav/news",
        "https://www.yunchuan.gov.cn/weibo/feed.xml",
        "https://lofter.example/feed",
        "https://news.example/blog.163.com/feed",
        "https://weibo.com/hot/search",
        "https://bbs.yunchuan.example/forum/7/rss",
    ],
)
def test_a_page_of_a_platform_itself_may_be_a_source(yunchuan, address):
    assert add(yunchuan, address=address).address.url == address


def test_a_source_is_not_moved_to_what_one_person_writes(yunchuan):
    source = add(yunchuan)
    facts = SourceSettings(source.name, source.channel, address="https://cloudcat.github.io/")

    with pytest.raises(Refused, match="疑似个人主页"):
        edit_source(
            source=source,
            revision=source.revision,
            facts=facts,
            actor=yunchuan.shen.audit_actor(),
            now=T0,
        )


def test_a_name_is_used_once_in_a_bureau(yunchuan, linxi):
    add(yunchuan)

    with pytest.raises(Refused, match="本局已有来源"):
        add(yunchuan)
    assert add(linxi).name == "云川论坛"


def test_the_source_of_a_file_is_found_by_its_name_or_made(yunchuan, linxi):
    def source_of(cast, name):
        return file_source_of(
            bureau=cast.bureau, name=name, actor=cast.shen.audit_actor(), now=T0
        )

    made = source_of(yunchuan, " 热线工单 ")

    assert (made.name, made.kind, made.address) == ("热线工单", "FILE", None)
    assert source_of(yunchuan, "热线工单") == made
    assert source_of(linxi, "热线工单") != made
    assert AuditRecord.objects.filter(verb="source.added").count() == 2
