"""The second look at stored posts: names go from text and index, once, whatever interrupts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.queries import verify
from huiying.base.audit.subjects import MACHINE
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.actions.mask_names import mask_names
from huiying.work.collection.posts.models import Lane, Post
from huiying.work.collection.posts.search import PostQuery, rebuild_post_index, search_posts
from huiying.work.responses.core.models import Release
from tests.scenarios.closing import make_closed_incident
from tests.scenarios.incidents import source_of, submit_posts

NAMED = "许立群说这房子裂了五年，没人来修。"
PLAIN = "三号窗口排队太久。"


def texts() -> list[str]:
    return list(Post.objects.order_by("pk").values_list("text", flat=True))


def mask_all(now) -> None:
    mask_names(post_ids=list(Post.objects.values_list("pk", flat=True)), now=now)


def take_titled(yunchuan, title, text, now):
    accept_posts(
        source=source_of(yunchuan, "来源论坛", "论坛"),
        items=[RawItem(title=title, text=text)],
        lane=Lane.LIVE,
        history=False,
        actor=MACHINE,
        now=now,
    )


def found(yunchuan, words: str) -> int:
    return len(search_posts(yunchuan.bureau.pk, PostQuery(words=words), limit=9))


def test_a_name_goes_from_text_and_title_and_the_rest_stays(yunchuan, now):
    submit_posts(yunchuan, NAMED)
    take_titled(yunchuan, "谢天宇问排队", PLAIN, now)

    mask_all(now)

    assert texts() == ["〔姓名〕说这房子裂了五年，没人来修。", PLAIN]
    assert Post.objects.get(text=PLAIN).title == "〔姓名〕问排队"
    assert not Post.objects.filter(names_masked_at=None).exists()


def test_a_post_is_no_longer_found_by_the_name(yunchuan, now):
    submit_posts(yunchuan, NAMED)
    assert found(yunchuan, "群说这房子") == 1  # the name itself is refused as a search

    mask_all(now)

    assert found(yunchuan, "群说这房子") == 0
    assert found(yunchuan, "说这房子裂了") == 1
    rebuild_post_index()
    assert found(yunchuan, "群说这房子") == 0
    assert found(yunchuan, "说这房子裂了") == 1


def test_only_the_posts_that_are_given_are_looked_at(yunchuan, now):
    older, newer = submit_posts(yunchuan, NAMED, NAMED + "急")

    mask_names(post_ids=[newer], now=now)

    assert texts() == [NAMED, "〔姓名〕说这房子裂了五年，没人来修。急"]
    mask_names(post_ids=[older, newer], now=now)
    assert "〔姓名〕" in texts()[0]


def test_what_was_looked_at_is_not_looked_at_again(yunchuan, now):
    submit_posts(yunchuan, NAMED)
    mask_all(now)
    before = Post.objects.get().__dict__

    mask_all(now + timedelta(hours=1))

    assert {**Post.objects.get().__dict__, "_state": 0} == {**before, "_state": 0}


def test_a_failure_leaves_text_and_index_as_they_were(yunchuan, now, monkeypatch):
    submit_posts(yunchuan, NAMED)

    def fails(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(
        "huiying.work.collection.posts.actions.mask_names.index_masked_posts", fails
    )
    with pytest.raises(OSError, match="disk full"):
        mask_all(now)

    assert texts() == [NAMED]
    assert found(yunchuan, "群说这房子") == 1
    assert Post.objects.filter(names_masked_at=None).count() == 1


def test_a_post_that_the_index_does_not_hold_is_masked_all_the_same(yunchuan, now):
    submit_posts(yunchuan, NAMED, PLAIN)
    Post.objects.filter(text=PLAIN).update(text="谢天宇问排队")  # the index knows nothing of it

    mask_all(now)

    assert texts() == ["〔姓名〕说这房子裂了五年，没人来修。", "〔姓名〕问排队"]
    assert found(yunchuan, "说这房子裂了") == 1


def test_what_was_published_and_recorded_keeps_its_hash(yunchuan, now):
    make_closed_incident(yunchuan)
    release = Release.objects.get()
    before = (release.content_hash, release.content)

    mask_all(now)

    release.refresh_from_db()
    assert (release.content_hash, release.content) == before
    assert verify(bureau_id=yunchuan.bureau.pk).holds
