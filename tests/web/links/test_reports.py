"""A superior body without an account reads a report and confirms it, once, by name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from huiying.base.accounts.core.models import Unit
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import ReportState
from huiying.web.links import urls
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.deliveries.messages import LINK_LIFETIME, LINK_PATH
from huiying.work.reports.deliveries.models import ReportDelivery
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, docket_of, incident_of, restart_workers
from tests.scenarios.reports import linked_recipient, report_token, sent_report, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def sent(cast):
    linked_recipient(cast)
    water = incident_of(cast, WATER, grade=Grade.MAJOR)
    docket_of(cast, water, claim="实名举报水务局王局长收受好处费")
    Incident.objects.filter(pk=water.pk).update(title="居民张三13812345678反映自来水发黄")
    water.refresh_from_db()
    return sent_report(cast, water), report_token()


standing_rows, rows, yunchuan, made = module_rows(sent)


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=30))


@pytest.fixture
def report(made):
    return made[0]


@pytest.fixture
def address(made):
    return LINK_PATH.format(token=made[1])


def text(answer, status=200) -> str:
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.clause("10b")
def test_opening_confirms_nothing_and_a_person_confirms_once(report, address):
    for _scanner in range(2):
        assert "确认收到" in text(Client().get(address))
    row = ReportDelivery.objects.get()
    assert (row.received_at, row.opened) == (None, 2)

    done = text(Client().post(address, {"name": "李值班"}, follow=True))
    again = text(Client().post(address, {"name": "王值班"}), 409)

    row.refresh_from_db()
    report.refresh_from_db()
    assert row.received_label == "李值班（通过链接）"
    assert report.state == ReportState.RECEIVED
    for page in (done, again, text(Client().get(address))):
        assert "李值班（通过链接）回执" in page
        assert "2026-11-24 10:30" in page
        assert (
            "<form" not in page.partition('class="hy-phone-act"')[2].partition("</section>")[0]
        )


@pytest.mark.clause("10b")
def test_no_petitioner_no_author_and_no_accusation_is_behind_the_link(address):
    page = text(Client().get(address))
    assert "自来水发黄" in page
    assert "（涉检举控告，内容不载入报告）" in page
    for word in ("13812345678", "王局长", "好处费", "举报", "网友", "/desk/", "出处"):
        assert word not in page, word


def test_a_name_is_needed(address):
    assert "hy-err" in text(Client().post(address, {"name": ""}), 422)


def test_a_withdrawn_report_says_so_and_takes_no_receipt(yunchuan, report, address, now):
    withdraw(yunchuan, report, now=now + timedelta(hours=1))
    for answer in (Client().get(address), Client().post(address, {"name": "李值班"})):
        page = text(answer, 410)
        assert "该报告已于 2026-11-24 11:00 撤回，请勿再引用" in page
        assert "自来水" not in page
    assert ReportDelivery.objects.get().received_at is None


def test_the_link_of_an_agency_that_is_out_of_use_is_closed(yunchuan, address):
    Unit.objects.filter(pk=yunchuan.waterworks.pk).update(active=False)
    for answer in (Client().get(address), Client().post(address, {"name": "李值班"})):
        page = text(answer, 410)
        assert "该链接已收回" in page
        assert "自来水" not in page
    row = ReportDelivery.objects.get()
    assert (row.received_at, row.opened) == (None, 0)


def test_a_link_ends_and_one_that_was_never_made_opens_nothing(address, time, now):
    assert "链接不存在" in text(Client().get("/u/guess/"), 404)
    time.set(now + LINK_LIFETIME + timedelta(hours=1))
    assert "链接已过期" in text(Client().get(address), 410)


def test_the_address_in_messages_is_the_address_of_the_page():
    assert LINK_PATH == "/u/{token}/"
    assert [one.name for one in urls.report_links] == ["report"]
