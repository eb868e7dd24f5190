"""Words to another body that ask to have posts removed are refused where they are typed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.work.casework.notices.models import Notice
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of


@pytest.mark.clause("2(1)b")
@pytest.mark.django_db
@pytest.mark.usefixtures("time")
def test_a_notice_that_asks_to_have_words_removed_is_refused_with_the_reason(yunchuan):
    restart_workers()
    incident = incident_of(yunchuan, WATER)
    guidance = "请联系平台删除该帖。"
    form = {"unit": yunchuan.waterworks.pk, "guidance": guidance, "version": 0}

    answer = signed_in(yunchuan.lu).post(
        reverse("console:notify", args=[incident.number]), form
    )

    page = page_of(answer, 409)
    assert "回应是说明事实" in page.text
    assert page.field("guidance") == guidance, "what was typed is kept"
    assert not Notice.objects.exists()
