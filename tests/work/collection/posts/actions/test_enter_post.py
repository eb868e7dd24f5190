"""An officer enters what he saw: a live post of the bureau's own source, without an author."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Classified, Refused
from huiying.work.collection.posts.actions.enter_post import MANUAL_NAME, enter_post
from huiying.work.collection.posts.models import Arrival, Lane, Post
from tests.factories import T0

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def enter(cast, **changed):
    values = {"title": "停水", "text": "佳园小区停水三天。", "url": "", "channel": "电话"}
    values |= {"published_at": None, "noticed_at": T0 - HOUR} | changed
    return enter_post(bureau=cast.bureau, actor=cast.lu.audit_actor(), now=T0, **values)


def test_what_was_noticed_becomes_a_live_post_known_since_then(yunchuan):
    result = enter(yunchuan, published_at=T0 - 2 * HOUR)

    post = Post.objects.get(pk=result.post_id)
    assert (post.channel, post.voice, post.source.name) == ("来电", None, MANUAL_NAME)
    assert (post.published_at, post.noticed_at) == (T0 - 2 * HOUR, T0 - HOUR)
    assert Arrival.objects.get(post=post).lane == Lane.LIVE
    record = AuditRecord.objects.get(verb="post.entered")
    assert (record.ref, record.actor) == (str(post.pk), f"officer:{yunchuan.lu.pk}")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"noticed_at": T0 + HOUR}, "“知悉时间”不得晚于当前时间"),
        ({"published_at": T0}, "“发布时间”不得晚于“知悉时间”"),
        ({"title": "", "text": " "}, ""),
    ],
    ids=["noticed ahead", "published later than noticed", "no words"],
)
def test_what_cannot_have_been_seen_is_not_entered(yunchuan, wrong, why):
    with pytest.raises(Refused) as refused:
        enter(yunchuan, **wrong)

    assert why in str(refused.value)
    assert not Post.objects.exists()


def test_the_same_words_are_entered_once(yunchuan, linxi):
    enter(yunchuan)

    with pytest.raises(Refused, match="相同内容已录入"):
        enter(yunchuan)
    enter(linxi)

    assert Post.objects.count() == 2


def test_classified_words_leave_a_record_and_not_a_word(yunchuan):
    with pytest.raises(Classified):
        enter(yunchuan, text="机密★10年\n佳园小区停水。")

    record = AuditRecord.objects.get(verb="posts.classified_refused")
    assert record.data == {"count": 1}
    assert "佳园" not in f"{record.label}{record.data}"
    assert not Post.objects.exists()
