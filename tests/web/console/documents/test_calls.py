"""电话记录 of a delivery by telephone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import record_delivery
from huiying.work.casework.notices.models import ProofKind
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of
from tests.web.clients import signed_in
from tests.web.console.documents.files import READERS
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _today(time):
    time.set(T0 + timedelta(hours=1))


@pytest.fixture
def notice(yunchuan):
    incident = incident_of(yunchuan, WATER)
    unit = yunchuan.waterworks
    return notify_unit(
        incident=incident, unit=unit, guidance="请排查管网。", officer=yunchuan.lu, now=T0
    )


def called(cast, notice, kind=ProofKind.PHONE, who="水务局值班室"):
    record_delivery(
        notice=notice,
        kind=kind,
        who=who,
        at=T0 + timedelta(minutes=7),
        officer=cast.lu,
        now=T0 + timedelta(minutes=8),
    )


def at(notice, **query):
    return reverse("console:document-call", args=[notice.number], query=query)


@pytest.mark.clause("4(3)b")
@pytest.mark.parametrize("kind", READERS)
def test_a_call_is_a_record_with_moment_post_and_who_wrote_it(yunchuan, notice, kind):
    called(yunchuan, notice)

    text = READERS[kind](signed_in(yunchuan.lu).get(at(notice, format=kind)))

    assert "电话记录" in text
    assert f"受话单位{yunchuan.waterworks.name}" in text
    assert "接听岗位水务局值班室" in text
    assert f"记录人{yunchuan.lu.name}" in text
    assert "通话内容请排查管网。" in text
    assert "签收尚未签收" in text


def test_two_calls_stand_in_one_record(yunchuan, notice):
    called(yunchuan, notice, who="值班室")
    called(yunchuan, notice, who="办公室")

    text = READERS["pdf"](signed_in(yunchuan.lu).get(at(notice, format="pdf")))

    assert text.count("通话时间") == 2
    assert text.index("接听岗位值班室") < text.index("接听岗位办公室")


def test_a_notice_that_came_on_paper_has_no_record_of_a_call(yunchuan, notice):
    called(yunchuan, notice, kind=ProofKind.PAPER)
    lu = signed_in(yunchuan.lu)

    refused = page_of(lu.get(at(notice), follow=True))

    assert "该通报未登记电话送达" in refused.text
    assert at(notice) not in page_of(lu.get(reverse("console:notice", args=[notice.number])))


def test_the_page_of_the_notice_leads_to_the_record(yunchuan, notice):
    called(yunchuan, notice)

    page = page_of(signed_in(yunchuan.lu).get(reverse("console:notice", args=[notice.number])))

    assert at(notice) in page.panel("history")


def test_the_unit_that_was_called_has_the_notice_and_not_the_record(yunchuan, notice):
    called(yunchuan, notice)

    assert signed_in(yunchuan.water).get(at(notice)).status_code == 403
