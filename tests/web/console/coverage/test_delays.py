"""迟报测量 on the screens: by source and platform, each number opens its posts."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import T0
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.reports.test_delays import source, store

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.clause("5f", "5h")]


def shown(officer, **asked):
    return page_of(signed_in(officer).get(reverse("console:delays"), asked))


def test_each_number_opens_its_posts_and_no_data_is_said(yunchuan, time):
    time.set(T0)
    store(yunchuan, [30, 30, 90])

    page = shown(yunchuan.leader, **{"from": "2026-11-24", "to": "2026-11-24"})

    row = page.panel("source").row("论坛")
    assert "30 分" in row.text
    assert "九成以内 1 小时 30 分，n=3" in row.text
    assert row.text.count("无数据") == 2
    key = source(yunchuan).pk
    assert f"source={key}&amp;from=2026-11-24&amp;to=2026-11-24" in row


def test_a_period_without_posts_says_so(yunchuan, time):
    time.set(T0)

    assert "所选日期无帖文。" in shown(yunchuan.lu).text
