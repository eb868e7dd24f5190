"""A unit without an account signs for a notice and reports back by the link it was sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.clocks.models import ClockState
from huiying.base.files.queries import open_file
from huiying.base.outbox.actions.links import make_link
from huiying.base.outbox.linked_papers import LINK_LIFETIME
from huiying.policy.procedure.findings import Finding
from huiying.work.casework.notices.actions.act_by_link import MOST_REPORTS
from huiying.work.casework.notices.actions.issue_guidance import GuidanceInput, issue_guidance
from huiying.work.casework.notices.actions.sign_or_return import return_notice, sign_notice
from huiying.work.casework.notices.models import NoticeState, ProofKind, UnitReport
from huiying.work.casework.notices.proof import unit_report_differences
from huiying.work.casework.notices.unit_messages import PURPOSE
from tests.base.files.clamd import scanner
from tests.base.files.fake_clamd import EICAR
from tests.base.files.fake_clamd import NAME as VIRUS
from tests.base.files.samples import exif, jpeg
from tests.scenarios.incidents import restart_workers
from tests.web.clients import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
NAME = "陈一鸣"
FOUND = {
    "name": NAME,
    "finding": str(Finding.PARTLY_TRUE),
    "facts": "泵房 12 时跳闸，14 时恢复供水。",
    "handled": "已更换空气开关。",
    "no_file_reason": "现场无法拍照。",
}


@pytest.fixture(autouse=True)
def _today(time, settings, tmp_path):
    restart_workers()
    settings.DATA_DIR = tmp_path
    time.forward(minutes=6)


@pytest.fixture
def person() -> Client:
    """Whoever holds the link; no account."""
    return Client()


def text(response, status=200) -> str:
    assert response.status_code == status
    return response.content.decode()


def sign(person, address, notice, **more):
    notice.refresh_from_db()
    form = {"act": "sign", "name": NAME, "version": notice.revision, "guidance": 0}
    return person.post(address, form | more, follow=True)


def test_signing_asks_for_a_name_and_shows_the_time(address, person, notice):
    page = text(person.get(address))
    nameless = text(sign(person, address, notice, name="  "), 422)

    assert "签收，由区水务局办理" in page
    assert "签收时间以提交时为准" in page
    assert "hy-err" in nameless
    notice.refresh_from_db()
    assert notice.state == NoticeState.QUEUED


def test_a_signature_by_link_is_delivery_and_starts_the_report_clock(
    address, person, notice, yunchuan
):
    sign(person, address, notice)

    notice.refresh_from_db()
    assert notice.state == NoticeState.SIGNED
    assert (notice.signed_by, notice.signed_label) == (None, "陈一鸣（通过链接）")
    assert notice.proofs.get().kind == ProofKind.LINK_CONFIRMED
    assert notice.notice_clock.state == ClockState.MET
    assert notice.receipt_clock.state == ClockState.MET
    assert notice.report_clock.state == ClockState.RUNNING
    record = AuditRecord.objects.get(verb="notice.signed")
    assert record.actor == f"link:{notice.number}"
    assert record.actor_label == "陈一鸣（通过链接）"
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_the_second_opening_says_when_by_whom_and_in_what_version(address, person, notice):
    sign(person, address, notice)

    page = text(Client().get(address))

    notice.refresh_from_db()
    assert "已由陈一鸣（通过链接）签收" in page
    assert notice.signed_at.astimezone().strftime("%m-%d") in page
    assert f"签收内容：通报 {notice.number}" in page
    assert "签收，由区水务局办理" not in page
    assert "反馈核实与处置情况…" in page


def test_a_second_signature_changes_nothing_and_says_who_signed(address, person, notice):
    version = notice.revision
    sign(person, address, notice)

    again = text(sign(Client(), address, notice, name="李四", version=version), 409)

    assert "已由陈一鸣（通过链接）签收" in again
    notice.refresh_from_db()
    assert notice.signed_label == "陈一鸣（通过链接）"


def test_a_link_signs_nothing_that_the_unit_signed_with_its_account(
    address, person, notice, yunchuan, now
):
    sign_notice(notice=notice, officer=yunchuan.water, now=now + timedelta(minutes=5))

    page = text(sign(person, address, notice), 409)

    assert f"已由{yunchuan.water.name}签收" in page


def test_what_was_read_is_what_is_signed(address, person, notice, yunchuan, now):
    issue_guidance(
        incident=notice.incident,
        text=GuidanceInput("正在抢修。"),
        officer=yunchuan.lu,
        now=now + timedelta(minutes=5),
    )

    stale = text(sign(person, address, notice), 409)
    sign(person, address, notice, guidance=1)

    assert "口径已修订为第 1 版" in stale
    notice.refresh_from_db()
    assert notice.guidance_receipts.get().signatory == "陈一鸣（通过链接）"
    assert "签收这一版" in text(person.get(address))


def test_new_guidance_is_signed_by_the_link_too(address, person, notice, yunchuan, now):
    sign(person, address, notice)
    issue_guidance(
        incident=notice.incident,
        text=GuidanceInput("已经恢复。"),
        officer=yunchuan.lu,
        now=now + timedelta(minutes=7),
    )
    asked = text(person.get(address))

    person.post(address, {"act": "guidance", "name": NAME, "guidance": 1})

    assert "签收第 1 版口径" in asked
    assert notice.guidance_receipts.get().signed_label == "陈一鸣（通过链接）"


def test_a_unit_reports_back_with_photos_that_tell_no_place(address, person, notice):
    sign(person, address, notice)
    picture = SimpleUploadedFile("现场.jpg", jpeg(exif(1)), "image/jpeg")

    page = text(
        person.post(
            f"{address}report/",
            FOUND | {"no_file_reason": "", "attachments": [picture], "file_words": "现场照片"},
            follow=True,
        )
    )

    report = UnitReport.objects.get()
    assert (report.by, report.by_label) == (None, "陈一鸣（通过链接）")
    piece = report.files.get()
    assert piece.words == "现场照片"
    assert b"GPS" not in open_file(piece.file).data
    notice.refresh_from_db()
    assert notice.report_clock.state == ClockState.MET
    assert "陈一鸣（通过链接）已反馈：部分属实，材料 1 份" in page
    assert FOUND["facts"] not in page
    assert list(unit_report_differences(notice.bureau_id)) == []


def test_a_file_with_malicious_code_is_refused_and_recorded_at_the_bureau(
    address, person, notice, settings
):
    sign(person, address, notice)
    picture = SimpleUploadedFile("现场.jpg", jpeg(tail=EICAR), "image/jpeg")

    with scanner(settings):
        answer = person.post(
            f"{address}report/",
            FOUND | {"no_file_reason": "", "attachments": [picture], "file_words": "现场照片"},
        )

    assert "该文件未通过恶意代码检查，未保存。" in answer.content.decode()
    row = AuditRecord.objects.get(verb="file.infected")
    assert (row.bureau_ref, row.data["found"]) == (notice.bureau_id, VIRUS)
    assert not UnitReport.objects.exists()


def test_the_bureau_reads_by_whom_and_that_a_link_was_used(address, person, notice, yunchuan):
    sign(person, address, notice)
    person.post(f"{address}report/", FOUND)

    desk = signed_in(yunchuan.lu)
    page = text(
        desk.get(reverse("console:incident", args=[notice.incident.number]) + "?tab=all")
    )

    assert "陈一鸣（通过链接）" in page
    assert FOUND["facts"] in page


def test_no_report_before_the_signature(address, person, notice):
    answer = person.post(f"{address}report/", FOUND)

    assert answer.status_code == 302
    assert not UnitReport.objects.exists()


def test_one_form_signs_and_reports_under_the_typed_name(address, person, notice):
    assert "签收并反馈…" in text(person.get(address))
    form = text(person.get(f"{address}report/?guidance=0"))
    assert "签收并提交反馈" in form
    notice.refresh_from_db()

    person.post(f"{address}report/?guidance=0", FOUND | {"version": notice.revision})

    notice.refresh_from_db()
    assert notice.state == NoticeState.SIGNED
    assert UnitReport.objects.get().author.startswith(NAME)


def test_a_report_sent_twice_is_one(address, person, notice):
    sign(person, address, notice)

    for _ in range(2):
        person.post(f"{address}report/", FOUND)

    assert UnitReport.objects.count() == 1


def test_a_link_that_got_about_fills_no_disk(address, person, notice):
    sign(person, address, notice)
    for n in range(MOST_REPORTS):
        person.post(f"{address}report/", FOUND | {"facts": f"第 {n} 次。"})

    full = text(person.post(f"{address}report/", FOUND | {"facts": "又一次。"}), 409)

    assert "通过链接最多反馈 10 次" in full
    assert UnitReport.objects.count() == MOST_REPORTS


@pytest.mark.parametrize("path", ["", "report/"])
def test_a_link_taken_back_ended_or_of_another_unit_acts_no_more(
    address, notice, yunchuan, now, time, path
):
    other = make_link(
        bureau_id=notice.bureau_id,
        purpose=PURPOSE,
        about_ref=notice.number,
        unit=yunchuan.reception,
        now=now,
        lifetime=LINK_LIFETIME,
    )
    foreign = reverse("links:receipt", args=[other])
    form = {"act": "sign", "name": NAME, "version": 0, "guidance": 0} | FOUND

    assert Client().post(foreign + path, form).status_code == 404
    return_notice(
        notice=notice, reason="管网归自来水公司", officer=yunchuan.water, now=time.now
    )
    assert Client().post(address + path, form).status_code == 410
    notice.refresh_from_db()
    assert notice.state == NoticeState.RETURNED
    assert not UnitReport.objects.exists()


def test_a_link_neither_returns_a_notice_nor_opens_a_file(address, person, notice):
    sign(person, address, notice)
    person.post(f"{address}report/", FOUND)

    page = text(person.get(address))

    assert "退回" not in page
    assert "/files/" not in page
    assert person.get(reverse("console:notice", args=[notice.number])).status_code == 302


def test_the_name_holds_no_telephone(address, person, notice):
    sign(person, address, notice, name="陈一鸣 13800138000")

    notice.refresh_from_db()
    assert "13800138000" not in notice.signed_label
    assert not AuditRecord.objects.filter(actor_label__contains="13800138000").exists()
