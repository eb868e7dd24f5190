"""待回应关切: many questions and no answer stand on the desk until one is published."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.policy.procedure.stages import Stage
from tests.scenarios.incidents import incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
ASKED = [
    "请问来访登记现在要不要提前预约？窗口几点开始登记？",
    "想问一下来访登记要不要预约，周末能不能登记？",
    "咨询：来访登记需要预约吗？可以当天去吗？",
    "请问来访登记是否要预约，需要什么材料？",
]
TOLD = [
    "来访登记窗口今天排了很长的队，等到中午。",
    "今天来访登记窗口的队排得很长，等到了中午。",
    "来访登记的窗口今天排队很长，中午才轮到。",
    "来访登记窗口排队排到中午，人很多。",
]


@pytest.fixture(autouse=True)
def _later(time, now):
    restart_workers()
    time.set(now + timedelta(hours=3))


def desk_of(officer):
    return page_of(signed_in(officer).get("/desk/"))


def panel(officer):
    return desk_of(officer).panel("voids").text


@pytest.mark.clause("2(1)c", "2(2)c")
def test_questions_without_an_answer_stand_on_the_desk_and_say_why(yunchuan, now):
    incident = incident_of(yunchuan, ASKED, now=now)

    words = panel(yunchuan.shen)

    assert incident.number in words
    assert "4 条帖文询问，尚未公开回应" in words
    assert "起草回应" in words
    assert "起草回应" not in panel(yunchuan.lu)  # he may not draft


@pytest.mark.clause("2(2)c")
def test_an_answer_fills_the_void(yunchuan, now):
    incident = incident_of(yunchuan, ASKED, now=now)
    incident.stage = Stage.VERIFYING
    incident.lead_unit = yunchuan.reception
    incident.save(update_fields=["stage", "lead_unit"])
    draft = desk.approved(yunchuan, now, incident=incident)
    assert "已在起草" in panel(yunchuan.shen)

    desk.publish(draft=draft, officer=yunchuan.speaker, now=now)

    assert not desk_of(yunchuan.shen).has_panel("voids")


def test_a_matter_that_nobody_asks_about_is_no_void(yunchuan, now):
    incident_of(yunchuan, TOLD, now=now)

    assert not desk_of(yunchuan.lu).has_panel("voids")


def test_who_may_not_see_posts_has_no_such_panel(yunchuan, linxi, now):
    incident_of(yunchuan, ASKED, now=now)

    assert not desk_of(yunchuan.window).has_panel("voids")
    assert not desk_of(yunchuan.auditor).has_panel("voids")
    assert not desk_of(linxi.lu).has_panel("voids"), "an empty panel says nothing"
    assert desk_of(yunchuan.lu).has_panel("voids")
