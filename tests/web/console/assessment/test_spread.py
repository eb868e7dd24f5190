"""Spread, growth and the sentences of a matter on its pages; the trend with its gaps."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from huiying.web.console.assessment.spread import spread_of
from huiying.web.console.assessment.trend import trend_of
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.collection.posts.volume import Volume, count_posts
from huiying.work.collection.sources.models import SourceGap
from huiying.work.incidents.assessment.post_reading import PostReading
from huiying.work.incidents.assessment.reaction import posts_by_hour
from huiying.work.incidents.core.queries import event_ids_of
from tests.factories import T0
from tests.scenarios.incidents import (
    WATER,
    candidate_of,
    incident_of,
    listen,
    restart_workers,
    source_of,
    submit_posts,
)
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=10))


def usual(cast, days=20):
    """Let two posts have come in every hour of the days before."""
    listen(cast, days)
    count_posts(cast.bureau.pk, [T0 - step * HOUR for step in range(1, 24 * days)] * 2)


def gap(cast, start, until=None):
    SourceGap.objects.create(
        bureau=cast.bureau, source=source_of(cast, "贴吧"), from_at=start, until_at=until
    )


def candidate_page(cast, officer):
    row = candidate_of(cast, WATER)
    address = reverse("console:candidate", args=[row.event_id])
    return page_of(signed_in(officer).get(address))


@pytest.mark.clause("4(3)a")
def test_a_candidate_is_shown_with_its_spread_and_its_sentences(yunchuan):
    page = candidate_page(yunchuan, yunchuan.lu)

    assert "扩散等级 1" in page.panel("spread").text
    assert "媒体介入未知：帖文均无网址。" in page.panel("spread").text
    assert "近 24 小时" in page.panel("spread").text
    told = page.panel("sentences").text
    assert "逐字摘自帖文，未经核实" in told
    assert any(text.split(",")[0] in told for text in WATER)
    assert "网友" not in page


def test_a_matter_is_compared_with_itself_and_not_with_all_talk_of_the_bureau(yunchuan):
    usual(yunchuan)
    incident = incident_of(yunchuan, WATER)
    posts = PostReading(yunchuan.bureau.pk, event_ids_of(incident))
    posts.by_hour = {T0 - 6 * HOUR: 2, T0: 5}

    rows = spread_of(posts, yunchuan.lu, T0).windows
    page = page_of(
        signed_in(yunchuan.lu).get(reverse("console:incident-volume", args=[incident.number]))
    )

    assert [(row.posts, row.before, row.times) for row in rows] == [
        (5, 0, ""),
        (5, 2, "2.5"),
        (7, 0, ""),
    ]
    assert "本局" not in page.panel("spread").text
    assert "此前无帖文" in page.panel("spread").text


def test_a_matter_that_is_still_has_no_heat(yunchuan, time):
    usual(yunchuan)
    incident = incident_of(yunchuan, WATER)
    address = reverse("console:incident-volume", args=[incident.number])
    time.set(T0 + 8 * HOUR)

    still = page_of(signed_in(yunchuan.lu).get(address)).panel("spread").text

    assert "1.0 倍" not in still
    assert still.count("无新帖文") == 2, "1 and 6 hours; within 24 something was said"


def test_a_matter_flares_up_only_while_something_is_said(yunchuan):
    incident = incident_of(yunchuan, WATER)
    again = T0 + 4 * DAY
    posts = PostReading(yunchuan.bureau.pk, event_ids_of(incident))
    posts.by_hour = {T0: 9, again: 9}

    def flares(now):
        return spread_of(posts, yunchuan.lu, now).again

    assert flares(again)
    assert flares(again + 5 * HOUR)
    assert not flares(again + 6 * HOUR)


@pytest.mark.clause("5f")
def test_a_gap_is_told_beside_the_numbers(yunchuan):
    gap(yunchuan, T0 - 2 * HOUR)

    assert (
        "来源采集有缺口，实际可能更多"
        in candidate_page(yunchuan, yunchuan.lu).panel("spread").text
    )


def test_a_unit_reads_the_numbers_of_its_incident_but_no_posts(yunchuan, now):
    incident = incident_of(yunchuan, WATER)
    notify_unit(
        incident=incident, unit=yunchuan.waterworks, guidance="", officer=yunchuan.lu, now=now
    )

    address = reverse("console:incident-volume", args=[incident.number])
    page = page_of(signed_in(yunchuan.water).get(address))

    assert page.panel("spread").text
    assert not page.has_panel("sentences")


def test_two_numbers_of_media_each_say_their_moment(yunchuan, time):
    incident = incident_of(yunchuan, WATER)
    address = reverse("console:incident", args=[incident.number]) + "?tab=review"
    posts = PostReading(yunchuan.bureau.pk, event_ids_of(incident))
    posts.places = [replace(posts.places[0], host="people.com.cn")]
    time.set(T0 + 3 * HOUR)

    page = page_of(signed_in(yunchuan.lu).get(address))
    panel = {"spread": spread_of(posts, yunchuan.lu, T0 + 3 * HOUR)}
    with override("zh-hans"):
        spread = render_to_string("components/_spread.html", panel)

    graded = timezone.localtime(incident.decisions.last().at)
    assert f"截至 {graded:%H:%M} 定级时" in page.panel("grade").text
    assert panel["spread"].media
    assert re.search("媒体条数截至 .*13:00。", spread)


def test_the_cards_of_a_candidate_say_up_to_which_post_they_count(yunchuan):
    row = candidate_of(yunchuan, WATER)

    page = page_of(
        signed_in(yunchuan.lu).get(reverse("console:candidate", args=[row.event_id]))
    )

    last = timezone.localtime(row.last_post_at)
    assert f"数据截至 {last:%H:%M}" in page.panel("cards").text


# The trend -----------------------------------------------------------------------------------


def test_an_unread_hour_has_no_number_and_a_read_one_has_a_zero(yunchuan):
    count_posts(yunchuan.bureau.pk, [T0 - DAY])
    submit_posts(yunchuan, *WATER)
    gap(yunchuan, T0 - 3 * HOUR, T0 - HOUR)

    trend = trend_of(Volume(yunchuan.bureau.pk), T0 + timedelta(minutes=10))

    by_hour = {point.label: (point.now, point.gap) for point in trend.points}
    assert by_hour["07时"] == by_hour["08时"] == (None, "贴吧")
    assert by_hour["09时"] == (0, "")
    assert by_hour["10时"] == (4, "")
    assert "采集缺口：贴吧有 2 小时未完整采集，不计为平息。" in trend.note


def test_before_the_first_post_of_a_bureau_nothing_is_known(yunchuan):
    submit_posts(yunchuan, *WATER, now=T0 - HOUR)

    trend = trend_of(Volume(yunchuan.bureau.pk), T0 + timedelta(minutes=10))

    assert [point.now for point in trend.points] == [None] * 22 + [4, 0]


def test_posts_that_others_brought_in_a_gap_are_still_counted(yunchuan):
    submit_posts(yunchuan, *WATER)
    gap(yunchuan, T0 - HOUR)

    last = trend_of(Volume(yunchuan.bureau.pk), T0 + timedelta(minutes=50)).points[-1]

    assert (last.now, last.gap) == (4, "贴吧")


def test_the_trend_says_what_is_usual_once_it_is_known(yunchuan):
    submit_posts(yunchuan, *WATER)
    young = trend_of(Volume(yunchuan.bureau.pk), T0)
    usual(yunchuan)
    known = trend_of(Volume(yunchuan.bureau.pk), T0)

    assert (young.has_usual, young.points[-1].usual) == (False, None)
    assert "常态水平未知" in young.note
    point = known.points[-1]
    assert known.has_usual
    assert point.floor <= point.usual == 2.0 <= point.ceiling


def test_the_trend_of_a_matter_has_no_band_of_the_bureau(yunchuan):
    usual(yunchuan)
    counted = {T0 - 30 * HOUR: 3, T0: 5}

    trend = trend_of(Volume(yunchuan.bureau.pk), T0, counted=counted, hours=72)

    assert not trend.has_usual
    assert "本局" not in trend.note
    assert "本事件近 24 小时 5 条，此前 24 小时 3 条。" in trend.note


def test_a_young_matter_is_drawn_over_one_day_and_an_old_one_over_three(yunchuan):
    event = candidate_of(yunchuan, WATER).event_id

    counted = posts_by_hour(yunchuan.bureau.pk, [event])

    def hours(now):
        return len(trend_of(Volume(yunchuan.bureau.pk), now, counted=counted, hours=72).points)

    assert hours(T0) == 24
    assert hours(T0 + 2 * DAY) == 50
    assert hours(T0 + 2 * DAY + 23 * HOUR) == 72
    assert trend_of(Volume(yunchuan.bureau.pk), T0 + 4 * DAY, counted=counted, hours=72) is None


def test_the_chart_of_an_incident_goes_on_with_a_band_that_says_how_it_held(yunchuan, now):
    counted = {now - step * HOUR: 4 + step % 3 for step in range(72)}

    trend = trend_of(Volume(yunchuan.bureau.pk), now, counted=counted, hours=72, ahead=True)

    assert trend.has_forecast
    assert len(trend.points) == 72 + 23
    assert trend.points[71].now is not None  # the present hour, not full yet
    assert all(point.low <= point.middle <= point.high for point in trend.points[71:])
    assert re.search(r"预测今后 6 小时约 \d+ 条（\d+ 至 \d+ 条）；历史检验 \d+ 次", trend.note)
    assert "不计入等级" in trend.note


def test_where_too_little_is_known_the_chart_says_that_the_forecast_is_unknown(yunchuan, now):
    few = {now - HOUR: 2}

    trend = trend_of(Volume(yunchuan.bureau.pk), now, counted=few, hours=72, ahead=True)

    assert not trend.has_forecast
    assert "预测未知：帖文不足 20 条。" in trend.note


def test_the_page_of_an_incident_tells_its_forecast(yunchuan):
    incident = incident_of(yunchuan, WATER)
    address = reverse("console:incident-volume", args=[incident.number])

    assert "预测未知" in page_of(signed_in(yunchuan.lu).get(address)).panel("recent").text
