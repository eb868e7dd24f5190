"""Reports on screen: from a 重大 matter to a receipt, each by the person whose step it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.jobs.clocks import due_reports
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import MatterClass, ReportKind, ReportState, Way
from huiying.work.casework.late_records.actions.confirm import late_record_hash
from huiying.work.casework.late_records.models import LateRecord
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.deliveries.actions.withdraw_report import withdrawal_request_hash
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.drafting.actions.sign_report import hash_of_report, submit_report
from huiying.work.reports.files.document import document_of
from huiying.work.reports.schedules.models import ReportSchedule
from huiying.work.reports.templates.actions.change_template import change_template
from huiying.work.reports.templates.queries import usual_entries
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import (
    WATER,
    docket_of,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)
from tests.scenarios.reports import (
    draft_of,
    edit,
    linked_recipient,
    recipient_of,
    sent_report,
    sign,
)
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.casework.notices.steps import notify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=10))


def major_and_recipient(cast):
    linked_recipient(cast)
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, water = module_rows(major_and_recipient)


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


@pytest.mark.clause("10a")
def test_a_report_is_drafted_edited_signed_sent_and_received(yunchuan, water, lu, time, now):
    lu.post(to("report-start", water.number), {"kind": "INITIAL"})
    report = Report.objects.get()
    page = page_of(lu.get(to("report", report.number)))
    assert "2026年11月24日10:00" in page.text
    assert page.link(f"/desk/incidents/{water.number}/")

    form = page_of(lu.get(to("report-edit", report.number)))
    data = {
        "title": newest_version(report).title,
        "line_place": "青石片区",
        "recipients": form.checked("recipients"),
        "version": 0,
    }
    for line in newest_version(report).lines:
        data.setdefault(f"line_{line['code']}", line["text"])
    lu.post(to("report-edit", report.number), data)
    report.refresh_from_db()
    assert report.version == 2
    changed = [one["code"] for one in newest_version(report).lines if one["origin"] == "edited"]
    assert changed == ["place"]

    lu.post(to("report-submit", report.number), {"version": report.revision})
    deputy = signed_in(yunchuan.cheng)
    assert "报告，待签发" in page_of(deputy.get(to("desk"))).text
    deputy.post(to("report-approve", report.number), {"hash": hash_of_report(report)})
    report.refresh_from_db()
    assert report.state == ReportState.SIGNED
    lu.post(to("report-send", report.number), {"version": report.revision})
    time.set(now + timedelta(minutes=30))
    [row] = ReportDelivery.objects.all()
    lu.post(to("report-receipt", report.number, row.pk), {"proof": "phone", "who": "值班室"})

    page = page_of(lu.get(to("report", report.number)))
    assert "已全部回执" in page.text
    assert "值班室 · 电话确认" in page.text
    assert "程望舒" in page.text
    assert "人工修改" in page.text
    history = lu.get(to("incident", water.number) + "?tab=history").content.decode()
    assert "签发初报" in history


def test_each_page_has_one_filled_button_and_it_is_the_due_step(yunchuan, water, lu):
    report = draft_of(yunchuan, water)

    def filled(client):
        html = client.get(to("report", report.number)).content.decode()
        main = html.partition('id="main"')[2]
        return main.count("hy-btn-main")

    assert filled(lu) == 1
    assert filled(signed_in(yunchuan.cheng)) == 0
    assert filled(signed_in(yunchuan.auditor)) == 0
    sign(yunchuan, report)
    assert filled(lu) == 1
    assert filled(signed_in(yunchuan.cheng)) == 0


@pytest.mark.clause("10b")
def test_a_first_report_that_is_due_stands_on_the_desk_and_its_clock_leads_to_it(
    yunchuan, water, lu, now
):
    ReportSchedule.objects.create(bureau=yunchuan.bureau, begun_at=now - timedelta(days=1))
    due_reports.turn(now + timedelta(minutes=3))
    report = Report.objects.get()

    desk = lu.get(to("desk")).content.decode()
    due = lu.get(to("clock-due", report.clock_id))
    incident = lu.get(to("incident", water.number)).content.decode()

    assert "报送初报" in desk or report.number in desk
    assert due.url == to("report", report.number)
    assert f"{to('reports')}?q={water.number}" in incident
    assert lu.get(to("clock", report.clock_id)).status_code == 200


def test_two_editors_of_one_page_lose_nothing(yunchuan, water, lu):
    report = draft_of(yunchuan, water)
    edit(yunchuan, report, place="望湖路")
    title = newest_version(report).title
    answer = lu.post(
        to("report-edit", report.number),
        {"title": title, "line_place": "青石片区", "version": 0},
    )
    assert answer.status_code == 409
    assert "青石片区" in answer.content.decode()
    report.refresh_from_db()
    assert "望湖路" in str(newest_version(report).lines)


def test_a_double_click_sends_once(yunchuan, water, lu):
    report = draft_of(yunchuan, water)
    sign(yunchuan, report)
    for _click in range(2):
        lu.post(to("report-send", report.number), {"version": report.revision})
    assert ReportDelivery.objects.count() == 1


def test_the_list_filters_by_kind_state_and_words_and_is_exported(yunchuan, water, lu):
    flash = draft_of(yunchuan, water, ReportKind.FLASH)
    sent = sent_report(yunchuan, water)
    page = page_of(lu.get(to("reports")))
    assert flash.number in page.text
    assert sent.number in page.text
    only = page_of(lu.get(to("reports"), {"kind": "FLASH"})).text
    assert flash.number in only
    assert sent.number not in only
    assert sent.number in page_of(lu.get(to("reports"), {"state": "SENT"})).text
    csv = lu.get(to("reports"), {"format": "csv"}).content.decode()
    assert csv.count("\n") == 3
    assert "区委网信办" in csv
    xlsx = lu.get(to("reports"), {"format": "xlsx"})
    assert xlsx.content.startswith(b"PK")


def test_an_older_version_is_shown_with_a_way_to_the_newest_and_no_act(yunchuan, water, lu):
    report = draft_of(yunchuan, water)
    edit(yunchuan, report, place="望湖路")
    page = lu.get(to("report", report.number) + "?version=1").content.decode()
    assert "不是最新一稿" in page
    assert "望湖路" not in page
    assert "送签" not in page
    assert lu.get(to("report", report.number) + "?version=9").status_code == 404


@pytest.mark.clause("10b")
def test_a_report_is_withdrawn_by_two_on_screen_and_replaced(yunchuan, water, lu):
    report = sent_report(yunchuan, water)
    deputy, leader = signed_in(yunchuan.cheng), signed_in(yunchuan.leader)
    here = to("report", report.number)
    assert lu.post(to("report-withdraw", report.number)).status_code == 403
    deputy.post(
        to("report-withdraw", report.number),
        {"reason": "数字有误。", "version": report.revision},
    )
    assert "撤回报告，待核签" in page_of(leader.get(to("desk"))).text
    assert "撤回报告，待核签" in page_of(signed_in(yunchuan.shen).get(to("desk"))).text
    for client, signs in ((deputy, False), (lu, False), (leader, True)):
        page = page_of(client.get(here)).text
        assert "程望舒申请撤回：数字有误。" in page
        assert ("同意撤回这份报告" in page) == signs
    seen = {"hash": withdrawal_request_hash(report.withdrawal_requests.get())}
    assert lu.post(to("report-withdrawal-sign", report.number), seen).status_code == 403
    deputy.post(to("report-withdrawal-sign", report.number), seen)
    leader.post(to("report-withdrawal-sign", report.number), {"hash": "0" * 64})
    report.refresh_from_db()
    assert report.state == ReportState.SENT

    leader.post(to("report-withdrawal-sign", report.number), seen)

    page = page_of(lu.get(here)).text
    assert "程望舒申请、顾怀川核签撤回：数字有误。" in page
    lu.post(to("report-replace", report.number))
    again = Report.objects.latest("pk")
    assert again.replaces == report
    assert "查看更正后的报告" in page_of(lu.get(here)).text


def test_a_withdrawal_that_is_not_agreed_to_leaves_the_report(yunchuan, water):
    report = sent_report(yunchuan, water)
    deputy, leader = signed_in(yunchuan.cheng), signed_in(yunchuan.leader)
    deputy.post(
        to("report-withdraw", report.number),
        {"reason": "数字有误。", "version": report.revision},
    )
    seen = withdrawal_request_hash(report.withdrawal_requests.get())
    leader.post(
        to("report-withdrawal-return", report.number),
        {"reason": "数字无误。", "hash": seen, "version": 0},
    )

    page = page_of(deputy.get(to("report", report.number))).text
    assert "顾怀川未同意：数字无误。" in page
    assert "申请撤回…" in page
    report.refresh_from_db()
    assert report.state == ReportState.SENT


def test_a_report_is_a_document_that_says_whether_it_is_signed(yunchuan, water, lu):
    docket_of(yunchuan, water)
    report = draft_of(yunchuan, water, ReportKind.SPECIAL)
    draft = document_of(report, newest_version(report))
    assert draft.body[0].text == f"【草稿，未签发】{newest_version(report).title}"
    assert draft.approver == ""
    sign(yunchuan, report)
    document = document_of(report, newest_version(report))
    assert document.approver == "程望舒"
    assert document.title == "舆情专报"
    assert document.body[0].text == newest_version(report).title


def test_a_report_without_a_channel_is_recorded_by_hand(yunchuan, water, lu, time, now):
    time.set(now + timedelta(minutes=30))
    recipient_of(
        yunchuan, name="区政府办", kind="GOVERNMENT", matter=MatterClass.OTHER, way=Way.PAPER
    )
    report = sent_report(yunchuan, water)
    paper = ReportDelivery.objects.get(way=Way.PAPER)
    assert "登记送交" in page_of(lu.get(to("report", report.number))).text
    lu.post(to("report-handover", report.number, paper.pk), {"who": "总值班室"})
    paper.refresh_from_db()
    assert paper.sent_at is not None


@pytest.mark.clause("10b")
def test_a_handover_that_was_recorded_late_is_confirmed_by_another_on_screen(
    yunchuan, water, lu, time, now
):
    time.set(now + timedelta(minutes=30))
    recipient_of(
        yunchuan, name="区政府办", kind="GOVERNMENT", matter=MatterClass.OTHER, way=Way.PAPER
    )
    report = sent_report(yunchuan, water)
    paper = ReportDelivery.objects.get(way=Way.PAPER)
    recorded = now + timedelta(hours=5)
    time.set(recorded)
    lu.post(
        to("report-handover", report.number, paper.pk),
        {"who": "总值班室", "at": "2026-11-24T10:40"},
    )
    paper.refresh_from_db()
    assert paper.sent_at == recorded
    late, office = LateRecord.objects.get(), signed_in(yunchuan.shen)
    here = to("late-record", late.signoff_id)
    assert (
        "补登送交时间 11-24 10:40，待核签" in page_of(lu.get(to("report", report.number))).text
    )
    assert "补登送达时间，待核签" in page_of(office.get(to("desk"))).text
    assert "核签这个时间" not in page_of(lu.get(here)).text
    assert "核签这个时间" in page_of(office.get(here)).text
    seen = {"hash": late_record_hash(late)}
    lu.post(to("late-record-confirm", late.signoff_id), seen)
    assert "待核签" in page_of(lu.get(to("report", report.number))).text

    office.post(to("late-record-confirm", late.signoff_id), seen)

    assert (
        "补登送交时间 11-24 10:40，已核签" in page_of(lu.get(to("report", report.number))).text
    )
    assert "沈青禾 已核签" in page_of(lu.get(here)).text


def test_who_signs_reads_which_bodies_and_which_usual_lines_are_left_out(yunchuan, water):
    recipient_of(
        yunchuan, name="区政府办", kind="GOVERNMENT", matter=MatterClass.OTHER, way=Way.PAPER
    )
    kept = [one for one in usual_entries(ReportKind.INITIAL) if one.code != "unverified"]
    change_template(
        kind=ReportKind.INITIAL, entries=kept, shown_edition=0, officer=yunchuan.shen, now=T0
    )
    report = draft_of(yunchuan, water)
    version = newest_version(report)
    leader = signed_in(yunchuan.cheng)
    assert "应报未报" not in page_of(leader.get(to("report", report.number))).text
    form = to("report-edit", report.number)
    data = {
        "title": version.title,
        "recipients": [one["rule"] for one in version.recipients if one["name"] != "区政府办"],
        "version": report.revision,
        **{f"line_{line['code']}": line["text"] for line in version.lines},
    }
    lu = signed_in(yunchuan.lu)
    refused = page_of(lu.post(form, data), 409).text
    assert "应报未报：区政府办。请列为报送对象，或写明不报送的理由。" in refused
    lu.post(form, data | {"omission_reason": "区政府办已派员到场。"})
    report.refresh_from_db()
    submit_report(report=report, officer=yunchuan.lu, now=T0)

    page = page_of(leader.get(to("report", report.number)))
    assert "签发这份报告" in page.text
    assert "应报未报：区政府办（其他政务舆情）。理由：区政府办已派员到场。" in page.text
    assert "本稿缺少通用栏目：未核实事项。" in page.text

    leader.post(to("report-approve", report.number), {"hash": hash_of_report(report)})
    for address in (to("report", report.number), to("reports")):
        assert "缺报 1 家，经领导签署" in page_of(lu.get(address)).text


def test_a_report_says_what_came_after_it_and_its_text_stays(yunchuan, water, lu, time, now):
    report = sent_report(yunchuan, water)
    digest = newest_version(report).content_hash
    page = page_of(lu.get(to("report", report.number)))
    assert "另有进展" not in page.text

    notify(water, yunchuan.waterworks, yunchuan.lu, T0 + timedelta(minutes=40))
    time.set(now + timedelta(hours=2))
    page = page_of(lu.get(to("report", report.number)))
    assert "本报告数据截至 10:20，此后该事件另有进展：通报 1 份。" in page.text
    assert "签发的文字不再修改，新进展请在续报中报告。" in page.text
    assert newest_version(report).content_hash == digest

    later = sent_report(yunchuan, water, ReportKind.FOLLOW_UP, now=now + timedelta(hours=1))
    page = page_of(lu.get(to("report", report.number)))
    assert f"新进展见其后的续报 一 {later.number}。" in page.text
    assert "另有进展" not in page_of(lu.get(to("report", later.number))).text


def test_a_draft_that_is_older_than_the_matter_asks_to_be_composed_anew(
    yunchuan, water, lu, time, now
):
    report = draft_of(yunchuan, water, now=T0 + timedelta(minutes=5))
    submit_posts(yunchuan, *(f"{text}，还没好" for text in WATER), now=T0 + timedelta(hours=2))
    run_stream(yunchuan, now=T0 + timedelta(hours=2))
    time.set(now + timedelta(hours=3))

    page = page_of(lu.get(to("report", report.number)))

    assert "此后该事件另有进展：新增帖文" in page.text
    assert "送签前可“重新汇总”，列入新进展。" in page.text
