"""统计图: counts alone, each with its table, for who reads the ledger of the whole bureau."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.counters.actions.rebuild import rebuild_counters
from huiying.base.counters.kinds import every_kind
from huiying.policy.time.deadlines import PETITION_DECISION, PETITION_RECEIPT, RECEIPT
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.web.console.figures.period import Period
from huiying.work.collection.posts import ids
from huiying.work.collection.posts.ids import first_id_at
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import Answer, DeletedPostsOfTopic
from huiying.work.responses.releases.actions.set_topic import set_answer_topic
from tests.base.clocks.test_distributions import clock, stored
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    incident_of,
    run_stream,
    source_of,
    submit_posts,
)
from tests.scenarios.sample_bureau import make_sample_bureau
from tests.web.clients import signed_in
from tests.work.responses import desk

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _own_moments(monkeypatch):
    monkeypatch.setattr(ids, "_last_millisecond", 0)  # numbers of this test's own moments


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
    start = now - timedelta(days=1)
    stored(cast, [clock(cast, start, MINUTE * length) for length in minutes])


def recount(cast, now):
    """Count what a test stored past the acts."""
    for kind in every_kind():
        rebuild_counters(cast.bureau.pk, kind, now)


def posts(cast, at, count, channel="论坛"):
    """Store posts of a moment; numbers of accepted ones never go back, and tests do."""
    source = source_of(cast)
    first = first_id_at(at) + Post.objects.count()
    Post.objects.bulk_create(
        Post(
            id=first + number,
            bureau=cast.bureau,
            source=source,
            text="水发黄",
            channel=channel,
            collected_at=at,
        )
        for number in range(count)
    )
    recount(cast, at)


def row(text, code):
    """One number of the comparison: its cells as words."""
    found = re.search(rf'<tr data-number="{code}">.*?</tr>', text)[0]
    cells = re.findall(r"<t[hd].*?</t[hd]>", found)
    return [html.unescape(re.sub("<[^>]+>", "", cell)).strip() for cell in cells]


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
    posts(yunchuan, now, 4)

    rows = cells(page(yunchuan, to=timezone.localdate(now).isoformat()), "calendar")

    assert len(rows) == 12
    today = rows[-1][1 + timezone.localtime(now).weekday()]
    assert (today, rows[-1][-1]) == ("4", "4")
    assert rows[0][1] == "—"


def test_topics_are_those_of_the_answers(yunchuan, now):
    filed = desk.published(yunchuan, now).answer
    Answer.objects.filter(pk=filed.pk).update(topic="来访")
    desk.incident_of(yunchuan, number="2026-0008")
    Incident.objects.update(opened_at=now - timedelta(hours=2))
    recount(yunchuan, now)

    rows = cells(page(yunchuan), "topics")

    assert [(row[0], row[-1]) for row in rows] == [("来访", "1"), ("未归类", "1")]


def test_posts_are_those_of_the_incidents_that_the_answers_are_about(yunchuan, now):
    water, filed = topic_of_water(yunchuan, now)
    other = incident_of(yunchuan, QUEUE)
    submit_posts(yunchuan, "小区门口的路灯坏了", now=now)
    run_stream(yunchuan, now=now)

    text = page(yunchuan)

    found = {row[0]: row[-1] for row in cells(text, "post_topics")}
    assert found == {"供水": str(water.size), "未归类": str(other.size)}
    assert f"事件帖文共 {water.size + other.size} 条，已归入 1 个主题。" in figure(
        text, "post_topics"
    )
    answer = signed_in(yunchuan.shen).get(
        reverse("console:figure-rows", args=["posts"]), {"topic": filed.topic}
    )
    assert answer.context["page_obj"].paginator.count == water.size
    assert {row.number for row in answer.context["rows"]} == {water.number}


def topic_of_water(cast, now):
    water = incident_of(cast, WATER)
    answer = Answer.objects.create(
        bureau=cast.bureau, number="A2026-0001", incident=water, speaker=cast.waterworks
    )
    set_answer_topic(answer=answer, topic="供水", officer=cast.shen, now=now)
    return water, answer


def test_where_no_post_stands_in_an_incident_there_is_no_data(yunchuan, now):
    posts(yunchuan, now, 4)

    found = figure(page(yunchuan), "post_topics")

    assert "无数据：这段时间没有属于事件的帖文。" in found
    assert "<table" not in found


def test_deleted_posts_of_a_topic_still_count_and_the_rows_say_so(yunchuan, now):
    hour = now.replace(minute=0)
    DeletedPostsOfTopic.objects.create(bureau=yunchuan.bureau, hour=hour, topic="供水", posts=7)
    recount(yunchuan, now)

    assert [row[-1] for row in cells(page(yunchuan), "post_topics")] == ["7"]
    rows = signed_in(yunchuan.shen).get(
        reverse("console:figure-rows", args=["posts"]), {"topic": "供水"}
    )
    assert "另有 7 条已按保存期删除，仍计入统计" in rows.content.decode()


def test_who_may_not_see_posts_opens_none(yunchuan, now):
    topic_of_water(yunchuan, now)

    found = figure(page(yunchuan, yunchuan.auditor), "post_topics")

    assert 'href="/desk/figures/rows/posts/' not in found
    rows = signed_in(yunchuan.auditor).get(reverse("console:figure-rows", args=["posts"]))
    assert rows.status_code == 403


def test_the_days_asked_for_are_those_counted(yunchuan, now):
    notices(yunchuan, now, [3, 12])
    last_year = (timezone.localdate(now) - timedelta(days=300)).isoformat()

    text = page(yunchuan, **{"from": last_year, "to": last_year})

    assert "无数据：这段时间没有完成的。" in figure(text, "notice-major")
    assert len(cells(text, "weeks")) == 1


def test_more_than_a_year_is_cut_and_said(yunchuan):
    assert "最多统计 53 周" in page(yunchuan, **{"from": "2020-01-01"})


def test_the_page_costs_the_same_however_much_is_counted(yunchuan, now):
    client = signed_in(yunchuan.shen)

    def queries():
        client.get(reverse("console:figures"))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("console:figures"))
        return len(found)

    notices(yunchuan, now, [3])
    posts(yunchuan, now, 4)
    few = queries()
    notices(yunchuan, now, range(1, 90))
    for day in range(30):
        posts(yunchuan, now - timedelta(days=day), 1)

    assert queries() == few <= 40


def test_behind_each_number_of_the_page_stand_as_many_rows(yunchuan, now, tmp_path):
    make_sample_bureau(yunchuan, now, tmp_path)
    bureau_clocks = [
        clock(yunchuan, now - timedelta(days=day), MINUTE * day * 9, code=code)
        for day in range(1, 12)
        for code in ("NOTICE_MAJOR", "FIRST_RESPONSE", PETITION_RECEIPT, PETITION_DECISION)
    ]
    type(bureau_clocks[0]).objects.bulk_create(bureau_clocks)
    recount(yunchuan, now)
    client = signed_in(yunchuan.shen)

    links = re.findall(r'<a href="([^"]+)">([^<]+)</a>', page(yunchuan))

    behind = {}
    for url, words in {(html.unescape(url), words) for url, words in links}:
        if not url.startswith(("/desk/figures/rows/", "/desk/posts/")):
            continue
        number = re.search(r"(\d+)）?$", words)
        if number is None:
            assert words.endswith("%")
            continue
        answer = client.get(url)
        assert answer.status_code == 200
        if url.startswith("/desk/posts/"):
            hides = answer.context["hides"]
            count = int(re.search(r"\d+", hides.shown)[0])
            gone = re.search(r"另有 (\d+) 条已按保存期删除", hides.hidden)
            count += int(gone[1]) if gone else 0
        else:
            count = answer.context["page_obj"].paginator.count
        behind[url] = (count, int(number[1]))
    assert {url: pair for url, pair in behind.items() if pair[0] != pair[1]} == {}
    kinds = {re.search(r"/desk/(?:figures/rows/)?(\w+)/", url)[1] for url in behind}
    assert kinds == {"clocks", "incidents", "notices", "closed", "posts"}
    assert len(behind) > 40


def test_a_period_beside_the_one_before_and_the_year_before(yunchuan, now):
    this, before = date(2026, 11, 20), date(2026, 11, 10)
    for day, count in ((this, 4), (before, 2), (date(2025, 11, 20), 8)):
        at = datetime.combine(day, datetime.min.time(), LOCAL) + timedelta(hours=9)
        posts(yunchuan, at, count)
        stored(
            yunchuan,
            [clock(yunchuan, at, MINUTE * (10 if n else 40)) for n in range(count)],
        )

    text = page(yunchuan, **{"from": "2026-11-15", "to": "2026-11-24"})

    assert row(text, "posts") == ["采集帖文", "4", "2", "+100%", "8", "-50%"]
    assert row(text, "notice") == [
        "通报按时率",
        "75%（3/4）",
        "50%（1/2）",
        "+25.0 个百分点",
        "87%（7/8）",
        "-12.5 个百分点",
    ]


def test_what_was_before_the_first_number_is_no_data_and_no_zero(yunchuan, now):
    posts(yunchuan, now, 4)

    text = page(yunchuan)

    assert row(text, "opened") == ["登记事件", "0", "无数据", "—", "无数据", "—"]
    assert row(text, "finish") == ["信访按期办结率", *["无数据", "无数据", "—"], "无数据", "—"]


def test_petitions_accepted_and_answered_in_time_have_their_rates(yunchuan, now):
    start = now - timedelta(days=1)
    posts(yunchuan, start, 4)
    stored(
        yunchuan,
        [
            clock(yunchuan, start, MINUTE * 10, code=PETITION_RECEIPT),
            clock(yunchuan, start, MINUTE * 31, code=PETITION_RECEIPT),
            clock(yunchuan, start, MINUTE * 10, code=PETITION_DECISION),
        ],
    )

    text = page(yunchuan)

    assert row(text, "accept")[1] == "50%（1/2）"
    assert row(text, "finish")[1] == "100%（1/1）"


def unit_rows(text):
    section = text.split('aria-labelledby="fig-units"')[1].split("</section>")[0]
    rows = re.findall(r"<tr>.*?</tr>", section.split("<tbody>")[1])
    return [
        [re.sub("<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", one)]
        for one in rows
    ]


def test_a_unit_that_was_renamed_is_one_row_and_a_dissolved_one_stays(yunchuan, now):
    code = next(iter(RECEIPT.values()))
    start = now - timedelta(days=9)
    unit = yunchuan.waterworks

    def finish(minutes):
        made = clock(yunchuan, start, timedelta(), code=code, state="RUNNING")
        made.save()
        hand_over_clock(clock=made, holder=Holder(unit.name, unit=unit), now=start)
        at = start + MINUTE * minutes
        stop_clock(clock=made, at=at, reason=Reason("clocks.signed_for"), now=at)

    finish(10)
    unit.name = "区水务中心"
    unit.save()
    finish(50)
    assert unit_rows(page(yunchuan)) == [
        ["区水务中心", "0", "1/2", "—", "—", "—", "—", "—", "1", "50%"]
    ]

    unit.active = False
    unit.save()
    assert unit_rows(page(yunchuan))[0][0] == "区水务中心（已停用）"


def test_a_table_sorts_both_ways(yunchuan, now):
    posts(yunchuan, now, 4, "微博")
    posts(yunchuan, now, 1, "论坛")

    def names(order):
        return [row[0] for row in cells(page(yunchuan, platforms=order), "platforms")]

    assert names("") == ["微博", "论坛"]
    assert names("-count") == ["论坛", "微博"]
    assert names("name") == sorted(["微博", "论坛"])
    assert names("of no such column") == ["微博", "论坛"]


@pytest.mark.parametrize(
    "table",
    [
        "comparison",
        "notice-major",
        "answer",
        "weeks",
        "calendar",
        "topics",
        "post_topics",
        "platforms",
        "sources",
        "units",
    ],
)
def test_every_table_is_a_file(yunchuan, now, table):
    posts(yunchuan, now, 4)
    client = signed_in(yunchuan.shen)
    asked = {"table": table, "from": "2026-11-16", "to": "2026-11-24"}

    text = client.get(reverse("console:figures"), {**asked, "format": "csv"})
    sheet = client.get(reverse("console:figures"), {**asked, "format": "xlsx"})

    lines = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig"))))
    assert f'filename="{table}-2026-11-16-2026-11-24.csv"' in text["Content-Disposition"]
    found = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0)
    assert [[cell.removeprefix("'") for cell in line] for line in lines] == found.to_python()
    assert lines[0]


def test_a_file_of_no_such_table_is_not_there(yunchuan):
    client = signed_in(yunchuan.shen)

    for asked in ({"table": "authors", "format": "csv"}, {"table": "units", "format": "pdf"}):
        assert client.get(reverse("console:figures"), asked).status_code == 404


def test_rows_of_no_such_kind_are_not_there_and_odd_words_narrow_nothing(yunchuan, now):
    notices(yunchuan, now, [3, 40])
    client = signed_in(yunchuan.shen)
    address = reverse("console:figure-rows", args=["clocks"])

    assert client.get(reverse("console:figure-rows", args=["authors"])).status_code == 404
    odd = {"rules": "NOTICE_MAJOR,OTHER", "unit": "x", "over": "-", "upto": ""}
    assert client.get(address, odd).context["page_obj"].paginator.count == 2


def test_rows_behind_a_number_are_a_file_too(yunchuan, now):
    notices(yunchuan, now, [3, 40])
    client = signed_in(yunchuan.shen)
    asked = {"rules": "NOTICE_MAJOR", "outcome": "late", "format": "csv"}

    answer = client.get(reverse("console:figure-rows", args=["clocks"]), asked)

    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(lines) == 2
    assert lines[1][-1] == "超时"
    entry = AuditRecord.objects.get(verb="list.exported")
    assert (entry.ref, entry.data["rows"]) == ("figures-clocks", 1)


def test_the_year_before_a_leap_day_has_its_28th():
    found = Period(date(2028, 2, 29), date(2028, 3, 6), shortened=False)

    assert found.year_before.first == date(2027, 2, 28)
    assert (found.before.first, found.before.last) == (date(2028, 2, 22), date(2028, 2, 28))


@pytest.mark.parametrize("who", ["lu", "window", "admin"])
@pytest.mark.parametrize(
    "address", ["/desk/figures/", "/desk/figures/leader/", "/desk/figures/rows/clocks/"]
)
def test_who_does_not_read_the_ledger_of_the_bureau_is_refused(yunchuan, who, address):
    client = signed_in(getattr(yunchuan, who))

    assert client.get(address).status_code == 403
