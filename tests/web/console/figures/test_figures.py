"""统计图: counts alone, each with its table, for who reads the ledger of the whole bureau."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from huiying.work.collection.posts.models import HourVolume
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import Answer
from tests.base.clocks.test_distributions import clock
from tests.web.clients import signed_in
from tests.work.responses import desk

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def page(cast, officer=None, **asked):
    response = signed_in(officer or cast.shen).get(reverse("console:figures"), asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def figure(text, name):
    return re.search(rf'<figure class="hy-chart" id="{name}".*?</figure>', text)[0]


def cells(text, name):
    """The table of a figure: a list of lists of words."""
    body = figure(text, name).split("<tbody>")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr.*?</tr>", body)
    return [
        [re.sub("<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in rows
    ]


def notices(cast, now, minutes):
    type(clock(cast, now, MINUTE)).objects.bulk_create(
        clock(cast, now - timedelta(days=1), MINUTE * length) for length in minutes
    )


def test_the_time_to_notice_has_its_median_and_its_limit(yunchuan, now):
    notices(yunchuan, now, [3, 12, 14, 40])

    text = page(yunchuan)

    found = figure(text, "notice-major")
    assert "共 4 项，中位 13 分钟，超时 1 项。" in found
    assert 'data-limit-at="6"' in found
    assert 'data-median-at="2.60"' in found
    rows = cells(text, "notice-major")
    assert rows[0] == ["不超过 5 分钟", "1"]
    assert rows[2] == ["10 分钟至 15 分钟", "2"]
    assert rows[6] == ["30 分钟至 45 分钟", "1"]
    assert found.count("data-beyond") == 4


def test_a_week_says_how_much_was_in_time(yunchuan, now):
    notices(yunchuan, now, [3, 12, 14, 40])

    day = timezone.localdate(now - timedelta(days=1))
    monday = day - timedelta(days=day.weekday())
    [row] = [row for row in cells(page(yunchuan), "weeks") if row[0] == f"{monday:%m-%d}"]

    assert row == [f"{monday:%m-%d}", "3", "1", "75%", "3/4", "—", "—", "—"]


def test_a_day_without_reading_is_no_zero(yunchuan, now):
    local = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    for hour, count in ((local, 7), (local - timedelta(hours=1), 5)):
        HourVolume.objects.create(bureau=yunchuan.bureau, hour=hour, posts=count)

    rows = cells(page(yunchuan), "calendar")

    assert len(rows) == 12
    today = rows[-1][1 + local.weekday()]
    assert (today, rows[-1][-1]) == ("12", "12")
    assert rows[0][1] == "—"


def test_topics_are_those_of_the_answers(yunchuan, now):
    filed = desk.published(yunchuan, now).answer
    Answer.objects.filter(pk=filed.pk).update(topic="来访")
    desk.incident_of(yunchuan, number="2026-0008")
    Incident.objects.update(discovered_at=now - timedelta(hours=2))

    rows = cells(page(yunchuan), "topics")

    assert [(row[0], row[-1]) for row in rows] == [("来访", "1"), ("未归类", "1")]


def test_the_days_asked_for_are_those_counted(yunchuan, now):
    notices(yunchuan, now, [3, 12])
    last_year = (timezone.localdate(now) - timedelta(days=300)).isoformat()

    text = page(yunchuan, **{"from": last_year, "to": last_year})

    assert "无数据：这段时间没有完成的。" in figure(text, "notice-major")
    assert len(cells(text, "weeks")) == 1


def test_more_than_a_year_is_cut_and_said(yunchuan):
    assert "最多统计 53 周" in page(yunchuan, **{"from": "2020-01-01"})


def test_the_page_costs_the_same_however_much_is_counted(
    yunchuan, now, django_assert_max_num_queries
):
    notices(yunchuan, now, range(1, 90))
    for count in range(30):
        HourVolume.objects.create(
            bureau=yunchuan.bureau,
            hour=datetime.combine(now.date(), datetime.min.time(), now.tzinfo)
            - timedelta(days=count),
            posts=count,
        )
    client = signed_in(yunchuan.shen)

    with django_assert_max_num_queries(40):
        client.get(reverse("console:figures"))


@pytest.mark.parametrize("who", ["lu", "window", "admin"])
def test_who_does_not_read_the_ledger_of_the_bureau_is_refused(yunchuan, who):
    client = signed_in(getattr(yunchuan, who))

    assert client.get(reverse("console:figures")).status_code == 403
