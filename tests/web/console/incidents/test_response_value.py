"""回应价值, and the levels that other bodies set: decisions apart from the grade."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.base.clocks.models import Clock, ClockState
from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from huiying.work.closing.gate.actions.close import KEEP_RUNNING
from huiying.work.incidents.grading.models import ValueDecision
from huiying.work.incidents.grading.requests import request_hash
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.scenarios.grading import regrade_with_second, sign_waiting
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _today(time):
    restart_workers()
    time.forward(minutes=10)


def words_on(client, incident):
    return page_of(
        client.get(reverse("console:incident", args=[incident.number]) + "?tab=all")
    ).text


PRIVACY = {"no_answer": "PRIVACY", "review_on": "2027-01-15"}


def decide(client, incident, value, *grounds, reason="", **law):
    incident.refresh_from_db()
    form = {"value": value, "grounds": grounds, "reason": reason, "version": incident.revision}
    return client.post(reverse("console:value", args=[incident.number]), {**form, **law})


def decide_with_leader(client, incident, value, *grounds, reason):
    """Let an officer ask, and the deputy leader sign."""
    decide(client, incident, value, *grounds, reason=reason, **PRIVACY)
    sign_waiting(incident, now=clock.now())


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


@pytest.mark.clause("2(1)a", "2(1)c")
def test_an_answer_is_due_until_somebody_decides_otherwise(yunchuan):
    incident = incident_of(yunchuan)

    page = words_on(signed_in(yunchuan.shen), incident)

    assert "公开回应" in page
    assert "尚未研判；以公开为常态，按应当回应计时。" in page


@pytest.mark.clause("6b")
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


@pytest.mark.clause("2(1)a", "6b")
@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({}, "仅《政府信息公开条例》列举的情形可不公开回应"),
        ({**PRIVACY, "no_answer": "NEGATIVE"}, "NEGATIVE"),
        ({**PRIVACY, "no_answer": "STATE_SECRET"}, "STATE_SECRET"),
        (PRIVACY, "须写明适用该条的理由"),
        ({**PRIVACY, "reason": "涉及一户", "review_on": "2026-11-24"}, "复审日期须在今天以后"),
        ({**PRIVACY, "reason": "涉及一户", "review_on": "2029-01-01"}, "最迟 2027"),
        (
            {**PRIVACY, "reason": "会炒热", "no_answer": "SOCIAL_STABILITY"},
            "须写明公开将造成的损害",
        ),
    ],
)
def test_no_answer_takes_a_ground_of_the_law_a_reason_and_a_day_of_review(
    yunchuan, given, answer
):
    incident = incident_of(yunchuan)

    refused = decide(signed_in(yunchuan.shen), incident, "OFFLINE", **given)

    assert refused.status_code in (200, 409)
    assert answer in refused.content.decode()
    assert not incident.grading_requests.exists()


@pytest.mark.clause("2(1)c")
@pytest.mark.parametrize("value", ["OFFLINE", "WATCH"])
def test_the_48_hours_run_until_a_leader_has_signed_that_no_answer_is_given(yunchuan, value):
    incident = incident_of(yunchuan)
    client = signed_in(yunchuan.shen)

    decide(client, incident, value, reason="只涉及一户，已当面答复", **PRIVACY)

    incident.refresh_from_db()
    assert incident.response_value == ""
    assert incident.response_clock.state == ClockState.RUNNING
    assert "待另一人签署" in words_on(client, incident)
    sign_waiting(incident, now=clock.now())
    incident.response_clock.refresh_from_db()
    assert incident.response_value == value
    assert incident.response_clock.state == ClockState.CANCELLED
    page = words_on(client, incident)
    assert "程望舒签署" in page
    assert "只涉及一户，已当面答复" in page
    assert "2027-01-15 前复审" in page


def test_a_leader_signs_on_the_page_and_who_asked_finds_no_button(yunchuan):
    incident = incident_of(yunchuan)
    shen, leader = signed_in(yunchuan.shen), signed_in(yunchuan.leader)
    decide(shen, incident, "OFFLINE", reason="只涉及一户", **PRIVACY)
    row = incident.grading_requests.get()
    address = reverse("console:grading-request", args=[row.signoff_id])
    sign = reverse("console:grading-sign", args=[row.signoff_id])

    own, page = shen.get(address).content.decode(), leader.get(address).content.decode()
    shen.post(sign, {"hash": request_hash(row)})
    signed_in(yunchuan.lu).post(sign, {"hash": request_hash(row)})
    incident.refresh_from_db()

    assert incident.response_value == ""
    assert (sign in own, sign in page) == (False, True)
    assert "第十五条 个人隐私" in page
    leader.post(sign, {"hash": request_hash(row)})
    incident.refresh_from_db()
    assert incident.response_value == "OFFLINE"


def test_the_leader_finds_it_on_his_desk_and_may_send_it_back(yunchuan):
    incident = incident_of(yunchuan)
    decide(signed_in(yunchuan.shen), incident, "OFFLINE", reason="只涉及一户", **PRIVACY)
    row, leader = incident.grading_requests.get(), signed_in(yunchuan.leader)
    address = reverse("console:grading-request", args=[row.signoff_id])

    assert address in leader.get(reverse("console:desk")).content.decode()
    leader.post(
        reverse("console:grading-return", args=[row.signoff_id]),
        {"hash": request_hash(row), "reason": "应当公开答复"},
    )

    incident.refresh_from_db()
    assert incident.response_value == ""
    assert "应当公开答复" in leader.get(address).content.decode()


def test_the_review_comes_due_after_closing_too_and_ends_with_the_next_decision(yunchuan):
    incident = incident_of(yunchuan)
    client = signed_in(yunchuan.shen)
    decide_with_leader(client, incident, "OFFLINE", reason="只涉及一户")
    review = incident.value_decisions.last().review_clock
    assert (review.kind, review.state) == ("value_review", ClockState.RUNNING)
    assert review.kind in KEEP_RUNNING

    decide(client, incident, "ANSWER")

    review.refresh_from_db()
    assert review.state == ClockState.MET


@pytest.mark.parametrize("grounds", [["EMERGENCY"], ["ORDERED", "CONSCIENCE"]])
def test_a_ground_keeps_the_48_hours_whatever_is_decided(yunchuan, grounds):
    incident = incident_of(yunchuan)

    decide_with_leader(
        signed_in(yunchuan.shen), incident, "WATCH", *grounds, reason="等上级口径"
    )

    assert incident.response_value == "WATCH"
    assert incident.response_clock.state == ClockState.RUNNING


def test_a_major_matter_keeps_the_48_hours_without_any_ground(yunchuan, now):
    incident = incident_of(yunchuan)
    regrade_with_second(
        incident=incident, grade=Grade.MAJOR, reason="全小区", officer=yunchuan.shen, now=now
    )

    decide_with_leader(signed_in(yunchuan.shen), incident, "WATCH", reason="再看看")

    assert incident.response_value == "WATCH"
    assert incident.response_clock.state == ClockState.RUNNING


def test_a_change_of_mind_starts_the_48_hours_at_discovery_again(yunchuan):
    incident = incident_of(yunchuan)
    first = incident.response_clock
    client = signed_in(yunchuan.shen)
    decide_with_leader(client, incident, "OFFLINE", reason="只涉及一户")

    decide(client, incident, "ANSWER")

    incident.refresh_from_db()
    assert incident.response_clock.state == ClockState.RUNNING
    assert incident.response_clock.due_at == first.due_at
    assert Clock.objects.get(pk=first.pk).state == ClockState.CANCELLED


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
    decide_with_leader(client, second, "OFFLINE", reason="只涉及一户")
    first.refresh_from_db()
    second.refresh_from_db()

    merge_incidents(
        source=first, target=second, reason="同一件事", officer=yunchuan.shen, now=now
    )

    second.refresh_from_db()
    assert second.response_value == "ANSWER"
    assert "涉及公众切身利益" in words_on(client, second)


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
