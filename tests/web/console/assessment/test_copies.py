"""A text and its copies: the first seen, the spread, and what was changed on the way."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.audit.subjects import MACHINE
from huiying.policy.grading.grades import Grade
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.models import Lane
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.placements.copies import MAX_COMPARED
from huiying.work.incidents.placements.models import Placement
from tests.scenarios.grading import confirm_with_second
from tests.scenarios.incidents import restart_workers, run_stream, source_of, submit_posts
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
FIRST = (
    "今天下午三点云川二小教学楼楼梯坍塌了，听门口卖煎饼的说砸伤十几个学生。"
    "救护车都来了，谁家孩子在三年级的快去看看。门口围了很多家长，保安不让进，也没有人出来说一句话。"
    "我在围墙外面拍了照片，灰还没有散，操场上站满了学生。学校的电话一直打不通，急死人了。"
)
ADDED = FIRST + "求扩散！"
CUT = FIRST.replace("学校的电话一直打不通，急死人了。", "")
DENIED = FIRST.replace("坍塌了", "没有坍塌")


PLATFORMS = ("论坛", "微博", "抖音")


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=10))


def spread(cast, now, *texts):
    """Let copies come in, each a minute later and on another platform; returns the group."""
    for number, text in enumerate(texts):
        at = now + timedelta(minutes=number)
        submit_posts(cast, text, now=at, channel=PLATFORMS[number % 3])
        run_stream(cast, now=at)
    group = Placement.objects.earliest("seq").group_id
    assert set(Placement.objects.values_list("group_id", flat=True)) == {group}
    return group


def page_for(officer, group):
    return page_of(signed_in(officer).get(reverse("console:copies", args=[group])))


def test_what_copies_add_cut_and_deny_is_shown_against_the_first_seen(yunchuan, now):
    group = spread(yunchuan, now, FIRST, ADDED, CUT, DENIED, FIRST, DENIED)

    part = page_for(yunchuan.lu, group).panel("variants")
    added, cut, denied = part.having('class="hy-li"')

    assert "×1" in added.text
    assert "加 1 句" in added.text
    assert re.search(r"<ins>.*?求扩散！</ins>", added)
    assert "删 1 句" in cut.text
    assert re.search(r"<del>.*?学校的电话一直打不通，急死人了。</del>", cut)
    assert "×2" in denied.text
    assert "说法相反" in denied.text
    assert "说法相反" not in added.text + cut.text


def test_a_platform_without_titles_has_cut_none(yunchuan, now):
    titled = RawItem(title="云川二小怎么了", text=FIRST, author="甲")
    bare = RawItem(text=ADDED, author="乙")
    accept_posts(
        source=source_of(yunchuan),
        items=[titled, bare],
        lane=Lane.LIVE,
        history=False,
        actor=MACHINE,
        now=now,
    )
    run_stream(yunchuan, now=now)

    part = page_for(yunchuan.lu, Placement.objects.first().group_id).panel("variants").text

    assert "加 1 句" in part
    assert "删" not in part
    assert "云川二小怎么了" not in part


def test_no_copy_is_dropped_and_the_spread_tells_platform_and_time(yunchuan, now):
    group = spread(yunchuan, now, FIRST, ADDED, CUT, ADDED, FIRST)

    page = page_for(yunchuan.lu, group)

    assert "×5" in page.tags("h1")[0].text
    assert page.panel("copies").count('<tr id="post-') == 5
    rows = [row.text for row in page.panel("platforms").rows()]
    assert [name in row for name, row in zip(PLATFORMS, rows, strict=True)] == [True] * 3
    assert " 2 40% " in re.sub(r"\s+", " ", rows[0])


def test_a_single_post_has_no_spread_and_no_differences(yunchuan, now):
    page = page_for(yunchuan.lu, spread(yunchuan, now, FIRST))

    assert not page.has_panel("variants")
    assert not page.has_panel("platforms")
    assert "最早见到" not in page


def test_very_many_rewritings_are_listed_though_not_all_are_compared(yunchuan, now):
    texts = [f"{FIRST}第{number}次转发。" for number in range(MAX_COMPARED + 3)]
    group = submit_posts(yunchuan, FIRST, *texts, now=now)[0]
    run_stream(yunchuan, now=now)

    page = page_for(yunchuan.lu, group)

    assert "另有 3 种写法未比对" in page.text
    assert page.panel("copies").count('<tr id="post-') == MAX_COMPARED + 4


def test_the_panel_of_a_matter_says_which_groups_were_rewritten_and_which_contradict(
    yunchuan, now
):
    group = spread(yunchuan, now, FIRST, ADDED, DENIED, ADDED)
    lu = signed_in(yunchuan.lu)
    row = Candidate.objects.get(event_id=group)

    part = page_of(lu.get(reverse("console:candidate", args=[row.event_id]))).panel("posts")

    assert "×4" in part.text
    assert "改写 2 种" in part.text
    assert "有相反的说法" in part.text


def test_a_text_that_another_bureau_holds_does_not_exist(yunchuan, linxi, now):
    group = spread(yunchuan, now, FIRST, ADDED)

    answer = signed_in(linxi.lu).get(reverse("console:copies", args=[group]))

    assert answer.status_code == 404


def test_one_copy_is_moved_without_the_others_and_the_page_says_where_it_went(
    client, yunchuan, now
):
    group = spread(yunchuan, now, *[FIRST, ADDED, CUT, FIRST, FIRST])
    candidate = Candidate.objects.get()
    incident = confirm_with_second(
        candidate=candidate,
        grade=Grade.ORDINARY,
        reason="按制度定级",
        officer=yunchuan.lu,
        now=now + timedelta(minutes=6),
    )
    before = incident.size
    client.force_login(yunchuan.shen)
    page = reverse("console:copies", args=[group])
    copy = Placement.objects.order_by("seq").last()
    act = reverse("console:post-placement", args=[copy.pk])

    assert act in client.get(page).content.decode()
    form = page_of(client.get(f"{act}?alone=1"))
    assert form.checked("scope") == ["ONE"]
    client.post(act, {"target": "none", "ground": "WORDS", "scope": "ONE", "note": ""})

    incident.refresh_from_db()
    assert incident.size == before - 1
    assert "另归入：不属于任何事件" in page_of(client.get(page)).text


def test_the_page_says_how_often_a_copy_was_read_where_its_source_said_so(yunchuan, now):
    accept_posts(
        source=source_of(yunchuan),
        items=[RawItem(text=FIRST, numbers={"reads": "1.2万", "comments": "31"})],
        lane=Lane.LIVE,
        history=False,
        actor=MACHINE,
        now=now,
    )
    run_stream(yunchuan, now=now)
    group = Placement.objects.earliest("seq").group_id

    page = page_of(signed_in(yunchuan.lu).get(reverse("console:copies", args=[group])))

    assert "阅读 12,000 · 评论 31" in page.panel("copies").text
    assert "点赞" not in page.panel("copies").text
