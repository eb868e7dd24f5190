"""A unit signs and reports with one form: two acts, both or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from huiying.base.audit.queries import records_of
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.procedure.findings import Finding
from huiying.work.casework.notices.actions.report_back import ReportInput
from huiying.work.casework.notices.actions.sign_and_report import (
    sign_and_report,
    sign_and_report_by_link,
)
from huiying.work.casework.notices.models import NoticeState, UnitReport
from tests.module_rows import module_rows
from tests.work.casework.notices.steps import confirmed, issue, notify
from tests.work.casework.notices.test_act_by_link import link_of

standing_rows, rows, yunchuan, incident = module_rows(confirmed)
FOUND = ReportInput(Finding.TRUE, "窗口人手不足。", "已加开窗口。", "叫号记录", (), "无法拍照")


@pytest.fixture
def notice(yunchuan, incident, now):
    return notify(incident, yunchuan.reception, yunchuan.lu, now)


def act(notice, officer, now, **changes):
    given = {"report": FOUND, "revision": None, "seen_guidance": 0} | changes
    return sign_and_report(notice=notice, officer=officer, now=now, **given)


def verbs(notice):
    found = records_of(bureau_id=notice.bureau_id).values_list("verb", flat=True)
    return [verb for verb in reversed(found) if verb in ("notice.signed", "notice.reported")]


@pytest.mark.clause("7a")
def test_signature_and_report_are_two_entries_of_the_record(notice, yunchuan, now):
    later = now + timedelta(minutes=20)

    report = act(notice, yunchuan.window, later)

    notice.refresh_from_db()
    assert (notice.state, notice.signed_by, notice.signed_at) == (
        NoticeState.SIGNED,
        yunchuan.window,
        later,
    )
    assert (report.by, report.evidence) == (yunchuan.window, "叫号记录")
    assert verbs(notice) == ["notice.signed", "notice.reported"]
    assert Clock.objects.get(pk=notice.report_clock_id).state == ClockState.MET


def test_what_refuses_the_report_takes_the_signature_back(notice, yunchuan, now):
    with pytest.raises(Refused, match="核实的事实"):
        act(notice, yunchuan.window, now, report=replace(FOUND, facts=" "))

    notice.refresh_from_db()
    assert notice.state != NoticeState.SIGNED
    assert verbs(notice) == []


def test_another_unit_does_neither(notice, yunchuan, now):
    with pytest.raises(Refused, match="签收"):
        act(notice, yunchuan.water, now)

    assert not UnitReport.objects.exists()


def test_lines_to_take_that_changed_meanwhile_are_not_signed_unseen(
    notice, incident, yunchuan, now
):
    issue(incident, yunchuan.lu, now)

    with pytest.raises(Stale):
        act(notice, yunchuan.window, now, seen_guidance=0)

    assert verbs(notice) == []


def test_a_link_signs_and_reports_under_one_name(notice, yunchuan, now):
    link = link_of(notice, notice.unit, yunchuan, now)

    report = sign_and_report_by_link(
        link=link,
        notice=notice,
        name="陈一鸣",
        report=FOUND,
        now=now,
        revision=None,
        seen_guidance=0,
    )

    notice.refresh_from_db()
    assert report.by is None
    assert report.author.startswith("陈一鸣")
    assert notice.signatory.startswith("陈一鸣")
    assert verbs(notice) == ["notice.signed", "notice.reported"]
