"""登记为事件 from the page of a post, for who may triage."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.policy.grading.grades import Grade
from huiying.work.incidents.candidates.actions.set_aside import set_aside
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.requests import waiting_requests
from tests.scenarios.incidents import (
    QUEUE,
    candidate_of,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)
from tests.web.clients import signed_in
from tests.web.page import page_of

LAMP = "石榴巷12号门口路灯坏了三个星期,晚上看不见路"


@pytest.fixture(autouse=True)
def _today(time):
    restart_workers()
    time.forward(minutes=10)
    yield
    restart_workers()


@pytest.fixture
def lamp(yunchuan):
    [key] = submit_posts(yunchuan, LAMP)
    run_stream(yunchuan)
    return key


def post_page(officer, key):
    return page_of(signed_in(officer).get(reverse("console:copies", args=[key])))


def register(officer, key):
    return signed_in(officer).post(reverse("console:post-register", args=[key]))


def test_a_post_of_no_incident_is_registered_from_its_page_by_the_form_of_triage(
    yunchuan, lamp
):
    lu = signed_in(yunchuan.lu)
    page = post_page(yunchuan.lu, lamp)
    assert "未归入事件" in page.text
    assert "登记为事件…" in page.text

    form = lu.post(reverse("console:post-register", args=[lamp]), follow=True)
    assert "已列入待研判。请核对标题和等级后登记。" in page_of(form).text
    assert not Incident.objects.exists()

    candidate = Candidate.objects.get()
    typed = {"title": "石榴巷路灯不亮", "grade": int(Grade.ORDINARY), "version": 0}
    lu.post(reverse("console:candidate-confirm", args=[candidate.event_id]), typed)

    incident = Incident.objects.get()
    assert (incident.title, incident.size) == ("石榴巷路灯不亮", 1)
    page = post_page(yunchuan.lu, lamp)
    assert reverse("console:incident", args=[incident.number]) in page.links()
    assert "登记为事件…" not in page.text


def test_a_grade_that_takes_two_takes_two_from_a_post_as_well(yunchuan, lamp):
    register(yunchuan.lu, lamp)
    event = Candidate.objects.get().event_id
    typed = {"title": "路灯", "grade": int(Grade.MAJOR), "reason": "另有来电", "version": 0}

    signed_in(yunchuan.lu).post(
        reverse("console:candidate-confirm", args=[event]), typed | {"ground": "UNREAD"}
    )

    incident = Incident.objects.get()
    assert incident.grade == Grade.ORDINARY
    [request] = waiting_requests(incident)
    assert request.terms["to"] == Grade.MAJOR


def test_of_a_group_that_waits_the_button_leads_to_its_form(yunchuan):
    candidate = candidate_of(yunchuan, QUEUE)

    page = post_page(yunchuan.lu, candidate.event_id)

    assert reverse("console:candidate-confirm", args=[candidate.event_id]) in page.links()
    assert "待研判" in page.text


def test_a_group_that_was_set_aside_is_named_so_and_leads_to_its_page(yunchuan, now):
    candidate = candidate_of(yunchuan, QUEUE)
    set_aside(candidate=candidate, move="DISMISS", reason="无关", officer=yunchuan.lu, now=now)
    there = reverse("console:candidate", args=[candidate.event_id])

    page = post_page(yunchuan.lu, candidate.event_id)
    assert "已排除" in page.text
    assert there in page.links()
    assert "登记为事件…" not in page.text

    assert register(yunchuan.lu, candidate.event_id).url == there
    assert Candidate.objects.get().state == "DISMISSED"


def test_a_post_that_joined_an_incident_meanwhile_is_refused_with_its_number(yunchuan):
    incident = incident_of(yunchuan, QUEUE)
    key = incident.candidates.get().event_id

    answer = signed_in(yunchuan.lu).post(
        reverse("console:post-register", args=[key]), follow=True
    )

    assert f"该帖文已归入事件 {incident.number}，无需登记。" in page_of(answer).text


def test_a_post_of_history_alone_is_not_registered(yunchuan):
    [key] = submit_posts(yunchuan, LAMP, history=True)
    run_stream(yunchuan)

    assert "登记为事件…" not in post_page(yunchuan.lu, key).text
    assert register(yunchuan.lu, key).status_code == 404


def test_who_only_reads_sees_where_a_post_belongs_and_no_button(yunchuan, lamp):
    assert "登记为事件…" not in post_page(yunchuan.leader, lamp).text
    assert register(yunchuan.leader, lamp).status_code == 403
    assert not Candidate.objects.exists()
