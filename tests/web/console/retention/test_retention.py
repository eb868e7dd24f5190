"""保存期限: an administrator reads what would go, by which rule, and why the rest stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.audit.models import SentForm
from huiying.jobs import clock
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db


def test_the_page_lists_rule_source_and_count_and_offers_no_act(yunchuan):
    old = clock.now() - timedelta(days=3)
    SentForm.objects.create(form="a", bureau_ref=yunchuan.bureau.pk, one="x", at=old)

    page = page_of(signed_in(yunchuan.admin).get(reverse("console:retention")))

    main = page.split("<main")[1].split("</main>")[0]
    [line] = [row for row in main.split("<tr>") if "防止重复提交的表单标记" in row]
    assert ">1</td>" in line
    assert "个人信息保护法第四十七条" in main
    assert "拟订计划并经两人签署后" in main
    assert "审计记录和每日记录指纹" in main
    assert "<form" not in main


def test_who_looks_deletes_nothing(yunchuan):
    old = clock.now() - timedelta(days=3)
    SentForm.objects.create(form="a", bureau_ref=yunchuan.bureau.pk, one="x", at=old)
    client = signed_in(yunchuan.admin)

    client.get(reverse("console:retention"))

    assert client.post(reverse("console:retention")).status_code == 405
    assert SentForm.objects.filter(form="a").exists()
