"""A report draws the columns of its tables that count: bars and lines, from the same rows."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from huiying.documents import Chart, Document, Form, Paragraph, Table, to_pdf
from huiying.policy.procedure.reports import ReportKind
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.collection.posts import ids
from huiying.work.reports.core.content import Figure
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.drafting.actions.draft_report import draft_period_report
from huiying.work.reports.figures import Span
from huiying.work.reports.files.document import MOST_BARS, document_of, figure_blocks
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of


def water_and_a_notice(cast):
    ids._last_millisecond = 0  # its posts belong to the day of the test
    incident = incident_of(cast, WATER)
    notify_unit(incident=incident, unit=cast.waterworks, guidance="", officer=cast.lu, now=T0)
    return incident


standing_rows, rows, yunchuan, water = module_rows(water_and_a_notice)


def report_of(cast, kind: ReportKind, since: datetime, until: datetime) -> Document:
    report = draft_period_report(
        bureau=cast.bureau,
        kind=kind,
        span=Span(since, until),
        officer=cast.shen,
        now=until + timedelta(hours=1),
    )
    return document_of(report, newest_version(report))


def charts(document: Document) -> dict[str, Chart]:
    return {block.title: block for block in document.body if isinstance(block, Chart)}


def bars(rows, headings=("单位", "通报"), chart="bars"):
    return Figure("各单位", headings, tuple(rows), chart)


@pytest.mark.clause("10a")
def test_a_month_of_31_days_is_drawn_by_day_with_its_bars(yunchuan, water):
    begin = datetime(2026, 11, 10, tzinfo=LOCAL)

    found = charts(report_of(yunchuan, ReportKind.MONTHLY, begin, begin + timedelta(days=31)))

    days = found["每日帖文数（按采集时间）"]
    assert (days.kind, len(days.labels)) == ("line", 31)
    assert dict(zip(days.labels, days.series[0].values, strict=True))["11-24"] == 4
    units = found["各单位通报签收"]
    assert [one.name for one in units.series] == ["通报", "签收", "超时"]
    assert [one.values for one in units.series] == [(1.0,), (0.0,), (0.0,)]
    assert found["各平台帖文数（按采集时间）"].kind == "bars"


def test_a_year_is_drawn_by_month_and_a_month_without_listening_has_no_data(yunchuan, water):
    begin = datetime(2026, 1, 1, tzinfo=LOCAL)

    found = charts(report_of(yunchuan, ReportKind.ANNUAL, begin, begin.replace(year=2027)))

    months = found["各月帖文数（按采集时间）"]
    assert months.labels == tuple(f"2026-{month:02d}" for month in range(1, 13))
    assert months.series[0].values == (*[None] * 10, 4.0, None)


def test_bars_are_the_first_twelve_and_the_table_has_all():
    rows = [(f"单位{number}", str(100 - number)) for number in range(20)]

    chart, table = figure_blocks(bars(rows))

    assert isinstance(chart, Chart)
    assert isinstance(table, Table)
    assert (chart.title, len(chart.labels)) == ("各单位（前 12 项）", MOST_BARS)
    assert len(table.rows) == 20


def test_only_columns_of_whole_numbers_are_drawn():
    headings = ("事项", "按时", "超时", "按时率", "说明")
    rows = [("签收", "3", "1", "75%", "甲"), ("通报", "2", "", "无数据", "乙")]

    chart, _table = figure_blocks(bars(rows, headings))

    assert isinstance(chart, Chart)
    assert [(one.name, one.values) for one in chart.series] == [
        ("按时", (3.0, 2.0)),
        ("超时", (1.0, None)),
    ]


@pytest.mark.parametrize("cell", ["³", "1.5", "-1", "75%", "甲", "１２"])
def test_a_table_of_other_cells_stays_a_table(cell):
    assert [type(one) for one in figure_blocks(bars([("甲", cell)]))] == [Table]
    assert [type(one) for one in figure_blocks(bars([]))] == [Table]


@pytest.mark.parametrize("kind", ["bars", "line"])
@pytest.mark.parametrize("rows", [[("11-24", "7")], [("11-24", "")], [("11-24", "0")]])
def test_one_point_no_data_and_zero_are_printed(kind, rows):
    blocks = figure_blocks(bars(rows, chart=kind))

    made = to_pdf(
        Document(
            form=Form.BULLETIN,
            issuer="云川区信访局",
            title="舆情月报",
            body=(Paragraph("一点。"), *blocks),
            date=date(2026, 12, 1),
        )
    )

    assert made.data.startswith(b"%PDF")
    assert isinstance(blocks[0], Chart)
