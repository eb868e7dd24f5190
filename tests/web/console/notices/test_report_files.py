"""反馈 with files: the form takes them, the incident lists them for who may see them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.base.files.incoming import MAX_SIZE
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import ReportFile, UnitReport
from tests.factories import T0
from tests.scenarios.incidents import incident_of
from tests.scenarios.tasks import PICTURE
from tests.web.clients import signed_in
from tests.web.page import Page, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.clause("7b")]


@pytest.fixture(autouse=True)
def today(time):
    time.set(T0)


@pytest.fixture
def incident(yunchuan, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return incident_of(yunchuan)


@pytest.fixture
def notice(yunchuan, incident):
    """The notice to the water agency; the reception section was notified as well."""
    for unit, officer in (
        (yunchuan.reception, yunchuan.window),
        (yunchuan.waterworks, yunchuan.water),
    ):
        row = notify_unit(
            incident=incident, unit=unit, guidance="请核实。", officer=yunchuan.lu, now=T0
        )
        sign_notice(notice=row, officer=officer, now=T0)
    return row


def at(name, *args):
    return reverse(f"console:{name}", args=args)


def picture(name="张三家.png", data=PICTURE):
    return SimpleUploadedFile(name, data)


def send(cast, notice, *files, **changes):
    posted = {
        "finding": "TRUE",
        "facts": "二楼水压不足。",
        "handled": "已换泵。",
        "evidence": "工单",
        "attachments": list(files),
        "file_words": "换泵前后照片",
        "no_file_reason": "",
        **changes,
    }
    return signed_in(cast.water).post(at("notice-report", notice.number), posted, follow=True)


def checks(cast, officer, incident):
    page = page_of(signed_in(officer).get(at("incident", incident.number) + "?tab=handling"))
    return page.panel("checks")


def test_files_are_listed_with_the_report_and_downloaded(yunchuan, incident, notice):
    send(yunchuan, notice, picture(), picture("b.png"))
    first, second = ReportFile.objects.all()

    panel = checks(yunchuan, yunchuan.lu, incident)
    got = signed_in(yunchuan.lu).get(at("notice-file", first.pk))
    page = signed_in(yunchuan.lu).get(at("file", second.file.number))

    for row in (first, second):
        assert at("notice-file", row.pk) in panel.links()
        assert f"换泵前后照片 {row.file.number}" in panel.text
    assert "张三" not in panel.text
    assert got["Content-Disposition"] == f'attachment; filename="{first.file.number}.png"'
    assert notice.number in page_of(page).text


def test_another_unit_learns_that_there_are_files_and_sees_none(yunchuan, incident, notice):
    send(yunchuan, notice, picture())
    row = ReportFile.objects.get()

    panel = checks(yunchuan, yunchuan.window, incident)
    own = checks(yunchuan, yunchuan.water, incident)

    assert at("notice-file", row.pk) in own.links()
    assert "附文件 1 份" in panel.text
    assert "换泵前后照片" not in panel.text
    for address in (at("notice-file", row.pk), at("file", row.file.number)):
        assert signed_in(yunchuan.window).get(address).status_code == 403
        assert signed_in(yunchuan.water).get(address).status_code == 200


def test_without_a_file_the_reason_stands_with_the_report(yunchuan, incident, notice):
    send(yunchuan, notice, file_words="", no_file_reason="工单在泵房，随时可看。")

    assert "无文件：工单在泵房，随时可看。" in checks(yunchuan, yunchuan.lu, incident).text


@pytest.mark.parametrize(
    ("files", "changes", "said"),
    [
        ([picture(data=b"MZ\x90")], {}, "第 1 个文件：仅接收"),
        ([picture(), picture(data=PICTURE[:40])], {}, "第 2 个文件：图片不完整或已损坏"),
        ([picture(data=b"\x89PNG\r\n\x1a\n" + b"0" * MAX_SIZE)], {}, "文件超过 20 MB"),
        ([picture(data=b"")], {}, "第 1 个文件"),
        ([picture()] * 6, {}, "一次最多 5 个文件"),
        ([picture()], {"file_words": ""}, "请填写材料说明"),
        ([picture()], {"finding": ""}, "请重新选择"),
    ],
    ids=["kind", "broken", "large", "empty", "many", "unnamed", "another field"],
)
def test_bad_input_is_named_and_no_word_is_lost(yunchuan, notice, files, changes, said):
    answer = send(yunchuan, notice, *files, **changes)
    page = Page(answer.content.decode())

    assert said in page.text
    assert "二楼水压不足。" in page.text
    assert "已换泵。" in page.text
    assert not UnitReport.objects.exists()


def test_a_report_that_the_act_refuses_asks_for_its_files_again(yunchuan, notice):
    answer = send(yunchuan, notice, picture(), no_file_reason="机密★10年", file_words="照片")
    refused = send(yunchuan, notice, no_file_reason="机密★10年", file_words="")

    assert answer.status_code == 200  # a file makes the reason needless
    assert refused.status_code == 409
    assert "密级标志" in Page(refused.content.decode()).text
