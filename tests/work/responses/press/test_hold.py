"""召开: what was said and asked at a conference, and who owes an answer until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from huiying.base.audit.queries import records_of
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.tasks.models import Commitment
from huiying.work.incidents.core.clocks import PRESS
from huiying.work.responses.press.actions.hold import (
    QuestionInput,
    add_question,
    answer_later,
    hold_press,
)
from huiying.work.responses.press.models import PressConference, PressQuestion, PressState
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import incident_of, notice_clock
from tests.scenarios.press import (
    conference_of,
    make_approved_conference,
)

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, incident = module_rows(incident_of)
TOMORROW = T0.astimezone(LOCAL).date() + timedelta(days=1)
ASKED = QuestionInput("云川日报", "以前有多少人遇到？")
ANSWERED = replace(ASKED, answer="七人，都已补登记。", answered_by="来访接待科")


def hold(row, officer, now, at=None, said="向群众道歉。", revision=None):
    hold_press(
        row=row,
        at=at or now,
        said=said,
        recording="",
        officer=officer,
        now=now,
        revision=revision,
    )


def question(row, officer, now, typed=ANSWERED):
    return add_question(row=row, question_input=typed, officer=officer, now=now)


@pytest.fixture
def held(yunchuan, incident, now):
    row = make_approved_conference(yunchuan, incident, now=now)
    hold(row, yunchuan.shen, now)
    return row


@pytest.mark.clause("8f")
def test_a_conference_that_was_held_stops_the_clock_that_asked_for_it(yunchuan, incident, now):
    clock = notice_clock(yunchuan, ref=incident.number)
    Clock.objects.filter(pk=clock.pk).update(kind=PRESS)
    row = make_approved_conference(yunchuan, incident, now=now)
    later = now + timedelta(hours=2)

    hold(row, yunchuan.shen, later, at=now + timedelta(hours=1))

    clock.refresh_from_db()
    assert (row.state, row.held_at) == (PressState.HELD, now + timedelta(hours=1))
    assert (row.said, clock.state) == ("向群众道歉。", ClockState.MET)
    assert clock.stopped_at == now + timedelta(hours=1)
    assert records_of(bureau_id=row.bureau_id).first().verb == "press.held"


def test_only_what_was_approved_as_it_stands_is_held(yunchuan, incident, now):
    waiting = conference_of(yunchuan, incident, now=now)
    with pytest.raises(Refused, match="申请未批准"):
        hold(waiting, yunchuan.shen, now)
    row = make_approved_conference(yunchuan, incident, now=now)
    PressConference.objects.filter(pk=row.pk).update(title="另一个题目")
    row.refresh_from_db()
    with pytest.raises(Refused, match="或批准后已修改"):
        hold(row, yunchuan.shen, now)

    assert not PressConference.objects.filter(state=PressState.HELD).exists()


def test_it_is_held_once_not_in_time_to_come_and_with_words(yunchuan, incident, now):
    row = make_approved_conference(yunchuan, incident, now=now)
    on_her_screen = PressConference.objects.get(pk=row.pk)
    with pytest.raises(Refused, match="召开时间不得晚于当前时间"):
        hold(row, yunchuan.shen, now, at=now + timedelta(minutes=1))
    with pytest.raises(Refused, match="请写发布词"):
        hold(row, yunchuan.shen, now, said=" ")
    with pytest.raises(PermissionDenied):
        hold(row, yunchuan.lu, now)
    hold(row, yunchuan.shen, now)

    with pytest.raises(Refused, match="已召开"):
        hold(on_her_screen, yunchuan.speaker, now)


@pytest.mark.clause("8f")
def test_a_question_is_answered_by_an_office(yunchuan, held, now):
    with pytest.raises(Refused, match="请写明科室或岗位"):
        question(held, yunchuan.shen, now, replace(ANSWERED, answered_by=" "))
    with pytest.raises(PermissionDenied):
        question(held, yunchuan.lu, now)

    row = question(held, yunchuan.shen, now)

    assert (row.answer, row.answered_by, row.clock) == (
        "七人，都已补登记。",
        "来访接待科",
        None,
    )
    assert records_of(bureau_id=held.bureau_id).first().verb == "press.answered"


def test_nothing_is_asked_before_it_was_held(yunchuan, incident, now):
    row = make_approved_conference(yunchuan, incident, now=now)

    with pytest.raises(Refused, match="发布会尚未召开"):
        question(row, yunchuan.shen, now)


@pytest.mark.parametrize("days", [None, -2, 60])
def test_an_answer_is_owed_by_a_unit_until_a_day_that_can_be(yunchuan, held, now, days):
    due = None if days is None else TOMORROW + timedelta(days=days)

    with pytest.raises(Refused):
        question(held, yunchuan.shen, now, replace(ASKED, owner=yunchuan.reception, due=due))

    assert not PressQuestion.objects.exists()


@pytest.mark.clause("8f")
def test_an_owed_answer_runs_as_a_clock_of_its_unit_until_it_is_given(yunchuan, held, now):
    owed = replace(ASKED, owner=yunchuan.reception, due=TOMORROW)
    row = question(held, yunchuan.shen, now, owed)
    of_the_other = PressQuestion.objects.get()
    assert (row.clock.state, row.clock.holder_unit) == (
        ClockState.RUNNING,
        yunchuan.reception,
    )
    assert records_of(bureau_id=held.bureau_id).first().verb == "press.owed"

    def answer(which, words="七人。", by="来访接待科", officer=yunchuan.shen):
        answer_later(question=which, answer=words, by=by, officer=officer, now=now)

    with pytest.raises(Refused, match="请写答复"):
        answer(row, " ")
    with pytest.raises(PermissionDenied):
        answer(row, officer=yunchuan.lu)
    answer(row)
    with pytest.raises(Stale, match="该问题已补充答复"):
        answer(of_the_other, "八人。")

    row.clock.refresh_from_db()
    assert row.clock.state == ClockState.MET
    assert (row.answer, row.later_by, row.later_at) == ("七人。", yunchuan.shen, now)
    assert records_of(bureau_id=held.bureau_id).first().verb == "press.answered_later"


def test_what_an_answer_promised_is_a_promise_of_a_unit(yunchuan, held, now):
    promise = replace(ANSWERED, promise="周五前补登记完。")
    with pytest.raises(Refused, match="须写明兑现单位和期限"):
        question(held, yunchuan.shen, now, promise)

    with override("en"):  # what is kept is Chinese whoever records it
        row = question(
            held,
            yunchuan.shen,
            now,
            replace(promise, owner=yunchuan.reception, due=TOMORROW),
        )

    kept = Commitment.objects.get()
    assert row.commitment == kept
    assert (kept.text, kept.unit) == ("周五前补登记完。", yunchuan.reception)
    assert kept.place == f"新闻发布会 {held.number}"
