"""A report is composed from the record: each line has its sources, or says 无数据."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import NO_DATA, ReportKind, ReportState
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.collection.posts import ids
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.situation.actions.revise import revise_situation
from huiying.work.incidents.situation.models import SituationLine
from huiying.work.reports.composition.period_lines import MOST_ROWS
from huiying.work.reports.core.content import lines_of, recipients_of
from huiying.work.reports.core.models import Report, ReportVersion
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.drafting.actions.draft_report import (
    draft_incident_report,
    draft_period_report,
)
from huiying.work.reports.figures import Span
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, docket_of, incident_of, submit_posts
from tests.scenarios.reports import draft_of, linked_recipient, recipient_of, sent_report

LATER = T0 + timedelta(minutes=20)


def major_and_recipient(cast):
    ids._last_millisecond = 0  # its posts belong to the day of the test
    linked_recipient(cast)
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, water = module_rows(major_and_recipient)


def line(report, code):
    return next(one for one in lines_of(newest_version(report)) if one.code == code)


@pytest.mark.clause("10a")
def test_a_first_report_has_its_twelve_parts_each_with_sources_or_no_data(yunchuan, water):
    docket_of(yunchuan, water)
    report = draft_of(yunchuan, water, now=LATER)

    lines = lines_of(newest_version(report))
    assert [one.heading for one in lines] == [
        "接报时间", "信息来源", "事发时间", "地点", "事件性质", "影响范围", "初步损失",
        "发展趋势", "领导到位情况", "已采取措施", "下一步建议", "未核实事项",
    ]  # fmt: skip
    assert all(one.empty or one.sources for one in lines)
    assert not any(one.sources for one in lines if one.empty)
    assert line(report, "received").text == "2026年11月24日10:00"
    assert line(report, "happened").text == NO_DATA
    assert line(report, "place").text == NO_DATA
    assert "重大" in line(report, "nature").text
    assert "4 条" in line(report, "scope").text
    assert "有人往水厂倒东西" in line(report, "unverified").text
    assert [one.kind for one in line(report, "unverified").sources] == ["docket"]
    assert report.number.startswith("H2026-")
    assert newest_version(report).title.endswith("初报")
    assert [one.name for one in recipients_of(newest_version(report))] == ["区委网信办"]


@pytest.mark.clause("10a")
def test_a_follow_up_tells_only_what_is_later_and_is_numbered(yunchuan, water):
    sent_report(yunchuan, water, now=LATER)
    water.refresh_from_db()
    notice = notify_unit(
        incident=water,
        unit=yunchuan.waterworks,
        guidance="",
        officer=yunchuan.lu,
        now=LATER + timedelta(1),
    )
    first = sent_report(yunchuan, water, ReportKind.FOLLOW_UP, now=LATER + timedelta(2))
    second = draft_of(yunchuan, water, ReportKind.FOLLOW_UP, now=LATER + timedelta(3))

    assert (first.words, second.words) == ("续报一", "续报二")
    assert "新通报区水务局" in line(first, "news").text
    assert notice.number in [one.ref for one in line(first, "news").sources]
    assert line(second, "news").text == NO_DATA


def test_a_follow_up_or_a_final_report_waits_for_the_first_one(yunchuan, water):
    for kind in (ReportKind.FOLLOW_UP, ReportKind.FINAL):
        with pytest.raises(Refused, match="初报尚未报送"):
            draft_of(yunchuan, water, kind)


def test_the_second_of_two_finds_the_report_that_is_there(yunchuan, water):
    report = draft_of(yunchuan, water)
    with pytest.raises(Refused, match=report.number):
        draft_of(yunchuan, water)
    draft_of(yunchuan, water, ReportKind.SPECIAL)
    with pytest.raises(Refused, match="尚未报送"):
        draft_of(yunchuan, water, ReportKind.SPECIAL)
    assert Report.objects.count() == 2


def test_the_time_of_a_first_report_starts_when_the_grade_was_signed(yunchuan, water):
    graded = T0 + timedelta(minutes=2)
    report = draft_incident_report(
        incident=water, kind=ReportKind.INITIAL, officer=None, now=LATER, graded_at=graded
    )
    clock = Clock.objects.get(kind="initial_report")
    assert report.clock == clock
    assert (clock.starts_at, clock.due_at) == (graded, graded + timedelta(hours=2))
    assert (clock.subject_ref, clock.standing) == (water.number, "to_confirm")
    assert AuditRecord.objects.get(verb="report.drafted").actor == "machine"


def test_the_table_of_recipients_shortens_the_time(yunchuan, water):
    recipient_of(yunchuan, name="区政府办", kind="GOVERNMENT", minutes=40)
    draft_incident_report(
        incident=water, kind=ReportKind.INITIAL, officer=None, now=LATER, graded_at=T0
    )
    clock = Clock.objects.get(kind="initial_report")
    assert clock.due_at == T0 + timedelta(minutes=40)
    assert clock.basis == "区委办值班工作规定"


def test_the_table_of_recipients_never_makes_the_time_longer(yunchuan, water):
    recipient_of(yunchuan, name="区政府办", kind="GOVERNMENT", minutes=31 * 24 * 60)
    draft_incident_report(
        incident=water, kind=ReportKind.INITIAL, officer=None, now=LATER, graded_at=T0
    )
    clock = Clock.objects.get(kind="initial_report")
    assert clock.due_at == T0 + timedelta(hours=2)
    assert clock.standing == "to_confirm"


def test_nobody_accused_and_no_author_is_in_a_report(yunchuan, water):
    docket_of(yunchuan, water, claim="实名举报水务局王局长收受好处费")
    revise_situation(
        incident=water,
        line=SituationLine.MATTER,
        text="有居民控告工作人员受贿。",
        shown_version=0,
        officer=yunchuan.lu,
        now=LATER,
    )
    Incident.objects.filter(pk=water.pk).update(title="举报水务局局长贪污")
    water.refresh_from_db()
    later = LATER + timedelta(minutes=1)
    for kind in (ReportKind.INITIAL, ReportKind.FLASH, ReportKind.SPECIAL):
        draft_of(yunchuan, water, kind, now=later)

    text = "".join(f"{row.title}{row.lines}" for row in ReportVersion.objects.all())
    assert "（涉检举控告，内容不载入报告）" in text
    for word in ("举报", "王局长", "好处费", "受贿", "贪污", "网友"):
        assert word not in text, word


def test_a_title_of_300_characters_still_ends_with_what_the_report_is(yunchuan, water):
    Incident.objects.filter(pk=water.pk).update(title="水" * 200)
    long = Incident.objects.get(pk=water.pk)
    long.title = "水" * 300
    report = draft_of(yunchuan, long)
    title = newest_version(report).title
    assert len(title) == 300
    assert title.endswith("…初报")


def test_a_report_of_a_period_without_data_says_so_and_draws_no_zero(yunchuan):
    since = datetime(2019, 1, 1, tzinfo=LOCAL)
    span = Span(since, since + timedelta(days=31))
    report = draft_period_report(
        bureau=yunchuan.bureau,
        kind=ReportKind.MONTHLY,
        span=span,
        officer=yunchuan.shen,
        now=T0,
    )
    [only] = lines_of(newest_version(report))
    assert report.nil
    assert "零报告" in newest_version(report).title
    assert "同期采集帖文：无数据" in only.text


@pytest.mark.clause("10a")
def test_a_month_is_counted_with_tables_and_is_drafted_once(yunchuan, water):
    begin = datetime(2026, 11, 1, tzinfo=LOCAL)
    span = Span(begin, datetime(2026, 12, 1, tzinfo=LOCAL))
    now = span.until + timedelta(hours=9)
    submit_posts(yunchuan, "又来一条", now=T0)

    def draft():
        return draft_period_report(
            bureau=yunchuan.bureau,
            kind=ReportKind.MONTHLY,
            span=span,
            officer=None,
            now=now,
            due=now + timedelta(days=3),
        )

    report = draft()

    assert not report.nil
    assert "登记事件 1 件" in line(report, "overview").text
    assert "采集帖文 5 条" in line(report, "posts").text
    days = line(report, "posts").figures[1]
    assert (days.chart, len(days.rows)) == ("line", 30)
    assert ("11-01", "") in days.rows  # nothing was listened to: no data, not 0
    assert water.number in [one.ref for one in line(report, "major").sources]
    assert report.clock.due_at == now + timedelta(days=3)
    with pytest.raises(Refused, match="已由他人拟出"):
        draft()


@pytest.mark.parametrize(
    ("first", "until", "days"),
    [
        ((2026, 10, 1), (2026, 11, 1), "2026年10月"),
        ((2026, 11, 1), (2026, 11, 24), "2026-11-01 至 2026-11-23"),
        ((2026, 9, 1), (2026, 11, 1), "2026-09-01 至 2026-10-31"),
    ],
)
def test_a_monthly_report_of_no_whole_month_names_its_days(yunchuan, first, until, days):
    report = draft_period_report(
        bureau=yunchuan.bureau,
        kind=ReportKind.MONTHLY,
        span=Span(datetime(*first, tzinfo=LOCAL), datetime(*until, tzinfo=LOCAL)),
        officer=yunchuan.shen,
        now=T0,
    )
    assert f"（{days}）" in newest_version(report).title


def test_a_list_longer_than_its_table_says_how_many_the_table_has(yunchuan, water):
    Incident.objects.bulk_create(
        Incident(
            bureau=yunchuan.bureau,
            number=f"2025-{number:04d}",
            title=f"第 {number} 件",
            stage="OPEN",
            grade=Grade.ORDINARY,
            discovered_at=T0,
            opened_at=T0,
            opened_by=yunchuan.lu,
            last_post_at=T0,
        )
        for number in range(MOST_ROWS)
    )
    begin = datetime(2026, 11, 1, tzinfo=LOCAL)
    report = draft_period_report(
        bureau=yunchuan.bureau,
        kind=ReportKind.MONTHLY,
        span=Span(begin, datetime(2026, 12, 1, tzinfo=LOCAL)),
        officer=None,
        now=datetime(2026, 12, 1, 9, tzinfo=LOCAL),
    )

    still_open = line(report, "open")
    assert still_open.text == "共 101 件，表中列出前 100 件。"
    assert len(still_open.figures[0].rows) == MOST_ROWS
    assert line(report, "major").text == "共 1 件。"


def test_a_unit_that_was_renamed_or_dissolved_is_one_row_of_the_year(yunchuan, water):
    unit = yunchuan.waterworks
    notify_unit(incident=water, unit=unit, guidance="", officer=yunchuan.lu, now=LATER)
    unit.name, unit.active = "区水利局", False
    unit.save()
    begin = datetime(2026, 1, 1, tzinfo=LOCAL)
    report = draft_period_report(
        bureau=yunchuan.bureau,
        kind=ReportKind.ANNUAL,
        span=Span(begin, begin.replace(year=2027)),
        officer=yunchuan.shen,
        now=begin.replace(year=2027, day=4),
    )
    [table] = line(report, "units").figures
    assert table.rows == (("区水利局（已停用）", "1", "0", "0"),)


def test_no_report_is_made_of_what_has_not_ended_or_was_set_aside(yunchuan, water):
    span = Span(T0 - timedelta(days=1), T0 + timedelta(hours=1))
    with pytest.raises(Refused, match="须已结束"):
        draft_period_report(
            bureau=yunchuan.bureau,
            kind=ReportKind.DAILY,
            span=span,
            officer=yunchuan.shen,
            now=T0,
        )
    Incident.objects.filter(pk=water.pk).update(stage="DISMISSED")
    water.refresh_from_db()
    with pytest.raises(Refused, match="不再报送"):
        draft_of(yunchuan, water)
    assert not Report.objects.filter(state=ReportState.DRAFT).exists()


def test_a_span_of_24_hours_says_that_its_list_shows_whole_days(yunchuan, water):
    report = draft_period_report(
        bureau=yunchuan.bureau,
        kind=ReportKind.DAILY,
        span=Span(T0 - timedelta(hours=22), T0 + timedelta(hours=2)),
        officer=yunchuan.shen,
        now=T0 + timedelta(hours=3),
    )
    posts = line(report, "posts")
    assert [one.label for one in posts.sources] == ["帖文（按整日列示）"]
    assert [one.caption for one in posts.figures] == ["各平台帖文数（按采集时间）"]
    assert water.number in [one.ref for one in line(report, "major").sources]
