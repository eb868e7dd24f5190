"""Names on screen: masked before the job came by, and no search by them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.work.collection.posts.models import Post
from tests.scenarios.incidents import candidate_of, restart_workers, submit_posts
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
NAMED = [f"许立群说沙湾镇的房子裂了{years}年，没人来修。" for years in "五六七八"]
LISTS = ("console:search", "console:incidents", "console:posts")


@pytest.fixture(autouse=True)
def _fresh_workers():
    restart_workers()


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


def test_posts_show_no_name_before_the_second_look_was_stored(lu, yunchuan):
    submit_posts(yunchuan, *NAMED)

    page = page_of(lu.get(reverse("console:posts")))

    assert Post.objects.filter(text__contains="许立群").exists()
    assert "许立群" not in page
    assert "〔姓名〕说沙湾镇的房子裂了五年" in page.text


def test_a_triage_item_shows_no_name_in_its_title_or_posts(lu, yunchuan):
    candidate = candidate_of(yunchuan, NAMED)

    page = page_of(lu.get(reverse("console:candidate", args=[candidate.event_id])))

    assert "房子裂了" in candidate.title
    assert "许立群" not in candidate.title + str(candidate.facts)
    assert "许立群" not in page
    assert "房子裂了" in page.text


@pytest.mark.parametrize("phrase", ["许立群", "邓晓峰 房子", "举报 谢天宇"])
def test_a_search_for_a_name_is_answered_with_the_reason_and_the_lawful_way(
    lu, yunchuan, phrase
):
    submit_posts(yunchuan, *NAMED, "邓晓峰的房子漏水", "谢天宇被举报")

    for address in LISTS:
        page = page_of(lu.get(reverse(address), {"q": phrase}))
        assert "不得按姓名搜索" in page.text, address
        assert "请输入受理编号" in page.text, address
        assert "漏水" not in page, address


@pytest.mark.parametrize(
    "phrase", ["沙湾镇", "住建局", "刘一手火锅店", "张家界", "建国路", "金龙大厦"]
)
def test_a_place_an_office_and_a_shop_are_searched(lu, yunchuan, phrase):
    submit_posts(yunchuan, f"{phrase}门口积水三天")

    for address in LISTS:
        page = page_of(lu.get(reverse(address), {"q": phrase}))
        assert "不按人查找" not in page.text, address
    assert "门口积水三天" in page_of(lu.get(reverse("console:posts"), {"q": phrase})).text


def test_the_portal_answers_the_same(client, yunchuan):
    page = page_of(client.get(reverse("portal:answers", args=["yunchuan"]), {"q": "邓晓峰"}))

    assert "不得按姓名搜索" in page.text


def test_the_name_of_the_own_district_is_searched(lu):
    for words in ("云川", "云川停水"):
        assert (
            "疑似姓名" not in lu.get(reverse("console:search"), {"q": words}).content.decode()
        )
    assert (
        "疑似姓名" in lu.get(reverse("console:search"), {"q": "李云川 停水"}).content.decode()
    )
