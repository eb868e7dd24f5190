"""The files of a report on its page: asked for, made by the job, taken by who may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.jobs.upkeep import report_work
from huiying.work.reports.files.models import VersionFile
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.reports import draft_of, edit, linked_recipient, sign
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def a_draft(cast):
    linked_recipient(cast)
    return draft_of(cast, incident_of(cast, WATER))


standing_rows, rows, yunchuan, report = module_rows(a_draft)


@pytest.fixture(autouse=True)
def _today(time, now, settings, tmp_path):
    restart_workers()
    settings.DATA_DIR = tmp_path
    time.set(now + timedelta(minutes=10))


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


def to(name, *args):
    return reverse(f"console:{name}", args=args)


def page(client, report):
    return page_of(client.get(to("report", report.number)))


def asked(client, report, form="pdf"):
    """Press the button of the page; without a script it is a form as any other."""
    seen = page(client, report).panel("files").field("version")
    data = {"format": form, "version": seen}
    return client.post(to("report-file-make", report.number), data, follow=True)


def file_of(client, report, form="pdf"):
    return client.get(to("report-file", report.number, form))


def test_a_file_is_asked_for_shown_with_its_progress_and_taken(yunchuan, report, lu):
    assert "生成 PDF" in page(lu, report).panel("files").text
    assert "尚未生成" in file_of(lu, report).wsgi_request._messages._queued_messages[0].message

    panel = page_of(asked(lu, report)).panel("files")

    assert "待生成" in panel.text
    assert panel.link(f"{to('report', report.number)}#files")  # 刷新, without a script
    [bar] = panel.tags("progress")
    assert bar.attribute("value") == "0"
    alone = lu.get(to("report-files", report.number))
    assert "待生成" in alone.content.decode()
    assert 'hx-trigger="every 1s"' in alone.content.decode()
    report_work.turn(T0)
    panel = page(lu, report).panel("files")
    assert "已生成" in panel.text
    assert not panel.having("hx-trigger")
    answer = lu.get(panel.link("/file/pdf/"))
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{report.number}.pdf"'
    assert "no-store" in answer["Cache-Control"]


def test_a_double_click_makes_one_file_also_when_the_job_was_faster(yunchuan, report, lu):
    for _click in range(2):
        asked(lu, report)
    assert VersionFile.objects.count() == 1
    report_work.turn(T0)

    answer = asked(lu, report)

    assert "文件已生成" in answer.content.decode()
    assert VersionFile.objects.count() == 1


def test_an_edit_and_a_signature_each_end_the_file(yunchuan, report, lu):
    asked(lu, report)
    report_work.turn(T0)
    assert file_of(lu, report).status_code == 200

    edit(yunchuan, report, place="青石片区")
    answer = lu.get(to("report-file", report.number, "pdf"), follow=True)
    assert "第 2 稿的 PDF 尚未生成" in page_of(answer).text
    assert "下载 PDF" not in page_of(answer).panel("files").text
    asked(lu, report)
    report_work.turn(T0)
    assert file_of(lu, report).status_code == 200
    report.refresh_from_db()
    sign(yunchuan, report)

    assert file_of(lu, report).status_code == 302


def test_of_a_page_that_is_too_old_no_file_is_made(yunchuan, report, lu):
    data = {"format": "pdf", "version": report.revision}
    edit(yunchuan, report, place="青石片区")

    answer = lu.post(to("report-file-make", report.number), data, follow=True)

    assert "已被他人更新" in page_of(answer).text
    assert not VersionFile.objects.exists()


def test_who_may_not_see_the_report_any_more_does_not_get_its_file(yunchuan, report, lu):
    asked(lu, report)
    report_work.turn(T0)
    assert file_of(lu, report).status_code == 200
    yunchuan.lu.grants.all().delete()

    assert file_of(lu, report).status_code == 403
    assert file_of(signed_in(yunchuan.water), report).status_code == 403
    assert lu.get(to("report-files", report.number)).status_code == 403
    assert file_of(signed_in(yunchuan.auditor), report).status_code == 200


def test_a_file_that_failed_or_is_gone_says_so_and_can_be_made_again(
    yunchuan, report, lu, monkeypatch
):
    asked(lu, report)
    monkeypatch.setattr(report_work, "document_of", lambda *_args: 1 / 0)
    report_work.turn(T0)
    panel = page(lu, report).panel("files")
    assert "生成失败，原因见服务器日志" in panel.text
    assert "重新生成 PDF" in panel.text
    monkeypatch.undo()
    asked(lu, report)
    report_work.turn(T0)
    assert file_of(lu, report).status_code == 200

    row = VersionFile.objects.first()
    report_work.path_of(row).unlink()

    assert (
        "不在本机或无法打开"
        in page_of(lu.get(to("report-file", report.number, "pdf"), follow=True)).text
    )
    assert "生成 PDF" in page(lu, report).panel("files").text
    asked(lu, report)
    report_work.turn(T0)
    assert file_of(lu, report).status_code == 200


def test_what_is_no_format_is_not_found(yunchuan, report, lu):
    assert file_of(lu, report, "exe").status_code == 404
    data = {"format": "exe", "version": report.revision}
    assert lu.post(to("report-file-make", report.number), data).status_code == 404


def test_an_older_version_offers_no_file(yunchuan, report, lu):
    edit(yunchuan, report, place="青石片区")

    old = page_of(lu.get(to("report", report.number) + "?version=1"))

    assert not old.has_panel("files")
