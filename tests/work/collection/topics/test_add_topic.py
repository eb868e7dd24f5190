"""A watch topic: never of a person, never of everything, tried, reviewed, ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.engine.text.keyword_expressions import read_expression
from huiying.work.collection.posts.actions.enter_post import enter_post
from huiying.work.collection.posts.models import Post
from huiying.work.collection.topics.actions.add_topic import (
    TopicDetails,
    add_topic,
    end_topic,
    review_topic,
)
from huiying.work.collection.topics.actions.mark_posts import mark_posts
from huiying.work.collection.topics.models import TopicMatch, WatchTopic
from huiying.work.collection.topics.trial import try_expression
from tests.factories import T0

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5h")]
DAY = timedelta(days=1)


def add(cast, expression="供暖 和 不热", officer=None, now=T0, **changed):
    fields = {"name": "供暖", "purpose": "供暖季每日关注", "unit": cast.online, **changed}
    details = TopicDetails(expression=expression, **fields)
    return add_topic(wanted=details, officer=officer or cast.lu, now=now)


def post(cast, text, now=T0):
    return enter_post(
        bureau=cast.bureau,
        title="",
        text=text,
        url="",
        channel="论坛",
        published_at=None,
        noticed_at=now,
        actor=cast.lu.audit_actor(),
        now=now,
    ).post_id


@pytest.mark.parametrize(
    "expression",
    [
        "王小明",
        "王 小 明",
        "王*明",
        "王-小-明",
        "王1小明",
        "近(王,小明,3)",
        "near(小明, 王)",
        "小明 和 王",
        "(王 或 李) 和 小明",
        "欧阳 和 小明",
        "王小 和 小明",  # overlapping
        "“王 小明”",
        "供暖 和 张明",
        "供暖 或 (张伟 和 欠薪)",
        "13800000000",
        "@某某 和 供暖",
        "zhangsan",
        "供暖 和 zhang 和 san",
        "抖音 和 小明",
        "供暖 和 小红书 和 老王",
    ],
)
def test_a_person_is_not_watched_also_not_in_pieces(yunchuan, expression):
    with pytest.raises(Refused, match="不写人"):
        add(yunchuan, expression)

    assert not WatchTopic.objects.exists()


@pytest.mark.parametrize(
    "expression",
    [
        "供暖 和 (停暖 或 不热) 非 广告",
        "农民工 和 (欠薪 或 讨薪)",
        "近(物业,停水,8)",
        "和平路 和 积水",
        "王家庄 和 停水",
        "学区 划分",
        "公交 改线",
        "噪音 夜间 工地",
    ],
)
def test_issues_and_places_are_watched(yunchuan, expression):
    assert add(yunchuan, expression).expression == expression


def test_a_name_of_a_person_is_no_name_of_a_topic(yunchuan):
    with pytest.raises(Refused, match="疑似个人姓名"):
        add(yunchuan, name="王小明")


def test_an_error_says_where(yunchuan):
    with pytest.raises(Refused, match=r"第 5 个字：表达式不完整"):
        add(yunchuan, "供暖 和")


def test_one_that_matches_much_is_refused_with_the_share(yunchuan):
    for number in range(100):
        post(yunchuan, f"第{number}条 {'供暖不热' if number < 6 else '路灯不亮'}")

    with pytest.raises(Refused, match=r"6\.0%，超过 5%"):
        add(yunchuan, "供暖")
    with pytest.raises(Refused, match=r"94\.0%"):
        add(yunchuan, "路灯")


def test_a_trial_says_how_many_match_and_what_not_left_out(yunchuan):
    kept = post(yunchuan, "供暖一直不热")
    post(yunchuan, "供暖公司广告")
    post(yunchuan, "路灯不亮")

    trial = try_expression(yunchuan.bureau.pk, read_expression("供暖 非 广告"), T0 + DAY)

    assert (trial.examined, trial.matches, trial.excluded) == (3, (kept,), 1)
    later = try_expression(yunchuan.bureau.pk, read_expression("供暖"), T0 + 31 * DAY)
    assert later.examined == 0


def test_a_topic_marks_what_is_stored_and_what_comes_later(yunchuan):
    stored = post(yunchuan, "供暖一直不热")
    topic = add(yunchuan)

    later = mark_posts(
        bureau_id=yunchuan.bureau.pk,
        posts=[(post(yunchuan, "暖气不热，供暖费照收"), "", "暖气不热，供暖费照收")],
        now=T0,
    )

    assert later == 1
    assert stored in topic.matches.values_list("post_id", flat=True)
    assert topic.matches.count() == 2
    assert Post.objects.count() == 2


def test_a_topic_that_nobody_reviewed_for_60_days_pauses_by_itself(yunchuan):
    topic = add(yunchuan)
    number = post(yunchuan, "供暖还是不热")
    TopicMatch.objects.all().delete()
    batch = {"bureau_id": yunchuan.bureau.pk, "posts": [(number, "", "供暖还是不热")]}

    assert mark_posts(**batch, now=T0 + 60 * DAY) == 0
    review_topic(topic=topic, officer=yunchuan.shen, now=T0 + 60 * DAY)
    assert mark_posts(**batch, now=T0 + 61 * DAY) == 1


def test_who_ended_it_and_why_stays(yunchuan):
    topic = add(yunchuan)
    with pytest.raises(Refused, match="原因"):
        end_topic(topic=topic, reason=" ", officer=yunchuan.lu, now=T0)

    end_topic(topic=topic, reason="供暖季结束", officer=yunchuan.shen, now=T0)

    topic.refresh_from_db()
    assert (topic.ended_by, topic.end_reason) == (yunchuan.shen, "供暖季结束")
    with pytest.raises(Refused, match="已停止关注"):
        review_topic(topic=topic, officer=yunchuan.lu, now=T0)
    assert AuditRecord.objects.filter(verb="topic.ended").count() == 1
    assert add(yunchuan).pk != topic.pk  # the name is free again


def test_a_name_runs_once_and_a_purpose_is_asked(yunchuan):
    add(yunchuan)

    with pytest.raises(Refused, match="已有名为"):
        add(yunchuan)
    with pytest.raises(Refused, match="为何关注"):
        add(yunchuan, name="停水", purpose=" ")
    with pytest.raises(PermissionDenied):
        add(yunchuan, officer=yunchuan.auditor)
