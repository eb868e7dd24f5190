"""签收并反馈 on screen: offered to who was shown the notice, and to nobody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.models import NoticeState, UnitReport
from tests.factories import T0
from tests.scenarios.incidents import incident_of
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
FOUND = {"finding": "TRUE", "facts": "只有一人值守。", "evidence": "叫号记录"}


@pytest.fixture(autouse=True)
def today(time, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    time.set(T0)


@pytest.fixture
def notice(yunchuan):
    return notify_unit(
        incident=incident_of(yunchuan),
        unit=yunchuan.reception,
        guidance="请核实。",
        officer=yunchuan.lu,
        now=T0,
    )


def at(notice, name=""):
    return reverse(f"console:notice{name}", args=[notice.number])


@pytest.mark.clause("7a")
def test_the_notice_leads_to_one_form_that_signs_and_reports(notice, yunchuan):
    window = signed_in(yunchuan.window)
    button = page_of(window.get(at(notice))).links("签收并反馈…")[0]
    assert "签收并提交反馈" in page_of(window.get(button))
    notice.refresh_from_db()

    done = window.post(button, FOUND | {"version": notice.revision}, follow=True)

    assert "已签收并反馈。" in page_of(done)
    notice.refresh_from_db()
    assert notice.state == NoticeState.SIGNED
    assert UnitReport.objects.get().facts == FOUND["facts"]


def test_a_report_without_having_seen_the_notice_signs_nothing(notice, yunchuan):
    window = signed_in(yunchuan.window)

    page_of(window.post(f"{at(notice, '-report')}?guidance=0", FOUND), 409)

    notice.refresh_from_db()
    assert notice.state == NoticeState.QUEUED
    assert not UnitReport.objects.exists()


def test_a_notice_that_changed_meanwhile_is_not_signed(notice, yunchuan):
    window = signed_in(yunchuan.window)
    button = page_of(window.get(at(notice))).links("签收并反馈…")[0]

    page = page_of(window.post(button, FOUND | {"version": notice.revision + 9}), 409)

    assert page.field("facts") == FOUND["facts"]
    assert not UnitReport.objects.exists()
