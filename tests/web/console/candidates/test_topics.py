"""Policy questions on the desk and on their page: marked, filtered, answered once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.work.incidents.candidates.models import Candidate
from huiying.work.responses.core.models import Draft
from tests.scenarios.incidents import QUEUE, candidate_of, restart_workers
from tests.web.clients import signed_in
from tests.work.incidents.candidates.test_mark_topic import TRANSFER


@pytest.fixture
def both(yunchuan, time, now):
    restart_workers()
    time.set(now + timedelta(minutes=1))
    return candidate_of(yunchuan, TRANSFER), candidate_of(yunchuan, QUEUE)


def page(client, name, *args, **query) -> str:
    return client.get(reverse(f"console:{name}", args=args), query).content.decode()


@pytest.mark.clause("5d")
def test_a_topic_is_marked_on_the_desk_and_can_be_asked_for_alone(yunchuan, both):
    topic, queue = both
    client = signed_in(yunchuan.lu)

    every = page(client, "candidates")
    only = page(client, "candidates", kind="topic")
    rest = page(client, "candidates", kind="incident")

    assert "政策咨询 1" in every
    assert "事件 1" in every
    assert "建议公开答复一次，不登记为事件。" in every
    assert f"candidate-{topic.event_id}" in only
    assert f"candidate-{queue.event_id}" not in only
    assert f"candidate-{queue.event_id}" in rest
    assert f"candidate-{topic.event_id}" not in rest


def test_an_officer_says_on_the_page_that_it_is_no_topic(yunchuan, both):
    topic, _queue = both
    client = signed_in(yunchuan.lu)
    assert "系统判断依据：所读 3 段文字" in page(client, "candidate", topic.event_id)

    client.post(reverse("console:candidate-topic", args=[topic.event_id]) + "?say=no")

    assert "陆知远记为非政策咨询。" in page(client, "candidate", topic.event_id)
    assert not Candidate.objects.get(pk=topic.pk).is_topic


@pytest.mark.clause("2(2)c")
def test_the_office_answers_a_topic_once_and_lands_in_the_draft(yunchuan, both):
    topic, queue = both
    client = signed_in(yunchuan.shen)
    once = reverse("console:candidate-answer", args=[topic.event_id])
    assert once in page(client, "candidate", topic.event_id)

    answered = client.post(once, {"speaker": yunchuan.reception.pk, "speaker_reason": "主管"})
    refused = client.post(
        reverse("console:candidate-answer", args=[queue.event_id]),
        {"speaker": yunchuan.reception.pk},
    )

    draft = Draft.objects.get()
    assert answered.url == reverse("console:draft", args=[draft.pk])
    assert draft.answer.incident.is_topic
    assert refused.status_code == 409
    assert "不属于政策咨询" in refused.content.decode()


def test_no_unit_stands_in_the_form_when_the_machine_is_not_sure_of_one(yunchuan, both):
    Candidate.objects.filter(pk=both[0].pk).update(proposed_unit=None)

    asked = page(signed_in(yunchuan.shen), "candidate-answer", both[0].event_id)

    assert '<option value="" selected>请选择单位</option>' in asked


def test_who_may_not_draft_is_not_offered_the_answer(yunchuan, both):
    once = reverse("console:candidate-answer", args=[both[0].event_id])

    assert once not in page(signed_in(yunchuan.lu), "candidate", both[0].event_id)
    assert signed_in(yunchuan.lu).get(once).status_code == 403
