"""应急监测 on the pages of sources and coverage: it is started, seen, and ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.work.collection.emergency.models import EmergencyMonitoring
from tests.factories import T0
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5b")]
TYPED = {"minutes": "5", "hours": "12", "reason": "北门小区停水"}


@pytest.fixture(autouse=True)
def _clock(time):
    return time


def shown(officer, name="console:sources"):
    return page_of(signed_in(officer).get(reverse(name))).text


def test_it_is_started_from_the_page_of_sources_and_stands_there_until_it_is_over(
    yunchuan, time
):
    client = signed_in(yunchuan.lu)
    assert "应急监测：至" not in shown(yunchuan.lu)

    answer = client.post(reverse("console:emergency-start"), TYPED, follow=True)

    assert "应急监测已启动，至 22:00。" in page_of(answer).text
    for name in ("console:sources", "console:coverage"):
        page = shown(yunchuan.shen, name)
        assert "应急监测：至 22:00，各来源至少每 5 分钟采集一次。" in page
        assert "北门小区停水（陆知远" in page
    time.set(T0 + timedelta(hours=12))
    assert "应急监测：至" not in shown(yunchuan.lu)


def test_it_is_ended_by_one_press(yunchuan):
    client = signed_in(yunchuan.lu)
    client.post(reverse("console:emergency-start"), TYPED)
    row = EmergencyMonitoring.objects.get()

    client.post(reverse("console:emergency-end", args=[row.pk]))

    assert "应急监测：至" not in shown(yunchuan.lu)


def test_what_is_wrong_is_said_and_what_was_typed_stays(yunchuan):
    client = signed_in(yunchuan.lu)
    wrong = {**TYPED, "hours": "100"}
    answer = client.post(reverse("console:emergency-start"), wrong)

    assert "北门小区停水" in answer.content.decode()
    assert not EmergencyMonitoring.objects.exists()
