"""我们必须做的，做到了没有: the articles in public, in numbers alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.time.deadlines import NOTICE
from tests.base.clocks.test_distributions import clock, stored
from tests.factories import T0
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(1)a")]
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
MAJOR = NOTICE[3]


@pytest.fixture(autouse=True)
def _clock(time):
    time.set(T0 + DAY)
    return time


def shown(client, cast, **asked):
    return page_of(client.get(reverse("portal:regulation", args=[cast.bureau.slug]), asked))


def clause(page, words):
    [row] = [one for one in page.having("data-clause") if words in one.text]
    return row.text


def test_anybody_reads_what_was_done_in_time_and_what_was_not(client, yunchuan):
    in_time = [clock(yunchuan, T0, 10 * MINUTE, code=MAJOR) for _each in range(6)]
    late = [clock(yunchuan, T0, 45 * MINUTE, code=MAJOR) for _each in range(5)]
    stored(yunchuan, [*in_time, *late])

    row = clause(shown(client, yunchuan, month="2026-11"), "30 分钟内通报")

    assert "按时办到 6" in row
    assert "超过时限 5" in row


def test_a_number_that_could_point_at_somebody_is_not_printed(client, yunchuan):
    stored(yunchuan, [clock(yunchuan, T0, 45 * MINUTE, code=MAJOR)])

    page = shown(client, yunchuan, month="2026-11")

    assert "超过时限 不到 5" in clause(page, "30 分钟内通报")
    assert "2026-0001" not in page.text
    assert yunchuan.reception.name not in page.text


def test_without_a_month_the_last_whole_one_is_shown_and_a_wrong_one_is_that_too(
    client, yunchuan
):
    assert "2026-10 每条做了什么" in shown(client, yunchuan).text
    assert "2026-10 每条做了什么" in shown(client, yunchuan, month="1999-01").text
