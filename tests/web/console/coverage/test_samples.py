"""抽样核对 on the screens: entered by lines, compared at once, closed for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.work.collection.samples.models import SampleMonth
from tests.factories import T0
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.collection.samples.test_add_links import post

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.clause("5f", "5h")]


def test_a_sample_is_entered_compared_and_closed(yunchuan, time):
    time.set(T0 + timedelta(hours=1))
    post(yunchuan, "https://bbs.example.cn/t/1")
    client = signed_in(yunchuan.lu)
    add = reverse("console:sample-add")
    lines = "https://bbs.example.cn/t/1\nhttps://bbs.example.cn/t/2 河边路灯全部不亮"

    answer = client.post(add, {"links": lines, "found_at": "2026-11-24T11:00"})

    page = page_of(client.get(answer.url))
    assert "发现时已收到" in page.row("bbs.example.cn/t/1").text
    assert "未收到" in page.row("河边路灯全部不亮").text
    assert "50%" in page.text
    assert "n=2" in page.text
    assert 'rel="noopener noreferrer nofollow"' in page.row("河边路灯全部不亮")
    sample = SampleMonth.objects.get()
    close = reverse("console:sample-close", args=[sample.pk])
    assert "月底后方可定稿" in page_of(client.get(client.post(close).url)).text

    time.set(T0 + timedelta(days=31))
    client.post(close)

    listed = page_of(client.get(reverse("console:samples"))).row("2026-11").text
    assert "已定稿" in listed
    assert "50% 置信区间 9% 至 91%，n=2" in listed
    assert "录入链接" not in page_of(client.get(answer.url)).text


def test_a_line_without_an_address_is_named(yunchuan, time):
    time.set(T0)
    form = {"links": "只有标题", "found_at": "2026-11-24T10:00"}

    answer = signed_in(yunchuan.lu).post(reverse("console:sample-add"), form)

    assert "第 1 行没有网址" in page_of(answer, 409).text


def test_without_a_sample_the_page_says_what_to_do(yunchuan):
    page = page_of(signed_in(yunchuan.leader).get(reverse("console:samples")))

    assert "暂无样本。" in page.text
    assert "录入链接…" not in page.buttons()
