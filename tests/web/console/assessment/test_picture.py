"""The picture of a matter on screen: what it says, what was done, and where the numbers are."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.procedure.stages import Stage
from huiying.web.console.assessment.picture import usual_band
from huiying.web.console.assessment.picture_bars import WIDE, bucket_hours
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import ProofKind
from huiying.work.collection.posts.volume import hour_of
from huiying.work.collection.sources.models import Source, SourceGap
from huiying.work.incidents.core.models import Incident
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import (
    WATER,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)
from tests.web.clients import signed_in
from tests.web.console import bulk_rows
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)

standing_rows, rows, yunchuan, incident = module_rows(lambda cast: incident_of(cast, WATER))


@pytest.fixture(autouse=True)
def _workers(time):
    restart_workers()
    time.set(T0 + 10 * timedelta(minutes=1))


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


def picture(client, incident):
    address = reverse("console:incident", args=[incident.number])
    return page_of(client.get(address)).panel("trend")


def sizes(panel):
    """Return the wide drawing and the narrow one."""
    return panel.tags("svg")[0], panel.tags("svg")[1]


def texts(drawing, look):
    return re.findall(rf'<text class="{look}"[^>]*>([^<]*)</text>', drawing)


def test_both_sizes_tell_all_posts_by_time_and_by_platform(lu, yunchuan, incident, time):
    submit_posts(yunchuan, WATER[1], now=T0 + 2 * HOUR, channel="微博")
    run_stream(yunchuan, now=T0 + 2 * HOUR)
    time.set(T0 + 2 * HOUR)

    panel = picture(lu, incident)

    assert "5 条，含重复" in panel.text
    for drawing in sizes(panel):
        assert sum(map(int, texts(drawing, "hy-pic-val"))) == 5
        assert sum(map(int, texts(drawing, "hy-pic-num"))) == 5
        assert texts(drawing, "hy-pic-name") == ["论坛", "微博"]


def test_one_sentence_says_what_is_seen_for_who_cannot_see_it(lu, incident):
    wide, narrow = sizes(picture(lu, incident))

    for drawing in (wide, narrow):
        assert 'role="img"' in drawing
        said = re.search(r'aria-label="([^"]*)"', drawing)[1]
        assert "本事件帖文 4 条，11-24 10:00 起" in said
        assert "论坛 4" in said


def test_nothing_in_the_drawing_is_a_style_or_a_script(lu, incident):
    for drawing in sizes(picture(lu, incident)):
        assert "style=" not in drawing
        assert "<script" not in drawing


def test_what_was_done_stands_on_the_time_it_was_done(lu, yunchuan, incident, time):
    notice = notify_unit(
        incident=incident,
        unit=yunchuan.waterworks,
        guidance="请排查。",
        officer=yunchuan.lu,
        now=T0 + HOUR,
    )
    record_delivery(
        notice=notice,
        kind=ProofKind.PHONE,
        who="值班室",
        at=T0 + HOUR,
        officer=yunchuan.lu,
        now=T0 + HOUR,
    )
    notice.refresh_from_db()
    sign_notice(notice=notice, officer=yunchuan.water, now=T0 + 3 * HOUR)
    time.set(T0 + 4 * HOUR)

    wide, _narrow = sizes(picture(lu, incident))

    words = " ".join(texts(wide, "hy-pic-mark"))
    assert "通报 11:00" in words
    assert "签收 13:00" in words
    assert "定级" in words


def test_the_running_bar_is_dashed_and_says_how_far_it_counts(lu, incident):
    panel = picture(lu, incident)

    assert "末柱计至 10:10。" in panel.text
    assert "hy-pic-part" in panel


def test_a_settled_matter_ends_with_its_last_post(lu, incident, time):
    Incident.objects.filter(pk=incident.pk).update(stage=Stage.CLOSED)
    time.set(T0 + 200 * HOUR)

    panel = picture(lu, incident)

    assert "每柱 1 小时。" in panel.text
    assert "末柱计至" not in panel.text
    assert "hy-pic-part" not in panel


def test_a_source_that_was_not_read_is_told_and_marked(lu, yunchuan, incident):
    source = Source.objects.filter(bureau=yunchuan.bureau).first()
    SourceGap.objects.create(
        bureau=yunchuan.bureau, source=source, from_at=T0 - 2 * HOUR, until_at=T0 - HOUR
    )

    panel = picture(lu, incident)

    assert "采集缺口：" in panel.text
    assert "hy-pic-gap" in panel


def test_the_usual_level_is_not_known_before_two_weeks(lu, incident):
    panel = picture(lu, incident)

    assert "常态水平未知：本事件此前的数据不足 14 天" in panel.text
    assert "hy-pic-band" not in panel


def test_the_usual_level_is_that_of_the_matter_at_the_same_hours():
    now = hour_of(T0)
    hours = {now - day * 24 * HOUR: 3 for day in range(40)}

    buckets = bucket_hours(hours, now, WIDE)
    band = usual_band(hours, buckets)

    assert buckets.hours == 24
    assert band == ((3, 3),) * len(buckets.counts)
    young = {hour: 3 for hour in hours if hour > now - 20 * 24 * HOUR}
    assert usual_band(young, bucket_hours(young, now, WIDE)) == ()


def test_the_numbers_are_one_click_away_with_a_file_of_every_hour(lu, incident):
    [address] = [url for url in picture(lu, incident).links() if url.endswith("/volume/")]

    page = page_of(lu.get(address))
    file = lu.get(address, {"format": "csv"}).content.decode("utf-8-sig").splitlines()

    assert page.panel("numbers").row("合计").text.split() == ["合计", "4", "4"]
    assert page.panel("spread").text
    assert file == ["时间,平台,条数", "2026-11-24 10:00,论坛,4"]


def test_the_picture_of_many_posts_takes_as_many_queries_as_of_few(lu, yunchuan, incident):
    address = reverse("console:incident-volume", args=[incident.number])
    few = bulk_rows.queries(lu, address)

    for number in range(3):
        later = T0 + number * timedelta(minutes=1)
        submit_posts(yunchuan, *WATER, now=later, channel=f"平台{number}")
        run_stream(yunchuan, now=later)

    assert bulk_rows.queries(lu, address) <= few
