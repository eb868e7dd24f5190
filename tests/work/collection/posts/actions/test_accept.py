"""Accepting posts: nothing lost, nothing doubled, nobody named."""

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.policy.rulebook.platforms import is_other
from huiying.reasons.rendering import render
from huiying.work.collection.communities.actions.register import register_community
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions import accept
from huiying.work.collection.posts.actions.accept import (
    MAX_BATCH,
    accept_posts,
    accept_prepared,
    record_classified,
)
from huiying.work.collection.posts.batch_context import batch_context
from huiying.work.collection.posts.models import Arrival, Lane, Post, PostKey, VoiceKey
from huiying.work.collection.posts.voice_keys import voice_hasher_of
from huiying.work.collection.sources.models import Source


def take(source, items, now, **changes):
    wanted = {
        "source": source,
        "items": items,
        "lane": Lane.LIVE,
        "history": False,
        "actor": MACHINE,
        "now": now,
    }
    return accept_posts(**wanted | changes)


def test_an_item_becomes_a_post_that_waits_for_the_stream(forum, now):
    item = RawItem(
        external_key="a-1",
        title="停水三天",
        text="佳园小区停水三天。",
        url="https://forum.yunchuan.example/t/1",
        published_at="2026-11-24 09:00",
        author="云上听雨",
    )

    (result,) = take(forum, [item], now)

    post = Post.objects.get(pk=result.post_id)
    assert result.status == "accepted"
    assert (post.title, post.text, post.host) == (
        "停水三天",
        "佳园小区停水三天。",
        "forum.yunchuan.example",
    )
    assert post.published_at.isoformat() == "2026-11-24T01:00:00+00:00"
    assert (post.collected_at, post.noticed_at, post.channel) == (now, None, "论坛")
    assert len(post.voice) == 8
    assert Arrival.objects.get(post=post).lane == Lane.LIVE


def test_the_address_of_a_post_is_stored_without_its_author(forum, now):
    address = "https://forum.yunchuan.example/t?tid=1&uid=34567&phone=13800138000"

    (result,) = take(forum, [RawItem(text="停水三天", url=address)], now)

    post = Post.objects.get(pk=result.post_id)
    assert post.url == "https://forum.yunchuan.example/t?tid=1"


def test_an_address_with_an_author_still_tells_two_posts_apart(forum, now):
    addresses = [f"https://forum.yunchuan.example/u/{name}" for name in ("zhang", "li", "li")]
    items = [RawItem(text="停水三天", url=address) for address in addresses]

    results = take(forum, items, now)

    assert [one.status for one in results] == ["accepted", "accepted", "repeated"]


def test_the_same_key_is_stored_once_within_a_batch_and_between_batches(forum, now):
    first = take(forum, [RawItem(external_key="k", text="路灯不亮")] * 2, now)
    again = take(forum, [RawItem(external_key="k", text="路灯不亮")], now)

    assert [r.status for r in [*first, *again]] == ["accepted", "repeated", "repeated"]
    assert {r.post_id for r in [*first, *again]} == {first[0].post_id}
    assert Post.objects.count() == PostKey.objects.count() == Arrival.objects.count() == 1


def test_without_a_key_of_its_own_the_same_content_is_the_same_post(forum, now):
    results = take(forum, [RawItem(text="路灯不亮"), RawItem(text="路灯不亮")], now)

    assert [r.status for r in results] == ["accepted", "repeated"]


def test_one_bad_item_never_stops_its_batch(forum, now):
    results = take(forum, [RawItem(text="一"), RawItem(text="  "), RawItem(text="三")], now)

    assert [r.status for r in results] == ["accepted", "refused", "accepted"]
    assert (results[1].code, results[1].field) == ("empty", "text")
    assert "补上内容" in render(results[1].reason)


def test_handles_mentions_and_phones_are_replaced_before_storage(forum, now):
    item = RawItem(
        external_key="13800000000",
        title="电话13800000000打不通",
        text="@云上听雨 你好,请打13800000000。云上听雨",
        author="云上听雨",
    )

    take(forum, [item], now)

    post = Post.objects.get()
    kept = f"{post.title}{post.text}{post.community}{post.channel}"
    assert "13800000000" not in kept
    assert "云上听雨" not in kept
    assert "〔电话〕" in post.title


def test_the_author_is_stored_nowhere(forum, now):
    take(forum, [RawItem(text="路灯不亮", author="云上听雨")], now)

    (post,) = Post.objects.values()
    stored = [*post.values(), *PostKey.objects.values().get().values()]
    assert not any("云上听雨" in str(value) for value in stored)


def test_history_waits_in_the_backlog_lane_and_is_marked(forum, now):
    (result,) = take(forum, [RawItem(text="去年停水")], now, lane=Lane.BACKLOG, history=True)

    assert Post.objects.get(pk=result.post_id).history
    assert Arrival.objects.get().lane == Lane.BACKLOG


def test_a_batch_writes_one_record_with_counts_only(forum, now):
    take(forum, [RawItem(text="路灯不亮", author="云上听雨"), RawItem()], now)

    record = AuditRecord.objects.get(verb="posts.accepted")
    assert record.data == {"accepted": 1, "repeated": 0, "refused": 1, "history": False}
    assert record.ref == str(forum.pk)


def test_a_batch_that_brings_nothing_new_leaves_no_record(forum, now):
    take(forum, [RawItem(external_key="k", text="路灯不亮")], now)
    take(forum, [RawItem(external_key="k", text="路灯不亮")], now)

    assert AuditRecord.objects.filter(verb="posts.accepted").count() == 1


def test_more_than_five_hundred_go_in_several_transactions(forum, now):
    results = take(forum, [RawItem(text=f"第{n}条") for n in range(MAX_BATCH + 1)], now)

    assert len({r.post_id for r in results}) == MAX_BATCH + 1
    with pytest.raises(ValueError, match="501"):
        accept_prepared(
            source=forum,
            prepared=[None] * (MAX_BATCH + 1),
            lane=Lane.LIVE,
            history=False,
            actor=MACHINE,
            now=now,
        )


def test_a_key_that_another_process_stored_meanwhile_is_repeated_and_not_doubled(
    forum, now, monkeypatch
):
    """As on PostgreSQL, where the look-up cannot see what is not committed yet."""
    (first,) = take(forum, [RawItem(external_key="k", text="路灯不亮")], now)
    seen = iter([{}, {}])
    real = accept._known
    monkeypatch.setattr(
        accept, "_known", lambda source, digests: next(seen, None) or real(source, digests)
    )
    next(seen)

    results = take(
        forum,
        [RawItem(external_key="k", text="路灯不亮"), RawItem(external_key="n", text="新")],
        now,
    )

    assert [r.status for r in results] == ["repeated", "accepted"]
    assert results[0].post_id == first.post_id
    assert Post.objects.count() == Arrival.objects.count() == 2


def test_two_processes_with_the_same_numbers_lose_nothing(forum, now, monkeypatch):
    (first,) = take(forum, [RawItem(text="一")], now)
    real, calls = accept.new_ids, iter([[first.post_id]])
    monkeypatch.setattr(accept, "new_ids", lambda n, at: next(calls, None) or real(n, at))

    (second,) = take(forum, [RawItem(text="二")], now)

    assert second.status == "accepted"
    assert Post.objects.count() == 2


@pytest.mark.parametrize("kind", ["FEED", "PAGE"])
def test_a_feeds_own_title_is_no_platform(forum, now, kind):
    Source.objects.filter(pk=forum.pk).update(kind=kind)
    forum.refresh_from_db()

    take(forum, [RawItem(text="路灯不亮", channel="子频道甲")], now)

    assert Post.objects.get().channel == "论坛"


def test_a_pushed_item_may_name_its_platform_and_community(forum, now):
    register_community(bureau=forum.bureau, name="佳园业主", actor=MACHINE, now=now)

    take(forum, [RawItem(text="路灯不亮", channel="抖音短视频", community="佳园 业主")], now)

    post = Post.objects.get()
    assert (post.channel, post.community) == ("抖音", "佳园业主")


def test_a_platform_or_community_of_no_list_is_stored_as_a_token_alone(forum, now):
    items = [
        RawItem(text=f"路灯不亮{number}", channel=name, community=name)
        for number, name in enumerate(("云上听雨", " 云上 听雨", "小桥流水"))
    ]

    results = take(forum, items, now)

    first, same, other = Post.objects.order_by("pk").values_list("channel", "community")
    assert first == same, "spaces make no second platform"
    assert len({*first, *other}) == 4, "platforms and communities cannot be compared"
    assert all(is_other(name) and ":" in name for name in (*first, *other))
    assert [[one.code for one in result.warnings] for result in results] == [
        ["collection.item.channel_other", "collection.item.community_other"]
    ] * 3


def test_posts_of_a_source_without_a_listed_platform_count_as_one(forum, now):
    Source.objects.filter(pk=forum.pk).update(channel="other")
    forum.refresh_from_db()

    take(forum, [RawItem(text="路灯不亮"), RawItem(text="停水", channel="其他")], now)

    (channel,) = Post.objects.values_list("channel", flat=True).distinct()
    assert is_other(channel)


def test_with_no_key_names_of_no_list_are_other_without_a_token(forum, now):
    voice_hasher_of(forum.bureau_id, now)
    VoiceKey.objects.update(key=None, destroyed_at=now)

    take(forum, [RawItem(text="路灯不亮", channel="云上听雨")], now)

    assert Post.objects.get().channel == "other"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("<script>x()</script>停水<b>三天</b>", "停水三天"),
        ("停\u202e水三天", "停水三天"),
        ("<b>停\ud83d水</b>三天", "停水三天"),
        ("停水😀👍", "停水😀👍"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    ],
)
def test_scripts_and_reversing_marks_go_and_emoji_stay(forum, now, text, kept):
    take(forum, [RawItem(text=text)], now)

    assert Post.objects.get().text == kept


def test_a_text_of_a_megabyte_is_cut_and_says_so(forum, now):
    (result,) = take(forum, [RawItem(text="水" * 1_000_000)], now)

    assert len(Post.objects.get().text) == 200_000
    assert [w.code for w in result.warnings] == ["collection.item.text_cut"]


@pytest.mark.parametrize("text", ["2026-02-30", "2031-01-01 10:00", "昨天"])
def test_a_date_that_cannot_be_is_unknown_and_said(forum, now, text):
    (result,) = take(forum, [RawItem(text="停水", published_at=text)], now)

    assert Post.objects.get().published_at is None
    assert result.warnings


def test_what_preparing_needs_names_the_platform_of_a_source_and_its_own_secret(forum, now):
    other = Source.objects.create(
        bureau=forum.bureau, name="订阅", kind="FEED", channel="贴吧", community="佳园"
    )

    pushed, fetched = batch_context(forum, now), batch_context(other, now)

    assert (pushed.channel, pushed.own_channel) == ("论坛", True)
    assert (fetched.community, fetched.own_channel) == ("佳园", False)
    assert pushed.key_secret != fetched.key_secret, "a voice is known within its source alone"
    assert pushed.collected_at == now


def test_refused_classified_texts_are_counted_and_none_writes_no_record(forum, now):
    for count in (0, 3):
        record_classified(forum, MACHINE, now, count)

    record = AuditRecord.objects.get(verb="posts.classified_refused")
    assert (record.ref, record.data) == (forum.audit_subject().ref, {"count": 3})
