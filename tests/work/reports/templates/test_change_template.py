"""A bureau changes its template: order, headings, lines; each edition is kept and counted."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused, Stale
from huiying.policy.procedure.reports import ReportKind
from huiying.work.reports.core.content import lines_of
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.templates.actions.change_template import change_template
from huiying.work.reports.templates.models import ReportTemplate
from huiying.work.reports.templates.queries import Entry, template_of
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import draft_of

standing_rows, rows, yunchuan, water = module_rows(lambda cast: incident_of(cast, WATER))
SHORT = [Entry("measures", "处置情况"), Entry("matter", "事由")]


def change(cast, entries, edition=0):
    return change_template(
        kind=ReportKind.FLASH,
        entries=entries,
        shown_edition=edition,
        officer=cast.shen,
        now=T0,
    )


def test_the_next_report_has_the_new_lines_and_an_older_one_keeps_its_own(yunchuan, water):
    before = draft_of(yunchuan, water, ReportKind.SPECIAL)
    change(yunchuan, SHORT)
    report = draft_of(yunchuan, water, ReportKind.FLASH)

    version = newest_version(report)
    assert [one.heading for one in lines_of(version)] == ["处置情况", "事由"]
    assert version.template_edition == 1
    assert newest_version(before).template_edition == 0
    assert template_of(yunchuan.bureau.pk, ReportKind.INITIAL)[0] == 0


def test_a_template_that_makes_no_sense_is_refused(yunchuan):
    for entries, why in (
        ([], "至少保留一栏"),
        ([SHORT[0], SHORT[0]], "重复或不存在"),
        ([Entry("overview", "总体")], "重复或不存在"),
        ([Entry("matter", " ")], "填写每一栏的标题"),
        ([Entry("matter", "事" * 21)], "最多 20 字"),
        (template_of(yunchuan.bureau.pk, ReportKind.FLASH)[1], "无变化"),
    ):
        with pytest.raises(Refused, match=why):
            change(yunchuan, entries)
    assert not ReportTemplate.objects.exists()


def test_of_two_who_change_it_the_second_is_told(yunchuan):
    change(yunchuan, SHORT)
    with pytest.raises(Stale):
        change(yunchuan, SHORT[:1])
    change(yunchuan, SHORT[:1], 1)
    assert template_of(yunchuan.bureau.pk, ReportKind.FLASH) == (2, SHORT[:1])
