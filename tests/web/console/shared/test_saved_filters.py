"""A filter kept under a name: one's own, replaced by its name, and it says what it hides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.accounts.profile.actions.save_filter import MAX_FILTERS
from huiying.base.accounts.profile.models import SavedFilter
from tests.scenarios.incidents import QUEUE, WATER, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
LIST = "/desk/incidents/"


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=10))


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


def keep(client, name="重大的", query="grade=3", page="incidents"):
    address = reverse("console:filter-keep", args=[page])
    return client.post(address, {"name": name, "query": query}, follow=True)


def test_a_filter_is_kept_found_again_and_says_what_it_hides(lu, yunchuan, now):
    incident_of(yunchuan, WATER)
    incident_of(yunchuan, QUEUE, now=now + timedelta(minutes=1))
    assert "将当前筛选保存为" in page_of(lu.get(LIST, {"q": "自来水"}))

    page = page_of(keep(lu, "水的事", "q=%E8%87%AA%E6%9D%A5%E6%B0%B4&page=7"))

    assert "已保存筛选“水的事”。" in page
    assert "“水的事”隐藏 1 件" in page
    assert SavedFilter.objects.get().query == "q=%E8%87%AA%E6%9D%A5%E6%B0%B4"
    assert 'href="/desk/incidents/?q=%E8%87%AA%E6%9D%A5%E6%B0%B4"' in page_of(lu.get(LIST))


def test_a_name_is_one_filter_and_is_forgotten_without_loss(lu, yunchuan):
    keep(lu, query="grade=3")
    keep(lu, query="grade=2")
    assert [row.query for row in SavedFilter.objects.all()] == ["grade=2"]

    forget = reverse("console:filter-forget", args=["incidents"])
    page = page_of(lu.post(forget, {"name": "重大的"}, follow=True))

    assert "已删除筛选“重大的”。" in page
    assert not SavedFilter.objects.exists()


def test_a_filter_is_its_officers_own(lu, yunchuan):
    keep(lu)
    shen = signed_in(yunchuan.shen)

    shen.post(reverse("console:filter-forget", args=["incidents"]), {"name": "重大的"})

    assert SavedFilter.objects.count() == 1
    assert "重大的" not in page_of(shen.get(LIST))


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"name": " "}, "请给这个筛选起个名字。"),
        ({"query": ""}, "当前无筛选条件"),
        ({"query": "page=3&next=x"}, "当前无筛选条件"),
        ({"query": "q=13800001234"}, "不按人查找"),
        ({"query": "q=" + "水" * 80}, "当前无筛选条件"),
    ],
)
def test_what_cannot_be_kept_is_told(lu, yunchuan, form, why):
    assert why in page_of(keep(lu, **form))
    assert not SavedFilter.objects.exists()


def test_there_is_room_for_a_dozen(lu, yunchuan):
    for number in range(MAX_FILTERS):
        keep(lu, f"第{number}个")

    assert f"最多保存 {MAX_FILTERS} 个筛选" in page_of(keep(lu, "多的一个"))
    assert "已保存筛选“第0个”。" in page_of(keep(lu, "第0个", "grade=1"))


def test_a_list_that_is_none_keeps_nothing(lu, yunchuan):
    address = reverse("console:filter-keep", args=["people"])

    assert lu.post(address, {"name": "x", "query": "q=x"}).status_code == 404


def test_a_section_officer_keeps_no_filter_of_posts(yunchuan):
    water = signed_in(yunchuan.water)

    assert keep(water, page="posts", query="q=水").status_code == 403
