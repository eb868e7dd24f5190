"""疑似同一事件 on the desk: three at most, answered by one click, taken back by one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.grading.grades import Grade
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.merge_questions.models import MergeQuestion, QuestionState
from huiying.work.incidents.recusals.actions.recuse import recuse
from tests.scenarios.grading import confirm_with_second
from tests.scenarios.incidents import QUEUE, candidate_of, restart_workers
from tests.web.clients import signed_in
from tests.work.incidents.merge_questions.steps import LAMPS, asked


@pytest.fixture
def question(yunchuan, time, now):
    restart_workers()
    time.set(now + timedelta(minutes=1))
    return asked(candidate_of(yunchuan, QUEUE), candidate_of(yunchuan, LAMPS), now)


def test_the_desk_asks_and_one_click_answers_and_takes_back(yunchuan, question):
    client = signed_in(yunchuan.lu)
    desk = client.get(reverse("console:desk")).content.decode()
    assert "疑似同一事件" in desk
    assert "预计可正确归集约 1 条帖文" in desk

    client.post(reverse("console:merge-question", args=[question.pk, "no"]), {"version": 0})
    assert MergeQuestion.objects.get().state == QuestionState.APART
    assert "已判定：不同事件。" in client.get(reverse("console:desk")).content.decode()

    client.post(reverse("console:merge-question-back", args=[question.pk]), {"version": 1})
    assert MergeQuestion.objects.get().state == QuestionState.OPEN


def test_the_page_of_all_lists_answers_and_the_candidate_names_its_neighbour(
    yunchuan, question
):
    client = signed_in(yunchuan.lu)
    url = reverse("console:candidate", args=[question.left_event])
    assert "疑似同一事件" in client.get(url).content.decode()

    client.post(reverse("console:merge-question", args=[question.pk, "yes"]), {"version": 0})
    page = client.get(reverse("console:merge-questions")).content.decode()

    assert "同一事件" in page
    assert "陆知远" in page


def test_who_may_not_triage_is_not_asked(yunchuan, question):
    client = signed_in(yunchuan.auditor)

    assert "疑似同一事件" not in client.get(reverse("console:desk")).content.decode()


@pytest.mark.parametrize("said", ["yes", "no", "later"])
def test_who_keeps_out_of_a_side_answers_nothing_about_it(yunchuan, question, now, said):
    side = Candidate.objects.get(event_id=question.left_event)
    incident = confirm_with_second(
        candidate=side, grade=Grade(1), reason="", officer=yunchuan.shen, now=now
    )
    recuse(incident=incident, who=yunchuan.lu, reason="亲属", officer=yunchuan.lu, now=now)

    url = reverse("console:merge-question", args=[question.pk, said])
    answer = signed_in(yunchuan.lu).post(url, {"version": 0})

    assert answer.status_code == 403
    assert MergeQuestion.objects.get().state == QuestionState.OPEN


def test_who_keeps_out_of_a_side_reads_the_question_and_finds_no_button(
    yunchuan, question, now
):
    side = Candidate.objects.get(event_id=question.left_event)
    incident = confirm_with_second(
        candidate=side, grade=Grade(1), reason="", officer=yunchuan.shen, now=now
    )
    recuse(incident=incident, who=yunchuan.lu, reason="亲属", officer=yunchuan.lu, now=now)
    button = reverse("console:merge-question", args=[question.pk, "no"])

    desk = signed_in(yunchuan.lu).get(reverse("console:desk")).content.decode()
    others = signed_in(yunchuan.shen).get(reverse("console:desk")).content.decode()

    assert "疑似同一事件" in desk
    assert button not in desk
    assert button in others


def test_who_keeps_out_of_a_side_does_not_find_the_way_to_take_an_answer_back(
    yunchuan, question, now
):
    side = Candidate.objects.get(event_id=question.left_event)
    incident = confirm_with_second(
        candidate=side, grade=Grade(1), reason="", officer=yunchuan.shen, now=now
    )
    shen, lu = signed_in(yunchuan.shen), signed_in(yunchuan.lu)
    shen.post(reverse("console:merge-question", args=[question.pk, "no"]), {"version": 0})
    recuse(incident=incident, who=yunchuan.lu, reason="亲属", officer=yunchuan.lu, now=now)
    way = reverse("console:merge-question-back", args=[question.pk])

    page = lu.get(reverse("console:merge-questions")).content.decode()

    assert "同一事件" in page
    assert way not in page
    assert way in shen.get(reverse("console:merge-questions")).content.decode()
