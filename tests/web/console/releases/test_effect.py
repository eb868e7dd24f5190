"""回应效果 on the page of an incident: before and after, judged by a person, or too little."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.procedure.stages import Stage
from huiying.work.responses.effect.comparison import MIN_POSTS, effect_of, groups_around
from tests.module_rows import module_rows
from tests.scenarios.incidents import incident_of, restart_workers
from tests.web.clients import signed_in
from tests.work.responses import desk
from tests.work.responses.effect.steps import one_matter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()


standing_rows, rows, yunchuan, matter = module_rows(one_matter)


@pytest.mark.clause("2(2)b")
def test_the_page_shows_before_and_after_and_where_there_is_too_little(yunchuan, matter, time):
    time.forward(hours=24)
    lu = signed_in(yunchuan.lu)
    number = matter.answer.incident.number
    address = reverse("console:incident", args=[number]) + "?tab=all"
    page = lu.get(address).content.decode()
    assert "回应效果" in page
    assert "无数据，尚未人工查看" in page
    assert "无数据，尚未人工查看" in page
    assert "0%（0 / " not in page
    assert 'role="img"' in page

    form = reverse("console:answer-groups", args=[matter.answer.number])
    shown = lu.get(form).content.decode()
    keys = [
        row.group_id
        for row in groups_around(
            matter.answer.incident, matter.answer, matter.published_at, timedelta(hours=24)
        )
        if "撤掉" in row.text
    ]
    assert "撤掉" in shown
    assert lu.post(form, {"repeating": keys}).status_code == 302

    page = lu.get(address).content.decode()
    assert "18%（4 / 22）" in page
    assert "无数据，尚未人工查看" not in page
    window = signed_in(yunchuan.window).get(address).content.decode()
    assert "回应效果" not in window


@pytest.mark.clause("2(2)b")
def test_fewer_than_twenty_posts_give_no_share(yunchuan, now, time):
    incident = incident_of(yunchuan, now=now - timedelta(hours=6))
    incident.stage, incident.lead_unit = Stage.VERIFYING, yunchuan.reception
    incident.save(update_fields=["stage", "lead_unit"])
    desk.published(yunchuan, now, incident=incident)
    time.forward(hours=4)

    page = signed_in(yunchuan.lu).get(
        reverse("console:incident", args=[incident.number]) + "?tab=all"
    )

    assert re.search(r"\d+ 条里 0 条，太少，不算比例", page.content.decode())
    assert effect_of(incident, time.now).before.posts < MIN_POSTS
