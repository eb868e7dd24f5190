"""A talk with an agency's office: what was said, what follows, and when the next is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.work.casework.liaison.actions.record_talk import (
    FollowUpInput,
    TalkInput,
    finish_follow_up,
    record_talk,
)
from huiying.work.casework.liaison.actions.register_desk import DeskInput, change_desk
from huiying.work.casework.liaison.models import FollowUp, LiaisonDesk, LiaisonTalk, Manner
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.liaison import contact_of

DAY = timedelta(days=1)
TALK = TalkInput(T0 + DAY, Manner.MEETING, "商定检修提前两天告知。", "下周检修望湖路。")

standing_rows, rows, yunchuan, desk = module_rows(contact_of)


def talk(cast, desk, now=T0 + DAY, revision=None, **changed):
    words = replace(TALK, **changed)
    return record_talk(desk=desk, talk=words, officer=cast.lu, now=now, revision=revision)


def plan(owner, due=date(2026, 11, 30), words="送来检修计划"):
    return FollowUpInput(words, owner, due)


@pytest.mark.clause("9a")
def test_a_talk_meets_its_clock_and_the_next_runs_from_it(yunchuan, desk):
    first = desk.clock

    row = talk(yunchuan, desk, now=T0 + 2 * DAY)

    first.refresh_from_db()
    record = AuditRecord.objects.get(verb="liaison.talked")
    assert (first.state, first.stopped_at) == (ClockState.MET, T0 + DAY)
    assert desk.clock != first
    assert (desk.clock.starts_at, desk.clock.state) == (T0 + DAY, ClockState.RUNNING)
    assert (row.summary, row.recorded_by) == (TALK.summary, yunchuan.lu)
    assert record.data["manner"] == "MEETING"


def test_what_a_unit_is_to_do_is_in_its_hands_and_what_an_agency_is_in_the_desks(
    yunchuan, desk
):
    row = talk(yunchuan, desk, follow_ups=[plan(yunchuan.waterworks), plan(yunchuan.reception)])

    agency, section = row.follow_ups.order_by("pk")
    assert (agency.clock.holder_unit, agency.clock.holder) == (None, "值班员")
    assert section.clock.holder_unit == yunchuan.reception
    assert {item.clock.state for item in (agency, section)} == {ClockState.RUNNING}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"at": T0 + 2 * DAY}, "联络时间不得晚于当前时间"),
        ({"summary": " "}, "联络内容"),
        ({"summary": "机密★10年\n检修计划"}, "密级标志"),
    ],
)
def test_a_talk_that_lies_ahead_or_says_nothing_is_refused(yunchuan, desk, wrong, why):
    with pytest.raises(Refused, match=why):
        talk(yunchuan, desk, **wrong)

    assert not LiaisonTalk.objects.exists()


def test_a_follow_up_without_a_unit_of_the_bureau_a_day_or_words_is_refused(
    yunchuan, linxi, desk
):
    for wrong, why in (
        (plan(linxi.waterworks), "未找到该单位"),
        (plan(yunchuan.waterworks, date(2026, 11, 24)), "从今天起"),
        (plan(yunchuan.waterworks, date(2027, 11, 27)), "最长一年"),
        (plan(yunchuan.waterworks, words=" "), "请填写后续事项"),
    ):
        with pytest.raises(Refused, match=why):
            talk(yunchuan, LiaisonDesk.objects.get(), follow_ups=[wrong])

    assert not LiaisonTalk.objects.exists()


def test_talks_are_kept_in_their_order_and_by_one_officer_at_a_time(yunchuan, desk):
    seen = desk.revision
    talk(yunchuan, desk, revision=seen)

    with pytest.raises(Refused, match="早于最近一次"):
        talk(yunchuan, desk, at=T0)
    with pytest.raises(Stale):
        talk(yunchuan, desk, now=T0 + 2 * DAY, revision=seen)

    assert LiaisonTalk.objects.count() == 1


def test_an_office_that_is_kept_no_longer_is_not_talked_with(yunchuan, desk):
    contact = DeskInput(desk.office, desk.duty_line)
    change_desk(desk=desk, contact=contact, active=False, officer=yunchuan.lu, now=T0)

    with pytest.raises(Refused, match="已停用"):
        talk(yunchuan, desk)


def test_a_follow_up_is_done_once_and_with_words(yunchuan, desk):
    row = talk(yunchuan, desk, follow_ups=[plan(yunchuan.waterworks)])
    item, again = row.follow_ups.get(), row.follow_ups.get()
    done = {"officer": yunchuan.lu, "now": T0 + 3 * DAY}

    with pytest.raises(Refused, match="办理结果"):
        finish_follow_up(item=item, note=" ", **done)
    finish_follow_up(item=item, note="计划已收到", **done)
    with pytest.raises(Stale, match="该事项已登记完成"):
        finish_follow_up(item=again, note="又一次", **done)

    item = FollowUp.objects.get(pk=item.pk)
    assert (item.done_at, item.done_note, item.done_by) == (
        T0 + 3 * DAY,
        "计划已收到",
        yunchuan.lu,
    )
    assert (item.clock.state, item.clock.stopped_at) == (ClockState.MET, T0 + 3 * DAY)
    assert AuditRecord.objects.filter(verb="liaison.followed").count() == 1
