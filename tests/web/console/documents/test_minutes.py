"""会商纪要 as a file: every view and dissent, the conclusions, who signed."""

import pytest
from django.urls import reverse

from huiying.policy.grading.grades import Grade
from huiying.work.casework.procedure.actions.consult import (
    cancel_consultation,
    skip_consultation,
)
from huiying.work.casework.procedure.models import Consultation
from tests.factories import T0
from tests.scenarios.consultation import make_minutes, make_signed_minutes
from tests.scenarios.incidents import WATER, incident_of
from tests.web.clients import signed_in
from tests.web.console.documents.files import READERS, text_of_pdf
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def grave(cast, grade=Grade.MAJOR):
    return incident_of(cast, WATER, grade=grade)


def at(row, **query):
    return reverse("console:document-minutes", args=[row.number], query=query)


@pytest.mark.clause("6d")
@pytest.mark.parametrize("kind", READERS)
def test_signed_minutes_are_a_file_with_every_dissent(yunchuan, kind):
    row = make_signed_minutes(yunchuan, grave(yunchuan))

    text = READERS[kind](signed_in(yunchuan.shen).get(at(row, format=kind)))

    assert f"关于“{row.incident.title}”的会商纪要".replace(" ", "") in text
    assert "一、事件性质供水事故引起的不满" in text
    assert "四、处置建议先送水，再说明原因" in text
    assert "（不同意见）：原因没有查清前不宜公布。" in text
    assert "六、签署" in text
    assert yunchuan.leader.name in text
    assert "不具效力" not in text


def test_unsigned_minutes_say_so(yunchuan):
    row = make_minutes(yunchuan, grave(yunchuan), absent=("cheng",))

    text = text_of_pdf(signed_in(yunchuan.shen).get(at(row, format="pdf")))

    assert "本纪要尚未经出席人员签署，不具效力。" in text
    assert "六、签署" not in text
    away = text.partition("未出席：")[2]
    assert yunchuan.cheng.name in away


def test_the_page_of_the_minutes_leads_to_the_files(yunchuan):
    row = make_signed_minutes(yunchuan, grave(yunchuan))
    shen = signed_in(yunchuan.shen)

    minutes = page_of(shen.get(reverse("console:consultation", args=[row.number])))
    page = page_of(shen.get(at(row)))

    assert at(row) in minutes
    assert page.buttons()[-2:] == ["下载 PDF", "下载 DOCX"]
    assert "PDF 共" in page.text
    assert reverse("console:consultation", args=[row.number]) in page


def test_the_file_is_chinese_for_who_reads_english(yunchuan):
    row = make_signed_minutes(yunchuan, grave(yunchuan))
    shen = signed_in(yunchuan.shen)
    yunchuan.shen.language = "en"
    yunchuan.shen.save(update_fields=["language"])

    response = shen.get(at(row, format="pdf"))

    assert "编号：" in text_of_pdf(response)
    assert response["Content-Disposition"].startswith("attachment")


def test_what_was_skipped_has_no_minutes(yunchuan):
    incident = grave(yunchuan, Grade.SIGNIFICANT)
    skip_consultation(incident=incident, reason="已当场解决", officer=yunchuan.shen, now=T0)
    row = Consultation.objects.get()

    response = signed_in(yunchuan.shen).get(at(row, format="pdf"), follow=True)

    assert "未会商，没有纪要。" in page_of(response).text


def test_a_cancelled_consultation_says_so(yunchuan):
    row = make_minutes(yunchuan, grave(yunchuan))
    cancel_consultation(consultation=row, reason="改为专题会", officer=yunchuan.shen, now=T0)

    text = text_of_pdf(signed_in(yunchuan.shen).get(at(row, format="pdf")))

    assert "本次会商已取消。理由：改为专题会" in text


def test_another_format_shows_the_page(yunchuan):
    row = make_signed_minutes(yunchuan, grave(yunchuan))

    assert "下载 PDF" in page_of(signed_in(yunchuan.shen).get(at(row, format="exe"))).text
