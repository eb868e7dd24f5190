"""通报送达记录: what proves to a superior when a notice arrived, however it did."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import mark_shown
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of
from tests.web.clients import signed_in
from tests.web.console.documents.files import READERS
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.clause("4(3)b")]


@pytest.fixture(autouse=True)
def _today(time):
    time.set(T0 + timedelta(hours=1))


@pytest.fixture
def notice(yunchuan):
    return notify_unit(
        incident=incident_of(yunchuan, WATER),
        unit=yunchuan.waterworks,
        guidance="请排查管网。",
        officer=yunchuan.lu,
        now=T0,
    )


def at(notice, **query):
    return reverse("console:document-delivery", args=[notice.number], query=query)


@pytest.mark.parametrize("kind", READERS)
def test_it_says_when_it_was_sent_shown_and_signed_and_which_records_prove_it(
    yunchuan, notice, kind
):
    mark_shown(notice=notice, officer=yunchuan.water, now=T0 + timedelta(minutes=6))
    notice.refresh_from_db()
    sign_notice(notice=notice, officer=yunchuan.water, now=T0 + timedelta(minutes=9))

    text = READERS[kind](signed_in(yunchuan.lu).get(at(notice, format=kind)))

    assert "通报送达记录" in text
    assert f"受送达单位{yunchuan.waterworks.name}" in text
    assert "发起时间2026年11月24日10时00分" in text
    assert "送达凭证2026年11月24日10时06分，本单位人员在系统内打开" in text
    assert "送达时间2026年11月24日10时06分" in text
    assert f"签收2026年11月24日10时09分，{yunchuan.water.name}" in text
    for verb in ("notice.sent", "notice.delivered", "notice.signed"):
        row = AuditRecord.objects.get(verb=verb)
        assert f"第{row.seq}条，校验值{row.hash[:16]}" in text


def test_what_did_not_arrive_says_so(yunchuan, notice):
    text = READERS["pdf"](signed_in(yunchuan.lu).get(at(notice, format="pdf")))

    assert "送达凭证无数据" in text
    assert "送达时间尚未送达" in text
    assert "签收尚未签收" in text


def test_the_page_of_the_notice_offers_it(yunchuan, notice):
    page = page_of(signed_in(yunchuan.lu).get(reverse("console:notice", args=[notice.number])))

    assert at(notice) in page
    assert "下载送达记录" in page.text
