"""定期梳理 on screen: opened, confirmed on a telephone, compiled, signed, reported upward."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.jobs.clocks import ladder, risk_sweeps
from huiying.work.prevention.risks.models import Risk
from huiying.work.prevention.sweeps.models import Sweep, SweepState
from huiying.work.reports.core.models import Report
from tests.scenarios.reports import linked_recipient, send
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.prevention.steps import heating, later

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4(4)a")]


@pytest.fixture(autouse=True)
def _now(time):
    return time


@pytest.fixture
def risk(yunchuan):
    return heating(yunchuan, now=later(days=-100))


@pytest.fixture
def people(yunchuan):
    return {name: signed_in(getattr(yunchuan, name)) for name in ("shen", "window", "leader")}


def here(name, *args):
    return reverse(f"console:{name}", args=args)


def opened(people):
    people["shen"].post(here("sweep-open"))
    return Sweep.objects.get()


def part_of(sweep, unit):
    return sweep.parts.get(unit=unit)


def filled(page):
    return [one for one in page.buttons() if "hy-btn-main" in page.button(one).tag]


def compiled(people, sweep):
    form = page_of(people["shen"].get(here("sweep-compile", sweep.number)))
    return people["shen"].post(
        here("sweep-compile", sweep.number),
        {"summary": "供热风险较高，已督促公布进度。", "version": form.field("version")},
    )


def signed(people, sweep):
    shown = page_of(people["leader"].get(here("sweep", sweep.number))).field("hash")
    people["leader"].post(here("sweep-sign", sweep.number), {"hash": shown})
    sweep.refresh_from_db()


def test_the_office_opens_the_first_one_and_sees_the_rules_it_runs_by(people):
    page = page_of(people["shen"].get(here("sweeps")))
    assert filled(page) == ["开展首期梳理"]
    assert "未规定周期" in page.panel("rules").text
    assert "待本局确认" in page.panel("rules").text
    assert filled(page_of(people["window"].get(here("sweeps")))) == []

    sweep = opened(people)

    page = page_of(people["shen"].get(here("sweeps")))
    assert "0/3" in page.row(sweep.number).text
    assert "开展首期梳理" not in page.buttons()


def test_a_section_reviews_each_risk_and_confirms_nothing_new(people, yunchuan, risk):
    sweep = opened(people)
    part = part_of(sweep, yunchuan.reception)
    window = people["window"]
    assert here("sweep-part", part.pk) in page_of(window.get(here("desk")))
    page = page_of(window.get(here("sweep-part", part.pk)))
    assert "还有 1 个风险点未复核" in page.text
    assert filled(page) == []

    window.post(here("sweep-part-review", part.pk, risk.number))
    page = page_of(window.get(here("sweep-part", part.pk)))
    assert filled(page) == ["确认：无新增"]
    window.post(here("sweep-part-confirm", part.pk), {"nil": page.field("nil")})

    shown = page_of(window.get(here("sweep", sweep.number))).panel("parts").text
    assert "来访接待科 无新增" in shown
    assert "秦以安确认，复核 1 个" in shown
    assert "网上信访科" not in shown
    assert here("sweep-part", part.pk) not in page_of(window.get(here("desk")))


def test_what_is_new_is_confirmed_with_its_number(people, yunchuan):
    sweep = opened(people)
    part = part_of(sweep, yunchuan.reception)
    new = heating(yunchuan)

    page = page_of(people["window"].get(here("sweep-part", part.pk)))
    assert filled(page) == ["确认：新增 1 个"]
    people["window"].post(here("sweep-part-confirm", part.pk), {"nil": page.field("nil")})

    assert new.number in page_of(people["shen"].get(here("sweep", sweep.number))).text


def test_a_risk_of_another_unit_is_not_reviewed_here(people, yunchuan):
    sweep = opened(people)
    other = heating(yunchuan, owner=yunchuan.shen)
    part = part_of(sweep, yunchuan.reception)

    answered = people["window"].post(here("sweep-part-review", part.pk, other.number))

    assert answered.status_code == 403
    assert part_of(sweep, yunchuan.office).pk != part.pk
    office = here("sweep-part", part_of(sweep, yunchuan.office).pk)
    assert people["window"].get(office).status_code == 403


def test_a_late_unit_is_seen_reminded_and_named_to_the_leader(people, yunchuan, risk, time):
    sweep = opened(people)
    time.forward(days=9)
    ladder.turn(later(days=9))

    page = page_of(people["shen"].get(here("sweep", sweep.number)))
    assert "逾期未确认：" in page.text
    assert here("sweep", sweep.number) in page_of(people["shen"].get(here("desk")))
    compiled(people, sweep)

    leader = people["leader"]
    assert here("sweep", sweep.number) in page_of(leader.get(here("desk")))
    page = page_of(leader.get(here("sweep", sweep.number)))
    assert filled(page) == ["签发梳理结果"]
    assert "逾期未确认" in page.panel("parts").text
    assert risk.number in page.text
    assert (
        "签发梳理结果" not in page_of(people["shen"].get(here("sweep", sweep.number))).buttons()
    )


def test_nobody_compiles_while_a_unit_has_time(people):
    sweep = opened(people)

    assert "尚未确认" in page_of(compiled(people, sweep), 409).text


def test_returned_the_office_compiles_again(people, time):
    sweep = opened(people)
    time.forward(days=9)
    compiled(people, sweep)
    shown = page_of(people["leader"].get(here("sweep-return", sweep.number))).field("hash")

    people["leader"].post(
        here("sweep-return", sweep.number), {"reason": "补充停车。", "hash": shown}
    )

    page = page_of(people["shen"].get(here("sweep", sweep.number)))
    assert filled(page) == ["汇总送签…"]


@pytest.mark.clause("4(4)b")
def test_the_result_goes_to_whom_the_table_names_and_ends_its_time(
    people, yunchuan, risk, time
):
    linked_recipient(yunchuan)
    sweep = opened(people)
    time.forward(days=9)
    compiled(people, sweep)
    signed(people, sweep)
    page = page_of(people["shen"].get(here("sweep", sweep.number)))
    assert "尚未上报" in page.panel("report").text
    assert filled(page) == ["拟写上报报告"]

    answered = people["shen"].post(here("sweep-report", sweep.number))
    report = Report.objects.get()
    assert answered.url == here("report", report.number)
    page = page_of(people["shen"].get(answered.url))
    assert "风险梳理报告" in page.text
    assert here("risk", risk.number) in page
    assert risk_sweeps.turn(later(days=9)) == 0
    send(yunchuan, report, now=later(days=9))

    sweep.refresh_from_db()
    assert sweep.state == SweepState.REPORTED
    page = page_of(people["shen"].get(here("sweep", sweep.number)))
    assert "已报送各归口机关" in page.panel("report").text
    assert (
        sweep.report_clock.__class__.objects.get(pk=sweep.report_clock_id).breached_at is None
    )


@pytest.mark.clause("4(4)b")
def test_what_is_not_reported_waits_on_the_desk(people, time):
    sweep = opened(people)
    time.forward(days=9)
    compiled(people, sweep)
    signed(people, sweep)

    assert "已签发，待上报" in page_of(people["shen"].get(here("desk"))).text
    assert Risk.objects.count() == 0
