"""违规台账 on screen: the record, the excuse, the decision, the appeal, the file."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from huiying.jobs.clocks import ladder
from huiying.policy.closing.breaches import APPEAL_DAYS
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import ProofKind
from huiying.work.closing.breaches.actions.update_ledger import update_ledger
from huiying.work.closing.breaches.models import Breach
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = 2 * DAY


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + LATER)


def signed_late(cast):
    """The reception section signed two days after it was reached."""
    restart_workers()
    incident = incident_of(cast, now=T0)
    notice = notify_unit(
        incident=incident, unit=cast.reception, guidance="", officer=cast.lu, now=T0
    )
    proof = {"kind": ProofKind.PHONE, "who": "值班室", "at": T0}
    record_delivery(notice=notice, officer=cast.lu, now=T0, **proof)
    ladder.turn(T0 + LATER)
    sign_notice(notice=notice, officer=cast.window, now=T0 + LATER)
    update_ledger(bureau_id=cast.bureau.pk, now=T0 + LATER)
    return Breach.objects.get(clock=notice.receipt_clock)


standing_rows, rows, yunchuan, late = module_rows(signed_late)


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


@pytest.mark.clause("11")
def test_a_late_receipt_stands_in_the_ledger_with_its_step_and_unit(yunchuan, late):
    leader = signed_in(yunchuan.leader)

    page = page_of(leader.get(to("ledger"))).text
    one = page_of(leader.get(to("breach", late.number))).text

    assert re.search(
        rf"超时 {late.number} 签收 本局规则，非法定 超时 \d+ 小时 \d+ 分钟 来访接待科", page
    )
    assert "按单位和环节记录，不记录个人" in page
    assert "其间未见系统故障" in one
    assert "秦以安" not in page + one


def test_the_ledger_is_narrowed_and_says_what_it_hides(yunchuan, late):
    leader = signed_in(yunchuan.leader)

    found = page_of(
        leader.get(to("ledger"), {"q": "签收", "kind": "OVERDUE", "cause": "human"})
    ).text
    none = page_of(leader.get(to("ledger"), {"kind": "CONCEALED"})).text
    person = page_of(leader.get(to("ledger"), {"q": "13912345678"})).text

    assert late.number in found
    assert late.number not in none
    assert "筛选隐藏" in none
    assert "不得搜索电话或证件号码" in person


def test_a_units_officer_sees_his_own_unit_alone_and_takes_no_file(yunchuan, late):
    window, water = signed_in(yunchuan.window), signed_in(yunchuan.water)

    assert late.number in page_of(window.get(to("ledger"))).text
    assert late.number not in page_of(water.get(to("ledger"))).text
    assert water.get(to("breach", late.number)).status_code == 403
    assert window.get(to("ledger"), {"format": "csv"}).status_code == 403


@pytest.mark.clause("11")
def test_excuse_decision_appeal_and_review_by_their_pages(yunchuan, late):
    window = signed_in(yunchuan.window)
    leader, cheng = signed_in(yunchuan.leader), signed_in(yunchuan.cheng)
    page = to("breach", late.number)
    verdict = {"verdict": "UPHELD", "text": "没有提前报备"}

    window.post(to("breach-excuse", late.number), {"text": "整栋楼停电"})
    late.refresh_from_db()
    leader.post(to("breach-decide", late.number), {**verdict, "version": late.revision})
    settled = page_of(window.get(page)).text
    window.post(to("breach-appeal", late.number), {"text": "有供电局的证明"})
    same = leader.post(to("breach-decide", late.number), verdict)
    own = page_of(leader.get(page)).text
    cheng.post(to("breach-decide", late.number), {"verdict": "TOLERATED", "text": "出于公心"})
    end = page_of(window.get(page)).text

    assert "前申诉" in settled
    assert "申诉…" in settled
    assert "不得再认定。" in page_of(same, status=409).text
    assert "须由其他领导认定" in own
    assert re.search(r"说明 来访接待科 .*?整栋楼停电", end)
    assert "出于公心的失误，容错" in end
    assert "申诉已审查" in end


@pytest.mark.clause("11")
def test_only_what_is_settled_leaves_the_house(yunchuan, late, time, now):
    leader, auditor = signed_in(yunchuan.leader), signed_in(yunchuan.auditor)
    leader.post(to("breach-decide", late.number), {"verdict": "UPHELD", "text": "成立"})
    early = auditor.get(to("ledger"), {"format": "csv"}).content.decode("utf-8-sig")
    time.set(now + LATER + timedelta(days=APPEAL_DAYS.value))

    ready = auditor.get(to("ledger"), {"format": "csv"}).content.decode("utf-8-sig")
    sheet = auditor.get(to("ledger"), {"format": "xlsx"}).content

    assert late.number not in early
    assert "在申诉期内，未导出" in early
    assert late.number in ready
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert [late.number, "超时"] == rows[1][:2]


def test_a_cell_of_the_file_is_never_a_formula(yunchuan, late, monkeypatch, now):
    Breach.objects.filter(pk=late.pk).update(unit_label="=1+1", state="FINAL", verdict="UPHELD")
    auditor = signed_in(yunchuan.auditor)

    text = auditor.get(to("ledger"), {"format": "csv"}).content.decode("utf-8-sig")
    sheet = auditor.get(to("ledger"), {"format": "xlsx"}).content

    assert "'=1+1" in text
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert rows[1][5] == "=1+1"


@pytest.mark.clause("11")
def test_concealed_is_recorded_from_the_incident_with_grounds_by_a_leader_alone(yunchuan, late):
    number = late.incident.number
    leader, shen = signed_in(yunchuan.leader), signed_in(yunchuan.shen)
    form = {"kind": "CONCEALED", "unit": yunchuan.reception.pk, "step": "反馈"}

    refused = leader.post(to("breach-record", number), form)
    leader.post(to("breach-record", number), {**form, "grounds": "登记簿与反馈不符"})
    row = Breach.objects.get(kind="CONCEALED")

    assert refused.status_code == 200
    assert shen.get(to("breach-record", number)).status_code == 403
    assert "依据：登记簿与反馈不符" in page_of(leader.get(to("breach", row.number))).text
    assert "登记瞒报或谎报…" in page_of(leader.get(to("incident", number))).text
    history = leader.get(to("incident", number) + "?tab=history")
    assert "登记来访接待科的一条违规" in page_of(history).panel("events").text
