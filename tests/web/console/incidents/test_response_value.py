"""回应价值, and the levels that other bodies set: decisions apart from the grade."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.base.clocks.models import ClockState
from huiying.work.incidents.grading.models import ValueDecision
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time):
    restart_workers()
    time.forward(minutes=10)


def words_on(client, incident):
    return page_of(client.get(reverse("console:incident", args=[incident.number]))).text


def decide(client, incident, value, *grounds, reason=""):
    incident.refresh_from_db()
    return client.post(
        reverse("console:value", args=[incident.number]),
        {"value": value, "grounds": grounds, "reason": reason, "version": incident.revision},
    )


def level(client, incident, chosen, **changes):
    incident.refresh_from_db()
    form = {
        "level": chosen,
        "document": "云应急〔2026〕3号",
        "issuer": "云川区应急管理局",
        "on": "2026-11-24",
        "version": incident.revision,
    }
    return client.post(
        reverse("console:outside-level", args=[incident.number]), {**form, **changes}
    )


@pytest.mark.clause("2(1)")
def test_an_answer_is_due_until_somebody_decides_otherwise(yunchuan):
    incident = incident_of(yunchuan)

    page = words_on(signed_in(yunchuan.shen), incident)

    assert "公开回应" in page
    assert "还没有研判；公开是原则，按应当回应计。" in page


@pytest.mark.clause("6")
def test_the_value_is_signed_with_its_grounds_apart_from_the_grade(yunchuan):
    incident = incident_of(yunchuan)
    grade = incident.grade
    client = signed_in(yunchuan.shen)

    assert decide(client, incident, "ANSWER", "INTEREST", "MISREAD").status_code == 302

    incident.refresh_from_db()
    page = words_on(client, incident)
    assert (incident.response_value, incident.grade) == ("ANSWER", grade)
    assert "应当回应：对政府及其部门重大政策措施存在误解误读；涉及公众切身利益" in page
    assert "沈青禾研判回应价值：公开回应" in page  # on the timeline
    assert incident.response_clock.state == ClockState.RUNNING


def test_not_answering_needs_a_reason_and_ends_the_48_hours(yunchuan):
    incident = incident_of(yunchuan)
    client = signed_in(yunchuan.shen)

    refused = decide(client, incident, "OFFLINE")

    assert refused.status_code == 409
    assert "不公开回应，须写明理由。" in refused.content.decode()
    decide(client, incident, "OFFLINE", reason="只涉及一户，已当面答复")
    incident.refresh_from_db()
    assert incident.response_clock.state == ClockState.CANCELLED
    assert "只涉及一户，已当面答复" in words_on(client, incident)


def test_a_stale_tab_decides_nothing_and_loses_no_word(yunchuan):
    incident = incident_of(yunchuan)
    client = signed_in(yunchuan.shen)
    stale = {"value": "WATCH", "reason": "等上级口径", "version": incident.revision}
    decide(client, incident, "ANSWER")

    late = client.post(reverse("console:value", args=[incident.number]), stale)

    assert late.status_code == 409
    assert "等上级口径" in late.content.decode()
    assert ValueDecision.objects.count() == 1


def test_a_merged_matter_owes_the_answer_that_one_of_the_two_owed(yunchuan, now):
    first, second = incident_of(yunchuan), incident_of(yunchuan, WATER)
    client = signed_in(yunchuan.shen)
    decide(client, first, "ANSWER", "INTEREST")
    decide(client, second, "OFFLINE", reason="只涉及一户")
    first.refresh_from_db()
    second.refresh_from_db()

    merge_incidents(
        source=first, target=second, reason="同一件事", officer=yunchuan.shen, now=now
    )

    second.refresh_from_db()
    assert second.response_value == "ANSWER"
    assert "涉及公众切身利益" in words_on(client, second)


@pytest.mark.clause("6")
def test_a_warning_colour_comes_from_a_document_and_is_lifted_by_one(yunchuan):
    incident = incident_of(yunchuan)
    grade = incident.grade
    client = signed_in(yunchuan.shen)

    assert level(client, incident, "WARNING:yellow").status_code == 302
    level(client, incident, "RESPONSE:III")

    page = words_on(client, incident)
    assert "黄色（三级）" in page
    assert "云川区应急管理局 云应急〔2026〕3号（2026-11-24）" in page
    assert "三级响应" in page
    level(client, incident, "WARNING:-", document="云应急〔2026〕5号")
    page = words_on(client, incident)
    assert "未发布预警" in page
    assert "已解除：云川区应急管理局 云应急〔2026〕5号" in page
    incident.refresh_from_db()
    assert incident.grade == grade


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"document": "  "}, "请填写这一项"),
        ({"on": "2030-01-01"}, "文件日期在将来，请核对。"),
        ({"on": "2026-02-30"}, "没有这个日期"),
        ({"level": "WARNING:purple"}, "purple"),
    ],
)
def test_a_level_without_its_document_is_refused(yunchuan, changes, said):
    incident = incident_of(yunchuan)

    answer = level(signed_in(yunchuan.shen), incident, "WARNING:red", **changes)

    assert said in answer.content.decode()
    assert not incident.outside_levels.exists()
