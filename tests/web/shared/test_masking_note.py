"""Who sends a form with personal data is told that it was masked, and of what kind it was."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from tests.scenarios.incidents import WATER, incident_of
from tests.web.clients import signed_in
from tests.work.casework.notices.steps import notify

pytestmark = pytest.mark.django_db


def send_back(cast, now, reason):
    notice = notify(incident_of(cast, WATER), cast.waterworks, cast.lu, now)
    water = signed_in(cast.water)
    asked = reverse("console:notice-return", args=[notice.number])
    page = water.get(asked).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    typed = {"reason": reason, "revision": notice.revision, "csrfmiddlewaretoken": token}
    return water.post(asked, typed, follow=True).content.decode()


def test_the_page_after_an_act_says_what_was_masked_in_it(yunchuan, now):
    page = send_back(yunchuan, now, "不归我们，请打13800138000找本人张小云。")

    record = AuditRecord.objects.get(verb="notice.returned")
    assert record.data["reason"] == "不归我们，请打〔电话〕找本人〔姓名〕。"
    assert "存入记录时已遮盖：" in page
    assert "请打〔电话〕找本人〔姓名〕。" in page
    assert "13800138000" not in page
    assert "张小云" not in page


def test_nothing_is_said_of_a_text_without_personal_data(yunchuan, now):
    page = send_back(yunchuan, now, "管网归自来水公司。")

    assert AuditRecord.objects.filter(verb="notice.returned").exists()
    assert "已遮盖" not in page
