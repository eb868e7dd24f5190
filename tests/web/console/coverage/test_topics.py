"""关注主题 on the screens: tried before it is kept, marks on posts and triage, reviews."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.jobs.stream.worker import drain
from huiying.work.collection.topics.models import WatchTopic
from tests.factories import T0
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.collection.topics.test_add_topic import add, post

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.clause("5h")]


@pytest.fixture(autouse=True)
def now(time):
    time.set(T0)


def form(cast, **changed):
    return {
        "name": "供暖",
        "expression": "供暖 非 广告",
        "purpose": "供暖季每日关注",
        "unit": cast.online.pk,
        **changed,
    }


def send(cast, **fields):
    return signed_in(cast.lu).post(reverse("console:topic-add"), form(cast, **fields))


def listed(cast, who=None):
    return page_of(signed_in(who or cast.lu).get(reverse("console:topics")))


def test_a_topic_is_tried_first_and_kept_by_the_same_form(yunchuan):
    post(yunchuan, "供暖一直不热")
    post(yunchuan, "供暖公司广告")

    trial = page_of(send(yunchuan, **{"try": "1"}))

    assert (
        "近 30 天 2 条帖文中匹配 1 条（50.0%）。 “非”排除了 1 条。" in trial.panel("trial").text
    )
    assert "供暖一直不热" in trial.panel("trial").text
    assert not WatchTopic.objects.exists()
    assert "保存主题" in trial.buttons()
    answer = send(yunchuan, keep="1", tried="供暖 非 广告")
    assert answer.url == reverse("console:topics")
    assert "供暖季每日关注" in listed(yunchuan).row("供暖").text


def test_an_expression_that_was_changed_since_its_trial_is_tried_again(yunchuan):
    answer = page_of(send(yunchuan, keep="1", tried="供暖"))

    assert answer.has_panel("trial")
    assert not WatchTopic.objects.exists()


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("王 小 明", "不写人"),
        ("非 广告", "只有排除词"),
        ("供暖 和", "第 5 个字：表达式不完整"),
    ],
)
def test_a_person_in_pieces_and_what_matches_everything_are_refused(yunchuan, expression, says):
    for button in ("try", "keep"):
        answer = send(yunchuan, expression=expression, tried=expression, **{button: "1"})
        assert says in page_of(answer, 409).text
    assert not WatchTopic.objects.exists()


def test_one_that_matches_much_is_not_offered_to_be_kept(yunchuan):
    for number in range(100):
        post(yunchuan, f"第{number}条 路灯不亮")

    page = page_of(send(yunchuan, expression="路灯", **{"try": "1"}))

    assert "匹配 100 条（100.0%）" in page.text
    assert "匹配过多" in page.text
    assert "保存主题" not in page.buttons()


def test_a_post_that_matches_is_marked_and_the_list_is_narrowed_to_a_topic(yunchuan):
    topic = add(yunchuan)
    post(yunchuan, "供暖一直不热，打电话没人接")
    post(yunchuan, "公交站牌看不清")
    drain(yunchuan.bureau.pk)
    client = signed_in(yunchuan.lu)

    everything = page_of(client.get(reverse("console:posts"), {"all": "1"}))
    narrowed = page_of(client.get(reverse("console:posts"), {"topic": topic.pk}))

    assert "关注：供暖" in everything.row("供暖一直不热").text
    assert "关注" not in everything.row("公交站牌").text
    assert "公交站牌" not in narrowed.text
    assert "关注“供暖”的帖文共 1 条" in narrowed.text
    none = page_of(client.get(reverse("console:posts"), {"topic": topic.pk, "q": "公交"}))
    assert "供暖一直不热" not in none.text


def test_a_triage_item_whose_posts_match_says_so(yunchuan):
    add(yunchuan)
    post(yunchuan, "供暖一直不热，打电话没人接")
    drain(yunchuan.bureau.pk)

    assert "关注：供暖" in page_of(signed_in(yunchuan.lu).get("/desk/")).text


def test_a_review_is_due_after_a_month_and_without_it_the_topic_pauses(yunchuan, time):
    topic = add(yunchuan)
    assert "正常" in listed(yunchuan).row("供暖季每日关注").text

    time.set(T0 + timedelta(days=30))
    assert "待复核" in listed(yunchuan).row("供暖季每日关注").text
    assert "关注主题 供暖 复核" in page_of(signed_in(yunchuan.lu).get("/desk/")).text
    time.set(T0 + timedelta(days=60))
    assert "已自动暂停：60 天未复核" in listed(yunchuan).row("供暖季每日关注").text

    signed_in(yunchuan.lu).post(reverse("console:topic-review", args=[topic.pk]))

    assert "正常" in listed(yunchuan).row("供暖季每日关注").text
    assert "关注主题 供暖" not in page_of(signed_in(yunchuan.lu).get("/desk/")).text


def test_an_ended_topic_stays_with_who_ended_it_and_why(yunchuan):
    topic = add(yunchuan)
    url = reverse("console:topic-end", args=[topic.pk])

    signed_in(yunchuan.shen).post(url, {"reason": "供暖季结束"})

    assert "沈青禾" in listed(yunchuan).panel("ended").text
    assert "供暖季结束" in listed(yunchuan).panel("ended").text
    assert "添加主题" not in listed(yunchuan, yunchuan.leader).buttons()
